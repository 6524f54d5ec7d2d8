//! For tests, here and in other crates: a fresh, migrated database on either backend, gone when it is dropped.

use std::{
    fs,
    path::PathBuf,
    process,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use tokens::seal::MasterKey;

use crate::{
    Backend, DatabaseUrl, StorageError, Store, StoreConfig, Vault,
    engine::{Connection, Limits, Role, connect},
    migrate,
    url::Location,
};

/// The address of a throw-away cluster on which this process may create databases.
const VARIABLE: &str = "POORT_TEST_POSTGRESQL_URL";

/// Writes a test once and runs it on both backends:
/// `on_both! { async fn a_refusal_harms_nobody(database) { … } }` makes the tests `a_refusal_harms_nobody::{sqlite, postgresql}`, in which
/// `database` is a [`TestDatabase`]. The crate needs `tokio` with `macros` and `rt-multi-thread`.
#[macro_export]
macro_rules! on_both {
    ($($(#[$attribute:meta])* async fn $name:ident($database:ident) $body:block)+) => {$(
        $(#[$attribute])*
        mod $name {
            use super::*;

            async fn run($database: $crate::testing::TestDatabase) $body

            #[::tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                run($crate::testing::TestDatabase::new($crate::Backend::Sqlite)).await;
            }

            #[::tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgresql() {
                run($crate::testing::TestDatabase::new($crate::Backend::Postgresql)).await;
            }
        }
    )+};
}

/// A database of one test.
pub struct TestDatabase {
    url: DatabaseUrl,
    /// What to remove in the end: a directory, or a database of the cluster.
    name: String,
}

impl TestDatabase {
    /// A fresh database with the whole schema, copied from a template that is migrated once per process.
    ///
    /// # Panics
    ///
    /// When there is no server for the tests.
    #[must_use]
    #[expect(clippy::panic, reason = "a test without its database has failed")]
    pub fn new(backend: Backend) -> Self {
        let name = format!("poort_test_{}_{}", process::id(), next());
        let made = match backend {
            Backend::Sqlite => sqlite(&name),
            Backend::Postgresql => postgresql(&name),
        };
        match made {
            Ok(url) => Self { url, name },
            Err(error) => panic!("no database for the test: {error}"),
        }
    }

    /// Where it is.
    #[must_use]
    pub fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// The same with its password, for another process.
    ///
    /// # Panics
    ///
    /// When there is no server for the tests.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        clippy::expect_used,
        reason = "tests are told their server by the command that runs them"
    )]
    pub fn address(&self) -> String {
        match &self.url.0 {
            Location::Sqlite(path) => format!("sqlite:{}", path.display()),
            Location::Postgresql(_) => {
                let cluster = std::env::var(VARIABLE).expect("a cluster");
                let server = cluster.rsplit_once('/').map_or(cluster.as_str(), |(server, _)| server);
                format!("{server}/{}", self.name)
            }
        }
    }

    /// A small store on it.
    ///
    /// # Panics
    ///
    /// When it cannot be opened.
    #[must_use]
    pub fn open(&self) -> Store {
        self.open_with(|_| ())
    }

    /// A store with changed settings.
    ///
    /// # Panics
    ///
    /// When it cannot be opened.
    #[must_use]
    #[expect(clippy::panic, reason = "a test without its store has failed")]
    pub fn open_with(&self, change: impl FnOnce(&mut StoreConfig)) -> Store {
        let mut config = StoreConfig { readers: 2, ..StoreConfig::new(self.url.clone()) };
        change(&mut config);
        Store::open(config, vault()).unwrap_or_else(|error| panic!("the store does not open: {error}"))
    }

    /// Runs statements again and again on one connection that is set up as the writer's, and tells how long that took: what the database does
    /// at the least, for measuring.
    ///
    /// # Errors
    ///
    /// When the database refuses them.
    pub fn repeat(&self, statements: &str, times: u32) -> Result<Duration, StorageError> {
        migrate::on_own_thread(|| {
            let mut connection = connect(&self.url, &Limits::default(), Role::Writer)?;
            let begin = Instant::now();
            (0..times).try_for_each(|_| connection.batch(statements))?;
            Ok(begin.elapsed())
        })
    }

    /// Runs statements on a connection of their own, as an operator with `psql` or `sqlite3` would.
    ///
    /// # Errors
    ///
    /// When the database refuses them.
    pub fn execute(&self, statements: &str) -> Result<(), StorageError> {
        execute(&self.url, statements)
    }
}

