//! OAuth clients: what is configured for each, and the hash of its secret.

use diesel::prelude::*;
use oidc::Client;
use types::{ApplicationCode, ClientId};

use crate::engine::{ReadTx, WriteTx, on};
use crate::schema::clients as table;
use crate::{Code, Json, StorageError};

/// The hash of a machine secret (`tokens::machine`).
pub type SecretHash = [u8; 32];

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = table, treat_none_as_default_value = false, treat_none_as_null = true)]
#[diesel(check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Row {
    client_id: Code<ClientId>,
    application: Option<Code<ApplicationCode>>,
    definition: Json<Client>,
    secret_hash: Option<Vec<u8>>,
    version: i64,
}

impl Row {
    fn of(client: &Client, secret: Option<&SecretHash>) -> Self {
        Self {
            client_id: Code(client.client_id.clone()),
            application: client.application.clone().map(Code),
            definition: Json(client.clone()),
            secret_hash: secret.map(|hash| hash.to_vec()),
            version: client.version,
        }
    }

    /// A hash of another length is no hash: such a client has no secret that anybody could present.
    fn read(self) -> (Client, Option<SecretHash>) {
        let Self { client_id: _, application: _, definition, secret_hash, version: _ } = self;
        (definition.0, secret_hash.and_then(|hash| hash.try_into().ok()))
    }
}

/// Adds a client with the hash of its secret; none for a public client or one with keys of its own.
///
/// # Errors
/// [`StorageError::Conflict`] when the name is taken.
pub fn insert(tx: &mut WriteTx<'_>, client: &Client, secret: Option<&SecretHash>) -> Result<(), StorageError> {
    on!(tx, c => diesel::insert_into(table::table).values(Row::of(client, secret)).execute(c))?;
    Ok(())
}

/// Writes a client and the hash of its secret over what is there.
///
/// # Errors
/// When it cannot be written.
pub fn update(tx: &mut WriteTx<'_>, client: &Client, secret: Option<&SecretHash>) -> Result<(), StorageError> {
    let own = table::table.find(Code(client.client_id.clone()));
    on!(tx, c => diesel::update(own).set(Row::of(client, secret)).execute(c))?;
    Ok(())
}

/// The client of this name and the hash of its secret.
///
/// # Errors
/// When it cannot be read.
pub fn by_id(tx: &mut ReadTx<'_>, id: &ClientId) -> Result<Option<(Client, Option<SecretHash>)>, StorageError> {
    let row: Option<Row> = on!(tx, c => table::table.find(Code(id.clone())).select(Row::as_select()).first(c).optional())?;
    Ok(row.map(Row::read))
}

/// The clients of an application, by name; all clients without one.
///
/// # Errors
/// When they cannot be read.
pub fn of_application(tx: &mut ReadTx<'_>, application: Option<&ApplicationCode>) -> Result<Vec<Client>, StorageError> {
    let rows: Vec<Row> = on!(tx, c => {
        let mut select = table::table.select(Row::as_select()).into_boxed();
        if let Some(application) = application {
            select = select.filter(table::application.eq(Code(application.clone())));
        }
        select.order(table::client_id).load(c)
    })?;
    Ok(rows.into_iter().map(|row| row.read().0).collect())
}
