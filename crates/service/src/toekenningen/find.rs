use gebruikersrechten::Toekenning;
use storage::toekenningen::{Query, Seen};
use storage::{Known, Page, Paged, ReadTx};
use types::ToekenningId;

use crate::caller::{path, sight};
use crate::{Caller, Error};

/// One grant, as known when.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or the caller may not know of it.
pub fn read(tx: &mut ReadTx<'_>, caller: &Caller, id: ToekenningId, known: Known) -> Result<Toekenning, Error> {
    let grant = storage::toekenningen::by_id(tx, id, known)?.ok_or(Error::NotFound)?;
    let place = path(tx, grant.organisation)?;
    caller.powers.may_read_toekenning(&place, &grant.application)?;
    Ok(grant)
}

/// The grants that the caller sees, at his organisations and of his applications: who holds this right in my organisation, whose rights end
/// soon?
///
/// # Errors
/// When they cannot be read.
pub fn search(tx: &mut ReadTx<'_>, caller: &Caller, query: Query, page: Page) -> Result<Paged<Toekenning>, Error> {
    let sight = sight(tx, &caller.powers)?;
    let seen = sight.organisations.map(|organisations| Seen { organisations, applications: sight.applications });
    Ok(storage::toekenningen::search(tx, &Query { seen, ..query }, page)?)
}
