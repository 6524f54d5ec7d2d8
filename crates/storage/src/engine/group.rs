//! One transaction for all closures that were waiting, a savepoint for each.

use super::{
    Connection, ReadTx, Revision,
    connection::Words,
    job::{Verdict, WriteJob},
    link::Link,
    revision::Journal,
};
use crate::{StorageError, Vault};

/// What a group committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Committed {
    /// The first revision it took; `None` when its closures took none.
    pub first: Option<Revision>,
    /// The last revision it took.
    pub last: Option<Revision>,
    /// How many closures were kept.
    pub kept: usize,
}

/// Is told of every committed group, after the commit and before its callers are answered.
pub trait Observer: Send + Sync {
    /// Called on the writer's thread: what takes long here makes every writer wait.
    fn committed(&self, group: &Committed);
}

/// On PostgreSQL the row lock makes the processes of a cluster take turns. At READ COMMITTED, every statement after it sees what the
/// previous holder committed.
const BEGIN: Words = Words { sqlite: "BEGIN IMMEDIATE", postgresql: "BEGIN; SELECT value FROM revision FOR UPDATE" };
const BEGIN_MANY: Words = Words {
    sqlite: "BEGIN IMMEDIATE; SAVEPOINT closure",
    postgresql: "BEGIN; SELECT value FROM revision FOR UPDATE; SAVEPOINT closure",
};
const NEXT: &str = "RELEASE SAVEPOINT closure; SAVEPOINT closure";
/// Leaves the savepoint itself in place, for the next closure.
const UNDO: &str = "ROLLBACK TO SAVEPOINT closure";

/// Runs the closures and commits what they did. `None` when there was nothing to keep.
///
/// On `Err` nothing was kept (or, when the connection broke during the commit itself, nobody knows) and no caller may be told otherwise.
pub(crate) fn run(link: &mut Link, jobs: &mut [Box<dyn WriteJob>], vault: &Vault) -> Result<Option<Committed>, StorageError> {
    let begin = if jobs.len() > 1 { &BEGIN_MANY } else { &BEGIN };
    let (connection, stored) = link.begin(begin)?;
    let mut group = Group { connection, vault, journal: Journal::after(stored), kept: 0, failure: None };
    let result = group.run(jobs).map_err(|error| group.cause(error));
    if let Err(error) = &result {
        tracing::warn!(error = %error, closures = jobs.len(), "a group of writes was not committed");
        link.lose();
    }
    result
}

struct Group<'a> {
    connection: &'a mut Connection,
    vault: &'a Vault,
    journal: Journal,
    kept: usize,
    failure: Option<StorageError>,
}

impl Group<'_> {
    fn run(&mut self, jobs: &mut [Box<dyn WriteJob>]) -> Result<Option<Committed>, StorageError> {
        let last = jobs.len() - 1;
        for (number, job) in jobs.iter_mut().enumerate() {
            let mark = self.journal.mark();
            match job.run(ReadTx::new(self.connection, self.vault), &mut self.journal) {
                Verdict::Keep => {
                    self.kept += 1;
                    // The commit releases the last savepoint.
                    if number < last {
                        self.connection.ahead(NEXT)?;
                    }
                }
                Verdict::Undo(failure) => {
                    self.failure = failure.filter(StorageError::is_temporary);
                    self.journal.give_back(mark);
                    // A group of one has no savepoint: it is rolled back whole.
                    if last > 0 {
                        self.connection.ahead(UNDO)?;
                    }
                }
            }
        }
        self.finish()
    }

    fn finish(&mut self) -> Result<Option<Committed>, StorageError> {
        if self.kept == 0 {
            self.connection.batch("ROLLBACK")?;
            return Ok(None);
        }
        self.journal.write(&mut ReadTx::new(self.connection, self.vault))?;
        let bounds = self.journal.bounds();
        match bounds {
            Some((_, last)) => self.connection.batch(&format!("UPDATE revision SET value = {last}; COMMIT"))?,
            None => self.connection.batch("COMMIT")?,
        }
        let (first, last) = bounds.unzip();
        Ok(Some(Committed { first, last, kept: self.kept }))
    }

    /// SQLite ends the whole transaction on a full disk, and a server that goes away takes it along: what fails then is the savepoint,
    /// but what went wrong is what the closure met.
    fn cause(&mut self, error: StorageError) -> StorageError {
        self.failure.take().unwrap_or(error)
    }
}
