use thiserror::Error;
use types::{Day, Instant};

use crate::{Person, Status};

/// Why a person gets nothing, whatever was granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Absence {
    /// Died on this day.
    #[error("the person died on {0}")]
    Deceased(Day),
    /// Struck from the register (afgevoerd) on this day.
    #[error("the person was struck from the register on {0}")]
    Struck(Day),
}

impl Absence {
    /// A stable code for callers.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Deceased(_) => "personDeceased",
            Self::Struck(_) => "personStruck",
        }
    }
}

/// Whether a person can act at a moment. The day of death or striking counts as a day without access, from its first moment in Brussels:
/// the register gives no hour, and the doubt falls on the safe side.
///
/// # Errors
/// [`Absence`]: why not.
pub fn may_act(person: &Person, at: Instant) -> Result<(), Absence> {
    match (person.status, at < access_ends(person)) {
        (Status::Active, _) | (_, true) => Ok(()),
        (Status::Deceased(day), false) => Err(Absence::Deceased(day)),
        (Status::Struck(day), false) => Err(Absence::Struck(day)),
    }
}

/// The first moment without access, an upper bound for every token; [`Instant::FOREVER`] when none is known.
#[must_use]
pub fn access_ends(person: &Person) -> Instant {
    match person.status {
        Status::Active => Instant::FOREVER,
        Status::Deceased(day) | Status::Struck(day) => day.start(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at, day, person};

    #[test]
    fn an_active_person_acts_for_ever() {
        assert_eq!(may_act(&person(), Instant::FOREVER), Ok(()));
        assert_eq!(access_ends(&person()), Instant::FOREVER);
    }

    #[test]
    fn the_day_itself_gives_nothing_counted_in_brussels() {
        let on = day("2026-11-23");
        for (status, absence) in [(Status::Deceased(on), Absence::Deceased(on)), (Status::Struck(on), Absence::Struck(on))] {
            let person = Person { status, ..person() };
            assert_eq!(may_act(&person, at("2026-11-22T22:59:59Z")), Ok(()));
            assert_eq!(may_act(&person, at("2026-11-22T23:00:00Z")), Err(absence));
            assert_eq!(may_act(&person, at("2030-01-01T00:00:00Z")), Err(absence));
            assert_eq!(access_ends(&person), at("2026-11-22T23:00:00Z"));
        }
    }

    #[test]
    fn an_absence_has_a_stable_code() {
        assert_eq!(Absence::Deceased(day("2026-11-23")).code(), "personDeceased");
        assert_eq!(Absence::Struck(day("2026-11-23")).code(), "personStruck");
    }
}
