use serde::{Serialize, Serializer};
use types::{Instant, Insz, PartialDate, Sex};

use crate::{Person, PersonName, RegisterRecord, Status};

/// What the register says otherwise than before; what is `None` did not change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Changes {
    /// A name that was corrected, or changed by law.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Change<PersonName>>,
    /// A birth date that was corrected or completed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth: Option<Change<PartialDate>>,
    /// A sex that became known, or changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<Change<Option<Sex>>>,
    /// Death or striking, or their correction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Change<Status>>,
    /// Another number for the same person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<NumberChange>,
    /// The register gives him a number that another person has here, or no longer does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number_taken: Option<Change<bool>>,
}

impl Changes {
    /// Whether the register says the same as before.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// One value before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change<T> {
    /// Before.
    pub old: T,
    /// After.
    pub new: T,
}

impl<T: PartialEq + Clone> Change<T> {
    fn between(old: &T, new: &T) -> Option<Self> {
        (old != new).then(|| Self { old: old.clone(), new: new.clone() })
    }
}

/// A person's number became another, as when a BIS number becomes a rijksregisternummer. Storage keeps the old one as a way to the person;
/// serialised, for history, both are masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct NumberChange {
    /// The number until now; it still finds the person.
    #[serde(serialize_with = "masked")]
    pub old: Insz,
    /// The number from now on.
    #[serde(serialize_with = "masked")]
    pub new: Insz,
}

pub(crate) fn masked<S: Serializer>(insz: &Insz, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(insz)
}

/// Brings a person up to date with the register. Own fields and the reason of admission stay; the same answer as before is no new version,
/// only a later `reloaded`. A number that is `taken` by another person is left to that person, and everything else is kept all the same: a
/// death takes access away also where two records of one human being wait to be sorted out.
#[must_use]
pub fn reload(person: &Person, record: RegisterRecord, taken: bool, now: Instant) -> (Person, Changes) {
    let RegisterRecord { insz: told, replaces: _, name, birth, sex, status } = record;
    let number_taken = taken && told != person.insz;
    let insz = if number_taken { person.insz } else { told };
    let changes = Changes {
        name: Change::between(&person.name, &name),
        birth: Change::between(&person.birth, &birth),
        sex: Change::between(&person.sex, &sex),
        status: Change::between(&person.status, &status),
        number: (person.insz != insz).then_some(NumberChange { old: person.insz, new: insz }),
        number_taken: Change::between(&person.number_taken, &number_taken),
    };
    let version = person.version + i64::from(!changes.is_empty());
    let reloaded = Person { insz, name, birth, sex, status, number_taken, reloaded: now, version, ..person.clone() };
    (reloaded, changes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at, day, insz, person, record};

    const LATER: &str = "2027-01-01T00:00:00Z";

    #[test]
    fn the_same_answer_changes_nothing_but_the_moment() {
        let (reloaded, changes) = reload(&person(), record(), false, at(LATER));
        assert!(changes.is_empty());
        assert_eq!(reloaded, Person { reloaded: at(LATER), ..person() });
    }

    #[test]
    fn what_the_register_says_replaces_what_it_said() {
        let before = Person { own: crate::OwnFields { roepnaam: "Jo".parse().ok(), ..Default::default() }, ..person() };
        let name = PersonName { given: None, family: "Peeters".parse().unwrap() };
        let (birth, status) = (PartialDate::parse("1985-07").unwrap(), Status::Deceased(day("2026-12-31")));
        let answer = RegisterRecord { name: name.clone(), birth, sex: None, status, ..record() };
        let (after, changes) = reload(&before, answer, false, at(LATER));
        assert_eq!((&after.name, after.birth, after.sex, after.status), (&name, birth, None, status));
        assert_eq!((&after.own, &after.admission, after.id, after.version), (&before.own, &before.admission, before.id, 2));
        assert_eq!(changes.name, Some(Change { old: before.name, new: name }));
        assert_eq!(changes.birth, Some(Change { old: before.birth, new: birth }));
        assert_eq!(changes.sex, Some(Change { old: before.sex, new: None }));
        assert_eq!(changes.status, Some(Change { old: before.status, new: status }));
        assert_eq!(changes.number, None);
    }

    #[test]
    fn a_number_that_is_another_persons_stays_there_and_the_rest_is_kept() {
        let (before, status) = (Person { insz: insz("72452503473"), ..person() }, Status::Deceased(day("2026-12-31")));
        let answer = || RegisterRecord { status, ..record() };
        let (after, changes) = reload(&before, answer(), true, at(LATER));
        assert_eq!((after.insz, after.status, after.number_taken, after.version), (before.insz, status, true, 2));
        assert_eq!((changes.number, changes.number_taken), (None, Some(Change { old: false, new: true })));
        assert!(reload(&after, answer(), true, at(LATER)).1.is_empty(), "told once");
        let (sorted, changes) = reload(&after, answer(), false, at(LATER));
        assert_eq!((sorted.insz, sorted.number_taken, changes.number.is_some()), (record().insz, false, true));
    }

    #[test]
    fn a_bis_number_becomes_a_rijksregisternummer_of_the_same_person() {
        let (old, new) = (insz("72452503473"), insz("85073100130"));
        let (after, changes) =
            reload(&Person { insz: old, ..person() }, RegisterRecord { insz: new, ..record() }, false, at(LATER));
        assert_eq!((after.id, after.insz, after.version), (person().id, new, 2));
        assert_eq!(changes, Changes { number: Some(NumberChange { old, new }), ..Changes::default() });
        let json = serde_json::to_string(&changes).unwrap();
        assert_eq!(json, r#"{"number":{"old":"72.**.**-***.**","new":"85.**.**-***.**"}}"#);
    }
}
