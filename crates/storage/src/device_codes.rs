//! Devices that wait for their person: kept under the hashes of the code that the device has and the one that it shows.

use diesel::prelude::*;
use oidc::device::{DeviceGrant, REMEMBERED, UserCode};
use tokens::seal::{Purpose, Vault};

use crate::engine::{ReadTx, WriteTx, on};
use crate::schema::device_codes as table;
use crate::{At, Json, StorageError};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = table, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Row {
    device_hash: Vec<u8>,
    user_hash: Vec<u8>,
    grant: Json<DeviceGrant>,
    expires_at: At,
}

/// Keyed: there are few enough codes to try them all, for who has a copy of the database.
fn hash(vault: &Vault, code: &UserCode) -> Vec<u8> {
    vault.blind_index(Purpose::UserCode, code.letters().as_bytes()).to_vec()
}

/// Keeps what two codes stand for, and forgets those that expired long enough ago.
///
/// # Errors
/// [`StorageError::Conflict`] when a device waits under this very user code.
pub fn insert(
    tx: &mut WriteTx<'_>,
    device_hash: &[u8; 32],
    user_code: &UserCode,
    grant: &DeviceGrant,
) -> Result<(), StorageError> {
    let expired = table::table.filter(table::expires_at.le(At(tx.cx().now)));
    on!(tx, c => diesel::delete(expired).execute(c))?;
    let user_hash = hash(tx.vault(), user_code);
    let (device_hash, expires_at) = (device_hash.to_vec(), At(grant.expires.plus(REMEMBERED)));
    let row = Row { device_hash, user_hash, grant: Json(grant.clone()), expires_at };
    on!(tx, c => diesel::insert_into(table::table).values(&row).execute(c))?;
    Ok(())
}

/// What a device has.
///
/// # Errors
/// When it cannot be read.
pub fn by_device(tx: &mut ReadTx<'_>, device_hash: &[u8; 32]) -> Result<Option<DeviceGrant>, StorageError> {
    let own = table::table.find(device_hash.to_vec());
    let row: Option<Row> = on!(tx, c => own.select(Row::as_select()).first(c).optional())?;
    Ok(row.map(|row| row.grant.0))
}

/// What a person typed, with the hash of the device's own code.
///
/// # Errors
/// When it cannot be read.
pub fn by_user_code(tx: &mut ReadTx<'_>, code: &UserCode) -> Result<Option<([u8; 32], DeviceGrant)>, StorageError> {
    let shown = table::table.filter(table::user_hash.eq(hash(tx.vault(), code)));
    let row: Option<Row> = on!(tx, c => shown.select(Row::as_select()).first(c).optional())?;
    Ok(row.and_then(|row| Some((row.device_hash.try_into().ok()?, row.grant.0))))
}

/// Writes what became of it.
///
/// # Errors
/// When it cannot be written.
pub fn update(tx: &mut WriteTx<'_>, device_hash: &[u8; 32], grant: &DeviceGrant) -> Result<(), StorageError> {
    let changed = table::grant.eq(Json(grant.clone()));
    on!(tx, c => diesel::update(table::table.find(device_hash.to_vec())).set(changed).execute(c))?;
    Ok(())
}

/// Forgets it: it gave its tokens.
///
/// # Errors
/// When it cannot be written.
pub fn delete(tx: &mut WriteTx<'_>, device_hash: &[u8; 32]) -> Result<(), StorageError> {
    on!(tx, c => diesel::delete(table::table.find(device_hash.to_vec())).execute(c))?;
    Ok(())
}
