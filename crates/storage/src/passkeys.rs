//! Passkeys of persons: public keys, by the name that their device gives them.

use diesel::prelude::*;
use types::{Instant, Name, PersonId};

use crate::engine::{ReadTx, WriteTx, on};
use crate::schema::passkeys as table;
use crate::{At, Code, Id, StorageError};

/// A passkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPasskey {
    /// By what its device names it.
    pub credential_id: Vec<u8>,
    /// Whose.
    pub person: PersonId,
    /// How he calls it.
    pub name: Name,
    /// What is kept of it: a public key, and how often it was used.
    pub passkey: String,
    /// Since when he has it.
    pub created_at: Instant,
    /// When he last signed in with it.
    pub used_at: Option<Instant>,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = table, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Row {
    credential_id: Vec<u8>,
    person_id: Id<PersonId>,
    name: Code<Name>,
    passkey: String,
    created_at: At,
    used_at: Option<At>,
}

impl Row {
    fn of(one: &StoredPasskey) -> Self {
        Self {
            credential_id: one.credential_id.clone(),
            person_id: Id(one.person),
            name: Code(one.name.clone()),
            passkey: one.passkey.clone(),
            created_at: At(one.created_at),
            used_at: one.used_at.map(At),
        }
    }
}

impl From<Row> for StoredPasskey {
    fn from(Row { credential_id, person_id, name, passkey, created_at, used_at }: Row) -> Self {
        let used_at = used_at.map(|at| at.0);
        Self { credential_id, person: person_id.0, name: name.0, passkey, created_at: created_at.0, used_at }
    }
}

/// Keeps a passkey.
///
/// # Errors
/// [`StorageError::Conflict`] when it is there already.
pub fn insert(tx: &mut WriteTx<'_>, one: &StoredPasskey) -> Result<(), StorageError> {
    on!(tx, c => diesel::insert_into(table::table).values(Row::of(one)).execute(c))?;
    Ok(())
}

/// Writes a passkey over what is there: it was used.
///
/// # Errors
/// When it cannot be written.
pub fn update(tx: &mut WriteTx<'_>, one: &StoredPasskey) -> Result<(), StorageError> {
    on!(tx, c => diesel::update(table::table.find(one.credential_id.clone())).set(Row::of(one)).execute(c))?;
    Ok(())
}

/// Forgets a passkey.
///
/// # Errors
/// When it cannot be written.
pub fn delete(tx: &mut WriteTx<'_>, credential_id: &[u8]) -> Result<(), StorageError> {
    on!(tx, c => diesel::delete(table::table.find(credential_id.to_vec())).execute(c))?;
    Ok(())
}

/// Forgets all passkeys of a person, and says how many there were.
///
/// # Errors
/// When it cannot be written.
pub fn delete_of(tx: &mut WriteTx<'_>, person: PersonId) -> Result<usize, StorageError> {
    let own = table::table.filter(table::person_id.eq(Id(person)));
    Ok(on!(tx, c => diesel::delete(own).execute(c))?)
}

/// A passkey by what its device names it.
///
/// # Errors
/// When it cannot be read.
pub fn by_id(tx: &mut ReadTx<'_>, credential_id: &[u8]) -> Result<Option<StoredPasskey>, StorageError> {
    let own = table::table.find(credential_id.to_vec());
    let row: Option<Row> = on!(tx, c => own.select(Row::as_select()).first(c).optional())?;
    Ok(row.map(StoredPasskey::from))
}

/// The passkeys of a person, the oldest first.
///
/// # Errors
/// When they cannot be read.
pub fn of_person(tx: &mut ReadTx<'_>, person: PersonId) -> Result<Vec<StoredPasskey>, StorageError> {
    let own = table::table.filter(table::person_id.eq(Id(person))).order((table::created_at, table::credential_id));
    let rows: Vec<Row> = on!(tx, c => own.select(Row::as_select()).load(c))?;
    Ok(rows.into_iter().map(StoredPasskey::from).collect())
}
