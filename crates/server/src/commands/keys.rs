use std::io::Write;

use storage::Store;
use tokens::keys::{Algorithm, KeyRecord, KeyState, state};
use types::{Instant, Outside};

use crate::cli::Keys;
use crate::config::Config;
use crate::{Error, startup};

/// Lists or rotates the keys, and prints them.
pub(super) async fn run(config: &Config, outside: &Outside, command: &Keys, out: &mut impl Write) -> Result<(), Error> {
    let store = startup::open(config, outside).await?;
    let done = act(&store, config, outside, command, out).await;
    store.close().await;
    done
}

async fn act(store: &Store, config: &Config, outside: &Outside, command: &Keys, out: &mut impl Write) -> Result<(), Error> {
    let lifetime = config.tokens.access;
    startup::key_ring(store, outside, lifetime).await?;
    if let Keys::Rotate { algorithm } = command {
        let which = algorithm.map_or(Algorithm::ALL.to_vec(), |one| vec![one]);
        for algorithm in which {
            startup::rotate_key(store, outside, algorithm, lifetime).await?;
        }
    }
    let records = store.read(storage::signing_keys::all).await?;
    print(&records, outside.clock.now(), out)
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
