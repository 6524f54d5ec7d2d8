//! Accounts: how a person signs in with a password.

use diesel::prelude::*;
use types::{Instant, PersonId};

use crate::engine::{ReadTx, WriteTx, on};
use crate::schema::accounts as table;
use crate::{At, Id, StorageError};

/// An account.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// Whose.
    pub person: PersonId,
    /// Lower case, unique.
    pub username: String,
    /// An argon2id hash in PHC form; never the password.
    pub password: String,
    /// The password was given by somebody else and must be changed at the first sign-in.
    pub must_change: bool,
    /// When the password was set.
    pub changed_at: Instant,
    /// Switched off: it signs nobody in.
    pub disabled: bool,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = table, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Row {
    person_id: Id<PersonId>,
    username: String,
    password: String,
    must_change: bool,
    changed_at: At,
    disabled: bool,
}

impl From<Row> for Account {
    fn from(Row { person_id, username, password, must_change, changed_at, disabled }: Row) -> Self {
        Self { person: person_id.0, username, password, must_change, changed_at: changed_at.0, disabled }
    }
}

impl Row {
    fn of(account: &Account) -> Self {
        Self {
            person_id: Id(account.person),
            username: account.username.to_lowercase(),
            password: account.password.clone(),
            must_change: account.must_change,
            changed_at: At(account.changed_at),
            disabled: account.disabled,
        }
    }
}

/// Adds an account.
///
/// # Errors
/// [`StorageError::Conflict`] when the person has one or the user name is taken.
pub fn insert(tx: &mut WriteTx<'_>, account: &Account) -> Result<(), StorageError> {
    on!(tx, c => diesel::insert_into(table::table).values(Row::of(account)).execute(c))?;
    Ok(())
}

/// Writes an account over what is there.
///
/// # Errors
/// When it cannot be written.
pub fn update(tx: &mut WriteTx<'_>, account: &Account) -> Result<(), StorageError> {
    on!(tx, c => diesel::update(table::table.find(Id(account.person))).set(Row::of(account)).execute(c))?;
    Ok(())
}

/// The account with this user name, whatever its case.
///
/// # Errors
/// When it cannot be read.
pub fn by_username(tx: &mut ReadTx<'_>, username: &str) -> Result<Option<Account>, StorageError> {
    let row: Option<Row> = on!(tx, c => table::table
        .filter(table::username.eq(username.to_lowercase()))
        .select(Row::as_select())
        .first(c)
        .optional())?;
    Ok(row.map(Account::from))
}

/// The account of a person.
///
/// # Errors
/// When it cannot be read.
pub fn of_person(tx: &mut ReadTx<'_>, person: PersonId) -> Result<Option<Account>, StorageError> {
    let row: Option<Row> = on!(tx, c => table::table.find(Id(person)).select(Row::as_select()).first(c).optional())?;
    Ok(row.map(Account::from))
}
