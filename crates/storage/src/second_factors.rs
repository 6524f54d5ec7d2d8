//! Second factors: the sealed secret that a person's device shares, the last time step that was used, and keyed hashes of his recovery codes.

use diesel::prelude::*;
use types::{Instant, PersonId};

use crate::engine::{ReadTx, WriteTx, on};
use crate::schema::{recovery_codes as codes, second_factors as table};
use crate::{At, Id, StorageError};

/// The second factor of a person.
#[derive(Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// Whose.
    pub person: PersonId,
    /// The secret, sealed for him.
    pub sealed: Vec<u8>,
    /// Since when.
    pub since: Instant,
    /// The last time step whose code was used: none up to it works again.
    pub last_step: i64,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = table, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Row {
    person_id: Id<PersonId>,
    sealed: Vec<u8>,
    enrolled_at: At,
    last_step: i64,
}

impl From<Row> for SecondFactor {
    fn from(Row { person_id, sealed, enrolled_at, last_step }: Row) -> Self {
        Self { person: person_id.0, sealed, since: enrolled_at.0, last_step }
    }
}

/// Keeps the second factor of a person.
///
/// # Errors
/// [`StorageError::Conflict`] when he has one.
pub fn insert(tx: &mut WriteTx<'_>, factor: &SecondFactor) -> Result<(), StorageError> {
    let row = Row {
        person_id: Id(factor.person),
        sealed: factor.sealed.clone(),
        enrolled_at: At(factor.since),
        last_step: factor.last_step,
    };
    on!(tx, c => diesel::insert_into(table::table).values(&row).execute(c))?;
    Ok(())
}

/// The second factor of a person.
///
/// # Errors
/// When it cannot be read.
pub fn of_person(tx: &mut ReadTx<'_>, person: PersonId) -> Result<Option<SecondFactor>, StorageError> {
    let row: Option<Row> = on!(tx, c => table::table.find(Id(person)).select(Row::as_select()).first(c).optional())?;
    Ok(row.map(SecondFactor::from))
}

/// Notes that the code of a time step was used. Writes are serial: who read an earlier one is the only one until his transaction ends.
///
/// # Errors
/// When it cannot be written.
pub fn used(tx: &mut WriteTx<'_>, person: PersonId, step: i64) -> Result<(), StorageError> {
    on!(tx, c => diesel::update(table::table.find(Id(person))).set(table::last_step.eq(step)).execute(c))?;
    Ok(())
}

/// Takes the second factor of a person away, with his recovery codes; whether he had one.
///
/// # Errors
/// When it cannot be written.
pub fn delete(tx: &mut WriteTx<'_>, person: PersonId) -> Result<bool, StorageError> {
    on!(tx, c => diesel::delete(codes::table.filter(codes::person_id.eq(Id(person)))).execute(c))?;
    let removed = on!(tx, c => diesel::delete(table::table.find(Id(person))).execute(c))?;
    Ok(removed > 0)
}

/// Gives a person these recovery codes, and no other.
///
/// # Errors
/// When they cannot be written.
pub fn give_codes(tx: &mut WriteTx<'_>, person: PersonId, hashes: &[[u8; 32]]) -> Result<(), StorageError> {
    on!(tx, c => diesel::delete(codes::table.filter(codes::person_id.eq(Id(person)))).execute(c))?;
    for hash in hashes {
        let row = (codes::code_hash.eq(hash.to_vec()), codes::person_id.eq(Id(person)));
        on!(tx, c => diesel::insert_into(codes::table).values(&row).execute(c))?;
    }
    Ok(())
}

/// Uses up a recovery code of a person; whether he had it.
///
/// # Errors
/// When it cannot be written.
pub fn spend_code(tx: &mut WriteTx<'_>, person: PersonId, hash: &[u8; 32]) -> Result<bool, StorageError> {
    let own = codes::table.find(hash.to_vec()).filter(codes::person_id.eq(Id(person)));
    Ok(on!(tx, c => diesel::delete(own).execute(c))? > 0)
}

/// How many recovery codes a person has left.
///
/// # Errors
/// When they cannot be read.
pub fn codes_left(tx: &mut ReadTx<'_>, person: PersonId) -> Result<usize, StorageError> {
    let own = codes::table.filter(codes::person_id.eq(Id(person))).select(codes::person_id);
    let rows: Vec<Id<PersonId>> = on!(tx, c => own.load(c))?;
    Ok(rows.len())
}
