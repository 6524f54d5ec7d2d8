use std::{
    num::NonZeroUsize,
    sync::{Arc, Mutex, PoisonError, RwLock},
    thread::{self, JoinHandle},
};

use types::Context;

use super::{
    Limits, Observer, ReadTx, Revision, Role, WriteTx,
    job::{Later, Probe, Read, ReadJob, Write, WriteJob},
    last_revision,
    link::Link,
    queue::{Queue, Refused},
    readers, writer,
};
use crate::{Backend, DatabaseUrl, StorageError, Vault, migrate, url::Location};

/// How to open a store. [`StoreConfig::new`] gives production values.
#[derive(Debug, Clone)]
pub struct StoreConfig {
    /// Where the database is.
    pub url: DatabaseUrl,
    /// How many threads read, each with a connection of its own.
    pub readers: usize,
    /// How many reads may wait before callers are refused.
    pub read_queue: usize,
    /// How many writes may wait before callers are refused.
    pub write_queue: usize,
    /// How many writes are committed together at most.
    pub group: usize,
    /// How long the database may take.
    pub limits: Limits,
    /// What to do when the schema is older than this program.
    pub schema: OnSchema,
}

/// What to do when the schema of the database is older than this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnSchema {
    /// Bring it up to date.
    Migrate,
    /// Refuse to open.
    Refuse,
}

impl StoreConfig {
    /// Production values for this database.
    #[must_use]
    pub fn new(url: DatabaseUrl) -> Self {
        let cores = thread::available_parallelism().map_or(4, NonZeroUsize::get);
        Self {
            url,
            readers: (cores * 2).clamp(4, 16),
            read_queue: 1024,
            write_queue: 4096,
            group: 128,
            limits: Limits::default(),
            schema: OnSchema::Refuse,
        }
    }
}

/// The database. Cheap to clone; the last clone that is dropped finishes what waits and closes the connections.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    backend: Backend,
    shared: Arc<Shared>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

/// What the callers and the threads share.
pub(crate) struct Shared {
    pub(super) writes: Queue<Box<dyn WriteJob>>,
    pub(super) reads: Queue<Box<dyn ReadJob>>,
    pub(super) checkpoints: Queue<()>,
    pub(super) vault: Arc<Vault>,
    observers: RwLock<Vec<Arc<dyn Observer>>>,
}

/// How much work waits, for metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Closures for the readers.
    pub reads: usize,
    /// Closures for the writer.
    pub writes: usize,
}

impl Store {
    /// Checks the schema and starts the threads. Blocks for as long as that takes; call it at the start of the process.
    ///
    /// # Errors
    ///
    /// [`StorageError::Unavailable`] when the database cannot be reached, [`StorageError::SchemaBehind`] or
    /// [`StorageError::SchemaAhead`] when its schema is not this program's.
    pub fn open(config: StoreConfig, vault: Arc<Vault>) -> Result<Self, StorageError> {
        migrate::check(&config.url, &config.limits, config.schema)?;
        let shared = Arc::new(Shared {
            writes: Queue::new(config.write_queue),
            reads: Queue::new(config.read_queue),
            checkpoints: Queue::new(1),
            vault,
            observers: RwLock::default(),
        });
        let store = Self(Arc::new(Inner { backend: config.url.backend(), shared, threads: Mutex::default() }));
        store.0.start(config)?;
        Ok(store)
    }

