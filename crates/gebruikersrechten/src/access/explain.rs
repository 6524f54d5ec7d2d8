use organisations::Organisation;
use serde::Serialize;
use types::{ApplicationCode, Instant, OrganisationId, RightCode};
use werkrelaties::Werkrelatie;

use super::{Absence, Answer, Facts, Part, answer::answer_one, links};
use crate::{Publication, published};

/// Why a person holds, or does not hold, rights of an application for an organisation at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// Of which application.
    pub application: ApplicationCode,
    /// For which organisation.
    pub organisation: OrganisationId,
    /// Which right; any of the application when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub right: Option<RightCode>,
    /// When.
    pub at: Instant,
    /// Whether any is held.
    pub held: bool,
    /// Every grant that is about it, with its chain or its absences.
    pub answers: Vec<Answer>,
    /// Where there is no grant at all: why, and what would keep one from being made.
    pub because: Vec<Absence>,
}

/// Explains: the answer of each grant, or why there is none.
#[must_use]
pub fn explain(
    facts: &Facts<'_>,
    application: &ApplicationCode,
    organisation: OrganisationId,
    right: Option<&RightCode>,
    at: Instant,
) -> Explanation {
    let about = facts.grants.iter().filter(|grant| {
        grant.person == facts.person.id
            && grant.application == *application
            && grant.organisation == organisation
            && right.is_none_or(|right| grant.right == *right)
    });
    let answers: Vec<_> = about.map(|grant| answer_one(facts, grant, at)).collect();
    let held = answers.iter().any(|answer| answer.held().is_some());
    let because = if answers.is_empty() { why_none(facts, application, organisation, right, at) } else { Vec::new() };
    Explanation { application: application.clone(), organisation, right: right.cloned(), at, held, answers, because }
}

fn why_none(
    facts: &Facts<'_>,
    application: &ApplicationCode,
    organisation: OrganisationId,
    right: Option<&RightCode>,
    at: Instant,
) -> Vec<Absence> {
    let mut because = vec![Absence::NoGrant {}];
    because.extend(links::person(facts.person, at).err());
    let place = facts.organisations.iter().find(|one| one.id == organisation);
    match place {
        None => because.push(Absence::Unknown { part: Part::Organisation }),
        Some(place) => {
            because.extend(place.rights_held_on.map(|organisation| Absence::HeldOnOtherOrganisation { organisation }));
            because.extend(links::organisation(place, at).err());
        }
    }
    because.extend(werkrelaties_lack(facts, organisation, at));
    let portal = facts.applications.iter().find(|one| one.code == *application);
    match portal {
        None => because.push(Absence::Unknown { part: Part::Application }),
        Some(portal) => because.extend(links::application(portal, at).err()),
    }
    let definition = right.map(|code| facts.rights.iter().find(|one| one.code == *code && one.application == *application));
    match definition {
        Some(None) => because.push(Absence::Unknown { part: Part::Right }),
        Some(Some(definition)) => because.extend(links::right(definition, at).err()),
        None => {}
    }
    let asked = portal.map(|one| &one.publication).into_iter().chain(definition.flatten().map(|one| &one.publication));
    if !asked.into_iter().all(|publication| place.is_none_or(|place| fits(facts, place, publication))) {
        because.push(Absence::NotPublished {});
    }
    because
}

fn own<'a>(facts: &Facts<'a>, organisation: OrganisationId) -> Vec<&'a Werkrelatie> {
    let mine = |one: &&Werkrelatie| one.person == facts.person.id && one.organisation == organisation && !one.removed;
    facts.werkrelaties.iter().filter(mine).collect()
}

/// Nothing when one of them is in force.
fn werkrelaties_lack(facts: &Facts<'_>, organisation: OrganisationId, at: Instant) -> Vec<Absence> {
    let own = own(facts, organisation);
    if own.is_empty() {
        return vec![Absence::NoWerkrelatie {}];
    }
    let lacks: Vec<_> = own.iter().filter_map(|one| links::werkrelatie(one, at).err()).collect();
    if lacks.len() == own.len() { lacks } else { Vec::new() }
}

/// Without a werkrelatie only the absence of that is told.
fn fits(facts: &Facts<'_>, place: &Organisation, publication: &Publication) -> bool {
    let own = own(facts, place.id);
    own.is_empty() || own.iter().any(|one| published(publication, &one.doelgroep, &place.classification))
}
