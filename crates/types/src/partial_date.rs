use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::Day;

/// Sex as the registers record it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Sex {
    /// Male (odd serial).
    Male,
    /// Female (even serial).
    Female,
}

/// A birth date of which the day, or month and day, may be unknown. Text form `1985-07-31`, `1985-07` or `1985`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    /// The year, four digits.
    pub year: u16,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31; never without a month.
    pub day: Option<u8>,
}

/// The text is no (partial) date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("yyyy-MM-dd, yyyy-MM or yyyy expected, of a date that exists")]
pub struct PartialDateError;

impl PartialDate {
    /// Parses the text form.
    ///
    /// # Errors
    /// [`PartialDateError`] when it is none, or the date does not exist.
    pub fn parse(input: &str) -> Result<Self, PartialDateError> {
        let mut parts = input.split('-');
        let year = part(parts.next(), 4)?.ok_or(PartialDateError)?;
        let month = part(parts.next(), 2)?;
        let day = part(parts.next(), 2)?;
        let narrow = |number: Option<u16>| number.map(u8::try_from).transpose().map_err(|_| PartialDateError);
        let date = Self { year, month: narrow(month)?, day: narrow(day)? };
        if parts.next().is_some() || !date.exists() { Err(PartialDateError) } else { Ok(date) }
    }

    /// The calendar day, when all of it is known.
    #[must_use]
    pub fn as_day(self) -> Option<Day> {
        Day::new(i32::from(self.year), self.month?, self.day?).ok()
    }

    fn exists(self) -> bool {
        match (self.month, self.day) {
            (None, None) => true,
            (Some(month), None) => (1..=12).contains(&month),
            _ => self.as_day().is_some(),
        }
    }
}

fn part(text: Option<&str>, length: usize) -> Result<Option<u16>, PartialDateError> {
    match text {
        None => Ok(None),
        Some(text) if text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            text.parse().map(Some).map_err(|_| PartialDateError)
        }
        Some(_) => Err(PartialDateError),
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}

impl Serialize for PartialDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_parts_are_left_out_and_come_back() {
        for text in ["1955", "1981-05", "1985-07-31"] {
            assert_eq!(PartialDate::parse(text).unwrap().to_string(), text);
        }
        for bad in ["", "85", "1985-13", "1985-02-30", "1985-07-31-01", "1985-7", "1985-00-01"] {
            assert_eq!(PartialDate::parse(bad), Err(PartialDateError), "{bad}");
        }
    }
}
