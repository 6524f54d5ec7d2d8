use audit::Action;
use gebruikersrechten::{self as rules, Toekenning, When};
use storage::{Known, WriteTx};
use types::{Reason, ToekenningId};

use super::read;
use crate::caller::path;
use crate::error::unchanged;
use crate::record::{self, Deed, about_grant};
use crate::{Caller, Error};

/// What a revocation did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revoked {
    /// The grant that was asked, as it is now.
    pub toekenning: Toekenning,
    /// The grants that needed it, revoked with it.
    pub touched: Vec<Toekenning>,
}

/// Revokes a grant, now or after a last day, and with it what needs it.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`], or the rule that refuses.
pub fn revoke(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    id: ToekenningId,
    version: i64,
    when: When,
    reason: Reason,
) -> Result<Revoked, Error> {
    let before = read(tx, caller, id, Known::Now)?;
    let place = path(tx, before.organisation)?;
    let mandate = caller.powers.may_revoke(&place, &before.application, &before.right, &before.contexts)?;
    let deed = Deed::of(caller, mandate, Some(reason.clone()));
    unchanged(before.version, version)?;
    let now = tx.cx().now;
    let others = storage::toekenningen::at_organisation(tx, before.organisation, &before.application, now)?;
    let rights = storage::applications::rights_of(tx, Some(&before.application))?;
    let after = rules::revoke(&before, when, reason.clone(), caller.actor.clone(), now)?;
    let touched = rules::cascade(&after, &others, &rights, &reason, &caller.actor);
    for one in touched.iter().chain([&after]) {
        replace(tx, &deed, Action::ToekenningRevoked, one)?;
    }
    Ok(Revoked { toekenning: after, touched })
}

/// Writes the next version of a grant, with what was there before in the history.
pub(crate) fn replace(tx: &mut WriteTx<'_>, deed: &Deed, action: Action, after: &Toekenning) -> Result<(), Error> {
    let before = storage::toekenningen::by_id(tx, after.id, Known::Now)?.ok_or(Error::NotFound)?;
    storage::toekenningen::replace(tx, after)?;
    record::changed(tx, deed, action, about_grant(after), &before, after)
}