impl TestDatabase {
    /// Makes the database unusable until the answer is dropped: PostgreSQL ends all sessions and lets nobody in, on SQLite somebody else
    /// holds the lock for writing.
    ///
    /// # Panics
    ///
    /// When that does not work.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test without its outage has failed")]
    pub fn outage(&self) -> Outage {
        let holder = match self.url.backend() {
            Backend::Sqlite => {
                let mut connection = connect(&self.url, &Limits::default(), Role::Writer).expect("a connection");
                connection.batch("BEGIN IMMEDIATE").expect("the lock");
                Some(connection)
            }
            Backend::Postgresql => {
                let name = &self.name;
                admit(name, false).expect("no more connections");
                let end = format!("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'");
                cluster().and_then(|url| execute(&url, &end)).expect("no more sessions");
                None
            }
        };
        Outage { holder, name: self.name.clone() }
    }
}

/// An outage that lasts until this is dropped.
pub struct Outage {
    holder: Option<Connection>,
    name: String,
}

impl Drop for Outage {
    fn drop(&mut self) {
        if self.holder.take().is_none() {
            drop(admit(&self.name, true));
        }
    }
}

fn admit(database: &str, allow: bool) -> Result<(), StorageError> {
    execute(&cluster()?, &format!("ALTER DATABASE {database} ALLOW_CONNECTIONS {allow}"))
}

impl Drop for TestDatabase {
    /// What cannot be removed stays in the temporary directory or the throw-away cluster, and harms nobody.
    fn drop(&mut self) {
        match &self.url.0 {
            Location::Sqlite(_) => drop(fs::remove_dir_all(directory(&self.name))),
            Location::Postgresql(_) => {
                let statement = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
                drop(cluster().and_then(|url| execute(&url, &statement)));
            }
        }
    }
}

/// The vault of tests: always the same master key.
///
/// # Panics
///
/// Never; the key is well-formed.
#[must_use]
#[expect(clippy::expect_used, reason = "the key is a constant")]
pub fn vault() -> Arc<Vault> {
    let key = MasterKey::from_base64("AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=").expect("32 bytes");
    Arc::new(Vault::new(&key).expect("a vault"))
}

fn next() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

fn directory(name: &str) -> PathBuf {
    std::env::temp_dir().join(name)
}

fn sqlite(name: &str) -> Result<DatabaseUrl, StorageError> {
    static TEMPLATE: OnceLock<Result<Vec<u8>, StorageError>> = OnceLock::new();
    let template = TEMPLATE.get_or_init(|| {
        let directory = directory(&format!("poort_template_{}", process::id()));
        let path = directory.join("poort.db");
        fs::create_dir_all(&directory).map_err(io)?;
        // Its connection is the only one and closes at the end, so the file is whole without its log.
        migrate(&DatabaseUrl::sqlite(&path))?;
        let bytes = fs::read(&path).map_err(io)?;
        fs::remove_dir_all(&directory).map_err(io)?;
        Ok(bytes)
    });
    let path = directory(name).join("poort.db");
    fs::create_dir_all(directory(name)).map_err(io)?;
    fs::write(&path, template.as_ref().map_err(Clone::clone)?).map_err(io)?;
    Ok(DatabaseUrl::sqlite(path))
}

fn postgresql(name: &str) -> Result<DatabaseUrl, StorageError> {
    static TEMPLATE: OnceLock<Result<String, StorageError>> = OnceLock::new();
    let cluster = cluster()?;
    let template = TEMPLATE.get_or_init(|| {
        let template = format!("poort_template_{}", process::id());
        execute(&cluster, &format!("DROP DATABASE IF EXISTS {template}"))?;
        execute(&cluster, &format!("CREATE DATABASE {template}"))?;
        migrate(&database(&cluster, &template))?;
        Ok(template)
    });
    let template = template.as_ref().map_err(Clone::clone)?;
    execute(&cluster, &format!("CREATE DATABASE {name} TEMPLATE {template}"))?;
    Ok(database(&cluster, name))
}

#[expect(clippy::disallowed_methods, reason = "tests are told their server by the command that runs them")]
fn cluster() -> Result<DatabaseUrl, StorageError> {
    let missing = |_| StorageError::unavailable(format!("{VARIABLE} is not set: run the tests with `cargo xtask test`"));
    let url = std::env::var(VARIABLE).map_err(missing)?;
    DatabaseUrl::parse(&url).map_err(|error| StorageError::unavailable(format!("{VARIABLE}: {error}")))
}

fn database(cluster: &DatabaseUrl, name: &str) -> DatabaseUrl {
    match &cluster.0 {
        Location::Postgresql(target) => DatabaseUrl(Location::Postgresql(Box::new((**target).clone().with_database(name)))),
        Location::Sqlite(_) => cluster.clone(),
    }
}

fn execute(url: &DatabaseUrl, statements: &str) -> Result<(), StorageError> {
    migrate::on_own_thread(|| Ok(connect(url, &Limits::default(), Role::Migrator)?.batch(statements)?))
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
fn io(error: std::io::Error) -> StorageError {
    StorageError::unavailable(error.to_string())
}
