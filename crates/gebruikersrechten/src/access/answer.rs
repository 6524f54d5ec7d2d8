use std::collections::BTreeSet;

use serde::Serialize;
use types::{ApplicationCode, ContextCode, Instant, OrganisationId, RightCode, ToekenningId, WerkrelatieId};

use super::{Absence, Facts, Link, Part, links};
use crate::{Gebruikersrecht, Toekenning};

/// What one grant gives at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "camelCase")]
pub enum Answer {
    /// The right.
    Held(Held),
    /// Nothing.
    Absent(Absent),
}

/// A right that a person holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Held {
    /// By which grant.
    pub grant: ToekenningId,
    /// On which werkrelatie.
    pub werkrelatie: WerkrelatieId,
    /// For which organisation.
    pub organisation: OrganisationId,
    /// Of which application.
    pub application: ApplicationCode,
    /// Which right.
    pub right: RightCode,
    /// Refined by these; only contexts that the right still has.
    pub contexts: BTreeSet<ContextCode>,
    /// The first moment at which a link of the chain lapses; [`Instant::FOREVER`] when none has an end.
    pub until: Instant,
    /// Why: every link that holds.
    pub chain: Vec<Link>,
}

/// A grant that gives nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Absent {
    /// Which grant.
    pub grant: ToekenningId,
    /// On which werkrelatie.
    pub werkrelatie: WerkrelatieId,
    /// For which organisation.
    pub organisation: OrganisationId,
    /// Of which application.
    pub application: ApplicationCode,
    /// Which right.
    pub right: RightCode,
    /// Refined by these.
    pub contexts: BTreeSet<ContextCode>,
    /// Every link that does not hold.
    pub because: Vec<Absence>,
}

impl Answer {
    /// The right, when it is held.
    #[must_use]
    pub fn held(&self) -> Option<&Held> {
        match self {
            Self::Held(held) => Some(held),
            Self::Absent(_) => None,
        }
    }
}

/// What each grant of the person gives at a moment, in the order of the grants. Grants of somebody else are passed over.
#[must_use]
pub fn answer(facts: &Facts<'_>, at: Instant) -> Vec<Answer> {
    let own = facts.grants.iter().filter(|grant| grant.person == facts.person.id);
    own.map(|grant| answer_one(facts, grant, at)).collect()
}

pub(super) fn answer_one(facts: &Facts<'_>, grant: &Toekenning, at: Instant) -> Answer {
    let (mut chain, mut because) = (Vec::new(), Vec::new());
    for link in links_of(facts, grant, at) {
        match link {
            Ok(link) => chain.push(link),
            Err(absence) => because.push(absence),
        }
    }
    let Toekenning { id, werkrelatie, organisation, application, right, .. } = grant.clone();
    let contexts = match contexts(facts, grant) {
        Ok(contexts) => contexts,
        Err(absence) => {
            because.push(absence);
            grant.contexts.clone()
        }
    };
    if !because.is_empty() {
        return Answer::Absent(Absent { grant: id, werkrelatie, organisation, application, right, contexts, because });
    }
    let until = chain.iter().map(|link| link.until).min().unwrap_or(at);
    Answer::Held(Held { grant: id, werkrelatie, organisation, application, right, contexts, until, chain })
}

fn links_of(facts: &Facts<'_>, grant: &Toekenning, at: Instant) -> Vec<links::Checked> {
    let unknown = |part| Absence::Unknown { part };
    let werkrelatie = facts
        .werkrelaties
        .iter()
        .find(|one| one.id == grant.werkrelatie && one.person == grant.person && one.organisation == grant.organisation);
    let organisation = facts.organisations.iter().find(|one| one.id == grant.organisation);
    let application = facts.applications.iter().find(|one| one.code == grant.application);
    let right = right_of(facts, grant);
    let mut found = vec![
        links::person(facts.person, at),
        links::grant(grant, at),
        werkrelatie.ok_or(unknown(Part::Werkrelatie)).and_then(|one| links::werkrelatie(one, at)),
        organisation.ok_or(unknown(Part::Organisation)).and_then(|one| links::organisation(one, at)),
        application.ok_or(unknown(Part::Application)).and_then(|one| links::application(one, at)),
        right.ok_or(unknown(Part::Right)).and_then(|one| links::right(one, at)),
    ];
    found.extend(right.map(|one| links::window(one, at)));
    found
}

fn right_of<'a>(facts: &Facts<'a>, grant: &Toekenning) -> Option<&'a Gebruikersrecht> {
    facts.rights.iter().find(|one| one.code == grant.right && one.application == grant.application)
}

/// A context that the right has no longer gives nothing, and a right that needs one is nothing without.
fn contexts(facts: &Facts<'_>, grant: &Toekenning) -> Result<BTreeSet<ContextCode>, Absence> {
    let Some(right) = right_of(facts, grant) else { return Ok(grant.contexts.clone()) };
    let known: BTreeSet<_> = grant.contexts.iter().filter(|code| right.contexts.value(code).is_some()).cloned().collect();
    if known.is_empty() && right.contexts.needs_one() { Err(Absence::ContextMissing {}) } else { Ok(known) }
}
