//! Mandates: given, taken back, read. A grant of power like any other: reason, period, history.

use ::mandates::{Domain, Mandate, OrgPath, Proposal, give as rule_give, take_back as rule_take_back};
use audit::{About, Action};
use storage::{Known, Page, Paged, ReadTx, WriteTx};
use types::{Instant, MandateId, Reason};

use crate::caller::{among, path, sight};
use crate::error::unchanged;
use crate::record::{self, Deed};
use crate::{Caller, Error};

/// Gives a mandate.
///
/// # Errors
/// [`Error::NotFound`] for a domain that the caller may not read, [`Error::Forbidden`] for one wider than his own, [`Error::Mandate`] for one that
/// makes no sense.
pub fn give(tx: &mut WriteTx<'_>, caller: &Caller, proposal: Proposal) -> Result<Mandate, Error> {
    let mandate = rule_give(tx.cx(), caller.actor.clone(), proposal)?;
    let over = path_of(tx, &mandate.domain)?;
    let own = caller.powers.may_give(&mandate, over.as_ref())?;
    let deed = Deed::of(caller, own, Some(mandate.reason.clone()));
    storage::mandates::insert(tx, &mandate)?;
    record::created(tx, &deed, Action::MandateGiven, about(&mandate), &mandate)?;
    Ok(mandate)
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

/// The mandates that the caller sees: who administers my organisation?
///
/// # Errors
/// When they cannot be read.
pub fn search(
    tx: &mut ReadTx<'_>,
    caller: &Caller,
    query: storage::mandates::Query,
    page: Page,
) -> Result<Paged<Mandate>, Error> {
    let organisations = among(sight(tx, &caller.powers)?.organisations, query.organisations);
    Ok(storage::mandates::search(tx, &storage::mandates::Query { organisations, ..query }, page)?)
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
        ::mandates::Holder::Person(id) => Some(*id),
        ::mandates::Holder::Client(_) => None,
    };
    let (organisation, application) = match &mandate.domain {
        Domain::Organisation { organisation, .. } => (Some(*organisation), None),
        Domain::Application { application } => (None, Some(application.clone())),
        Domain::Platform => (None, None),
    };
    About { person, organisation, application, mandate: Some(mandate.id), ..About::default() }
}
