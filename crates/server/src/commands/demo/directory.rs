//! The directory of a demo: taken by one process at a time, readable by its user only.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use tokens::seal::MasterKey;
use types::Context;

use crate::Error;

/// What a demo writes, and `--fresh` removes: nothing else in the directory is touched.
const DATABASE: &str = "demo.db";
const KEY: &str = "demo.key";
const DESCRIPTION: &str = "demo.json";
const SCRIPT: &str = "main-job.sh";
const LOCK: &str = "demo.lock";
const MAILBOX: &str = "mail";

/// A directory that this process has for itself.
#[derive(Debug)]
pub(super) struct Directory {
    path: PathBuf,
    /// Held as long as the directory is used.
    _lock: File,
}

impl Directory {
    /// Takes a directory, made when it is not there, with a master key.
    pub(super) fn take(path: &Path, cx: &Context) -> Result<Self, Error> {
        let broken = |error| Error::File { path: path.to_owned(), error };
        DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(broken)?;
        let lock = private().create(true).write(true).truncate(false).open(path.join(LOCK)).map_err(broken)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::DemoRuns(path.to_owned())),
            Err(TryLockError::Error(error)) => return Err(broken(error)),
        }
        let directory = Self { path: path.to_owned(), _lock: lock };
        directory.make_key(cx)?;
        DirBuilder::new().recursive(true).mode(0o700).create(directory.mailbox()).map_err(broken)?;
        Ok(directory)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn database(&self) -> PathBuf {
        database(&self.path)
    }

    pub(super) fn key(&self) -> PathBuf {
        key(&self.path)
    }

    /// Where mails are put, which go to nobody.
    pub(super) fn mailbox(&self) -> PathBuf {
        self.path.join(MAILBOX)
    }

    /// Removes the database. The key stays: it is as good for the next one.
    pub(super) fn remove_database(&self) -> Result<(), Error> {
        for name in [DATABASE, "demo.db-wal", "demo.db-shm", DESCRIPTION] {
            let path = self.path.join(name);
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Error::File { path, error }),
                _ => {}
            }
        }
        Ok(())
    }

    /// Writes what scripts read, with passwords in it.
    pub(super) fn describe(&self, json: &str) -> Result<PathBuf, Error> {
        self.replace(DESCRIPTION, json, 0o600)
    }

    /// Writes the script of the main job.
    pub(super) fn script(&self, text: &str) -> Result<PathBuf, Error> {
        self.replace(SCRIPT, text, 0o700)
    }

    fn make_key(&self, cx: &Context) -> Result<(), Error> {
        if self.key().exists() {
            return Ok(());
        }
        let key = MasterKey::generate(cx).to_base64();
        self.replace(KEY, &format!("{}\n", key.expose()), 0o600).map(drop)
    }

    /// Whole or not at all: who reads it meanwhile reads the one before.
    fn replace(&self, name: &str, text: &str, mode: u32) -> Result<PathBuf, Error> {
        let (path, beside) = (self.path.join(name), self.path.join(format!(".{name}.new")));
        let write = || {
            let _ = std::fs::remove_file(&beside);
            let mut file = OpenOptions::new().create_new(true).write(true).mode(mode).open(&beside)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            std::fs::rename(&beside, &path)
        };
        write().map_err(|error| Error::File { path: path.clone(), error })?;
        Ok(path)
    }
}

/// Where the database of a directory is.
pub(super) fn database(path: &Path) -> PathBuf {
    path.join(DATABASE)
}

/// Where its master key is.
pub(super) fn key(path: &Path) -> PathBuf {
    path.join(KEY)
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}
