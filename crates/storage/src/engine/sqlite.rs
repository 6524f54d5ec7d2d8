//! Connections to SQLite.

use std::{path::Path, time::Duration};

use diesel::{Connection as _, SqliteConnection, connection::SimpleConnection as _};

use super::{Limits, Role};
use crate::StorageError;

/// Opens the file.
///
/// WAL lets readers and the one writer work at once; `synchronous=FULL` makes a commit survive a power cut. Memory-mapped reading is left
/// off: an I/O error or a truncated file would kill the process (SIGBUS) instead of failing one query. Checkpoints are taken by a thread of
/// their own; 16,000 pages (64 MB) is the point from which the writer must help itself.
pub(crate) fn connect(path: &Path, limits: &Limits, role: Role) -> Result<SqliteConnection, StorageError> {
    if role != Role::Migrator && !path.is_file() {
        return Err(StorageError::unavailable("the database file does not exist: run `poort migrate`"));
    }
    let name = path.to_str().ok_or_else(|| StorageError::unavailable("the path of the database is not UTF-8"))?;
    // A relative `./` keeps SQLite from reading a name like `file:x` as a URI.
    let name = if path.is_absolute() { name.to_owned() } else { format!("./{name}") };
    let mut connection = SqliteConnection::establish(&name).map_err(|error| StorageError::unavailable(error.to_string()))?;
    connection.batch_execute(&pragmas(limits, role))?;
    Ok(connection)
}

/// `busy_timeout` comes first: any later, and the switch to WAL itself fails with 'database is locked'.
fn pragmas(limits: &Limits, role: Role) -> String {
    let busy = milliseconds(role.lock(limits));
    let access = if role == Role::Reader { "PRAGMA query_only = ON;" } else { "" };
    format!(
        "PRAGMA busy_timeout = {busy};
         PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -16384;
         PRAGMA journal_size_limit = 67108864;
         PRAGMA wal_autocheckpoint = 16000;
         {access}"
    )
}

pub(crate) fn milliseconds(duration: Duration) -> u128 {
    duration.as_millis().max(1)
}

/// Moves what was committed from the log into the file, as far as no reader is in the way. Never waits for anybody.
pub(crate) fn checkpoint(connection: &mut SqliteConnection) -> Result<(), StorageError> {
    Ok(connection.batch_execute("PRAGMA wal_checkpoint(PASSIVE)")?)
}
