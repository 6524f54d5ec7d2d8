//! When a right is active: yearly or dated windows, days in Europe/Brussels, both ends inclusive. No window at all means always.

use types::{Day, Instant, Period};

use crate::Window;

/// Whether a right with these windows is active on a day.
#[must_use]
pub fn opens(windows: &[Window], day: Day) -> bool {
    windows.is_empty() || around(windows, day).any(|period| period.contains(day))
}

/// The first moment after the opening that lasts at `at`: overlapping and adjacent windows are one opening. `None` when it is closed,
/// [`Instant::FOREVER`] when it never closes.
#[must_use]
pub fn closes_at(windows: &[Window], at: Instant) -> Option<Instant> {
    if windows.is_empty() {
        return Some(Instant::FOREVER);
    }
    let mut last = last_open(windows, at.day()).filter(|_| opens(windows, at.day()))?;
    // Each dated window lengthens an opening once; what is longer than ten years of yearly windows has no gap.
    for _ in 0..windows.len().saturating_mul(12) {
        match last_open(windows, last.plus_days(1)) {
            Some(later) if later > last => last = later,
            _ => return Some(Period::from_day(at.day()).with_end(last).map_or(at, Period::ends_at)),
        }
    }
    Some(Instant::FOREVER)
}

/// The first day, from this one on, on which a right with these windows is active.
#[must_use]
pub fn next_opening(windows: &[Window], day: Day) -> Option<Day> {
    if opens(windows, day) {
        return Some(day);
    }
    around(windows, day).map(Period::begin).filter(|begin| *begin > day).min()
}

fn last_open(windows: &[Window], day: Day) -> Option<Day> {
    around(windows, day).filter(|period| period.contains(day)).map(Period::end).max()
}

/// The occurrences that a day can lie in, and the next of each.
fn around(windows: &[Window], day: Day) -> impl Iterator<Item = Period> + '_ {
    windows.iter().flat_map(move |window| occurrences(*window, day.year()).into_iter().flatten())
}

fn occurrences(window: Window, year: i32) -> [Option<Period>; 3] {
    match window {
        Window::Dated { period } => [Some(period), None, None],
        Window::Yearly { from, until } => [year - 1, year, year + 1].map(|year| {
            let begin = from.first_in_year(year);
            let end = until.last_in_year(if until < from { year + 1 } else { year });
            // From 29 February to 29 February is no day at all in a common year.
            Period::new(begin, end).ok()
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::*;

    fn closes(windows: &[Window], text: &str) -> Option<String> {
        closes_at(windows, at(text)).map(|end| end.to_string())
    }

    #[test]
    fn the_registration_of_the_vrijetijdsmonitor() {
        let windows = [yearly("03-15", "04-30")];
        for (text, open) in [("2027-03-14", false), ("2027-03-15", true), ("2027-04-30", true), ("2027-05-01", false)] {
            assert_eq!(opens(&windows, day(text)), open, "{text}");
        }
        assert_eq!(closes(&windows, "2027-03-28T01:30:00Z").unwrap(), "2027-04-30T22:00:00Z");
        assert_eq!(closes(&windows, "2027-04-30T22:00:00Z"), None);
        assert_eq!(next_opening(&windows, day("2027-05-01")), Some(day("2028-03-15")));
        assert_eq!(next_opening(&windows, day("2027-03-14")), Some(day("2027-03-15")));
    }

    #[test]
    fn a_window_may_pass_new_year() {
        let windows = [yearly("12-15", "01-15")];
        assert!(opens(&windows, day("2026-12-31")) && opens(&windows, day("2027-01-15")));
        assert!(!opens(&windows, day("2027-01-16")) && !opens(&windows, day("2026-12-14")));
        assert_eq!(closes(&windows, "2026-12-20T00:00:00Z").unwrap(), "2027-01-15T23:00:00Z");
        assert_eq!(closes(&windows, "2027-01-10T00:00:00Z").unwrap(), "2027-01-15T23:00:00Z");
    }

    #[test]
    fn february_ends_on_its_last_day_in_every_year() {
        let february = [yearly("02-01", "02-29")];
        for (text, open) in [("2027-02-28", true), ("2027-03-01", false), ("2028-02-29", true), ("2028-03-01", false)] {
            assert_eq!(opens(&february, day(text)), open, "{text}");
        }
        assert_eq!(closes(&february, "2027-02-10T12:00:00Z").unwrap(), "2027-02-28T23:00:00Z");
        let leap_days = [yearly("02-29", "02-29")];
        assert!(
            opens(&leap_days, day("2028-02-29"))
                && !opens(&leap_days, day("2027-02-28"))
                && !opens(&leap_days, day("2027-03-01"))
        );
    }

    #[test]
    fn overlapping_and_adjacent_windows_are_one_opening() {
        let dated = Window::Dated { period: period("2027-05-01", "2027-05-31") };
        let windows = [yearly("04-15", "04-20"), dated, yearly("03-15", "04-30")];
        assert_eq!(closes(&windows, "2027-03-20T00:00:00Z").unwrap(), "2027-05-31T22:00:00Z");
        assert_eq!(closes(&windows, "2028-03-20T00:00:00Z").unwrap(), "2028-04-30T22:00:00Z");
    }

    #[test]
    fn what_never_closes_says_so() {
        assert_eq!(closes_at(&[], at("2027-01-01T00:00:00Z")), Some(Instant::FOREVER));
        assert!(opens(&[], day("2027-01-01")));
        let halves = [yearly("01-01", "06-30"), yearly("07-01", "12-31")];
        assert_eq!(closes_at(&halves, at("2027-01-05T00:00:00Z")), Some(Instant::FOREVER));
        let leap = [yearly("03-01", "02-28")];
        assert_eq!(closes(&leap, "2026-01-05T00:00:00Z").unwrap(), "2028-02-28T23:00:00Z");
        let whole = [yearly("03-01", "02-29")];
        assert!(opens(&whole, day("2027-06-01")) && opens(&whole, day("2028-02-29")));
        assert_eq!(next_opening(&[Window::Dated { period: period("2026-01-01", "2026-01-31") }], day("2026-02-01")), None);
    }
}
