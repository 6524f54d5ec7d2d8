//! Instants as tokens write them.

use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use types::{Instant, InstantError};

/// Whole seconds since 1970-01-01T00:00:00Z (RFC 7519 section 2, 'NumericDate'), up to the year 9999.
///
/// Written as an integer. Read from a number only (a string is an error); the fraction that some libraries send is
/// dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct NumericDate(i64);

/// 9999-12-31T23:59:59Z.
const LAST: i64 = 253_402_300_799;

impl NumericDate {
    /// The last second of the year 9999: never.
    pub const LAST: Self = Self(LAST);

    /// The seconds since 1970.
    #[must_use]
    pub fn unix(self) -> i64 {
        self.0
    }
}

impl From<Instant> for NumericDate {
    fn from(instant: Instant) -> Self {
        Self(instant.unix())
    }
}

impl TryFrom<NumericDate> for Instant {
    type Error = InstantError;

    fn try_from(date: NumericDate) -> Result<Self, InstantError> {
        Self::from_unix(date.0)
    }
}

impl<'de> Deserialize<'de> for NumericDate {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_any(Number)
    }
}

struct Number;

impl Visitor<'_> for Number {
    type Value = NumericDate;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number of seconds since 1970")
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<NumericDate, E> {
        if !(0..=LAST).contains(&value) {
            return Err(E::custom("not between the years 1970 and 9999"));
        }
        Ok(NumericDate(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<NumericDate, E> {
        self.visit_i64(i64::try_from(value).unwrap_or(i64::MAX))
    }

    #[expect(clippy::cast_possible_truncation, reason = "a cast from a float saturates, and the range is checked")]
    fn visit_f64<E: Error>(self, value: f64) -> Result<NumericDate, E> {
        self.visit_i64(value.floor() as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::at;

    fn read(text: &str) -> Option<i64> {
        serde_json::from_str::<NumericDate>(text).ok().map(NumericDate::unix)
    }

    #[test]
    fn numbers_are_read_and_nothing_else() {
        assert_eq!(read("1795514400"), Some(1_795_514_400));
        assert_eq!(read("1795514400.97"), Some(1_795_514_400));
        assert_eq!(read("0"), Some(0));
        assert_eq!(read("253402300799"), Some(LAST));
        for text in ["\"1795514400\"", "-1", "-0.5", "253402300800", "1e300", "18446744073709551615", "null", "true", "[1]", "{}"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn it_is_written_as_an_integer() {
        let date = NumericDate::from(at(1_795_514_400));
        assert_eq!(serde_json::to_string(&date).unwrap(), "1795514400");
        assert_eq!(Instant::try_from(date), Ok(at(1_795_514_400)));
        assert!(Instant::try_from(NumericDate(LAST)).is_ok());
    }
}
