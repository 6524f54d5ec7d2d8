//! One person at one municipality. What does not parse panics.
#![expect(clippy::unwrap_used, reason = "a test whose world does not parse has failed")]

use organisations::Organisation;
use persons::{OwnFields, Person, PersonName, Status};
use types::{
    Category, Contact, Day, Doelgroep, EmailAddress, Instant, Insz, KboNumber, Name, Parsed, PartialDate, Period, Reason, TypedId,
};

#[cfg(test)]
use crate::Proposal;
use crate::Werkrelatie;

/// A day.
#[must_use]
pub fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// First to last day.
#[must_use]
pub fn period(begin: &str, end: &str) -> Period {
    Period::new(day(begin), day(end)).unwrap()
}

/// An identifier, told apart by its number.
#[must_use]
pub fn id<T: TypedId + std::str::FromStr<Err: std::fmt::Debug>>(number: u8) -> T {
    format!("01938f6e-0000-7000-8000-0000000000{number:02x}").parse().unwrap()
}

pub(crate) fn doelgroep(code: &str) -> Doelgroep {
    Doelgroep::parse(code).unwrap()
}

pub(crate) fn category(code: &str) -> Category {
    Category::parse(code).unwrap()
}

pub(crate) fn contact(email: Option<&str>) -> Contact {
    Contact { email: email.map(|text| EmailAddress::parse(text).unwrap()), phone: None }
}

/// Why.
#[must_use]
pub fn reason() -> Reason {
    Reason::parse("dossier 12").unwrap()
}

/// The person; his number is 1.
#[must_use]
pub fn person() -> Person {
    Person {
        id: id(1),
        insz: Insz::from_stored("85073100130").unwrap(),
        name: PersonName { given: None, family: Name::parse("Peeters").unwrap() },
        birth: PartialDate { year: 1985, month: None, day: None },
        sex: None,
        status: Status::Active,
        own: OwnFields::default(),
        admission: reason(),
        number_taken: false,
        reloaded: Instant::from_unix(0).unwrap(),
        version: 1,
    }
}

/// The municipality; its number is 2.
#[must_use]
pub fn organisation() -> Organisation {
    Organisation {
        id: id(2),
        kbo: KboNumber::parse("0207509031").unwrap(),
        ovo: None,
        instellingsnummer: None,
        name: Name::parse("Gemeente").unwrap(),
        doelgroepen: [doelgroep("LB")].into(),
        classification: types::Classification::parse("gemeente").unwrap(),
        parent: None,
        nis: None,
        period: period("1900-01-01", "9999-12-31"),
        rights_held_on: None,
        version: 1,
    }
}

#[cfg(test)]
pub(crate) fn proposal(begin: &str, end: Option<&str>) -> Proposal {
    let (doelgroep, category) = (doelgroep("LB"), category("vasteMedewerker"));
    Proposal { id: id(4), doelgroep, category, begin: day(begin), end: end.map(day), contact: contact(None) }
}

/// He works there; its number is 3.
#[must_use]
pub fn werkrelatie(begin: &str, end: &str) -> Werkrelatie {
    Werkrelatie {
        id: id(3),
        person: id(1),
        organisation: id(2),
        doelgroep: doelgroep("LB"),
        category: category("vasteMedewerker"),
        period: period(begin, end),
        contact: contact(None),
        pauses: Vec::new(),
        removed: false,
        version: 1,
    }
}
