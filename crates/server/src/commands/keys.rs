use std::io::Write;
use std::path::Path;

use service::{Caller, keys};
use storage::Store;
use tokens::keys::{Algorithm, KeyRecord, KeyState, Kid, SigningKey, state};
use types::{Instant, Outside, Reason, Secret, SystemActor};

use crate::cli::Keys;
use crate::config::Config;
use crate::{Error, startup};

/// Lists or changes the keys, and prints them.
pub(super) async fn run(config: &Config, outside: &Outside, command: &Keys, out: &mut impl Write) -> Result<(), Error> {
    let store = startup::open(config, outside).await?;
    let done = act(&store, config, outside, command).await;
    store.close().await;
    print(&done?, outside.clock.now(), out)
}

async fn act(store: &Store, config: &Config, outside: &Outside, command: &Keys) -> Result<Vec<KeyRecord>, Error> {
    startup::key_ring(store, outside, config.tokens.access).await?;
    let change = Change { store, config, outside };
    match command {
        Keys::List => {}
        Keys::Rotate { algorithm, reason } => {
            for algorithm in algorithm.map_or(Algorithm::ALL.to_vec(), |one| vec![one]) {
                change.bring(SigningKey::generate(algorithm)?, reason).await?;
            }
        }
        Keys::Import { file, reason } => change.bring(read(file)?, reason).await?,
        Keys::Revoke { kid, reason } => change.revoke(kid.clone(), reason).await?,
    }
    Ok(store.read(keys::all).await?)
}

/// What a change needs.
struct Change<'a> {
    store: &'a Store,
    config: &'a Config,
    outside: &'a Outside,
}

impl Change<'_> {
    async fn bring(&self, key: SigningKey, reason: &Reason) -> Result<(), Error> {
        let (cx, lifetime, reason) = (self.outside.fresh_context(), self.config.tokens.access, reason.clone());
        let key = key.seal(self.store.vault(), &cx)?;
        let caller = Caller::system(SystemActor::CommandLine, reason.clone());
        self.store.write(cx, move |tx| keys::rotate(tx, &caller, key, lifetime, reason).map(drop)).await.map_err(Error::from)
    }

    async fn revoke(&self, kid: Kid, reason: &Reason) -> Result<(), Error> {
        let (cx, reason) = (self.outside.fresh_context(), reason.clone());
        let known = self.store.read(keys::all).await?;
        let algorithm = known.iter().find(|one| one.key.kid == kid).ok_or(service::Error::NotFound)?.key.algorithm;
        let replacement = SigningKey::generate(algorithm)?.seal(self.store.vault(), &cx)?;
        let caller = Caller::system(SystemActor::CommandLine, reason.clone());
        self.store.write(cx, move |tx| keys::revoke(tx, &caller, &kid, replacement, reason).map(drop)).await.map_err(Error::from)
    }
}

fn read(file: &Path) -> Result<SigningKey, Error> {
    let text = Secret::new(std::fs::read_to_string(file)?);
    Ok(SigningKey::from_text(text.expose())?)
}

fn print(records: &[KeyRecord], now: Instant, out: &mut impl Write) -> Result<(), Error> {
    writeln!(out, "{:<43}  {:<9}  {:<9}  {:<27}  RETIRES AT", "KEY", "ALGORITHM", "STATE", "SIGNS FROM")?;
    for record in records {
        let state = match state(records, record, now) {
            KeyState::Announced => "announced",
            KeyState::Signing => "signing",
            KeyState::Verifying => "verifying",
            KeyState::Gone => "gone",
        };
        let (key, from) = (&record.key, record.signs_from.to_string());
        let end = record.retires_at.map_or("-".to_owned(), |end| end.to_string());
        writeln!(out, "{:<43}  {:<9}  {state:<9}  {from:<27}  {end}", key.kid.as_str(), key.algorithm.as_str())?;
    }
    Ok(())
}
