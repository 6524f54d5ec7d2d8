//! To what persons agreed: which scopes of which client.

use diesel::prelude::*;
use oidc::Scopes;
use types::{ClientId, Instant, PersonId};

use crate::engine::{ReadTx, WriteTx, on};
use crate::schema::consents as table;
use crate::{At, Code, Id, StorageError};

/// What a person agreed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Who.
    pub person: PersonId,
    /// Which client may.
    pub client_id: ClientId,
    /// What.
    pub scopes: Scopes,
    /// Since when.
    pub since: Instant,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = table, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Row {
    person_id: Id<PersonId>,
    client_id: Code<ClientId>,
    scopes: Code<Scopes>,
    given_at: At,
}

impl From<Row> for Consent {
    fn from(Row { person_id, client_id, scopes, given_at }: Row) -> Self {
        Self { person: person_id.0, client_id: client_id.0, scopes: scopes.0, since: given_at.0 }
    }
}

/// Keeps what a person agreed to, in the place of what he agreed to before.
///
/// # Errors
/// When it cannot be written.
pub fn put(tx: &mut WriteTx<'_>, consent: &Consent) -> Result<(), StorageError> {
    let row = || Row {
        person_id: Id(consent.person),
        client_id: Code(consent.client_id.clone()),
        scopes: Code(consent.scopes.clone()),
        given_at: At(consent.since),
    };
    let insert = diesel::insert_into(table::table).values(row());
    on!(tx, c => insert.on_conflict((table::person_id, table::client_id)).do_update().set(row()).execute(c))?;
    Ok(())
}

/// What a person agreed to for a client.
///
/// # Errors
/// When it cannot be read.
pub fn find(tx: &mut ReadTx<'_>, person: PersonId, client: &ClientId) -> Result<Option<Consent>, StorageError> {
    let own = table::table.find((Id(person), Code(client.clone())));
    let row: Option<Row> = on!(tx, c => own.select(Row::as_select()).first(c).optional())?;
    Ok(row.map(Consent::from))
}

/// Everything that a person agreed to, by client.
///
/// # Errors
/// When it cannot be read.
pub fn of_person(tx: &mut ReadTx<'_>, person: PersonId) -> Result<Vec<Consent>, StorageError> {
    let own = table::table.filter(table::person_id.eq(Id(person))).order(table::client_id);
    let rows: Vec<Row> = on!(tx, c => own.select(Row::as_select()).load(c))?;
    Ok(rows.into_iter().map(Consent::from).collect())
}

/// Forgets what a person agreed to for a client, and answers whether there was anything.
///
/// # Errors
/// When it cannot be written.
pub fn delete(tx: &mut WriteTx<'_>, person: PersonId, client: &ClientId) -> Result<bool, StorageError> {
    let own = table::table.find((Id(person), Code(client.clone())));
    Ok(on!(tx, c => diesel::delete(own).execute(c))? > 0)
}
