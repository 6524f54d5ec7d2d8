use types::{Actor, PersonId};

use crate::{Denied, Holder, Mandate, Powers, Refusal};

/// Nobody decides what he himself may do. The one rule for every action that widens it: to grant,
/// and to change a grant; to create, extend or resume a werkrelatie; to give a mandate; to give an account or a password. What narrows it (to revoke, pause, end,
/// give up) everybody does to himself as well as to others.
impl Powers {
    /// Refuses what widens what the caller himself can do, whatever the policy says: power and the means to sign in. A machine client that
    /// has its mandate from a person is that person's own hand.
    ///
    /// # Errors
    /// [`Refusal::Oneself`].
    pub fn never_to_oneself(&self, mandate: &Mandate, person: PersonId) -> Result<(), Denied> {
        let oneself = self.actor == Actor::Person(person) || by_own_hand(mandate, person);
        if oneself { Err(Refusal::Oneself.into()) } else { Ok(()) }
    }

    /// The same for rights and what they rest on, unless the policy of the environment allows it.
    pub(crate) fn not_to_oneself(&self, mandate: &Mandate, person: PersonId) -> Result<(), Denied> {
        if self.policy.self_grant { Ok(()) } else { self.never_to_oneself(mandate, person) }
    }
}

fn by_own_hand(mandate: &Mandate, person: PersonId) -> bool {
    matches!(mandate.holder, Holder::Client(_)) && mandate.granted_by == Actor::Person(person)
}
