//! Authorization codes: kept under their hash from the answer of the authorization endpoint until they are redeemed.

use diesel::prelude::*;
use oidc::token::CodeGrant;

use crate::engine::{WriteTx, on};
use crate::schema::codes as table;
use crate::{At, Json, StorageError};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = table, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Row {
    code_hash: Vec<u8>,
    grant: Json<CodeGrant>,
    expires_at: At,
}

/// Keeps what a code stands for, and forgets the codes that expired.
///
/// # Errors
/// When it cannot be written.
pub fn insert(tx: &mut WriteTx<'_>, code_hash: &[u8; 32], grant: &CodeGrant) -> Result<(), StorageError> {
    let expired = table::table.filter(table::expires_at.le(At(tx.cx().now)));
    on!(tx, c => diesel::delete(expired).execute(c))?;
    let row = Row { code_hash: code_hash.to_vec(), grant: Json(grant.clone()), expires_at: At(grant.expires) };
    on!(tx, c => diesel::insert_into(table::table).values(&row).execute(c))?;
    Ok(())
}

/// Takes a code out: whoever asks again finds nothing. Writes are serial, so of two that ask at once only one finds it. When the transaction
/// is undone the code is there again.
///
/// # Errors
/// When it cannot be read or deleted.
pub fn take(tx: &mut WriteTx<'_>, code_hash: &[u8; 32]) -> Result<Option<CodeGrant>, StorageError> {
    let row: Option<Row> = on!(tx, c => table::table.find(code_hash.to_vec()).select(Row::as_select()).first(c).optional())?;
    on!(tx, c => diesel::delete(table::table.find(code_hash.to_vec())).execute(c))?;
    Ok(row.map(|row| row.grant.0))
}
