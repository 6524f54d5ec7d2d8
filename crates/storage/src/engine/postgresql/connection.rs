//! A blocking diesel connection over tokio-postgres. What is particular to it: words that need no answer of their own travel with the next
//! query, a query that is not kept prepared takes one round trip instead of two, and a refusal is classified by its SQLSTATE.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use diesel::connection::statement_cache::StatementCacheKey;
use diesel::connection::{
    AnsiTransactionManager, CacheSize, Connection, ConnectionSealed, DynInstrumentation, Instrumentation, LoadConnection,
    SimpleConnection,
};
use diesel::expression::QueryMetadata;
use diesel::migration::{CREATE_MIGRATIONS_TABLE, MigrationConnection};
use diesel::pg::{Pg, PgQueryBuilder};
use diesel::query_builder::{Query, QueryBuilder as _, QueryFragment, QueryId};
use diesel::{ConnectionError, ConnectionResult, QueryResult, result::Error as Diesel};
use futures_util::TryStreamExt as _;
use futures_util::future::join;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tokio_postgres::{Client, Error, RowStream, SimpleQueryMessage, Statement};

use super::{binds, row::Rows, sqlstate};

/// How long a session that is given up may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(1);

/// A connection. It belongs to the thread that made it.
pub(crate) struct PgConn {
    /// None once it is of no use any more.
    client: Option<Client>,
    driver: JoinHandle<()>,
    runtime: Arc<Runtime>,
    prepared: HashMap<StatementCacheKey<Pg>, Statement>,
    ahead: String,
    transactions: AnsiTransactionManager,
    instrumentation: DynInstrumentation,
}

impl PgConn {
    /// `driver` moves the bytes; both live on `runtime`.
    pub(super) fn new(client: Client, driver: JoinHandle<()>, runtime: Arc<Runtime>) -> Self {
        Self {
            client: Some(client),
            driver,
            runtime,
            prepared: HashMap::new(),
            ahead: String::new(),
            transactions: AnsiTransactionManager::default(),
            instrumentation: DynInstrumentation::none(),
        }
    }

    /// Runs these statements together with what comes next, before it. When they fail, that fails, and all that comes after it.
    pub(crate) fn ahead(&mut self, statements: &str) {
        self.ahead.push_str(statements);
        self.ahead.push(';');
    }

    /// Runs statements; the number that they bring, if they bring one.
    pub(crate) fn ask(&mut self, statements: &str) -> QueryResult<Option<i64>> {
        let answers = self.run(async |client| client.simple_query(statements).await)?;
        let first = answers.iter().find_map(|answer| match answer {
            SimpleQueryMessage::Row(row) => row.get(0),
            _ => None,
        });
        Ok(first.and_then(|text| text.parse().ok()))
    }

    fn run<T>(&mut self, work: impl AsyncFnOnce(&Client) -> Result<T, Error>) -> QueryResult<T> {
        let Some(client) = &self.client else { return Err(Diesel::BrokenTransactionManager) };
        let words = std::mem::take(&mut self.ahead);
        let before = async { if words.is_empty() { Ok(()) } else { client.batch_execute(&words).await } };
        // Both are sent at their first poll, in this order.
        let (before, result) = self.runtime.block_on(join(before, work(client)));
        if before.is_err() {
            // What the words were to undo or to keep is in doubt: nothing may be committed on top of it.
            self.client = None;
        }
        before.and(result).map_err(|error| Diesel::QueryBuilderError(Box::new(sqlstate::meaning(&error))))
    }

    fn fetch(&mut self, id: Option<TypeId>, query: &dyn QueryFragment<Pg>) -> QueryResult<(Rows, usize)> {
        let (metadata, types, binds) = binds::of(query)?;
        if !query.is_safe_to_cache_prepared(&Pg)? {
            let mut builder = PgQueryBuilder::default();
            query.to_sql(&mut builder, &Pg)?;
            let text = builder.finish();
            let typed: Vec<_> = binds.into_iter().zip(types).collect();
            return self.run(async |client| collected(client.query_typed_raw(&text, typed).await?).await);
        }
        let key = StatementCacheKey::for_source(id, &query, &metadata, &Pg)?;
        let statement = match self.prepared.get(&key) {
            Some(statement) => statement.clone(),
            None => {
                let text = key.sql(&query, &Pg)?.into_owned();
                let statement = self.run(async |client| client.prepare_typed(&text, &types).await)?;
                self.prepared.insert(key, statement.clone());
                statement
            }
        };
        self.run(async |client| collected(client.query_raw(&statement, binds).await?).await)
    }
}

async fn collected(stream: RowStream) -> Result<(Rows, usize), Error> {
    let mut stream = std::pin::pin!(stream);
    let mut rows = Vec::new();
    while let Some(row) = stream.try_next().await? {
        rows.push(row);
    }
    let affected = stream.rows_affected().and_then(|count| usize::try_from(count).ok()).unwrap_or_default();
    Ok((Rows::from(rows), affected))
}

impl Drop for PgConn {
    /// Tells the server: a session that lingers keeps its transaction open, and the others waiting.
    fn drop(&mut self) {
        self.client = None;
        if tokio::runtime::Handle::try_current().is_err() {
            let driver = &mut self.driver;
            // A server that does not listen notices by itself, later.
            let _ = self.runtime.block_on(async { tokio::time::timeout(GOODBYE, driver).await });
        }
    }
}

impl ConnectionSealed for PgConn {}

impl SimpleConnection for PgConn {
    fn batch_execute(&mut self, statements: &str) -> QueryResult<()> {
        self.run(async |client| client.batch_execute(statements).await)
    }
}

impl Connection for PgConn {
    type Backend = Pg;
    type TransactionManager = AnsiTransactionManager;

    fn establish(_: &str) -> ConnectionResult<Self> {
        Err(ConnectionError::BadConnection("a connection is made by `connect`".to_owned()))
    }

    fn execute_returning_count<T: QueryFragment<Pg> + QueryId>(&mut self, query: &T) -> QueryResult<usize> {
        Ok(self.fetch(T::query_id(), query)?.1)
    }

    fn transaction_state(&mut self) -> &mut AnsiTransactionManager {
        &mut self.transactions
    }

    fn instrumentation(&mut self) -> &mut dyn Instrumentation {
        &mut *self.instrumentation
    }

    fn set_instrumentation(&mut self, instrumentation: impl Instrumentation) {
        self.instrumentation = instrumentation.into();
    }

    /// Statements are always kept prepared: there are as many as there are queries in this crate.
    fn set_prepared_statement_cache_size(&mut self, _: CacheSize) {}
}

impl LoadConnection for PgConn {
    type Cursor<'conn, 'query> = Rows;
    type Row<'conn, 'query> = super::row::PgRow;

    fn load<'conn, 'query, T>(&'conn mut self, query: T) -> QueryResult<Rows>
    where
        T: Query + QueryFragment<Pg> + QueryId + 'query,
        Pg: QueryMetadata<T::SqlType>,
    {
        Ok(self.fetch(T::query_id(), &query)?.0)
    }
}

impl MigrationConnection for PgConn {
    fn setup(&mut self) -> QueryResult<usize> {
        self.batch_execute(CREATE_MIGRATIONS_TABLE).map(|()| 0)
    }
}
