//! Where persons who forgot their password are reached.

use diesel::prelude::*;
use types::{EmailAddress, Instant, PersonId};

use crate::engine::{ReadTx, WriteTx, on};
use crate::schema::recovery_addresses as table;
use crate::{At, Code, Id, StorageError};

/// The address of a person, which he set and confirmed himself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryAddress {
    /// The address.
    pub address: EmailAddress,
    /// Since when.
    pub since: Instant,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = table, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Row {
    person_id: Id<PersonId>,
    address: Code<EmailAddress>,
    since: At,
}

impl From<Row> for RecoveryAddress {
    fn from(Row { person_id: _, address, since }: Row) -> Self {
        Self { address: address.0, since: since.0 }
    }
}

/// The address of a person.
///
/// # Errors
/// When it cannot be read.
pub fn of_person(tx: &mut ReadTx<'_>, person: PersonId) -> Result<Option<RecoveryAddress>, StorageError> {
    let row: Option<Row> = on!(tx, c => table::table.find(Id(person)).select(Row::as_select()).first(c).optional())?;
    Ok(row.map(RecoveryAddress::from))
}

/// Gives a person this address, from now on, and no other.
///
/// # Errors
/// When it cannot be written.
pub fn set(tx: &mut WriteTx<'_>, person: PersonId, address: &EmailAddress) -> Result<(), StorageError> {
    on!(tx, c => diesel::delete(table::table.find(Id(person))).execute(c))?;
    let row = Row { person_id: Id(person), address: Code(address.clone()), since: At(tx.cx().now) };
    on!(tx, c => diesel::insert_into(table::table).values(&row).execute(c))?;
    Ok(())
}

/// Takes the address of a person away.
///
/// # Errors
/// When it cannot be written.
pub fn delete(tx: &mut WriteTx<'_>, person: PersonId) -> Result<(), StorageError> {
    on!(tx, c => diesel::delete(table::table.find(Id(person))).execute(c))?;
    Ok(())
}
