use std::collections::{BTreeMap, BTreeSet};

use ::mandates::{Domain, Holder, Mandate};
use oidc::{Client, Level, Scopes};
use organisations::{Organisation, is_active};
use storage::{Known, ReadTx};
use types::{ApplicationCode, Day, Doelgroep, Instant, Name, OrganisationId, PersonId, WerkrelatieId};
use werkrelaties::{Werkrelatie, is_in_force};

use super::{SignInError, account};
use crate::access;

/// An organisation for which a person may act at a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Which.
    pub organisation: OrganisationId,
    /// KBO number, or OVO code for doelgroep GID: as it will stand in the token.
    pub orgcode: String,
    /// Its name.
    pub name: Name,
    /// As what kind of user.
    pub doelgroep: Doelgroep,
    /// On which werkrelatie; none for an administrator who is nobody's employee there.
    pub werkrelatie: Option<WerkrelatieId>,
    /// The first moment at which he may act for it no longer, as far as organisation and werkrelatie go.
    pub until: Instant,
}

/// For whom a person may act at a client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// One of these, by name.
    pub organisations: Vec<Choice>,
    /// For none in particular: at a client of doelgroep level, or with powers that belong to no organisation.
    pub without: bool,
}

/// For which organisations a person may act at a client: those where he holds a right of its application; for Poort's own API, and for a
/// client without an application, those where he works or has a mandate. Nothing for who may not act.
///
/// # Errors
/// When it cannot be read.
pub fn choices(
    tx: &mut ReadTx<'_>,
    person: PersonId,
    client: &Client,
    scopes: &Scopes,
    at: Instant,
) -> Result<Choices, SignInError> {
    if !account::acts(tx, person, at)? {
        return Ok(Choices::default());
    }
    let api = scopes.api().next().is_some();
    match &client.application {
        Some(application) if !api => of_application(tx, person, application, client.level, at),
        _ => of_person(tx, person, api, client.level, at),
    }
}

fn of_application(
    tx: &mut ReadTx<'_>,
    person: PersonId,
    application: &ApplicationCode,
    level: Level,
    at: Instant,
) -> Result<Choices, SignInError> {
    let answers = access::answer(tx, person, at, Known::Now)?;
    let held = answers.iter().filter_map(|answer| answer.held()).filter(|held| held.application == *application);
    let werkrelaties: BTreeSet<WerkrelatieId> = held.map(|held| held.werkrelatie).collect();
    let mut own = at_work(tx, person, at)?;
    own.retain(|one| werkrelaties.contains(&one.id));
    let organisations = listed(tx, own, BTreeSet::new(), at)?;
    let without = level == Level::Doelgroep && !organisations.is_empty();
    Ok(Choices { organisations, without })
}

fn of_person(tx: &mut ReadTx<'_>, person: PersonId, api: bool, level: Level, at: Instant) -> Result<Choices, SignInError> {
    let mandates = if api { in_force(tx, &Holder::Person(person), at)? } else { Vec::new() };
    let over = mandates.iter().filter_map(|mandate| match &mandate.domain {
        Domain::Organisation { organisation, .. } => Some(*organisation),
        Domain::Application { .. } | Domain::Platform => None,
    });
    let wide = mandates.iter().any(|mandate| !matches!(mandate.domain, Domain::Organisation { .. }));
    let own = at_work(tx, person, at)?;
    let organisations = listed(tx, own, over.collect(), at)?;
    // Everybody may see himself (`poort.me`), also who works nowhere.
    let without = level == Level::Doelgroep || wide || organisations.is_empty();
    Ok(Choices { organisations, without })
}

/// The mandates of a holder that give power at a moment.
pub(super) fn in_force(tx: &mut ReadTx<'_>, holder: &Holder, at: Instant) -> Result<Vec<Mandate>, SignInError> {
    let mandates = storage::mandates::of_holder(tx, holder, Known::Now)?;
    Ok(mandates.into_iter().filter(|mandate| mandate.in_force(at)).collect())
}

/// The werkrelaties of a person that are in force.
pub(super) fn at_work(tx: &mut ReadTx<'_>, person: PersonId, at: Instant) -> Result<Vec<Werkrelatie>, SignInError> {
    let all = storage::werkrelaties::of_person(tx, person, Known::Now)?;
    Ok(all.into_iter().filter(|one| is_in_force(one, at.day())).collect())
}

/// Each organisation once, with the oldest werkrelatie there.
fn listed(
    tx: &mut ReadTx<'_>,
    werkrelaties: Vec<Werkrelatie>,
    others: BTreeSet<OrganisationId>,
    at: Instant,
) -> Result<Vec<Choice>, SignInError> {
    let mut found: BTreeMap<OrganisationId, Option<Werkrelatie>> = others.into_iter().map(|id| (id, None)).collect();
    for one in werkrelaties {
        let place = found.entry(one.organisation).or_default();
        if place.as_ref().is_none_or(|earlier| one.id < earlier.id) {
            *place = Some(one);
        }
    }
    let ids: Vec<_> = found.keys().copied().collect();
    let organisations = storage::organisations::by_ids(tx, &ids)?;
    let active = |id: &OrganisationId| organisations.get(id).filter(|organisation| is_active(organisation, at.day()));
    let mut list: Vec<Choice> =
        found.iter().filter_map(|(id, werkrelatie)| choice(active(id)?, werkrelatie.as_ref(), at)).collect();
    list.sort_by(|one, other| (&one.name, one.organisation).cmp(&(&other.name, other.organisation)));
    Ok(list)
}

fn choice(organisation: &Organisation, werkrelatie: Option<&Werkrelatie>, at: Instant) -> Option<Choice> {
    let doelgroep = werkrelatie.map(|one| &one.doelgroep).or_else(|| organisation.doelgroepen.first())?;
    let work = werkrelatie.map_or(Instant::FOREVER, |one| works_until(one, at));
    Some(Choice {
        organisation: organisation.id,
        orgcode: organisation.orgcode(doelgroep),
        name: organisation.name.clone(),
        doelgroep: doelgroep.clone(),
        werkrelatie: werkrelatie.map(|one| one.id),
        until: organisation.period.ends_at().min(work),
    })
}

/// The end of the last working day, or the beginning of the next pause that is planned.
fn works_until(one: &Werkrelatie, at: Instant) -> Instant {
    ::werkrelaties::next_pause(one, at.day()).map_or(Instant::FOREVER, Day::start).min(one.period.ends_at())
}
