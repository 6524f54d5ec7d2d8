//! What must hold before anything runs: the right master key, a database of the right kind, keys to sign with.

use std::sync::Arc;

use http::SignIn;
use persons::PersonRegister;
use register::{FileRegister, HttpRegister};
use service::sign_in::Issuance;
use service::{Caller, keys};
use storage::settings::{self, Setting};
use storage::{OnSchema, ReadTx, Store, StoreConfig, Vault, WriteTx};
use tokens::keys::{Algorithm, KeyRing, SigningKey, signer};
use tokens::password::Hasher;
use types::{Outside, Parsed as _, Reason, Seconds, SystemActor};

use crate::Error;
use crate::config::{Config, Register};

/// Which command made a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Fictional persons with known passwords.
    Demo,
    /// Real persons.
    Serve,
}

/// Opens the database of a configuration. Its schema must be up to date, its master key the configured one, and it is none of `demo`.
///
/// # Errors
/// [`Error::Storage`], [`Error::MasterKey`], [`Error::DemoDatabase`]. Nothing was written then.
pub async fn open(config: &Config, outside: &Outside) -> Result<Store, Error> {
    let store = StoreConfig { schema: OnSchema::Refuse, ..config.database.clone() };
    open_as(Origin::Serve, store, &config.vault, outside).await
}

/// Opens a database, and makes it this command's when it is new.
///
/// # Errors
/// As [`open`]; [`Error::NotDemoDatabase`] for a demo on what is none.
pub async fn open_as(origin: Origin, config: StoreConfig, vault: &Arc<Vault>, outside: &Outside) -> Result<Store, Error> {
    let vault = Arc::clone(vault);
    let opened = tokio::task::spawn_blocking(move || Store::open(config, vault)).await;
    let store = opened.unwrap_or(Err(storage::StorageError::Panicked))?;
    let check = hexadecimal(&store.vault().check_value());
    store.write(outside.fresh_context(), move |tx| claim(tx, origin, &check)).await?;
    Ok(store)
}

/// The person register of a configuration.
///
/// # Errors
/// [`Error::RegisterFile`], [`Error::RegisterSettings`].
pub fn person_register(config: &Config, outside: &Outside) -> Result<Arc<dyn PersonRegister>, Error> {
    Ok(match &config.register {
        Register::Persons(persons) => Arc::clone(persons) as _,
        Register::File(path) => Arc::new(FileRegister::read(path, outside.clock.now().day())?),
        Register::Http(settings) => Arc::new(HttpRegister::new(settings)?),
    })
}

/// How people and clients sign in: as many passwords are hashed at once as there are cores.
#[must_use]
pub fn sign_in(config: &Config) -> SignIn {
    let issuance = Issuance {
        issuer: config.issuer.clone(),
        api_audience: format!("{}/v1", config.issuer.base()),
        catalogue: config.policies.catalogue.clone(),
        token_bytes: config.tokens.bytes,
    };
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    SignIn::new(issuance, Hasher::new(cores))
        .behind(config.trusted_proxies.clone())
        .with_certificates(config.client_certificates.clone())
        .with_cards(config.cards.clone())
        .with_upstream(config.upstream.clone())
        .letting_open(config.openings)
}

/// Reads the signing keys, and makes one of every algorithm that nothing signs with: at first start all three. `lifetime` is the longest
/// life of a token.
///
/// # Errors
/// [`Error::Storage`], [`Error::Service`], [`Error::Keys`].
pub async fn key_ring(store: &Store, outside: &Outside, lifetime: Seconds) -> Result<KeyRing, Error> {
    let cx = outside.fresh_context();
    let now = cx.now;
    let records = store.read(keys::all).await?;
    let mut fresh = Vec::new();
    for algorithm in Algorithm::ALL.into_iter().filter(|algorithm| signer(&records, *algorithm, now).is_none()) {
        fresh.push(SigningKey::generate(algorithm)?.seal(store.vault(), &cx)?);
    }
    if !fresh.is_empty() {
        let reason = Reason::parse("Nothing signed with this algorithm")?;
        let caller = Caller::system(SystemActor::CommandLine, reason.clone());
        let make = move |tx: &mut WriteTx<'_>| {
            fresh.into_iter().try_for_each(|key| keys::ensure(tx, &caller, key, lifetime, reason.clone()))
        };
        store.write(cx, make).await?;
    }
    let records = store.read(keys::all).await?;
    Ok(KeyRing::open(records, store.vault(), now)?)
}

/// Whether this command may use this database with this key; recorded when nobody did before.
fn claim(tx: &mut WriteTx<'_>, origin: Origin, check: &str) -> Result<(), Error> {
    match settings::get(tx, Setting::MasterKeyCheck)? {
        Some(stored) if stored != check => return Err(Error::MasterKey),
        Some(_) => {}
        None => settings::set(tx, Setting::MasterKeyCheck, check)?,
    }
    match (read_origin(tx)?, origin) {
        (None, _) => settings::set(tx, Setting::Origin, origin.as_str())?,
        (Some(Origin::Demo), Origin::Serve) => return Err(Error::DemoDatabase),
        (Some(Origin::Serve), Origin::Demo) => return Err(Error::NotDemoDatabase),
        (Some(_), _) => {}
    }
    Ok(())
}

/// Which command made the database.
pub(crate) fn read_origin(tx: &mut ReadTx<'_>) -> Result<Option<Origin>, Error> {
    let Some(text) = settings::get(tx, Setting::Origin)? else { return Ok(None) };
    let known = [Origin::Demo, Origin::Serve].into_iter().find(|origin| origin.as_str() == text);
    known.map(Some).ok_or(Error::UnknownOrigin(text))
}

impl Origin {
    fn as_str(self) -> &'static str {
        match self {
            Self::Demo => "demo",
            Self::Serve => "serve",
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
