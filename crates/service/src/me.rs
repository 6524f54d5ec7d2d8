//! Mijn Profiel: what a person sees of himself. No mandate is needed, and none widens it.

use ::mandates::{Holder, Kind};
use ::persons::{Person, PersonName};
use gebruikersrechten::access::{Absence, Answer};
use gebruikersrechten::{Application, Gebruikersrecht, Toekenning};
use organisations::Organisation;
use storage::{Known, Page, ReadTx};
use types::{EmailAddress, Instant, OrganisationId, PersonId};
use werkrelaties::{State, Werkrelatie, is_in_force, state};

use crate::Error;
use crate::standing::{Grants, Standing};

/// A right that was granted to me and is not over.
#[derive(Clone, Debug)]
pub struct MyRight {
    /// By which grant.
    pub grant: Toekenning,
    /// Its definition.
    pub right: Gebruikersrecht,
    /// Of which application.
    pub application: Application,
    /// For which organisation.
    pub organisation: Organisation,
    /// What it gives now: the first moment at which it may no longer, or every reason why it gives nothing.
    pub now: Result<Instant, Vec<Absence>>,
}

/// Where I work.
#[derive(Clone, Debug)]
pub struct MyWerkrelatie {
    /// The werkrelatie.
    pub werkrelatie: Werkrelatie,
    /// Its organisation.
    pub organisation: Organisation,
    /// What it is today.
    pub state: State,
}

/// Who administers me at an organisation: his name and how to reach him there, nothing more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MyAdministrator {
    /// Where I work.
    pub organisation: OrganisationId,
    /// How it is called.
    pub organisation_name: types::Name,
    /// Hoofd lokale beheerder or lokale beheerder.
    pub kind: Kind,
    /// Who.
    pub name: PersonName,
    /// In his werkrelatie there.
    pub email: Option<EmailAddress>,
}

/// Myself.
///
/// # Errors
/// [`Error::NotFound`] when there is no such person.
pub fn read(tx: &mut ReadTx<'_>, me: PersonId) -> Result<Person, Error> {
    storage::persons::by_id(tx, me)?.ok_or(Error::NotFound)
}

/// My rights, and why one gives nothing now; not those that are over for good.
///
/// # Errors
/// [`Error::NotFound`] when there is no such person.
pub fn rights(tx: &mut ReadTx<'_>, me: PersonId, at: Instant) -> Result<Vec<MyRight>, Error> {
    let standing = Standing::read(tx, me, Grants::All, &[], Known::Now)?.ok_or(Error::NotFound)?;
    let places: Vec<_> = standing.grants.iter().map(|grant| grant.organisation).collect();
    let organisations = storage::organisations::by_ids(tx, &places)?;
    let mut found = Vec::new();
    for answer in standing.answers(at) {
        let (id, now) = match answer {
            Answer::Held(held) => (held.grant, Ok(held.until)),
            Answer::Absent(absent) if absent.because.iter().any(is_final) => continue,
            Answer::Absent(absent) => (absent.grant, Err(absent.because)),
        };
        let Some(grant) = standing.grants.iter().find(|grant| grant.id == id).cloned() else { continue };
        let right = standing.rights.iter().find(|right| right.code == grant.right).cloned();
        let application = standing.applications.iter().find(|one| one.code == grant.application).cloned();
        let organisation = organisations.get(&grant.organisation).cloned();
        if let (Some(right), Some(application), Some(organisation)) = (right, application, organisation) {
            found.push(MyRight { grant, right, application, organisation, now });
        }
    }
    Ok(found)
}

/// My werkrelaties, also those that ended; the latest begin first.
///
/// # Errors
/// When they cannot be read.
pub fn werkrelaties(tx: &mut ReadTx<'_>, me: PersonId, at: Instant) -> Result<Vec<MyWerkrelatie>, Error> {
    let mut own = storage::werkrelaties::of_person(tx, me, Known::Now)?;
    own.retain(|one| !one.removed);
    own.sort_by_key(|one| (std::cmp::Reverse(one.period.begin()), one.id));
    let ids: Vec<_> = own.iter().map(|one| one.organisation).collect();
    let organisations = storage::organisations::by_ids(tx, &ids)?;
    let told = |werkrelatie: Werkrelatie| {
        let organisation = organisations.get(&werkrelatie.organisation)?.clone();
        Some(MyWerkrelatie { state: state(&werkrelatie, at.day()), werkrelatie, organisation })
    };
    Ok(own.into_iter().filter_map(told).collect())
}

/// Who administers the organisations where I work: by a mandate that grants, over the organisation or one above it.
///
/// # Errors
/// When they cannot be read.
pub fn administrators(tx: &mut ReadTx<'_>, me: PersonId, at: Instant) -> Result<Vec<MyAdministrator>, Error> {
    let mut found = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for one in werkrelaties(tx, me, at)? {
        let place = one.organisation;
        if matches!(one.state, State::Ended | State::Removed) || !seen.insert(place.id) {
            continue;
        }
        let above = storage::organisations::path(tx, place.id)?;
        let mut own = of_organisation(tx, &place, &above, at)?;
        own.sort_by(|one, other| {
            (one.kind, &one.name.family, &one.name.given).cmp(&(other.kind, &other.name.family, &other.name.given))
        });
        own.dedup();
        found.append(&mut own);
    }
    Ok(found)
}

fn of_organisation(
    tx: &mut ReadTx<'_>,
    place: &Organisation,
    above: &[OrganisationId],
    at: Instant,
) -> Result<Vec<MyAdministrator>, Error> {
    let query = storage::mandates::Query { organisations: Some(above.to_vec()), ..Default::default() };
    let over = ::mandates::OrgPath { organisation: place.id, ancestors: above.iter().skip(1).copied().collect() };
    let mut found = Vec::new();
    for mandate in all(tx, &query)? {
        let Holder::Person(holder) = mandate.holder else { continue };
        if !(mandate.kind.grants() && mandate.in_force(at) && mandate.covers(&over)) {
            continue;
        }
        let Some(person) = storage::persons::by_id(tx, holder)? else { continue };
        if ::persons::may_act(&person, at).is_err() {
            continue;
        }
        let email = email(tx, holder, above, at)?;
        let organisation_name = place.name.clone();
        found.push(MyAdministrator { organisation: place.id, organisation_name, kind: mandate.kind, name: person.name, email });
    }
    Ok(found)
}

fn all(tx: &mut ReadTx<'_>, query: &storage::mandates::Query) -> Result<Vec<::mandates::Mandate>, Error> {
    let mut found = Vec::new();
    for page in (1..=Page::DEEPEST).map_while(|number| Page::new(number, Page::LARGEST)) {
        let mut read = storage::mandates::search(tx, query, page)?;
        found.append(&mut read.items);
        if !read.more {
            break;
        }
    }
    Ok(found)
}

/// The address of his werkrelatie at the organisation, else at one above it.
fn email(tx: &mut ReadTx<'_>, person: PersonId, above: &[OrganisationId], at: Instant) -> Result<Option<EmailAddress>, Error> {
    let own = storage::werkrelaties::of_person(tx, person, Known::Now)?;
    let at_work = |place: &OrganisationId| {
        let here = own.iter().find(|one| one.organisation == *place && is_in_force(one, at.day()));
        here.and_then(|one| one.contact.email.clone())
    };
    Ok(above.iter().find_map(at_work))
}

/// What will never give anything again.
fn is_final(absence: &Absence) -> bool {
    matches!(
        absence,
        Absence::Ended { .. } | Absence::RevokedAt { .. } | Absence::WerkrelatieEnded { .. } | Absence::WerkrelatieRemoved {}
    )
}