    /// Runs a closure that changes something, in a transaction under the writer's lock, and answers when it is committed.
    ///
    /// Closures that wait at the same time share a commit; each has a savepoint, so an `Err` or a panic undoes its own work only. The
    /// closure may run after the caller has gone, and then still whole or not at all. It must not wait for anything but its queries.
    ///
    /// # Errors
    ///
    /// What the closure returns; [`StorageError::Overloaded`] when too much is waiting; [`StorageError::Unavailable`] and others when the
    /// database does not take part, and then nothing was acknowledged.
    pub async fn write<T, E, F>(&self, cx: Context, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
    {
        let (job, answer) = Write::new(cx, work);
        self.0.shared.writes.put(Box::new(job)).map_err(refused)?;
        answer.await.unwrap_or_else(|_| Err(closed().into()))
    }

    /// Takes in a closure that changes something, for which nobody waits. Writes that are asked after it are committed after it, or with it.
    ///
    /// # Errors
    ///
    /// [`StorageError::Overloaded`] when too much is waiting. A failure of the closure is logged.
    pub fn write_later<F>(&self, cx: Context, work: F) -> Result<(), StorageError>
    where
        F: FnOnce(&mut WriteTx<'_>) -> Result<(), StorageError> + Send + 'static,
    {
        self.0.shared.writes.put(Box::new(Later::new(cx, work))).map_err(refused)
    }

    /// Runs a closure that reads, on one consistent picture of what is committed.
    ///
    /// # Errors
    ///
    /// As for [`Store::write`].
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut ReadTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
    {
        let (job, answer) = Read::new(work);
        self.0.shared.reads.put(Box::new(job)).map_err(refused)?;
        answer.await.unwrap_or_else(|_| Err(closed().into()))
    }

    /// Whether this store can read and write now; the last revision if so. For readiness checks.
    ///
    /// # Errors
    ///
    /// What a read or a write would meet.
    pub async fn ready(&self) -> Result<Revision, StorageError> {
        let (probe, answer) = Probe::new();
        self.0.shared.writes.put(Box::new(probe)).map_err(refused::<StorageError>)?;
        answer.await.unwrap_or_else(|_| Err(closed()))?;
        self.read(last_revision).await
    }

    /// Tells this observer of every group that is committed from now on.
    pub fn observe(&self, observer: Arc<dyn Observer>) {
        self.0.shared.observers.write().unwrap_or_else(PoisonError::into_inner).push(observer);
    }

    /// How much work waits.
    #[must_use]
    pub fn waiting(&self) -> Waiting {
        Waiting { reads: self.0.shared.reads.len(), writes: self.0.shared.writes.len() }
    }

    /// Which database this is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.0.backend
    }

    /// What seals and opens values at rest.
    #[must_use]
    pub fn vault(&self) -> &Arc<Vault> {
        &self.0.shared.vault
    }

    /// Takes nothing in any more, finishes what waits and closes the connections.
    pub async fn close(self) {
        let inner = Arc::clone(&self.0);
        // It fails only when the runtime is going down, and then `Drop` does the same.
        let _ = tokio::task::spawn_blocking(move || inner.stop()).await;
    }
}

impl Shared {
    pub(super) fn observers(&self) -> Vec<Arc<dyn Observer>> {
        self.observers.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Inner {
    fn start(&self, config: StoreConfig) -> Result<(), StorageError> {
        let StoreConfig { url, readers, group, limits, .. } = config;
        let link = |role| Link::new(url.clone(), limits.clone(), role);
        let writer = link(Role::Writer);
        self.spawn("poort-writer", move |shared| writer::run(writer, shared, group))?;
        for _ in 0..readers.max(1) {
            let reader = link(Role::Reader);
            self.spawn("poort-reader", move |shared| readers::run(reader, shared))?;
        }
        if let Location::Sqlite(path) = &url.0 {
            let (path, limits) = (path.clone(), limits.clone());
            self.spawn("poort-checkpoint", move |shared| readers::checkpoint(&path, &limits, shared))?;
        }
        Ok(())
    }

    fn spawn(&self, name: &str, run: impl FnOnce(&Shared) + Send + 'static) -> Result<(), StorageError> {
        let shared = Arc::clone(&self.shared);
        let spawned = thread::Builder::new().name(name.to_owned()).spawn(move || run(&shared));
        let thread = spawned.map_err(|error| StorageError::unavailable(format!("no thread: {error}")))?;
        self.threads.lock().unwrap_or_else(PoisonError::into_inner).push(thread);
        Ok(())
    }

    fn stop(&self) {
        self.shared.writes.close();
        self.shared.reads.close();
        self.shared.checkpoints.close();
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            thread.thread().unpark();
            // The last clone may be dropped by a closure, on one of these threads; that one ends by itself.
            if thread.thread().id() != thread::current().id() && thread.join().is_err() {
                tracing::error!("a thread of the store panicked");
            }
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.stop();
    }
}

fn refused<E: From<StorageError>>(refused: Refused) -> E {
    E::from(match refused {
        Refused::Full => StorageError::Overloaded,
        Refused::Closed => closed(),
    })
}

fn closed() -> StorageError {
    StorageError::unavailable("the store is closing")
}
