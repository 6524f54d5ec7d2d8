//! A fictional person for the tests of this crate.

use types::{Day, Instant, Insz, PersonId};

use crate::{OwnFields, Person, PersonName, RegisterRecord, Status, admit};

pub(crate) fn record() -> RegisterRecord {
    let insz = insz("85073100130");
    let name = PersonName { given: "Jan".parse().ok(), family: "Janssens".parse().unwrap() };
    RegisterRecord { insz, replaces: Vec::new(), name, birth: insz.birth(), sex: insz.sex(), status: Status::Active }
}

pub(crate) fn person() -> Person {
    admit(record(), OwnFields::default(), "Nieuwe collega".parse().unwrap(), id(), at("2026-11-23T10:00:00Z"))
}

pub(crate) fn id() -> PersonId {
    "019ab000-0000-7000-8000-000000000001".parse().unwrap()
}

pub(crate) fn insz(digits: &str) -> Insz {
    Insz::from_stored(digits).unwrap()
}

pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

pub(crate) fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}
