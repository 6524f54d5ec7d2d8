use types::{Instant, PersonId, Reason};

use crate::{OwnFields, Person, RegisterRecord};

/// Admits a person whom the register knows, with the mandatory reason. Who was admitted before, under this or an earlier number, is that
/// person: whoever calls this has looked for him first.
///
/// The dead are admitted too, so that an import can tell their history; [`crate::may_act`] gives them nothing.
#[must_use]
pub fn admit(record: RegisterRecord, own: OwnFields, reason: Reason, id: PersonId, now: Instant) -> Person {
    let RegisterRecord { insz, replaces: _, name, birth, sex, status } = record;
    Person { id, insz, name, birth, sex, status, own, admission: reason, number_taken: false, reloaded: now, version: 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at, id, record};

    #[test]
    fn a_person_is_what_the_register_says_and_why_he_came() {
        let own = OwnFields { roepnaam: "Jo".parse().ok(), ..OwnFields::default() };
        let reason: Reason = "Nieuwe collega".parse().unwrap();
        let person = admit(record(), own.clone(), reason.clone(), id(), at("2026-11-23T10:00:00Z"));
        let RegisterRecord { insz, replaces: _, name, birth, sex, status } = record();
        assert_eq!((person.insz, &person.name, person.birth, person.sex, person.status), (insz, &name, birth, sex, status));
        assert_eq!((person.id, person.own, person.admission), (id(), own, reason));
        assert_eq!((person.reloaded, person.version), (at("2026-11-23T10:00:00Z"), 1));
    }
}
