//! Brings the schema of a database up to date. The migrations are part of the binary.

use std::{any::Any, collections::BTreeMap, thread};

use diesel::{
    Connection as _, ExpressionMethods as _, QueryDsl as _, QueryResult, RunQueryDsl as _, backend::Backend,
    connection::SimpleConnection as _, dsl::sql, migration::MigrationSource, pg::Pg, sql_types::BigInt, sqlite::Sqlite,
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::{
    DatabaseUrl, StorageError,
    engine::{Connection, Limits, OnSchema, Role, Words, connect},
};

pub(crate) const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
pub(crate) const POSTGRESQL: EmbeddedMigrations = embed_migrations!("../../migrations/postgresql");

/// The advisory lock under which migrations run; the number spells 'poort'.
const LOCK: &str = "SELECT pg_advisory_xact_lock(482872653428)";

diesel::table! {
    /// Where diesel keeps which migrations were applied.
    __diesel_schema_migrations (version) {
        /// The digits of the name.
        version -> Text,
    }
}
use __diesel_schema_migrations as applied;

/// Applies the migrations that are missing, all of them or none, and returns their names, oldest first. Creates the file of a SQLite
/// database. Processes that do this at the same time take turns. Blocks.
///
/// # Errors
///
/// When the database cannot be reached, or refuses a migration, or was migrated by a newer version.
pub fn migrate(url: &DatabaseUrl) -> Result<Vec<String>, StorageError> {
    on_own_thread(|| {
        let mut connection = connect(url, &Limits::default(), Role::Migrator)?;
        match &mut connection {
            Connection::Sqlite(c) => c.immediate_transaction(|c| apply(c, SQLITE)),
            Connection::Postgresql(c) => c.transaction(|c| {
                c.batch_execute(LOCK)?;
                apply(c, POSTGRESQL)
            }),
        }
    })
}

/// The names of the migrations that are missing, oldest first. Changes nothing. Blocks.
///
/// # Errors
///
/// When the database cannot be reached, or was migrated by a newer version.
pub fn pending(url: &DatabaseUrl) -> Result<Vec<String>, StorageError> {
    pending_within(url, &Limits::default())
}

/// What opening a store asks first.
pub(crate) fn check(url: &DatabaseUrl, limits: &Limits, schema: OnSchema) -> Result<(), StorageError> {
    if schema == OnSchema::Migrate {
        return migrate(url).map(drop);
    }
    let names = pending_within(url, limits)?;
    if names.is_empty() { Ok(()) } else { Err(StorageError::SchemaBehind { names }) }
}

fn pending_within(url: &DatabaseUrl, limits: &Limits) -> Result<Vec<String>, StorageError> {
    on_own_thread(|| {
        let mut connection = connect(url, limits, Role::Reader)?;
        let versions = versions(&mut connection)?;
        let known = match connection {
            Connection::Sqlite(_) => known::<Sqlite>(&SQLITE)?,
            Connection::Postgresql(_) => known::<Pg>(&POSTGRESQL)?,
        };
        missing(&versions, known)
    })
}

/// A connection blocks, and on PostgreSQL has a runtime of its own, which may not be entered from within another.
pub(crate) fn on_own_thread<T: Send>(work: impl FnOnce() -> Result<T, StorageError> + Send) -> Result<T, StorageError> {
    let died = |_: Box<dyn Any + Send>| Err(StorageError::Panicked);
    thread::scope(|scope| scope.spawn(work).join().unwrap_or_else(died))
}

fn apply<DB: Backend, C: MigrationHarness<DB>>(
    connection: &mut C,
    source: EmbeddedMigrations,
) -> Result<Vec<String>, StorageError> {
    let versions: Vec<_> = connection.applied_migrations().map_err(refused)?.iter().map(ToString::to_string).collect();
    let names = missing(&versions, known::<DB>(&source)?)?;
    connection.run_pending_migrations(source).map_err(refused)?;
    Ok(names)
}

/// The migrations of this program: names by version.
fn known<DB: Backend>(source: &impl MigrationSource<DB>) -> Result<BTreeMap<String, String>, StorageError> {
    let migrations = source.migrations().map_err(refused)?;
    Ok(migrations.iter().map(|one| (one.name().version().to_string(), one.name().to_string())).collect())
}

fn missing(applied: &[String], mut known: BTreeMap<String, String>) -> Result<Vec<String>, StorageError> {
    for version in applied {
        if known.remove(version).is_none() {
            return Err(StorageError::SchemaAhead { name: version.clone() });
        }
    }
    Ok(known.into_values().collect())
}

/// Read without diesel's own function, which creates its table first: who serves need not have the right to create one.
fn versions(connection: &mut Connection) -> Result<Vec<String>, StorageError> {
    const EXISTS: Words = Words {
        sqlite: "(SELECT COUNT(*) FROM sqlite_schema WHERE name = '__diesel_schema_migrations')",
        postgresql: "(SELECT COUNT(*) FROM pg_class WHERE oid = to_regclass('__diesel_schema_migrations'))",
    };
    let exists = diesel::select(sql::<BigInt>(connection.choose(&EXISTS)));
    let count: i64 = match connection {
        Connection::Sqlite(c) => exists.get_result(c)?,
        Connection::Postgresql(c) => exists.get_result(c)?,
    };
    if count == 0 {
        return Ok(Vec::new());
    }
    let versions = applied::table.select(applied::version).order(applied::version.asc());
    let rows: QueryResult<Vec<String>> = match connection {
        Connection::Sqlite(c) => versions.load(c),
        Connection::Postgresql(c) => versions.load(c),
    };
    Ok(rows?)
}

fn refused(error: Box<dyn std::error::Error + Send + Sync>) -> StorageError {
    match error.downcast::<diesel::result::Error>() {
        Ok(error) => (*error).into(),
        Err(error) => StorageError::Database { what: format!("a migration failed: {error}") },
    }
}
