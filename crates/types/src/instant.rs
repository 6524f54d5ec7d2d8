use std::fmt;

use thiserror::Error;
use time::{OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

use crate::Day;

/// A length of time in whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Seconds(pub i64);

/// A moment: UTC, to the microsecond (what both databases keep). Text form RFC 3339, `2026-11-23T10:00:00Z`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(OffsetDateTime);

/// The text is no RFC 3339 date-time with an offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("an RFC 3339 date-time with an offset expected, like 2026-11-23T10:00:00Z")]
pub struct InstantError;

impl Instant {
    /// Later than every moment that is recorded: `9999-12-31T00:00:00Z`. Marks a version that is current.
    pub const FOREVER: Self = Self(time::macros::datetime!(9999-12-31 00:00:00 UTC));

    /// From the `time` crate, in UTC, cut to microseconds.
    #[must_use]
    pub fn new(moment: OffsetDateTime) -> Self {
        let utc = moment.to_offset(UtcOffset::UTC);
        Self(utc.replace_microsecond(utc.microsecond()).unwrap_or(utc))
    }

    /// Parses RFC 3339, any offset.
    ///
    /// # Errors
    /// [`InstantError`] when it is not that.
    pub fn parse(input: &str) -> Result<Self, InstantError> {
        OffsetDateTime::parse(input, &Rfc3339).map(Self::new).map_err(|_| InstantError)
    }

    /// From seconds since 1970 (a JWT's `NumericDate`).
    ///
    /// # Errors
    /// [`InstantError`] outside the years that exist.
    pub fn from_unix(seconds: i64) -> Result<Self, InstantError> {
        OffsetDateTime::from_unix_timestamp(seconds).map(Self).map_err(|_| InstantError)
    }

    /// Whole seconds since 1970, rounded down.
    #[must_use]
    pub fn unix(self) -> i64 {
        self.0.unix_timestamp()
    }

    /// This moment later (or, when negative, earlier); it stops at the ends of time instead of failing.
    #[must_use]
    pub fn plus(self, seconds: Seconds) -> Self {
        Self(self.0.saturating_add(time::Duration::seconds(seconds.0)))
    }

    /// The calendar day in Europe/Brussels.
    #[must_use]
    pub fn day(self) -> Day {
        Day::in_brussels(self)
    }

    /// For storage, which speaks the `time` crate.
    #[must_use]
    pub fn to_offset_date_time(self) -> OffsetDateTime {
        self.0
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.format(&Rfc3339).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Instant({self})")
    }
}

impl serde::Serialize for Instant {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Instant {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_is_brought_to_utc_and_nanoseconds_are_cut() {
        let instant = Instant::parse("2026-11-23T11:00:00.123456789+01:00").unwrap();
        assert_eq!(instant.to_string(), "2026-11-23T10:00:00.123456Z");
        assert_eq!(Instant::parse("2026-11-23T11:00:00"), Err(InstantError));
    }

    #[test]
    fn unix_seconds_come_back() {
        assert_eq!(Instant::from_unix(1_795_428_000).unwrap().unix(), 1_795_428_000);
        assert_eq!(Instant::from_unix(i64::MAX), Err(InstantError));
    }
}
