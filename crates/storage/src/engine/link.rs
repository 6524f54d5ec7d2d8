//! A connection that is made again when it is lost.

use std::time::{Duration, Instant};

use super::connection::{Connection, Words};
use super::{Limits, postgresql, sqlite};
use crate::{DatabaseUrl, StorageError, url::Location};

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Reader,
    Writer,
    /// May create the file, and may take its time.
    Migrator,
}

/// Makes one connection.
pub(crate) fn connect(url: &DatabaseUrl, limits: &Limits, role: Role) -> Result<Connection, StorageError> {
    match &url.0 {
        Location::Sqlite(path) => sqlite::connect(path, limits, role).map(Connection::Sqlite),
        Location::Postgresql(target) => postgresql::connect(target, limits, role).map(Connection::Postgresql),
    }
}

/// The connection of one thread.
pub(crate) struct Link {
    url: DatabaseUrl,
    limits: Limits,
    role: Role,
    connection: Option<Connection>,
    pause: Duration,
    not_before: Option<Instant>,
}

impl Link {
    pub(crate) fn new(url: DatabaseUrl, limits: Limits, role: Role) -> Self {
        let pause = limits.reconnect / 100;
        Self { url, limits, role, connection: None, pause, not_before: None }
    }

    /// Begins a transaction. A connection that died while it lay idle is replaced once, silently; nothing was lost with it.
    pub(crate) fn begin(&mut self, begin: &Words) -> Result<&mut Connection, StorageError> {
        if let Some(error) = self.begin_on_existing(begin) {
            // Alive, but it may not begin: somebody else holds the lock. Waiting twice as long would not help.
            return Err(error);
        }
        if self.connection.is_none() {
            let mut fresh = self.connect()?;
            let words = fresh.choose(begin);
            fresh.batch(words)?;
            self.connection = Some(fresh);
        }
        self.connection.as_mut().ok_or_else(|| StorageError::unavailable("no connection"))
    }

    /// Drops the connection: after a failure that leaves its state in doubt.
    pub(crate) fn lose(&mut self) {
        self.connection = None;
    }

    fn begin_on_existing(&mut self, begin: &Words) -> Option<StorageError> {
        let connection = self.connection.as_mut()?;
        let words = connection.choose(begin);
        let error = StorageError::from(connection.batch(words).err()?);
        // No transaction is open when `BEGIN` itself failed; then this fails, and that is fine.
        let _ = connection.batch("ROLLBACK");
        let alive = connection.batch("SELECT 1").is_ok();
        self.lose();
        alive.then_some(error)
    }

    /// Connects, unless the last attempt failed a moment ago: whoever waits is told at once then.
    fn connect(&mut self) -> Result<Connection, StorageError> {
        if self.not_before.is_some_and(|moment| Instant::now() < moment) {
            return Err(StorageError::unavailable("connecting failed a moment ago"));
        }
        let result = connect(&self.url, &self.limits, self.role);
        match &result {
            Ok(_) => {
                self.pause = self.limits.reconnect / 100;
                self.not_before = None;
            }
            Err(error) => {
                tracing::warn!(role = ?self.role, error = %error, "no connection to the database");
                self.not_before = Some(Instant::now() + self.pause);
                self.pause = (self.pause * 2).min(self.limits.reconnect);
            }
        }
        result
    }
}
