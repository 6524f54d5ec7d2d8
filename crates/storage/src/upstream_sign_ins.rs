//! People who are away at another provider to sign in. Only the hash of the `state` is kept: who reads the database cannot come back in their place.

use diesel::prelude::*;
use oidc::relying::Pending;

use crate::engine::{WriteTx, on};
use crate::schema::upstream_sign_ins as table;
use crate::{At, Json, StorageError};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = table, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Row {
    state_hash: Vec<u8>,
    pending: Json<Pending>,
    expires_at: At,
}

/// Keeps who left, and forgets those who stayed away too long.
///
/// # Errors
/// When it cannot be written.
pub fn insert(tx: &mut WriteTx<'_>, state_hash: &[u8; 32], pending: &Pending) -> Result<(), StorageError> {
    let expired = table::table.filter(table::expires_at.le(At(tx.cx().now)));
    on!(tx, c => diesel::delete(expired).execute(c))?;
    let row = Row { state_hash: state_hash.to_vec(), pending: Json(pending.clone()), expires_at: At(pending.expires()) };
    on!(tx, c => diesel::insert_into(table::table).values(&row).execute(c))?;
    Ok(())
}

/// Takes out who comes back: the same answer finds nothing a second time.
///
/// # Errors
/// When it cannot be read or written.
pub fn take(tx: &mut WriteTx<'_>, state_hash: &[u8; 32]) -> Result<Option<Pending>, StorageError> {
    let own = table::table.find(state_hash.to_vec());
    let row: Option<Row> = on!(tx, c => own.select(Row::as_select()).first(c).optional())?;
    on!(tx, c => diesel::delete(table::table.find(state_hash.to_vec())).execute(c))?;
    Ok(row.map(|row| row.pending.0))
}
