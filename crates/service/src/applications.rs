//! Applications and the rights that they define: made by platform operators, kept by whoever manages the application.

use audit::{About, Action};
use gebruikersrechten::{Application, Gebruikersrecht, validate_application, validate_rights};
use storage::{ReadTx, WriteTx};
use types::{ApplicationCode, RightCode};

use crate::error::unchanged;
use crate::record::{self, Deed};
use crate::{Caller, Error};

/// Adds an application.
///
/// # Errors
/// [`Error::Forbidden`] but for platform operators, [`Error::Definition`] for one that breaks a rule, [`Error::Reference`] for an unknown owner,
/// [`Error::Exists`] for a code that is taken.
pub fn create(tx: &mut WriteTx<'_>, caller: &Caller, new: Application) -> Result<Application, Error> {
    let deed = Deed::of(caller, caller.powers.may_create_applications()?, None);
    owner(tx, &new)?;
    let application = Application { version: 1, ..new };
    validate_application(&application)?;
    storage::applications::insert(tx, &application)?;
    record::created(tx, &deed, Action::ApplicationCreated, about(&application.code, None), &application)?;
    Ok(application)
}

/// Writes an application over what is there; its code names it.
///
/// # Errors
/// As [`create`], for who manages the application; [`Error::Stale`] when it was changed since the version that `new` has.
pub fn edit(tx: &mut WriteTx<'_>, caller: &Caller, new: Application) -> Result<Application, Error> {
    let before = read(tx, caller, &new.code)?;
    let deed = Deed::of(caller, caller.powers.may_manage_application(&new.code)?, None);
    unchanged(before.version, new.version)?;
    owner(tx, &new)?;
    let after = Application { version: before.version + 1, ..new };
    validate_application(&after)?;
    storage::applications::update(tx, &after)?;
    record::changed(tx, &deed, Action::ApplicationEdited, about(&after.code, None), &before, &after)?;
    Ok(after)
}

/// Adds a right to an application, or several that need one another.
///
/// # Errors
/// As [`edit`], for the rights of the application taken together.
pub fn create_rights(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    application: &ApplicationCode,
    new: Vec<Gebruikersrecht>,
) -> Result<Vec<Gebruikersrecht>, Error> {
    read(tx, caller, application)?;
    let deed = Deed::of(caller, caller.powers.may_manage_application(application)?, None);
    let new: Vec<_> =
        new.into_iter().map(|right| Gebruikersrecht { application: application.clone(), version: 1, ..right }).collect();
    let mut all = storage::applications::rights_of(tx, Some(application))?;
    all.extend(new.iter().cloned());
    validate_rights(&all)?;
    for right in &new {
        storage::applications::insert_right(tx, right)?;
        record::created(tx, &deed, Action::RightCreated, about(application, Some(&right.code)), right)?;
    }
    Ok(new)
}

/// Writes a right over what is there; its code names it, and it stays with its application. Grants that it has stay as they are.
///
/// # Errors
/// As [`edit`].
pub fn edit_right(tx: &mut WriteTx<'_>, caller: &Caller, new: Gebruikersrecht) -> Result<Gebruikersrecht, Error> {
    let before = read_right(tx, caller, &new.code)?;
    let deed = Deed::of(caller, caller.powers.may_manage_application(&before.application)?, None);
    unchanged(before.version, new.version)?;
    let after = Gebruikersrecht { application: before.application.clone(), version: before.version + 1, ..new };
    let mut all = storage::applications::rights_of(tx, Some(&after.application))?;
    all.retain(|right| right.code != after.code);
    all.push(after.clone());
    validate_rights(&all)?;
    storage::applications::update_right(tx, &after)?;
    record::changed(tx, &deed, Action::RightEdited, about(&after.application, Some(&after.code)), &before, &after)?;
    Ok(after)
}

/// One application.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or the caller may not know of it.
pub fn read(tx: &mut ReadTx<'_>, caller: &Caller, code: &ApplicationCode) -> Result<Application, Error> {
    let application = storage::applications::by_code(tx, code)?.ok_or(Error::NotFound)?;
    caller.powers.may_read_application(code)?;
    Ok(application)
}

/// The applications that the caller may read, by code.
///
/// # Errors
/// When they cannot be read.
pub fn list(tx: &mut ReadTx<'_>, caller: &Caller) -> Result<Vec<Application>, Error> {
    let mut all = storage::applications::all(tx)?;
    all.retain(|application| caller.powers.may_read_application(&application.code).is_ok());
    Ok(all)
}

/// One right.
///
/// # Errors
/// As [`read`].
pub fn read_right(tx: &mut ReadTx<'_>, caller: &Caller, code: &RightCode) -> Result<Gebruikersrecht, Error> {
    let right = storage::applications::right_by_code(tx, code)?.ok_or(Error::NotFound)?;
    caller.powers.may_read_application(&right.application)?;
    Ok(right)
}

/// The rights of an application, or of all that the caller may read, by code.
///
/// # Errors
/// As [`read`].
pub fn list_rights(
    tx: &mut ReadTx<'_>,
    caller: &Caller,
    application: Option<&ApplicationCode>,
) -> Result<Vec<Gebruikersrecht>, Error> {
    let mut all = storage::applications::rights_of(tx, application)?;
    all.retain(|right| caller.powers.may_read_application(&right.application).is_ok());
    Ok(all)
}

fn owner(tx: &mut ReadTx<'_>, application: &Application) -> Result<(), Error> {
    storage::organisations::by_id(tx, application.owner)?.map(|_| ()).ok_or(Error::Reference { member: "owner" })
}

fn about(application: &ApplicationCode, right: Option<&RightCode>) -> About {
    About { application: Some(application.clone()), right: right.cloned(), ..About::default() }
}
