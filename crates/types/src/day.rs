use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use time::{Date, Duration, Month, Time, Weekday};

use crate::Instant;

/// A calendar day in Europe/Brussels. Text form `yyyy-MM-dd`, years 1 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

/// Why a day is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum DayError {
    /// Not `yyyy-MM-dd`.
    #[error("a date like 2026-11-23 expected")]
    Shape,
    /// No such day, as 30 February.
    #[error("this date does not exist")]
    Unknown,
}

impl DayError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Shape => "dateShape",
            Self::Unknown => "dateUnknown",
        }
    }
}

impl Day {
    /// The end of what has no end: 9999-12-31.
    pub const FOREVER: Self = Self(time::macros::date!(9999 - 12 - 31));

    /// A day of the Gregorian calendar.
    ///
    /// # Errors
    /// [`DayError::Unknown`] when it does not exist.
    pub fn new(year: i32, month: u8, day: u8) -> Result<Self, DayError> {
        if !(1..=9999).contains(&year) {
            return Err(DayError::Unknown);
        }
        let month = Month::try_from(month).map_err(|_| DayError::Unknown)?;
        Date::from_calendar_date(year, month, day).map(Self).map_err(|_| DayError::Unknown)
    }

    /// Parses `yyyy-MM-dd`.
    ///
    /// # Errors
    /// [`DayError`]: another shape, or no such day.
    pub fn parse(input: &str) -> Result<Self, DayError> {
        let number = |range: std::ops::Range<usize>| {
            let text = input.get(range).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
            text.and_then(|text| text.parse::<u16>().ok()).ok_or(DayError::Shape)
        };
        let separators = input.get(4..5) == Some("-") && input.get(7..8) == Some("-") && input.len() == 10;
        let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
        if !separators {
            return Err(DayError::Shape);
        }
        let narrow = |number: u16| u8::try_from(number).map_err(|_| DayError::Unknown);
        Self::new(i32::from(year), narrow(month)?, narrow(day)?)
    }

    /// The day on which a moment falls in Brussels.
    #[must_use]
    pub fn in_brussels(instant: Instant) -> Self {
        let utc = instant.to_offset_date_time();
        Self(utc.saturating_add(Duration::hours(offset_hours(utc.date(), utc.time()))).date())
    }

    /// What clocks in Brussels show at a moment: hours and minutes, `09:05`.
    #[must_use]
    pub fn clock_in_brussels(instant: Instant) -> String {
        let utc = instant.to_offset_date_time();
        let here = utc.saturating_add(Duration::hours(offset_hours(utc.date(), utc.time())));
        format!("{:02}:{:02}", here.hour(), here.minute())
    }

    /// The first moment of this day in Brussels.
    #[must_use]
    pub fn start(self) -> Instant {
        // Clocks change at 01:00 UTC, so at local midnight the offset is still that of 22:00 UTC the day before.
        let evening = self.0.previous_day().unwrap_or(Date::MIN);
        let offset = offset_hours(evening, Time::from_hms(22, 0, 0).unwrap_or(Time::MIDNIGHT));
        Instant::new(self.0.midnight().assume_utc().saturating_sub(Duration::hours(offset)))
    }

    /// The first moment after this day in Brussels: an exclusive end. A day lasts 23, 24 or 25 hours.
    #[must_use]
    pub fn end(self) -> Instant {
        self.plus_days(1).start()
    }

    /// Later by days (earlier when negative), within 0001-01-01 and [`Day::FOREVER`].
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(Duration::days(days))).min(Self::FOREVER)
    }

    /// Later by months; the last day of the month where the day does not exist (31 January + 1 month = 28 or 29 February).
    #[must_use]
    pub fn plus_months(self, months: u32) -> Self {
        let zero_based = i64::from(self.0.year()) * 12 + i64::from(u8::from(self.0.month())) - 1 + i64::from(months);
        let year = i32::try_from(zero_based / 12).unwrap_or(i32::MAX);
        let month = u8::try_from(zero_based % 12 + 1).unwrap_or(12);
        let fits = (1..=self.0.day()).rev().find_map(|day| Self::new(year, month, day).ok());
        fits.unwrap_or(Self::FOREVER)
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// Month and day, for what comes back every year.
    #[must_use]
    pub fn month_day(self) -> MonthDay {
        MonthDay { month: u8::from(self.0.month()), day: self.0.day() }
    }

    /// For storage, which speaks the `time` crate.
    #[must_use]
    pub fn to_date(self) -> Date {
        self.0
    }

    /// From storage.
    #[must_use]
    pub fn from_date(date: Date) -> Self {
        Self(date)
    }
}

/// Hours that Brussels is ahead of UTC: 2 from the last Sunday of March 01:00 UTC to the last Sunday of October 01:00 UTC, else 1.
/// Source: Directive 2000/84/EC; Poort decides about the present and the future, so older rules do not matter.
fn offset_hours(date: Date, utc: Time) -> i64 {
    let one_o_clock = Time::from_hms(1, 0, 0).unwrap_or(Time::MIDNIGHT);
    let change = |month: Month| {
        let last = Date::from_calendar_date(date.year(), month, 31).unwrap_or(Date::MIN);
        if last.weekday() == Weekday::Sunday { last } else { last.prev_occurrence(Weekday::Sunday) }
    };
    let after = |day: Date| (date, utc) >= (day, one_o_clock);
    if after(change(Month::March)) && !after(change(Month::October)) { 2 } else { 1 }
}

