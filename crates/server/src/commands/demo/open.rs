//! The database of a demo: made and filled once, kept between starts.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use demo::{Data, Passwords, SHIPPED, load, parse};
use storage::settings::{self, Setting};
use storage::{DatabaseUrl, OnSchema, StorageError, Store, StoreConfig, Vault, WriteTx};
use tokens::password::Hasher;
use tokens::seal::MasterKey;
use types::{Day, Outside};

use super::directory::{self, Directory};
use crate::Error;
use crate::config::Config;
use crate::startup::{self, Origin};

/// A data file without mistakes.
pub(super) fn parsed(text: &str, today: Day) -> Result<Data, Error> {
    parse(text, today).map_err(Error::DemoData)
}

/// Opens the database and what it was filled with; fills it when it is new.
pub(super) async fn open(
    config: &Config,
    outside: &Outside,
    asked: Option<String>,
    directory: &Directory,
) -> Result<(Store, Data), Error> {
    let store = open_store(config, outside, directory).await?;
    match kept(&store).await? {
        Some((_, text)) if asked.as_ref().is_some_and(|asked| *asked != text) => {
            Err(Error::DemoDataChanged(directory.path().to_owned()))
        }
        Some((day, text)) => Ok((store, parsed(&text, day)?)),
        None => {
            let data = fill(&store, config, outside, asked.unwrap_or_else(|| SHIPPED.to_owned())).await?;
            Ok((store, data))
        }
    }
}

/// Opens the database of a demo that may be running: for who only reads. Nothing is made where there is none.
pub(in crate::commands) async fn open_beside(path: &Path, outside: &Outside) -> Result<Store, Error> {
    let broken = |path: PathBuf| move |error| Error::File { path, error };
    let (database, key) = (directory::database(path), directory::key(path));
    std::fs::metadata(&database).map_err(broken(database.clone()))?;
    let text = std::fs::read_to_string(&key).map_err(broken(key))?;
    let key = MasterKey::from_base64(&text).map_err(|_| Error::MasterKey)?;
    let vault = Arc::new(Vault::new(&key).map_err(|_| Error::MasterKey)?);
    let config = StoreConfig { schema: OnSchema::Refuse, readers: 1, ..StoreConfig::new(DatabaseUrl::sqlite(database)) };
    outdated(startup::open_as(Origin::Demo, config, &vault, outside).await, path)
}

/// Removes the database, unless it is known to be none of a demo.
pub(super) async fn remove(directory: &Directory) -> Result<(), Error> {
    if directory.database().exists() && origin(directory).await == Some(Origin::Serve) {
        return Err(Error::NotDemoDatabase);
    }
    directory.remove_database()
}

/// An older schema is not migrated here: whose database it is could only be asked afterwards.
async fn open_store(config: &Config, outside: &Outside, directory: &Directory) -> Result<Store, Error> {
    let schema = if directory.database().exists() { OnSchema::Refuse } else { OnSchema::Migrate };
    let store = StoreConfig { schema, ..config.database.clone() };
    outdated(startup::open_as(Origin::Demo, store, &config.vault, outside).await, directory.path())
}

fn outdated(opened: Result<Store, Error>, path: &Path) -> Result<Store, Error> {
    match opened {
        Err(Error::Storage(StorageError::SchemaBehind { .. })) => Err(Error::DemoOutdated(path.to_owned())),
        other => other,
    }
}

/// Which command made the database, as far as it can be read.
async fn origin(directory: &Directory) -> Option<Origin> {
    let key = MasterKey::from_base64(&std::fs::read_to_string(directory.key()).ok()?).ok()?;
    let vault = Arc::new(Vault::new(&key).ok()?);
    let config = StoreConfig { readers: 1, ..StoreConfig::new(DatabaseUrl::sqlite(directory.database())) };
    let store = tokio::task::spawn_blocking(move || Store::open(config, vault)).await.ok()?.ok()?;
    let origin = store.read(startup::read_origin).await.ok().flatten();
    store.close().await;
    origin
}

/// The file that a database was filled with, and the day from which its relative days count.
async fn kept(store: &Store) -> Result<Option<(Day, String)>, Error> {
    let Some(kept) = store.read(|tx| settings::get(tx, Setting::DemoData)).await? else { return Ok(None) };
    let (day, text) = kept.split_once('\n').ok_or(Error::DemoDataUnreadable)?;
    Ok(Some((Day::parse(day).map_err(|_| Error::DemoDataUnreadable)?, text.to_owned())))
}

/// All or nothing: a start that is cut off leaves an empty database, which the next one fills.
async fn fill(store: &Store, config: &Config, outside: &Outside, text: String) -> Result<Data, Error> {
    let cx = outside.fresh_context();
    let data = parsed(&text, cx.today())?;
    let (loaded, hashing) = (data.clone(), cx.clone());
    let hashes = tokio::task::spawn_blocking(move || Passwords::of(&loaded, &Hasher::new(1), &hashing)).await;
    let hashes = hashes.map_err(std::io::Error::other)?.map_err(std::io::Error::other)?;
    let (loaded, policies) = (data.clone(), config.policies.clone());
    let work = move |tx: &mut WriteTx<'_>| {
        settings::set(tx, Setting::DemoData, &format!("{}\n{text}", tx.cx().today()))?;
        load(tx, &loaded, &policies, &hashes).map(drop)
    };
    store.write(cx, work).await?;
    Ok(data)
}
