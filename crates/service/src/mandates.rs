//! Mandates: given, taken back, read. A grant of power like any other: reason, period, history.

use ::mandates::{Domain, Holder, Mandate, OrgPath, Proposal, give as rule_give, take_back as rule_take_back};
use audit::{About, Action};
use storage::{Known, Page, Paged, ReadTx, WriteTx};
use types::{Instant, MandateId, Reason};

use crate::caller::{among, path, paths_of, sight};
use crate::error::unchanged;
use crate::record::{self, Deed};
use crate::{Caller, Error};

/// Gives a mandate.
///
/// # Errors
/// [`Error::NotFound`] for a domain that the caller may not read, [`Error::Reference`] for one that does not exist, and for a holder who does not
/// or whom he may not read, [`Error::Forbidden`] for one wider than his own, [`Error::Mandate`] for one that makes no sense.
pub fn give(tx: &mut WriteTx<'_>, caller: &Caller, proposal: Proposal) -> Result<Mandate, Error> {
    let mandate = rule_give(tx.cx(), caller.actor.clone(), proposal)?;
    let over = path_of(tx, &mandate.domain)?;
    let own = caller.powers.may_give(&mandate, over.as_ref())?;
    let deed = Deed::of(caller, own, Some(mandate.reason.clone()));
    exists(tx, &mandate.domain)?;
    can_hold(tx, caller, &mandate)?;
    storage::mandates::insert(tx, &mandate)?;
    record::created(tx, &deed, Action::MandateGiven, about(&mandate), &mandate)?;
    Ok(mandate)
}

/// The member of a mandate that names its holder, when that is a person.
const HOLDER: &str = "holder.person";

/// Power over an organisation goes to who works there, or to who is nobody's employee yet; never to who died or was struck. A machine client
/// must be registered; its identifier is no secret, so that it exists may be told to who may give it a mandate.
fn can_hold(tx: &mut WriteTx<'_>, caller: &Caller, mandate: &Mandate) -> Result<(), Error> {
    let id = match &mandate.holder {
        Holder::Person(id) => *id,
        Holder::Client(client) => {
            let known = storage::clients::by_id(tx, client)?;
            return known.map(drop).ok_or(Error::NotFound.refers_to("holder.client"));
        }
    };
    let person = storage::persons::by_id(tx, id)?.ok_or(Error::NotFound.refers_to(HOLDER))?;
    let places = paths_of(tx, id)?;
    if matches!(mandate.domain, Domain::Organisation { .. }) && !places.is_empty() {
        caller.powers.may_read_person(&places).map_err(|denied| Error::from(denied).refers_to(HOLDER))?;
    }
    Ok(::persons::may_act(&person, mandate.period.begin().start().max(tx.cx().now)).map_err(::persons::PersonError::from)?)
}

/// Takes a mandate back, now or at a later moment.
///
/// # Errors
/// As [`give`]; [`Error::Stale`] when it was changed since `version`.
pub fn take_back(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    id: MandateId,
    version: i64,
    at: Instant,
    reason: Reason,
) -> Result<Mandate, Error> {
    let before = storage::mandates::by_id(tx, id, Known::Now)?.ok_or(Error::NotFound)?;
    let over = path_of(tx, &before.domain)?;
    let deed = Deed::of(caller, caller.powers.may_take_back(&before, over.as_ref())?, Some(reason.clone()));
    unchanged(before.version, version)?;
    let after = rule_take_back(tx.cx(), &before, at, reason, caller.actor.clone())?;
    storage::mandates::replace(tx, &after)?;
    record::changed(tx, &deed, Action::MandateTakenBack, about(&after), &before, &after)?;
    Ok(after)
}

/// One mandate.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or the caller may not know of it.
pub fn read(tx: &mut ReadTx<'_>, caller: &Caller, id: MandateId) -> Result<Mandate, Error> {
    let mandate = storage::mandates::by_id(tx, id, Known::Now)?.ok_or(Error::NotFound)?;
    let over = path_of(tx, &mandate.domain)?;
    caller.powers.may_read_mandate(&mandate, over.as_ref())?;
    Ok(mandate)
}

/// The mandates that the caller sees: who administers my organisation? Who manages an application sees its mandates when he asks for it.
///
/// # Errors
/// When they cannot be read.
pub fn search(
    tx: &mut ReadTx<'_>,
    caller: &Caller,
    query: storage::mandates::Query,
    page: Page,
) -> Result<Paged<Mandate>, Error> {
    let sight = sight(tx, &caller.powers)?;
    let managed = query.application.as_ref().is_some_and(|asked| sight.applications.contains(asked));
    let organisations = if managed { query.organisations } else { among(sight.organisations, query.organisations) };
    Ok(storage::mandates::search(tx, &storage::mandates::Query { organisations, ..query }, page)?)
}

/// To who may give a mandate there it is no secret that there is nothing.
fn exists(tx: &mut ReadTx<'_>, domain: &Domain) -> Result<(), Error> {
    let (there, member) = match domain {
        Domain::Organisation { organisation, .. } => {
            (storage::organisations::by_id(tx, *organisation)?.is_some(), "domain.organisation")
        }
        Domain::Application { application } => (storage::applications::by_code(tx, application)?.is_some(), "domain.application"),
        Domain::Platform => (true, "domain"),
    };
    if there { Ok(()) } else { Err(Error::Reference { member }) }
}

/// Where a mandate's organisation stands in its tree.
pub(crate) fn path_of(tx: &mut ReadTx<'_>, domain: &Domain) -> Result<Option<OrgPath>, Error> {
    match domain {
        Domain::Organisation { organisation, .. } => path(tx, *organisation).map(Some),
        Domain::Application { .. } | Domain::Platform => Ok(None),
    }
}

fn about(mandate: &Mandate) -> About {
    let person = match &mandate.holder {
        Holder::Person(id) => Some(*id),
        Holder::Client(_) => None,
    };
    let (organisation, application) = match &mandate.domain {
        Domain::Organisation { organisation, .. } => (Some(*organisation), None),
        Domain::Application { application } => (None, Some(application.clone())),
        Domain::Platform => (None, None),
    };
    About { person, organisation, application, mandate: Some(mandate.id), ..About::default() }
}
