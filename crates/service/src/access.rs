//! The access question, answered from the database: which rights does a person hold at a moment, and why. The in-memory index of a later
//! version will serve these same functions.

use gebruikersrechten::access::{Answer, Explanation, Held, explain as rule_explain};
use storage::{Known, ReadTx};
use types::{ApplicationCode, Instant, OrganisationId, PersonId, RightCode};

use crate::caller::{path, paths_of};
use crate::standing::{Grants, Standing};
use crate::{Caller, Error};

/// What a person holds, and of each grant that gives nothing why, at a moment, as far as was known at another.
///
/// # Errors
/// [`Error::NotFound`] when there is no such person.
pub fn answer(tx: &mut ReadTx<'_>, person: PersonId, at: Instant, known: Known) -> Result<Vec<Answer>, Error> {
    let standing = Standing::read(tx, person, Grants::All, &[], known)?.ok_or(Error::NotFound)?;
    Ok(standing.answers(at))
}

/// Why a person does or does not hold the rights of an application at an organisation.
///
/// # Errors
/// [`Error::NotFound`] when the caller may see neither that organisation nor that application, or there is no such person among his.
pub fn explain(
    tx: &mut ReadTx<'_>,
    caller: &Caller,
    person: PersonId,
    application: &ApplicationCode,
    organisation: OrganisationId,
    right: Option<&RightCode>,
    at: Instant,
) -> Result<Explanation, Error> {
    may_ask(tx, caller, person, application)?;
    caller.powers.may_read_toekenning(&path(tx, organisation)?, application)?;
    let standing = Standing::read(tx, person, Grants::Of(application), &[organisation], Known::Now)?;
    Ok(rule_explain(&standing.ok_or(Error::NotFound)?.facts(), application, organisation, right, at))
}

/// What a person holds of an application at a moment, at one organisation or wherever the caller may see it.
///
/// # Errors
/// As [`explain`].
pub fn held(
    tx: &mut ReadTx<'_>,
    caller: &Caller,
    person: PersonId,
    application: &ApplicationCode,
    organisation: Option<OrganisationId>,
    at: Instant,
) -> Result<Vec<Held>, Error> {
    may_ask(tx, caller, person, application)?;
    if let Some(organisation) = organisation {
        caller.powers.may_read_toekenning(&path(tx, organisation)?, application)?;
    }
    let mut found = Vec::new();
    let standing = Standing::read(tx, person, Grants::Of(application), &[], Known::Now)?.ok_or(Error::NotFound)?;
    for answer in standing.answers(at) {
        let Answer::Held(held) = answer else { continue };
        let asked = organisation.is_none_or(|one| one == held.organisation);
        if asked && caller.powers.may_read_toekenning(&path(tx, held.organisation)?, application).is_ok() {
            found.push(held);
        }
    }
    Ok(found)
}

/// Who manages the application meets its users; an administrator asks about persons of his organisations only.
fn may_ask(tx: &mut ReadTx<'_>, caller: &Caller, person: PersonId, application: &ApplicationCode) -> Result<(), Error> {
    storage::persons::by_id(tx, person)?.ok_or(Error::NotFound)?;
    storage::applications::by_code(tx, application)?.ok_or(Error::NotFound)?;
    if caller.powers.may_manage_application(application).is_err() {
        caller.powers.may_read_person(&paths_of(tx, person)?)?;
    }
    Ok(())
}
