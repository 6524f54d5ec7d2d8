use std::fmt;

use thiserror::Error;

use crate::code::parsed;

/// Why a number of an organisation, establishment, school or municipality is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NumberError {
    /// The wrong number of digits, or another character.
    #[error("{0} expected")]
    Shape(&'static str),
    /// The first digit belongs to another kind of number.
    #[error("{0} expected as the first digit")]
    FirstDigit(&'static str),
    /// The last two digits are not 97 - (first eight mod 97).
    #[error("the check digits are wrong")]
    Checksum,
}

impl NumberError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Shape(_) => "numberShape",
            Self::FirstDigit(_) => "numberFirstDigit",
            Self::Checksum => "numberChecksum",
        }
    }
}

/// A KBO number (ondernemingsnummer, CBE number): ten digits, the first 0 or 1, the last two `97 - (first eight mod 97)`.
/// Input may carry dots or the prefix `BE`; stored as ten digits. Source: KBO, *Structuur van het ondernemingsnummer*.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KboNumber(String);

/// A vestigingsnummer (establishment unit number): ten digits, the first 2 to 8, the checksum of a KBO number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Vestigingsnummer(String);

/// An OVO code of an entity of the Flemish government: `OVO` and six digits, no checksum. Input may be in lower case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OvoCode(String);

/// An instellingsnummer of a school: up to six digits, stored with leading zeros (own choice: the width of AGODI's lists).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instellingsnummer(String);

/// A NIS code of a municipality, province or region (Statbel): five digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NisCode(String);

parsed!(KboNumber, NumberError, |input| {
    let bare = input.trim();
    let bare = bare.strip_prefix("BE").or_else(|| bare.strip_prefix("be")).unwrap_or(bare);
    with_checksum(bare, "0 or 1", |first| matches!(first, '0' | '1'))
});
parsed!(Vestigingsnummer, NumberError, |input| with_checksum(input, "2 to 8", |first| ('2'..='8').contains(&first)));
parsed!(OvoCode, NumberError, |input| {
    let upper = input.trim().to_ascii_uppercase();
    let digits = upper.strip_prefix("OVO").ok_or(NumberError::Shape("OVO and 6 digits"))?;
    all_digits(digits, 6).then_some(upper.clone()).ok_or(NumberError::Shape("OVO and 6 digits"))
});
parsed!(Instellingsnummer, NumberError, |input| {
    let digits = input.trim();
    if digits.is_empty() || digits.len() > 6 || !all_digits(digits, digits.len()) {
        return Err(NumberError::Shape("1 to 6 digits"));
    }
    Ok(format!("{digits:0>6}"))
});
parsed!(NisCode, NumberError, |input| {
    let digits = input.trim();
    all_digits(digits, 5).then(|| digits.to_owned()).ok_or(NumberError::Shape("5 digits"))
});

fn all_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn with_checksum(input: &str, first: &'static str, allowed: fn(char) -> bool) -> Result<String, NumberError> {
    let digits: String = input.chars().filter(|character| !matches!(character, '.' | ' ')).collect();
    if !all_digits(&digits, 10) {
        return Err(NumberError::Shape("10 digits"));
    }
    if !digits.starts_with(allowed) {
        return Err(NumberError::FirstDigit(first));
    }
    let number: u64 = digits.parse().map_err(|_| NumberError::Shape("10 digits"))?;
    if number % 100 == 97 - number / 100 % 97 { Ok(digits) } else { Err(NumberError::Checksum) }
}

impl KboNumber {
    /// The form on paper: `0207.509.031`.
    #[must_use]
    pub fn dotted(&self) -> String {
        let (head, tail) = self.0.split_at(4);
        let (middle, last) = tail.split_at(3);
        format!("{head}.{middle}.{last}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Parsed;

    #[test]
    fn kbo_numbers_of_the_field_parse() {
        for valid in
            ["0405546706", "0474029595", "0207509031", "0316380841", "0202239951", "0566988259", "1000000021", "0000000097"]
        {
            assert_eq!(KboNumber::parse(valid).unwrap().as_str(), valid);
        }
        assert_eq!(KboNumber::parse("BE 0207.509.031").unwrap().dotted(), "0207.509.031");
    }

    #[test]
    fn kbo_numbers_that_break_a_rule_are_refused() {
        for (invalid, error) in [
            ("0405546707", NumberError::Checksum),
            ("0456765432", NumberError::Checksum),
            ("0884303370", NumberError::Checksum),
            ("1000000003", NumberError::Checksum),
            ("405546706", NumberError::Shape("10 digits")),
            ("2147812701", NumberError::FirstDigit("0 or 1")),
            ("9999000001", NumberError::FirstDigit("0 or 1")),
            ("0000000096", NumberError::Checksum),
        ] {
            assert_eq!(KboNumber::parse(invalid), Err(error), "{invalid}");
        }
    }

    #[test]
    fn establishment_numbers_begin_with_2_to_8() {
        assert!(Vestigingsnummer::parse("2147812701").is_ok());
        assert!(Vestigingsnummer::parse("2.297.964.444").is_ok());
        for invalid in ["2297964445", "2111111111", "9000000000", "0207509031"] {
            assert!(Vestigingsnummer::parse(invalid).is_err(), "{invalid}");
        }
    }

    #[test]
    fn ovo_school_and_nis_codes_have_their_shape() {
        assert_eq!(OvoCode::parse("ovo002949").unwrap().as_str(), "OVO002949");
        assert!(OvoCode::parse("OVO12345").is_err());
        assert_eq!(Instellingsnummer::parse("3111").unwrap().as_str(), "003111");
        assert!(Instellingsnummer::parse("1234567").is_err());
        assert!(NisCode::parse("24062").is_ok());
        assert!(NisCode::parse("2406").is_err());
    }
}
