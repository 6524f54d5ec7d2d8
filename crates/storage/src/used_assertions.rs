//! Assertions with which clients proved who they are: each is accepted once.

use diesel::prelude::*;
use types::Instant;

use crate::engine::{WriteTx, on};
use crate::schema::used_assertions as table;
use crate::{At, StorageError};

/// Notes that an assertion was accepted, until a moment from which on it would not be anyhow, and forgets those of earlier. Whether it is the first time.
///
/// # Errors
/// When it cannot be written.
pub fn spend(tx: &mut WriteTx<'_>, digest: &[u8; 32], until: Instant) -> Result<bool, StorageError> {
    let ended = table::table.filter(table::expires_at.le(At(tx.cx().now)));
    on!(tx, c => diesel::delete(ended).execute(c))?;
    let own = table::table.find(digest.to_vec()).select(table::expires_at);
    let found: Option<At> = on!(tx, c => own.first(c).optional())?;
    if found.is_none() {
        let row = (table::digest.eq(digest.to_vec()), table::expires_at.eq(At(until)));
        on!(tx, c => diesel::insert_into(table::table).values(&row).execute(c))?;
    }
    Ok(found.is_none())
}
