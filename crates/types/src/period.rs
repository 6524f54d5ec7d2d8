use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{Day, Instant};

/// A period of calendar days in Europe/Brussels, begin and end inclusive. No end is [`Day::FOREVER`], left out of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Shape", into = "Shape")]
pub struct Period {
    begin: Day,
    end: Day,
}

/// The end lies before the begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the end date {end} lies before the begin date {begin}")]
pub struct PeriodError {
    /// The begin that was given.
    pub begin: Day,
    /// The end that was given.
    pub end: Day,
}

impl Period {
    /// From a first to a last day, both inclusive.
    ///
    /// # Errors
    /// [`PeriodError`] when the end lies before the begin.
    pub fn new(begin: Day, end: Day) -> Result<Self, PeriodError> {
        if end < begin { Err(PeriodError { begin, end }) } else { Ok(Self { begin, end }) }
    }

    /// From a day on, without an end.
    #[must_use]
    pub fn from_day(begin: Day) -> Self {
        Self { begin, end: Day::FOREVER }
    }

    /// The first day.
    #[must_use]
    pub fn begin(self) -> Day {
        self.begin
    }

    /// The last day, inclusive; [`Day::FOREVER`] when there is none.
    #[must_use]
    pub fn end(self) -> Day {
        self.end
    }

    /// Whether a day lies in it.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        self.begin <= day && day <= self.end
    }

    /// Whether all of another period lies in it.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.begin <= other.begin && other.end <= self.end
    }

    /// The days that both have.
    #[must_use]
    pub fn intersect(self, other: Self) -> Option<Self> {
        Self::new(self.begin.max(other.begin), self.end.min(other.end)).ok()
    }

    /// Whether they share a day.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.intersect(other).is_some()
    }

    /// The same begin with another end.
    ///
    /// # Errors
    /// [`PeriodError`] when that lies before the begin.
    pub fn with_end(self, end: Day) -> Result<Self, PeriodError> {
        Self::new(self.begin, end)
    }

    /// The first moment after it.
    #[must_use]
    pub fn ends_at(self) -> Instant {
        if self.end == Day::FOREVER { Instant::FOREVER } else { self.end.end() }
    }
}

/// The JSON form.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shape {
    begin: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    end: Option<Day>,
}

impl TryFrom<Shape> for Period {
    type Error = PeriodError;

    fn try_from(shape: Shape) -> Result<Self, PeriodError> {
        Self::new(shape.begin, shape.end.unwrap_or(Day::FOREVER))
    }
}

impl From<Period> for Shape {
    fn from(period: Period) -> Self {
        Self { begin: period.begin, end: Some(period.end).filter(|end| *end != Day::FOREVER) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(begin: &str, end: &str) -> Period {
        Period::new(Day::parse(begin).unwrap(), Day::parse(end).unwrap()).unwrap()
    }

    #[test]
    fn both_ends_belong_to_it() {
        let year = period("2026-01-01", "2026-12-31");
        assert!(year.contains(year.begin()) && year.contains(year.end()));
        assert!(!year.contains(year.end().plus_days(1)));
        assert!(year.overlaps(period("2026-12-31", "2027-01-01")));
        assert!(!year.overlaps(period("2027-01-01", "2027-01-01")));
        assert!(year.covers(year) && !period("2026-01-02", "2026-12-31").covers(year));
    }

    #[test]
    fn an_end_before_the_begin_is_refused_also_in_json() {
        let text = r#"{"begin":"2026-02-01","end":"2026-01-31"}"#;
        assert!(serde_json::from_str::<Period>(text).unwrap_err().to_string().contains("before the begin"));
    }

    #[test]
    fn no_end_is_left_out_of_json() {
        let open = Period::from_day(Day::parse("2026-02-01").unwrap());
        let text = serde_json::to_string(&open).unwrap();
        assert_eq!(text, r#"{"begin":"2026-02-01"}"#);
        assert_eq!(serde_json::from_str::<Period>(&text).unwrap(), open);
    }
}
