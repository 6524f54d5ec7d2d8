use ::werkrelaties::Werkrelatie;
use storage::werkrelaties::Query;
use storage::{Known, Page, Paged, ReadTx};
use types::WerkrelatieId;

use crate::caller::{among, path, sight};
use crate::{Caller, Error};

/// One werkrelatie, as known when.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or the caller may not know of it.
pub fn read(tx: &mut ReadTx<'_>, caller: &Caller, id: WerkrelatieId, known: Known) -> Result<Werkrelatie, Error> {
    let one = storage::werkrelaties::by_id(tx, id, known)?.ok_or(Error::NotFound)?;
    caller.powers.may_read_organisation(&path(tx, one.organisation)?)?;
    Ok(one)
}

/// The werkrelaties that the caller sees.
///
/// # Errors
/// When they cannot be read.
pub fn search(tx: &mut ReadTx<'_>, caller: &Caller, query: Query, page: Page) -> Result<Paged<Werkrelatie>, Error> {
    let organisations = among(sight(tx, &caller.powers)?.organisations, query.organisations);
    Ok(storage::werkrelaties::search(tx, &Query { organisations, ..query }, page)?)
}
