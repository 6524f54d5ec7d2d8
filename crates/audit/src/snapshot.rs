use serde::{Serialize, Serializer};
use types::{Insz, PersonId};

/// An INSZ of which nothing but the year of birth is written: `85.**.**-***.**`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Masked(pub Insz);

impl Serialize for Masked {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// A person in an event: the one way to record a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonSnapshot<T> {
    /// The number-free identifier.
    pub id: PersonId,
    /// The number, masked.
    pub insz: Masked,
    /// What else is known: name, birth date, status, own fields.
    #[serde(flatten)]
    pub known: T,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{Action, NewEvent};

    #[test]
    fn a_person_goes_in_without_his_number() {
        let insz = Masked(Insz::from_stored("85073100130").unwrap());
        let id = "01938f6e-0000-7000-8000-000000000007".parse().unwrap();
        let person = PersonSnapshot { id, insz, known: json!({"family": "Peeters"}) };
        let event = NewEvent::of(Action::PersonAdmitted).by("system:register".parse().unwrap(), None).created(&person).unwrap();
        let expected = json!({"id": id, "insz": "85.**.**-***.**", "family": "Peeters"});
        assert_eq!(event.after, Some(expected));
        assert!(!serde_json::to_string(&event).unwrap().contains("073100130"));
        assert!(!format!("{event:?} {person:?}").contains("073100130"));
    }
}
