//! The engine on both databases, over a table of its own that shows how a query module is written.

mod failing;
mod reading;
mod schema;
mod values;
mod writing;

use std::sync::{LazyLock, mpsc};

use diesel::prelude::*;
use types::{Context, Doelgroep, Outside, Parsed as _, PersonId};

use super::{ReadTx, Revision, Store, WriteTx, on};
use crate::{Backend, Code, Id, StorageError, testing::TestDatabase};

const NOW: &str = "2026-11-23T10:00:00Z";

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    things (id) {
        id -> Identifier,
        code -> Text,
        revision -> BigInt,
    }
}

#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = things, treat_none_as_default_value = false)]
#[diesel(check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Row {
    id: Id<PersonId>,
    code: Code<Doelgroep>,
    revision: i64,
}

/// A use case's error: what storage says, or a refusal.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
enum Refusal {
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error("no")]
    No,
}

/// All from one outside, so that no two give the same id.
fn cx() -> Context {
    static OUTSIDE: LazyLock<Outside> = LazyLock::new(|| types::testing::outside(NOW));
    OUTSIDE.fresh_context()
}

/// Creates the table.
fn with_things(database: TestDatabase) -> TestDatabase {
    let statement = match database.url().backend() {
        Backend::Sqlite => "CREATE TABLE things (id BLOB PRIMARY KEY, code TEXT NOT NULL, revision INTEGER NOT NULL) STRICT",
        Backend::Postgresql => "CREATE TABLE things (id uuid PRIMARY KEY, code text NOT NULL, revision bigint NOT NULL)",
    };
    database.execute(statement).unwrap();
    database
}

/// Adds a thing under the next revision.
fn add(tx: &mut WriteTx<'_>, code: &str) -> Result<Revision, StorageError> {
    let revision = tx.next_revision()?;
    let row = Row { id: Id(tx.cx().new_id()), code: Code(Doelgroep::parse(code).unwrap()), revision: revision.0 };
    on!(tx, c => diesel::insert_into(things::table).values(row).execute(c))?;
    Ok(revision)
}

/// All things, in the order of their revisions.
fn all(tx: &mut ReadTx<'_>) -> Result<Vec<(String, i64)>, StorageError> {
    let rows: Vec<Row> = on!(tx, c => things::table.select(Row::as_select()).order(things::revision.asc()).load(c))?;
    Ok(rows.into_iter().map(|row| (row.code.0.as_str().to_owned(), row.revision)).collect())
}

fn count(tx: &mut ReadTx<'_>) -> Result<i64, StorageError> {
    on!(tx, c => things::table.count().get_result(c))
}

/// Keeps the writer busy until told otherwise, so that what comes meanwhile ends up in one group.
async fn hold(store: &Store) -> mpsc::Sender<()> {
    let (release, released) = mpsc::channel::<()>();
    let (began, begun) = tokio::sync::oneshot::channel();
    let busy = store.clone();
    tokio::spawn(async move {
        let work = move |_: &mut WriteTx<'_>| {
            began.send(()).unwrap();
            // An error means that the test has ended.
            let _ = released.recv();
            Err(Refusal::No)
        };
        busy.write::<(), _, _>(cx(), work).await
    });
    begun.await.unwrap();
    release
}

/// Waits, without sleeping, until this many writes wait for the writer.
async fn waiting(store: &Store, writes: usize) {
    while store.waiting().writes < writes {
        tokio::task::yield_now().await;
    }
}
