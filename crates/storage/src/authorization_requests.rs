//! Authorization requests that clients pushed or signed: kept under the hash of the reference that a browser carries.

use diesel::prelude::*;
use oidc::authorize::KeptRequest;
use types::Instant;

use crate::engine::{ReadTx, WriteTx, on};
use crate::schema::authorization_requests as table;
use crate::{At, Json, StorageError};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = table, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Row {
    reference_hash: Vec<u8>,
    request: Json<KeptRequest>,
    expires_at: At,
}

/// Keeps a request, and forgets those that expired.
///
/// # Errors
/// When it cannot be written.
pub fn insert(tx: &mut WriteTx<'_>, reference_hash: &[u8; 32], request: &KeptRequest) -> Result<(), StorageError> {
    let expired = table::table.filter(table::expires_at.le(At(tx.cx().now)));
    on!(tx, c => diesel::delete(expired).execute(c))?;
    let (reference_hash, expires_at) = (reference_hash.to_vec(), At(request.expires));
    let row = Row { reference_hash, request: Json(request.clone()), expires_at };
    on!(tx, c => diesel::insert_into(table::table).values(&row).execute(c))?;
    Ok(())
}

/// The request of a reference that has not expired at `now`.
///
/// # Errors
/// When it cannot be read.
pub fn find(tx: &mut ReadTx<'_>, reference_hash: &[u8; 32], now: Instant) -> Result<Option<KeptRequest>, StorageError> {
    let row: Option<Row> = on!(tx, c => table::table
        .find(reference_hash.to_vec())
        .filter(table::expires_at.gt(At(now)))
        .select(Row::as_select())
        .first(c)
        .optional())?;
    Ok(row.map(|row| row.request.0))
}

/// Forgets a request; whether it was there. Writes are serial: who takes it is the only one.
///
/// # Errors
/// When it cannot be written.
pub fn take(tx: &mut WriteTx<'_>, reference_hash: &[u8; 32]) -> Result<bool, StorageError> {
    let taken = on!(tx, c => diesel::delete(table::table.find(reference_hash.to_vec())).execute(c))?;
    Ok(taken > 0)
}
