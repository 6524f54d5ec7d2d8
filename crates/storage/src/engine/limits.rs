use std::time::Duration;

/// How long the database may take before the work is given up. Production values by default.
#[derive(Debug, Clone)]
pub struct Limits {
    /// To make a connection, TLS and sign-in included.
    pub connect: Duration,
    /// For one statement (PostgreSQL).
    pub statement: Duration,
    /// For a lock that another process holds: SQLite's file lock, PostgreSQL's revision row.
    pub lock: Duration,
    /// Between two statements of a transaction, after which PostgreSQL ends it: a process that hangs must not stop the others.
    pub idle_in_transaction: Duration,
    /// Longest pause between two attempts to connect again; the first is a hundredth of it.
    pub reconnect: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            statement: Duration::from_secs(30),
            lock: Duration::from_secs(10),
            idle_in_transaction: Duration::from_secs(10),
            reconnect: Duration::from_secs(2),
        }
    }
}
