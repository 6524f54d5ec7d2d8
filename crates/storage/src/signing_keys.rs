//! The keys that tokens are signed with, sealed. They are announced, used and retired by time (`tokens::keys::rotate`); a row is never removed.

use diesel::prelude::*;
use tokens::keys::{Algorithm, KeyRecord, Kid, SealedKey};
use types::Instant;

use crate::engine::{ReadTx, WriteTx, on};
use crate::schema::signing_keys as table;
use crate::{At, Code, StorageError};

/// All keys, those that signed first in front.
///
/// # Errors
/// When they cannot be read.
pub fn all(tx: &mut ReadTx<'_>) -> Result<Vec<KeyRecord>, StorageError> {
    let order = (table::signs_from.asc(), table::created.asc(), table::kid.asc());
    let rows: Vec<Row> = on!(tx, c => table::table.order(order).select(Row::as_select()).load(c))?;
    rows.into_iter().map(KeyRecord::try_from).collect()
}

/// Adds a key.
///
/// # Errors
/// [`StorageError::Conflict`] when there is one of this name.
pub fn insert(tx: &mut WriteTx<'_>, record: &KeyRecord) -> Result<(), StorageError> {
    on!(tx, c => diesel::insert_into(table::table).values(Row::of(record)).execute(c))?;
    Ok(())
}

/// Writes when a key ends; nothing else of a key ever changes.
///
/// # Errors
/// When it cannot be written.
pub fn update(tx: &mut WriteTx<'_>, kid: &Kid, retires_at: Option<Instant>) -> Result<(), StorageError> {
    let end = table::retires_at.eq(retires_at.map(At));
    on!(tx, c => diesel::update(table::table.find(kid.as_str())).set(end).execute(c))?;
    Ok(())
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = table, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Row {
    kid: String,
    algorithm: Code<Algorithm>,
    sealed: Vec<u8>,
    created: At,
    signs_from: At,
    retires_at: Option<At>,
}

impl Row {
    fn of(record: &KeyRecord) -> Self {
        let SealedKey { kid, algorithm, sealed } = &record.key;
        Self {
            kid: kid.as_str().to_owned(),
            algorithm: Code(*algorithm),
            sealed: sealed.clone(),
            created: At(record.created),
            signs_from: At(record.signs_from),
            retires_at: record.retires_at.map(At),
        }
    }
}

impl TryFrom<Row> for KeyRecord {
    type Error = StorageError;

    fn try_from(Row { kid, algorithm, sealed, created, signs_from, retires_at }: Row) -> Result<Self, StorageError> {
        let kid = Kid::parse(&kid).map_err(|_| StorageError::corrupt("signing_keys.kid"))?;
        let key = SealedKey { kid, algorithm: algorithm.0, sealed };
        Ok(Self { key, created: created.0, signs_from: signs_from.0, retires_at: retires_at.map(|at| at.0) })
    }
}
