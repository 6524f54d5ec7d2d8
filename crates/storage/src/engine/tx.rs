//! What a closure gets: the transaction it runs in.

use std::ops::{Deref, DerefMut};

use audit::NewEvent;
use diesel::QueryResult;
use diesel::result::Error as Diesel;
use types::Context;

use super::Connection;
use super::revision::{Journal, Revision};
use crate::{StorageError, Vault};

/// A transaction that reads: one consistent picture of the database, from its first query to its last.
///
/// Query functions take `&mut ReadTx<'_>`; a [`WriteTx`] passes for one.
pub struct ReadTx<'a> {
    connection: &'a mut Connection,
    vault: &'a Vault,
    failure: Option<StorageError>,
}

impl<'a> ReadTx<'a> {
    pub(crate) fn new(connection: &'a mut Connection, vault: &'a Vault) -> Self {
        Self { connection, vault, failure: None }
    }

    /// What seals and opens INSZ numbers and keys.
    #[must_use]
    pub fn vault(&self) -> &'a Vault {
        self.vault
    }

    pub(crate) fn connection(&mut self) -> &mut Connection {
        self.connection
    }

    /// Maps the result of a query and remembers its failure; see [`on!`](super::on).
    pub(crate) fn checked<T>(&mut self, result: QueryResult<T>) -> Result<T, StorageError> {
        result.map_err(|error| {
            let harmless = matches!(error, Diesel::NotFound);
            let error = StorageError::from(error);
            if !harmless {
                self.failure.get_or_insert_with(|| error.clone());
            }
            error
        })
    }

    /// The first failure of a query of this transaction.
    pub(crate) fn failure(&mut self) -> Option<StorageError> {
        self.failure.take()
    }
}

/// A transaction that changes, under the writer's lock: what it reads cannot change before it commits, so a rule that counts holds.
///
/// Functions that change something take `&mut WriteTx<'_>`.
pub struct WriteTx<'a> {
    read: ReadTx<'a>,
    cx: &'a Context,
    journal: &'a mut Journal,
}

impl<'a> WriteTx<'a> {
    pub(crate) fn new(read: ReadTx<'a>, cx: &'a Context, journal: &'a mut Journal) -> Self {
        Self { read, cx, journal }
    }

    /// What this use case may know of the outside: the time, new ids, randomness.
    #[must_use]
    pub fn cx(&self) -> &'a Context {
        self.cx
    }

    /// The next revision: one more than the last one, across all processes. Gap-free and in the order of commits; a number that was taken
    /// by work that is undone is given out again.
    ///
    /// # Errors
    ///
    /// When the counter cannot be read.
    pub fn next_revision(&mut self) -> Result<Revision, StorageError> {
        self.journal.next(&mut self.read)
    }
}

impl WriteTx<'_> {
    /// Records what happened, under the next revision. It is written before the commit, together with those of the others.
    pub(crate) fn record(&mut self, event: NewEvent) -> Result<(), StorageError> {
        self.journal.record(&mut self.read, event, self.cx)
    }
}

impl<'a> Deref for WriteTx<'a> {
    type Target = ReadTx<'a>;

    fn deref(&self) -> &Self::Target {
        &self.read
    }
}

impl DerefMut for WriteTx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.read
    }
}
