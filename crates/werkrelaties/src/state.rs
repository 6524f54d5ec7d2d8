use types::Day;

use crate::{State, Werkrelatie, pause_on};

/// What a werkrelatie is on a day.
#[must_use]
pub fn state(one: &Werkrelatie, day: Day) -> State {
    if one.removed {
        State::Removed
    } else if day < one.period.begin() {
        State::Planned
    } else if day > one.period.end() {
        State::Ended
    } else if pause_on(one, day).is_some() {
        State::Paused
    } else {
        State::Active
    }
}

/// Whether its rights can give something on a day.
#[must_use]
pub fn is_in_force(one: &Werkrelatie, day: Day) -> bool {
    state(one, day) == State::Active
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Pause, testing::*};

    #[test]
    fn the_first_and_the_last_day_belong_to_it() {
        let pause = |begin: &str, end: &str| Pause { period: period(begin, end), reason: reason() };
        let pauses = vec![pause("2026-03-01", "2026-03-31"), pause("2026-06-01", "2026-06-30")];
        let one = Werkrelatie { pauses, ..werkrelatie("2026-01-01", "2026-12-31") };
        for (text, expected) in [
            ("2025-12-31", State::Planned),
            ("2026-01-01", State::Active),
            ("2026-03-31", State::Paused),
            ("2026-04-01", State::Active),
            ("2026-06-01", State::Paused),
            ("2026-06-30", State::Paused),
            ("2026-07-01", State::Active),
            ("2026-12-31", State::Active),
            ("2027-01-01", State::Ended),
        ] {
            assert_eq!(state(&one, day(text)), expected, "{text}");
            assert_eq!(is_in_force(&one, day(text)), expected == State::Active, "{text}");
        }
        assert_eq!(state(&Werkrelatie { removed: true, ..one }, day("2026-01-01")), State::Removed);
    }
}
