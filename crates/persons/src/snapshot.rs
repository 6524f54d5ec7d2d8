use serde::Serialize;
use types::{Insz, PartialDate, PersonId, Reason, Sex};

use crate::{OwnFields, Person, PersonName, Status};

/// A person as history keeps him, before and after a change: all but the number, of which only the mask is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonSnapshot {
    /// `vo_id`.
    pub id: PersonId,
    /// Serialised masked.
    #[serde(serialize_with = "crate::reload::masked")]
    pub insz: Insz,
    /// As the register wrote it.
    pub name: PersonName,
    /// Possibly partial.
    pub birth: PartialDate,
    /// Where it was known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Life and registration.
    pub status: Status,
    /// What Poort kept itself.
    pub own: OwnFields,
    /// Why the person was admitted.
    pub admission: Reason,
    /// Whether the register gave him a number that another person has.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub number_taken: bool,
    /// Which version this was.
    pub version: i64,
}

impl From<&Person> for PersonSnapshot {
    fn from(person: &Person) -> Self {
        // `reloaded` is left out: asking the register again is no change of the person.
        let Person { id, insz, name, birth, sex, status, own, admission, number_taken, reloaded: _, version } = person.clone();
        Self { id, insz, name, birth, sex, status, own, admission, number_taken, version }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::person;

    #[test]
    fn history_holds_everything_but_the_number() {
        let json = serde_json::to_string(&PersonSnapshot::from(&person())).unwrap();
        assert!(!json.contains("85073100130"), "{json}");
        let expected = serde_json::json!({
            "id": person().id, "insz": "85.**.**-***.**", "name": {"given": "Jan", "family": "Janssens"}, "birth": "1985-07-31",
            "sex": "male", "status": {"state": "active"}, "own": {}, "admission": "Nieuwe collega", "version": 1,
        });
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap(), expected);
    }
}
