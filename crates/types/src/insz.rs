use std::fmt;

use thiserror::Error;

use crate::{Day, PartialDate, Sex};

/// An INSZ (identificatienummer van de sociale zekerheid, also SSIN): a rijksregisternummer, or a BIS number for who is not in the
/// register. Eleven digits `YYMMDD SSS CC`.
///
/// It is personal data of the highest kind: `Debug` and `Display` mask it, it has no `Serialize`, and [`Insz::expose`] is the one way
/// to its digits. Source of the rules: Rijksregister, *Samenstelling van het identificatienummer*; KSZ, *BIS-register*.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Insz(u64);

/// Which register issued a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum InszKind {
    /// The Rijksregister.
    Rijksregisternummer,
    /// The BIS register of the Crossroads Bank for Social Security: the month is raised by 20 or 40.
    BisNummer,
}

/// The rule that a rejected number breaks. No message holds the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum InszError {
    /// Not eleven digits once `.`, `-` and spaces are taken out.
    #[error("an INSZ has 11 digits")]
    Length,
    /// A character that is no digit and no separator.
    #[error("an INSZ has digits only; '.', '-' and spaces may separate them")]
    Character,
    /// The last two digits are not 97 - (N mod 97), for either century.
    #[error("the check digits are wrong")]
    Checksum,
    /// A month outside 00..12, 20..32, 40..52.
    #[error("the month is not 00-12, 20-32 or 40-52")]
    Month,
    /// A day that does not exist in that month.
    #[error("the birth date does not exist")]
    Date,
    /// A birth date after today.
    #[error("the birth date lies in the future")]
    Future,
    /// Serial 000, or 999 in a rijksregisternummer.
    #[error("the serial number is not allowed")]
    Serial,
}

impl InszError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Length => "inszLength",
            Self::Character => "inszCharacter",
            Self::Checksum => "inszChecksum",
            Self::Month => "inszMonth",
            Self::Date => "inszDate",
            Self::Future => "inszFuture",
            Self::Serial => "inszSerial",
        }
    }
}

impl Insz {
    /// Parses what a person typed, by all rules, with `today` (Europe/Brussels) for the one that needs it.
    ///
    /// # Errors
    /// The first rule that is broken, in the order of [`InszError`].
    pub fn parse(input: &str, today: Day) -> Result<Self, InszError> {
        let number = Self::from_stored(input)?;
        match number.birth().as_day() {
            Some(day) if day > today => Err(InszError::Future),
            _ if i32::from(number.birth().year) > today.year() => Err(InszError::Future),
            _ => Ok(number),
        }
    }

    /// Parses a number that was accepted before: all rules but the one that needs today's date.
    ///
    /// # Errors
    /// As [`Insz::parse`], without [`InszError::Future`].
    pub fn from_stored(input: &str) -> Result<Self, InszError> {
        let number = Self(digits(input)?);
        number.century().ok_or(InszError::Checksum)?;
        number.check_month()?;
        number.check_day()?;
        number.check_serial()?;
        Ok(number)
    }

    /// The eleven digits. The one way out: callers are few and easily found.
    #[must_use]
    pub fn expose(self) -> String {
        format!("{:011}", self.0)
    }

    /// Rijksregister or BIS.
    #[must_use]
    pub fn kind(self) -> InszKind {
        if self.raw_month() < 20 { InszKind::Rijksregisternummer } else { InszKind::BisNummer }
    }

    /// The sex that the serial says (odd is male), where it says any: a BIS number with its month raised by 20 does not.
    #[must_use]
    pub fn sex(self) -> Option<Sex> {
        match (self.raw_month(), self.serial() % 2) {
            (20..=32, _) => None,
            (_, 1) => Some(Sex::Male),
            _ => Some(Sex::Female),
        }
    }

    /// The birth date in the number: the year always, month and day when they are known.
    #[must_use]
    pub fn birth(self) -> PartialDate {
        let century = self.century().unwrap_or(1900);
        let year = century + u16::try_from(self.0 / 1_000_000_000).unwrap_or(0);
        let month = Some(self.raw_month() % 20).filter(|month| *month != 0);
        let day = month.and(Some(self.raw_day()).filter(|day| *day != 0));
        PartialDate { year, month, day }
    }

    fn raw_month(self) -> u8 {
        u8::try_from(self.0 / 10_000_000 % 100).unwrap_or(99)
    }

    fn raw_day(self) -> u8 {
        u8::try_from(self.0 / 100_000 % 100).unwrap_or(99)
    }

    fn serial(self) -> u64 {
        self.0 / 100 % 1000
    }

    /// The checksum fixes the century: no number satisfies both, because 2 000 000 000 mod 97 is not 0.
    fn century(self) -> Option<u16> {
        let (base, check) = (self.0 / 100, self.0 % 100);
        let holds = |n: u64| check == 97 - n % 97;
        if holds(base) {
            Some(1900)
        } else if holds(base + 2_000_000_000) {
            Some(2000)
        } else {
            None
        }
    }

    fn check_month(self) -> Result<(), InszError> {
        match self.raw_month() {
            0..=12 | 20..=32 | 40..=52 => Ok(()),
            _ => Err(InszError::Month),
        }
    }

    /// With an unknown month the day may pass 31: the register counts on when a year's serials are used up.
    fn check_day(self) -> Result<(), InszError> {
        let birth = self.birth();
        match (birth.month, birth.day) {
            (Some(month), Some(day)) => Day::new(i32::from(birth.year), month, day).map(|_| ()).map_err(|_| InszError::Date),
            _ => Ok(()),
        }
    }

