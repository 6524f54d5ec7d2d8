//! Organisations: made and changed by platform operators, read by everybody who administers one.

mod import;

use ::organisations::{Around, Edit, NewOrganisation, Organisation};
use audit::{About, Action};
use storage::{Page, Paged, ReadTx, WriteTx};
use types::{Day, OrganisationId, Reason};

use crate::caller::{among, path, sight};
use crate::error::unchanged;
use crate::record::{self, Deed};
use crate::{Caller, Error, Policies};

pub use import::{Imported, Registered, import};

/// Adds an organisation.
///
/// # Errors
/// [`Error::Forbidden`] but for platform operators, [`Error::Organisation`] for one that breaks a rule, [`Error::Reference`] for a
/// parent or holder of its rights that does not exist, [`Error::Exists`] for a number that is taken.
pub fn create(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    policies: &Policies,
    new: NewOrganisation,
    id: OrganisationId,
) -> Result<Organisation, Error> {
    let deed = Deed::of(caller, caller.powers.may_manage_organisations()?, None);
    let (ancestors, holder) = surroundings(tx, new.parent, new.rights_held_on)?;
    let (catalogue, holder) = (&policies.catalogue, holder.as_ref());
    let around = Around { catalogue, ancestors: &ancestors, holder, holds_for_others: false };
    let organisation = ::organisations::create(new, id, &around)?;
    storage::organisations::insert(tx, &organisation)?;
    record::created(tx, &deed, Action::OrganisationCreated, about(&organisation), &organisation)?;
    Ok(organisation)
}

/// Changes an organisation.
///
/// # Errors
/// As [`create`]; [`Error::Stale`] when it was changed since `version`.
pub fn edit(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    policies: &Policies,
    id: OrganisationId,
    version: i64,
    edit: Edit,
) -> Result<Organisation, Error> {
    let before = storage::organisations::by_id(tx, id)?.ok_or(Error::NotFound)?;
    caller.powers.may_read_organisation(&path(tx, id)?)?;
    let deed = Deed::of(caller, caller.powers.may_manage_organisations()?, None);
    unchanged(before.version, version)?;
    let (ancestors, holder) =
        surroundings(tx, edit.parent.unwrap_or(before.parent), edit.rights_held_on.unwrap_or(before.rights_held_on))?;
    let holds_for_others = edit.rights_held_on.flatten().is_some() && storage::organisations::holds_for_others(tx, id)?;
    let around = Around { catalogue: &policies.catalogue, ancestors: &ancestors, holder: holder.as_ref(), holds_for_others };
    let after = ::organisations::apply(&before, edit, &around)?;
    if after == before {
        return Ok(after);
    }
    storage::organisations::update(tx, &after)?;
    record::changed(tx, &deed, Action::OrganisationEdited, about(&after), &before, &after)?;
    Ok(after)
}

/// Ends an organisation on a last day: from the day after it gives nobody anything.
///
/// # Errors
/// As [`edit`].
pub fn cease(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    id: OrganisationId,
    version: i64,
    on: Day,
    reason: Reason,
) -> Result<Organisation, Error> {
    let before = storage::organisations::by_id(tx, id)?.ok_or(Error::NotFound)?;
    caller.powers.may_read_organisation(&path(tx, id)?)?;
    let deed = Deed::of(caller, caller.powers.may_manage_organisations()?, Some(reason));
    unchanged(before.version, version)?;
    let after = ::organisations::cease(&before, on)?;
    storage::organisations::update(tx, &after)?;
    record::changed(tx, &deed, Action::OrganisationCeased, about(&after), &before, &after)?;
    Ok(after)
}

/// One organisation.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or the caller may not know of it.
pub fn read(tx: &mut ReadTx<'_>, caller: &Caller, id: OrganisationId) -> Result<Organisation, Error> {
    let organisation = storage::organisations::by_id(tx, id)?.ok_or(Error::NotFound)?;
    caller.powers.may_read_organisation(&path(tx, id)?)?;
    Ok(organisation)
}

/// The organisations that the caller sees, by name.
///
/// # Errors
/// When they cannot be read.
pub fn search(
    tx: &mut ReadTx<'_>,
    caller: &Caller,
    query: storage::organisations::Query,
    page: Page,
) -> Result<Paged<Organisation>, Error> {
    let among = among(sight(tx, &caller.powers)?.organisations, query.among);
    Ok(storage::organisations::search(tx, &storage::organisations::Query { among, ..query }, page)?)
}

/// What the rules look at around an organisation: those above its parent, and the one that its rights are held on.
fn surroundings(
    tx: &mut ReadTx<'_>,
    parent: Option<OrganisationId>,
    held_on: Option<OrganisationId>,
) -> Result<(Vec<OrganisationId>, Option<Organisation>), Error> {
    let ancestors = match parent {
        Some(parent) => {
            storage::organisations::by_id(tx, parent)?.ok_or(Error::Reference { member: "parent" })?;
            storage::organisations::path(tx, parent)?
        }
        None => Vec::new(),
    };
    let holder = held_on
        .map(|id| storage::organisations::by_id(tx, id)?.ok_or(Error::Reference { member: "rightsHeldOn" }))
        .transpose()?;
    Ok((ancestors, holder))
}

fn about(organisation: &Organisation) -> About {
    About { organisation: Some(organisation.id), ..About::default() }
}
