use ::mandates::{Domain, Holder, Mandate, OrgPath, Powers, Reach};
use storage::{Known, ReadTx};
use types::{Actor, ApplicationCode, Instant, OrganisationId, PersonId, Reason, SystemActor};

use crate::{Error, Policies};

/// Who calls: his powers at this moment, read afresh for each request, so that a mandate taken back bites at once.
#[derive(Clone, Debug)]
pub struct Caller {
    /// What he may do.
    pub powers: Powers,
    /// On whose behalf: the text of the history.
    pub actor: Actor,
}

impl Caller {
    /// The caller of a token: a person (acting for one organisation) or a machine client.
    ///
    /// # Errors
    /// When his mandates cannot be read.
    pub fn of(
        tx: &mut ReadTx<'_>,
        holder: &Holder,
        session: Option<OrganisationId>,
        at: Instant,
        policies: &Policies,
    ) -> Result<Self, Error> {
        let actor = match holder {
            Holder::Person(id) => Actor::Person(*id),
            Holder::Client(id) => Actor::Client(id.clone()),
        };
        let mandates = if acts(tx, holder, at)? { of_living(tx, holder, at)? } else { Vec::new() };
        let powers = Powers::new(actor.clone(), session, mandates, at).under(policies.mandates);
        Ok(Self { powers, actor })
    }

    /// Poort itself, on the word of its operator.
    #[must_use]
    pub fn system(actor: SystemActor, reason: Reason) -> Self {
        Self { powers: Powers::system(actor, reason), actor: Actor::System(actor) }
    }
}

/// Who died or was struck administers nothing any more.
fn acts(tx: &mut ReadTx<'_>, holder: &Holder, at: Instant) -> Result<bool, Error> {
    let Holder::Person(id) = holder else { return Ok(true) };
    let person = storage::persons::by_id(tx, *id)?;
    Ok(person.is_some_and(|person| ::persons::may_act(&person, at).is_ok()))
}

/// The mandates of a holder, without those over an organisation that ceased: it gives nobody anything, power neither.
fn of_living(tx: &mut ReadTx<'_>, holder: &Holder, at: Instant) -> Result<Vec<Mandate>, Error> {
    let mut mandates = storage::mandates::of_holder(tx, holder, Known::Now)?;
    let over = |mandate: &Mandate| match mandate.domain {
        Domain::Organisation { organisation, .. } => Some(organisation),
        Domain::Application { .. } | Domain::Platform => None,
    };
    let places: Vec<_> = mandates.iter().filter_map(over).collect();
    if !places.is_empty() {
        let found = storage::organisations::by_ids(tx, &places)?;
        let lives = |place| found.get(&place).is_some_and(|one| at < one.period.ends_at());
        mandates.retain(|mandate| over(mandate).is_none_or(lives));
    }
    Ok(mandates)
}

/// An organisation in its tree.
pub(crate) fn path(tx: &mut ReadTx<'_>, organisation: OrganisationId) -> Result<OrgPath, Error> {
    let ancestors = storage::organisations::path(tx, organisation)?.into_iter().skip(1).collect();
    Ok(OrgPath { organisation, ancestors })
}

/// The organisations at which a person has or had a werkrelatie that was not removed.
pub(crate) fn paths_of(tx: &mut ReadTx<'_>, person: PersonId) -> Result<Vec<OrgPath>, Error> {
    let werkrelaties = storage::werkrelaties::of_person(tx, person, Known::Now)?;
    let at = werkrelaties.into_iter().filter(|one| !one.removed).map(|one| one.organisation);
    at.collect::<std::collections::BTreeSet<_>>().into_iter().map(|organisation| path(tx, organisation)).collect()
}

/// What a caller sees in lists.
pub(crate) struct Sight {
    /// These organisations; all when `None`.
    pub(crate) organisations: Option<Vec<OrganisationId>>,
    /// Everything of these applications.
    pub(crate) applications: Vec<ApplicationCode>,
}

/// What a caller sees in lists: the organisations of his mandates and what is below them, within the one he acts for.
pub(crate) fn sight(tx: &mut ReadTx<'_>, powers: &Powers) -> Result<Sight, Error> {
    let Reach::Only { organisations: roots, within, applications } = powers.reach() else {
        return Ok(Sight { organisations: None, applications: Vec::new() });
    };
    let mut seen = std::collections::BTreeSet::new();
    for root in roots {
        seen.insert(root.organisation);
        if root.sub_entities {
            seen.extend(storage::organisations::below(tx, root.organisation)?);
        }
    }
    if let Some(session) = within {
        let below = storage::organisations::below(tx, session)?;
        seen.retain(|organisation| *organisation == session || below.contains(organisation));
    }
    Ok(Sight { organisations: Some(seen.into_iter().collect()), applications: applications.into_iter().collect() })
}

/// The part of what he asks for that he sees.
pub(crate) fn among(sight: Option<Vec<OrganisationId>>, asked: Option<Vec<OrganisationId>>) -> Option<Vec<OrganisationId>> {
    match (sight, asked) {
        (None, asked) => asked,
        (sight, None) => sight,
        (Some(sight), Some(asked)) => Some(asked.into_iter().filter(|one| sight.contains(one)).collect()),
    }
}
