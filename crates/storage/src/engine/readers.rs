//! The threads that read, and the one that moves SQLite's log into its file.

use std::{path::Path, time::Duration};

use super::{
    Limits, ReadTx, Role,
    connection::Words,
    job::{ReadJob, Verdict},
    link::Link,
    sqlite,
    store::Shared,
};
use crate::{StorageError, Vault};

/// One picture for all queries of a closure. On SQLite it is taken at the first query; on PostgreSQL READ COMMITTED would take one for
/// each query. It costs one round trip before the answer; the `COMMIT` comes after it.
const BEGIN: Words = Words { sqlite: "BEGIN", postgresql: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" };

/// Takes one closure at a time, until the queue is closed and empty.
pub(crate) fn run(mut link: Link, shared: &Shared) {
    while let Some(jobs) = shared.reads.take(1) {
        for mut job in jobs {
            if !job.abandoned() {
                let outcome = read(&mut link, job.as_mut(), &shared.vault);
                job.answer(&outcome);
            }
        }
    }
}

/// On `Err` the connection is in doubt, and who was not answered yet hears that.
fn read(link: &mut Link, job: &mut dyn ReadJob, vault: &Vault) -> Result<(), StorageError> {
    let (connection, _) = link.begin(&BEGIN)?;
    let failure = match job.run(ReadTx::new(connection, vault)) {
        Verdict::Keep => None,
        Verdict::Undo(failure) => failure,
    };
    let ended = connection.batch("ROLLBACK");
    ended.map_err(|error| {
        link.lose();
        failure.filter(StorageError::is_temporary).unwrap_or_else(|| error.into())
    })
}

/// Takes a checkpoint, at most once a second, after commits; so the writer need not.
pub(crate) fn checkpoint(path: &Path, limits: &Limits, shared: &Shared) {
    let mut connection = None;
    while shared.checkpoints.take(1).is_some() {
        connection = connection.or_else(|| sqlite::connect(path, limits, Role::Writer).ok());
        if let Some(Err(error)) = connection.as_mut().map(sqlite::checkpoint) {
            tracing::warn!(error = %error, "no checkpoint");
            connection = None;
        }
        // Closing the store ends the pause.
        std::thread::park_timeout(Duration::from_secs(1));
    }
}
