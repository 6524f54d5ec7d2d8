//! One connection to either database, and the macro that writes a query once for both.

use diesel::connection::SimpleConnection as _;
use diesel::{QueryResult, SqliteConnection};

use super::postgresql::PgConn;

/// A connection to one of the two databases.
#[expect(clippy::large_enum_variant, reason = "there are a dozen of these in a process, and each query matches on it")]
pub(crate) enum Connection {
    Sqlite(SqliteConnection),
    Postgresql(PgConn),
}

impl Connection {
    /// Runs statements that return nothing: transaction control, pragmas, session settings.
    pub(crate) fn batch(&mut self, statements: &str) -> QueryResult<()> {
        match self {
            Self::Sqlite(connection) => connection.batch_execute(statements),
            Self::Postgresql(connection) => connection.batch_execute(statements),
        }
    }

    /// The text for the database that this is a connection to.
    pub(crate) fn choose(&self, words: &Words) -> &'static str {
        match self {
            Self::Sqlite(_) => words.sqlite,
            Self::Postgresql(_) => words.postgresql,
        }
    }
}

/// The same command in both dialects.
pub(crate) struct Words {
    pub(crate) sqlite: &'static str,
    pub(crate) postgresql: &'static str,
}

/// Runs one diesel query on whichever database the transaction is on: `on!(tx, c => person::table.find(id).first::<Row>(c))`.
///
/// The query is compiled once for each database; `c` is the connection. The result is `Result<_, StorageError>`, and a failure is
/// remembered by the transaction: a closure that swallows it is undone all the same, because PostgreSQL would not let it go on either.
/// Only `.optional()` turns 'no row' into `None`.
macro_rules! on {
    ($tx:expr, $connection:ident => $query:expr) => {{
        let tx: &mut $crate::engine::ReadTx<'_> = &mut *$tx;
        let result = match tx.connection() {
            $crate::engine::Connection::Sqlite($connection) => $query,
            $crate::engine::Connection::Postgresql($connection) => $query,
        };
        tx.checked(result)
    }};
}
pub(crate) use on;
