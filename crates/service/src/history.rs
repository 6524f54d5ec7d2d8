//! Who did what, when, and on whose word: to those who may read the thing itself.

use audit::{Action, Event};
use storage::events::{self, Of, Part};
use storage::{Known, Page, Paged, ReadTx};
use types::Actor;

use crate::caller::{path, paths_of, sight};
use crate::{Caller, Error};

/// A history, the latest first. A person's shows what happened to himself and at the organisations that the caller sees, nothing else; when he
/// signed in and out is told to himself and to platform operators.
///
/// # Errors
/// [`Error::NotFound`] when the caller may not read what it is the history of; [`Error::Forbidden`] for the history of a definition that he may read
/// and does not manage.
pub fn read(tx: &mut ReadTx<'_>, caller: &Caller, of: &Of, page: Page) -> Result<Paged<Event>, Error> {
    authorise(tx, caller, of)?;
    let part = match of {
        Of::Person(id) => {
            let his = caller.actor == Actor::Person(*id) || caller.powers.sees_everything().is_ok();
            let without = if his { &[] } else { Action::OF_SESSIONS };
            Part { among: sight(tx, &caller.powers)?.organisations, without }
        }
        _ => Part::default(),
    };
    Ok(events::history(tx, of, &part, page)?)
}

fn authorise(tx: &mut ReadTx<'_>, caller: &Caller, of: &Of) -> Result<(), Error> {
    let powers = &caller.powers;
    match of {
        Of::Everything => powers.sees_everything()?,
        Of::Person(id) => {
            storage::persons::by_id(tx, *id)?.ok_or(Error::NotFound)?;
            powers.may_read_person(&paths_of(tx, *id)?)?
        }
        Of::Organisation(id) => {
            storage::organisations::by_id(tx, *id)?.ok_or(Error::NotFound)?;
            powers.may_read_organisation(&path(tx, *id)?)?
        }
        Of::Werkrelatie(id) => {
            let one = storage::werkrelaties::by_id(tx, *id, Known::Now)?.ok_or(Error::NotFound)?;
            powers.may_read_organisation(&path(tx, one.organisation)?)?
        }
        Of::Toekenning(id) => {
            let one = storage::toekenningen::by_id(tx, *id, Known::Now)?.ok_or(Error::NotFound)?;
            powers.may_read_toekenning(&path(tx, one.organisation)?, &one.application)?
        }
        Of::Mandate(id) => {
            let one = storage::mandates::by_id(tx, *id, Known::Now)?.ok_or(Error::NotFound)?;
            let over = crate::mandates::path_of(tx, &one.domain)?;
            powers.may_read_mandate(&one, over.as_ref())?
        }
        Of::Application(code) => {
            storage::applications::by_code(tx, code)?.ok_or(Error::NotFound)?;
            powers.may_read_application_history(code)?
        }
        Of::Right(code) => {
            let one = storage::applications::right_by_code(tx, code)?.ok_or(Error::NotFound)?;
            powers.may_read_application_history(&one.application)?
        }
        Of::Client(id) => {
            crate::clients::read(tx, caller, id)?;
            return Ok(());
        }
    };
    Ok(())
}