/// A day that comes back every year, as 15 March. Text form `MM-dd`. In a common year, what begins on 29 February begins on 1 March, and
/// what ends on it ends on 28 February.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MonthDay {
    month: u8,
    day: u8,
}

impl MonthDay {
    /// Parses `MM-dd`.
    ///
    /// # Errors
    /// [`DayError`] for another shape, or a day that exists in no year.
    pub fn parse(input: &str) -> Result<Self, DayError> {
        if input.len() != 5 {
            return Err(DayError::Shape);
        }
        Day::parse(&format!("2000-{input}")).map(Day::month_day)
    }

    /// This day in a year, as the first of something.
    #[must_use]
    pub fn first_in_year(self, year: i32) -> Day {
        Day::new(year, self.month, self.day).or_else(|_| Day::new(year, 3, 1)).unwrap_or(Day::FOREVER)
    }

    /// This day in a year, as the last of something.
    #[must_use]
    pub fn last_in_year(self, year: i32) -> Day {
        Day::new(year, self.month, self.day).or_else(|_| Day::new(year, 2, 28)).unwrap_or(Day::FOREVER)
    }
}

macro_rules! as_text {
    ($name:ident) => {
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}
as_text!(Day);
as_text!(MonthDay);

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), u8::from(self.0.month()), self.0.day())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Day({self})")
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Seconds;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn clocks_show_the_hour_of_brussels() {
        for (utc, here) in
            [("2026-11-23T23:05:00Z", "00:05"), ("2026-10-25T00:59:59Z", "02:59"), ("2026-10-25T01:00:00Z", "02:00")]
        {
            assert_eq!(Day::clock_in_brussels(Instant::parse(utc).unwrap()), here);
        }
    }

    #[test]
    fn a_day_begins_at_midnight_in_brussels() {
        assert_eq!(day("2026-01-15").start(), at("2026-01-15T00:00:00+01:00"));
        assert_eq!(day("2026-07-15").start(), at("2026-07-15T00:00:00+02:00"));
        assert_eq!(day("2026-07-15").end(), at("2026-07-16T00:00:00+02:00"));
    }

    #[test]
    fn clock_change_days_last_23_and_25_hours() {
        for (text, hours) in [("2026-03-29", 23), ("2026-10-25", 25), ("2026-03-28", 24), ("2024-03-31", 23), ("2027-10-31", 25)]
        {
            assert_eq!(day(text).end().unix() - day(text).start().unix(), hours * 3600, "{text}");
        }
    }

    #[test]
    fn one_second_before_midnight_is_still_today() {
        assert_eq!(at("2026-10-25T22:59:59Z").day(), day("2026-10-25"));
        assert_eq!(at("2026-10-25T23:00:00Z").day(), day("2026-10-26"));
        assert_eq!(at("2026-03-28T22:59:59Z").day(), day("2026-03-28"));
        assert_eq!(at("2026-03-28T23:00:00Z").day(), day("2026-03-29"));
    }

    #[test]
    fn months_stop_at_the_end_of_a_short_month() {
        assert_eq!(day("2026-01-31").plus_months(1), day("2026-02-28"));
        assert_eq!(day("2024-02-29").plus_months(48), day("2028-02-29"));
        assert_eq!(day("2024-02-29").plus_months(12), day("2025-02-28"));
        assert_eq!(day("2026-11-23").plus_months(120), day("2036-11-23"));
        assert_eq!(Day::FOREVER.plus_months(1), Day::FOREVER);
        assert_eq!(Day::FOREVER.plus_days(1), Day::FOREVER);
    }

    #[test]
    fn only_dates_that_exist_parse() {
        assert_eq!(Day::parse("2026-02-30"), Err(DayError::Unknown));
        for bad in ["", "2026-2-3", "26-02-03", "2026/02/03", "2026-02-03T", "+026-02-03", "2026-02-é3"] {
            assert_eq!(Day::parse(bad), Err(DayError::Shape), "{bad}");
        }
        let of_march = MonthDay::parse("03-15").unwrap();
        assert_eq!((of_march.first_in_year(2027), of_march.last_in_year(2027)), (day("2027-03-15"), day("2027-03-15")));
        let leap = MonthDay::parse("02-29").unwrap();
        assert_eq!((leap.first_in_year(2027), leap.last_in_year(2027)), (day("2027-03-01"), day("2027-02-28")));
        assert_eq!((leap.first_in_year(2028), leap.last_in_year(2028)), (day("2028-02-29"), day("2028-02-29")));
        assert!(MonthDay::parse("02-30").is_err());
    }

    proptest! {
        #[test]
        fn every_moment_lies_within_its_day(seconds in 946_684_800_i64..7_258_118_400) {
            let instant = Instant::from_unix(seconds).unwrap();
            let day = instant.day();
            prop_assert!(day.start() <= instant && instant < day.end());
            prop_assert_eq!(day.end().plus(Seconds(-1)).day(), day);
        }
    }
}
