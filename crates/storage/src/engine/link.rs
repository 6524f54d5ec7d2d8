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

impl Role {
    /// How long this role waits for a lock: who migrates waits for the other that migrates, however long that takes.
    pub(super) fn lock(self, limits: &Limits) -> Duration {
        if self == Self::Migrator { limits.lock.max(Duration::from_secs(600)) } else { limits.lock }
    }
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

    /// Begins a transaction, and tells what number the words brought. A connection that died while it lay idle is replaced once, silently;
    /// nothing was lost with it.
    pub(crate) fn begin(&mut self, begin: &Words) -> Result<(&mut Connection, Option<i64>), StorageError> {
        let (connection, number) = match self.connection.take() {
            Some(existing) => self.begin_on(existing, begin)?,
            None => self.begin_on_fresh(begin)?,
        };
        Ok((self.connection.insert(connection), number))
    }

    /// Drops the connection: after a failure that leaves its state in doubt.
    pub(crate) fn lose(&mut self) {
        self.connection = None;
    }

    fn begin_on(&mut self, mut existing: Connection, begin: &Words) -> Result<(Connection, Option<i64>), StorageError> {
        let error = match existing.begin(begin) {
            Ok(number) => return Ok((existing, number)),
            Err(error) => StorageError::from(error),
        };
        // No transaction is open when `BEGIN` itself failed; then this fails, and that is fine.
        let _ = existing.batch("ROLLBACK");
        if existing.batch("SELECT 1").is_ok() {
            // Alive, but it may not begin: somebody else holds the lock. Waiting twice as long would not help.
            return Err(error);
        }
        drop(existing);
        self.begin_on_fresh(begin)
    }

    fn begin_on_fresh(&mut self, begin: &Words) -> Result<(Connection, Option<i64>), StorageError> {
        let mut fresh = self.connect()?;
        let number = fresh.begin(begin)?;
        Ok((fresh, number))
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
