//! OAuth clients: what is configured for each, and the hashes of its secrets.

use diesel::prelude::*;
use oidc::Client;
use tokens::machine::MachineSecret;
use tokens::seal::Vault;
use types::{ApplicationCode, ClientId, Instant};

use crate::engine::{ReadTx, WriteTx, on};
use crate::schema::clients as table;
use crate::{At, Code, Json, StorageError};

/// The hash of a machine secret (`tokens::machine`).
pub type SecretHash = [u8; 32];

/// By which secrets a client is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Secrets {
    /// The one that was given last; none for a public client or one with keys of its own.
    pub current: Option<SecretHash>,
    /// The one before it, and the first moment at which it counts no longer.
    pub former: Option<(SecretHash, Instant)>,
}

impl Secrets {
    /// Whether what a client presents at a moment is one of them; in constant time.
    #[must_use]
    pub fn accept(&self, vault: &Vault, presented: &str, now: Instant) -> bool {
        let former = self.former.filter(|(_, until)| now < *until).map(|(hash, _)| hash);
        self.current.iter().chain(&former).any(|kept| MachineSecret::verify(vault, presented, kept))
    }
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = table, treat_none_as_default_value = false, treat_none_as_null = true)]
#[diesel(check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Row {
    client_id: Code<ClientId>,
    application: Option<Code<ApplicationCode>>,
    definition: Json<Client>,
    secret_hash: Option<Vec<u8>>,
    version: i64,
    former_secret_hash: Option<Vec<u8>>,
    former_secret_until: Option<At>,
}

impl Row {
    fn of(client: &Client, secrets: &Secrets) -> Self {
        Self {
            client_id: Code(client.client_id.clone()),
            application: client.application.clone().map(Code),
            definition: Json(client.clone()),
            secret_hash: secrets.current.map(|hash| hash.to_vec()),
            version: client.version,
            former_secret_hash: secrets.former.map(|(hash, _)| hash.to_vec()),
            former_secret_until: secrets.former.map(|(_, until)| At(until)),
        }
    }

    /// A hash of another length is no hash: such a client has no secret that anybody could present.
    fn read(self) -> (Client, Secrets) {
        let Self { client_id: _, application: _, definition, secret_hash, version: _, former_secret_hash, former_secret_until } =
            self;
        let hash = |kept: Option<Vec<u8>>| kept.and_then(|hash| SecretHash::try_from(hash).ok());
        let former = hash(former_secret_hash).zip(former_secret_until.map(|until| until.0));
        (definition.0, Secrets { current: hash(secret_hash), former })
    }
}

/// Adds a client with the hash of its secret; none for a public client or one with keys of its own.
///
/// # Errors
/// [`StorageError::Conflict`] when the name is taken.
pub fn insert(tx: &mut WriteTx<'_>, client: &Client, secret: Option<&SecretHash>) -> Result<(), StorageError> {
    let row = Row::of(client, &Secrets { current: secret.copied(), former: None });
    on!(tx, c => diesel::insert_into(table::table).values(&row).execute(c))?;
    Ok(())
}

/// Writes a client and the hashes of its secrets over what is there.
///
/// # Errors
/// When it cannot be written.
pub fn update(tx: &mut WriteTx<'_>, client: &Client, secrets: &Secrets) -> Result<(), StorageError> {
    let own = table::table.find(Code(client.client_id.clone()));
    on!(tx, c => diesel::update(own).set(Row::of(client, secrets)).execute(c))?;
    Ok(())
}

/// The client of this name and the hashes of its secrets.
///
/// # Errors
/// When it cannot be read.
pub fn by_id(tx: &mut ReadTx<'_>, id: &ClientId) -> Result<Option<(Client, Secrets)>, StorageError> {
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
