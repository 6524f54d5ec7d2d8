//! A gemeente and its autonoom gemeentebedrijf for the tests of this crate.

use types::{Day, OrganisationId, Period};

use crate::Organisation;

pub(crate) fn gemeente() -> Organisation {
    Organisation {
        id: id(1),
        kbo: "0207509031".parse().unwrap(),
        ovo: None,
        instellingsnummer: None,
        name: "Gemeente Voorbeeld".parse().unwrap(),
        doelgroepen: ["LB".parse().unwrap()].into(),
        classification: "gemeente".parse().unwrap(),
        parent: None,
        nis: "12345".parse().ok(),
        period: Period::from_day(day("1977-01-01")),
        rights_held_on: None,
        version: 1,
    }
}

pub(crate) fn agb() -> Organisation {
    Organisation {
        id: id(2),
        kbo: "0405546706".parse().unwrap(),
        name: "AGB Voorbeeld".parse().unwrap(),
        classification: "AGB".parse().unwrap(),
        parent: Some(id(1)),
        nis: None,
        rights_held_on: Some(id(1)),
        ..gemeente()
    }
}

pub(crate) fn id(last: u8) -> OrganisationId {
    format!("019ab000-0000-7000-8000-0000000000{last:02x}").parse().unwrap()
}

pub(crate) fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}