    fn check_serial(self) -> Result<(), InszError> {
        match (self.serial(), self.kind()) {
            (0, _) | (999, InszKind::Rijksregisternummer) => Err(InszError::Serial),
            _ => Ok(()),
        }
    }
}

fn digits(input: &str) -> Result<u64, InszError> {
    let mut number = 0_u64;
    let mut count = 0;
    for character in input.chars() {
        if matches!(character, '.' | '-' | ' ') {
            continue;
        }
        let digit = character.to_digit(10).ok_or(InszError::Character)?;
        count += 1;
        if count > 11 {
            return Err(InszError::Length);
        }
        number = number * 10 + u64::from(digit);
    }
    if count == 11 { Ok(number) } else { Err(InszError::Length) }
}

impl fmt::Display for Insz {
    /// The masked form: nothing but the year of birth, `85.**.**-***.**`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}.**.**-***.**", self.0 / 1_000_000_000)
    }
}

impl fmt::Debug for Insz {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Insz({self})")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn today() -> Day {
        Day::parse("2026-11-23").unwrap()
    }

    fn rule(input: &str) -> Result<(), InszError> {
        Insz::parse(input, today()).map(|_| ())
    }

    #[test]
    fn valid_numbers_parse_and_tell_birth_kind_and_sex() {
        use InszKind::{BisNummer, Rijksregisternummer};
        let cases = [
            ("85073100130", "1985-07-31", Rijksregisternummer, Some(Sex::Male)),
            ("85073100229", "1985-07-31", Rijksregisternummer, Some(Sex::Female)),
            ("04022901716", "2004-02-29", Rijksregisternummer, Some(Sex::Male)),
            ("00010100173", "1900-01-01", Rijksregisternummer, Some(Sex::Male)),
            ("00010100105", "2000-01-01", Rijksregisternummer, Some(Sex::Male)),
            ("55000001276", "1955", Rijksregisternummer, Some(Sex::Female)),
            ("81050003552", "1981-05", Rijksregisternummer, Some(Sex::Male)),
            ("72252503331", "1972-05-25", BisNummer, None),
            ("72452503473", "1972-05-25", BisNummer, Some(Sex::Female)),
            ("19082416188", "2019-08-24", Rijksregisternummer, Some(Sex::Male)),
            ("80240199943", "1980-04-01", BisNummer, None),
            ("00003241778", "1900", Rijksregisternummer, Some(Sex::Male)),
            ("90061502797", "1990-06-15", Rijksregisternummer, Some(Sex::Male)),
        ];
        for (input, birth, kind, sex) in cases {
            let number = Insz::parse(input, today()).unwrap_or_else(|error| panic!("{input}: {error}"));
            assert_eq!((number.birth().to_string().as_str(), number.kind(), number.sex()), (birth, kind, sex), "{input}");
            assert_eq!(number.expose(), input);
        }
    }

    #[test]
    fn each_broken_rule_is_named() {
        for (input, error) in [
            ("85073100131", InszError::Checksum),
            ("85073100145", InszError::Checksum),
            ("85130100102", InszError::Month),
            ("72190100162", InszError::Month),
            ("72330100163", InszError::Month),
            ("72530100208", InszError::Month),
            ("85023000125", InszError::Date),
            ("85022900353", InszError::Date),
            ("85073100031", InszError::Serial),
            ("85073199902", InszError::Serial),
            ("30010100153", InszError::Future),
            ("8507310013", InszError::Length),
            ("850731001300", InszError::Length),
            ("85O73100133", InszError::Character),
            ("", InszError::Length),
        ] {
            assert_eq!(rule(input), Err(error), "{input}");
        }
    }

    #[test]
    fn separators_are_accepted_and_the_digits_are_masked() {
        let number = Insz::parse("85.07.31-001.30", today()).unwrap();
        assert_eq!(number.expose(), "85073100130");
        assert_eq!(format!("{number} {number:?}"), "85.**.**-***.** Insz(85.**.**-***.**)");
    }

    proptest! {
        #[test]
        fn no_input_panics(input in "\\PC{0,20}") {
            let _ = rule(&input);
        }

        #[test]
        fn every_number_of_the_rules_parses_and_comes_back(
            year in 1900_i32..2027, month in 1_u8..13, day in 1_u8..29, raised in 0_u8..3, serial in 1_u64..999,
        ) {
            let (short, raw) = (u64::try_from(year % 100).unwrap(), u64::from(month + 20 * raised));
            let base = ((short * 100 + raw) * 100 + u64::from(day)) * 1000 + serial;
            let checked = if year < 2000 { base } else { base + 2_000_000_000 };
            let number = Insz::parse(&format!("{:011}", base * 100 + 97 - checked % 97), Day::new(2026, 12, 31).unwrap()).unwrap();
            prop_assert_eq!(number.birth().as_day(), Day::new(year, month, day).ok());
            prop_assert_eq!(number.kind() == InszKind::BisNummer, raised > 0);
            let known = (raised != 1).then_some(if serial % 2 == 1 { Sex::Male } else { Sex::Female });
            prop_assert_eq!(number.sex(), known);
        }

        #[test]
        fn one_changed_digit_is_noticed(serial in 1_u64..999, position in 0_u32..9, add in 1_u64..10) {
            let base = 850_731_000 + serial;
            let number = base * 100 + 97 - base % 97;
            let digit = number / 10_u64.pow(10 - position) % 10;
            let changed = number - digit * 10_u64.pow(10 - position) + (digit + add) % 10 * 10_u64.pow(10 - position);
            let born_in_1900s = |n: u64| (n / 100) % 97 == 97 - n % 100;
            prop_assert!(born_in_1900s(number));
            prop_assert!(!born_in_1900s(changed));
        }
    }
}
