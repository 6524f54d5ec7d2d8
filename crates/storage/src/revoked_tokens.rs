//! Access tokens that are worth nothing any more although their time has not come.

use diesel::prelude::*;
use types::Instant;

use crate::engine::{ReadTx, WriteTx, on};
use crate::schema::revoked_tokens as table;
use crate::{At, StorageError};

/// Revokes a token by its `jti` until the moment at which it ends by itself, and forgets those that ended. Whether it was not revoked before.
///
/// # Errors
/// When it cannot be written.
pub fn revoke(tx: &mut WriteTx<'_>, jti: &str, until: Instant) -> Result<bool, StorageError> {
    let ended = table::table.filter(table::expires_at.le(At(tx.cx().now)));
    on!(tx, c => diesel::delete(ended).execute(c))?;
    if is_revoked(tx, jti)? {
        return Ok(false);
    }
    let row = (table::jti.eq(jti), table::expires_at.eq(At(until)));
    on!(tx, c => diesel::insert_into(table::table).values(&row).execute(c))?;
    Ok(true)
}

/// Whether a token was revoked.
///
/// # Errors
/// When it cannot be read.
pub fn is_revoked(tx: &mut ReadTx<'_>, jti: &str) -> Result<bool, StorageError> {
    let found: Option<String> = on!(tx, c => table::table.find(jti).select(table::jti).first(c).optional())?;
    Ok(found.is_some())
}
