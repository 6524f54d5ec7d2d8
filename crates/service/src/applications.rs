//! Applications and the rights that they define: made by platform operators, kept by whoever manages the application.

use audit::{About, Action};
use gebruikersrechten::{Application, DefinitionError, Gebruikersrecht, Publication, validate_application, validate_rights};
use oidc::Scopes;
use storage::{ReadTx, WriteTx};
use types::{ApplicationCode, Doelgroep, Name, Parsed, RightCode};

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
    own_scope(&application)?;
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
    own_scope(&after)?;
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

/// One application, for who is about to [`edit`] it.
///
/// # Errors
/// As [`read`]; [`Error::Forbidden`] for who only reads it.
pub fn managed(tx: &mut ReadTx<'_>, caller: &Caller, code: &ApplicationCode) -> Result<Application, Error> {
    let application = read(tx, caller, code)?;
    caller.powers.may_manage_application(code)?;
    Ok(application)
}

/// The applications that the caller may read and whose name has this part, by code.
///
/// # Errors
/// When they cannot be read.
pub fn list(tx: &mut ReadTx<'_>, caller: &Caller, name: Option<&str>) -> Result<Vec<Application>, Error> {
    let mut all = storage::applications::all(tx)?;
    all.retain(|one| named(&one.name, name) && caller.powers.may_read_application(&one.code).is_ok());
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

/// One right, for who is about to [`edit_right`] it.
///
/// # Errors
/// As [`managed`].
pub fn managed_right(tx: &mut ReadTx<'_>, caller: &Caller, code: &RightCode) -> Result<Gebruikersrecht, Error> {
    let right = read_right(tx, caller, code)?;
    caller.powers.may_manage_application(&right.application)?;
    Ok(right)
}

/// Which rights are asked; every part that is given must hold.
#[derive(Clone, Debug, Default)]
pub struct RightQuery {
    /// Of this application.
    pub application: Option<ApplicationCode>,
    /// That can be granted in this doelgroep.
    pub doelgroep: Option<Doelgroep>,
    /// With this part in the name.
    pub name: Option<String>,
}

/// The rights that the caller may read, by code.
///
/// # Errors
/// As [`read`].
pub fn list_rights(tx: &mut ReadTx<'_>, caller: &Caller, query: &RightQuery) -> Result<Vec<Gebruikersrecht>, Error> {
    let applications = storage::applications::all(tx)?;
    let published = |right: &Gebruikersrecht, doelgroep: &Doelgroep| {
        let whole = applications.iter().find(|one| one.code == right.application).map(|one| &one.publication);
        let within = |one: &Publication| one.doelgroepen.is_empty() || one.doelgroepen.contains(doelgroep);
        within(&right.publication) && whole.is_none_or(within)
    };
    let mut all = storage::applications::rights_of(tx, query.application.as_ref())?;
    all.retain(|right| {
        named(&right.name, query.name.as_deref())
            && query.doelgroep.as_ref().is_none_or(|doelgroep| published(right, doelgroep))
            && caller.powers.may_read_application(&right.application).is_ok()
    });
    Ok(all)
}

/// A scope that every client may ask would bring the roles of this application to whoever asks it.
fn own_scope(application: &Application) -> Result<(), DefinitionError> {
    let scopes: Scopes = [application.scope.clone()].into_iter().collect();
    let free = scopes.applications().next().is_some() && !application.scope.as_str().starts_with("poort.");
    if free { Ok(()) } else { Err(DefinitionError::ScopeReserved(application.scope.clone())) }
}

fn owner(tx: &mut ReadTx<'_>, application: &Application) -> Result<(), Error> {
    storage::organisations::by_id(tx, application.owner)?.map(|_| ()).ok_or(Error::Reference { member: "owner" })
}

fn named(name: &Name, part: Option<&str>) -> bool {
    part.is_none_or(|part| name.as_str().to_lowercase().contains(&part.trim().to_lowercase()))
}

fn about(application: &ApplicationCode, right: Option<&RightCode>) -> About {
    About { application: Some(application.clone()), right: right.cloned(), ..About::default() }
}
