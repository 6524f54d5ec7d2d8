//! One connection to either database, and the macro that writes a query once for both.

use diesel::connection::SimpleConnection as _;
use diesel::{QueryResult, SqliteConnection};

use super::postgresql::PgConn;

/// A connection to one of the two databases.
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

    /// Begins a transaction; the number that the words bring, if they bring one.
    pub(crate) fn begin(&mut self, words: &Words) -> QueryResult<Option<i64>> {
        match self {
            Self::Sqlite(connection) => connection.batch_execute(words.sqlite).map(|()| None),
            Self::Postgresql(connection) => connection.ask(words.postgresql),
        }
    }

    /// Runs statements that return nothing. On PostgreSQL they travel with what comes next, and when they fail, that fails and so does
    /// everything after it: they cost no round trip of their own.
    pub(crate) fn ahead(&mut self, statements: &str) -> QueryResult<()> {
        match self {
            Self::Sqlite(connection) => connection.batch_execute(statements),
            Self::Postgresql(connection) => {
                connection.ahead(statements);
                Ok(())
            }
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
