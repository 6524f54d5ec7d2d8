//! What happens when the database is away, full or damaged.

use std::{sync::mpsc, time::Duration};

use super::*;
use crate::on_both;

/// Short limits: the tests wait for them.
fn open(database: &TestDatabase) -> Store {
    database.open_with(|config| {
        config.limits.lock = Duration::from_millis(50);
        config.limits.reconnect = Duration::from_millis(1);
    })
}

fn is_away<T>(result: &Result<T, StorageError>) -> bool {
    matches!(result, Err(StorageError::Unavailable { .. }))
}

/// Tries until the pause between two attempts to connect is over.
async fn recovered(store: &Store) -> Revision {
    loop {
        match store.write(cx(), |tx| add(tx, "recovered")).await {
            Ok(revision) => return revision,
            Err(error) => assert!(error.is_temporary(), "{error}"),
        }
    }
}

on_both! {
    async fn an_outage_is_told_and_ends_without_a_restart(database) {
        let database = with_things(database);
        let store = open(&database);
        store.write(cx(), |tx| add(tx, "before")).await.unwrap();
        let outage = database.outage();
        for _ in 0..3 {
            assert!(is_away(&store.write(cx(), |tx| add(tx, "during")).await));
            assert!(is_away(&store.ready().await));
        }
        drop(outage);
        assert_eq!(recovered(&store).await, Revision(2));
        while store.ready().await.is_err() {}
        assert_eq!(store.read(all).await.unwrap(), [("before".to_owned(), 1), ("recovered".to_owned(), 2)]);
    }

    async fn a_row_that_breaks_a_rule_is_an_error_without_its_value(database) {
        let database = with_things(database);
        let id = if database.url().backend() == Backend::Sqlite { "X'00000000000000000000000000000001'" } else { "'00000000-0000-0000-0000-000000000001'" };
        database.execute(&format!("INSERT INTO things VALUES ({id}, '85073100130 Jan', 1)")).unwrap();
        let store = database.open();
        let error = store.read(all).await.unwrap_err();
        assert_eq!(error.code(), "storage.corrupt");
        let message = error.to_string();
        assert!(message.contains("code") && message.contains("Doelgroep"), "{message}");
        assert!(!message.contains("Jan") && !message.contains("85073100130"), "{message}");
    }

    async fn a_statement_that_the_database_does_not_understand_is_no_outage(database) {
        let store = database.open();
        let error = store.read(count).await.unwrap_err();
        assert_eq!(error.code(), "storage.database", "{error}");
    }
}

fn postgresql() -> TestDatabase {
    with_things(TestDatabase::new(Backend::Postgresql))
}

const END_ALL_SESSIONS: &str =
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_died_while_idle_are_replaced_silently() {
    let database = postgresql();
    let store = database.open();
    store.write(cx(), |tx| add(tx, "a")).await.unwrap();
    store.read(count).await.unwrap();
    database.execute(END_ALL_SESSIONS).unwrap();
    assert_eq!(store.write(cx(), |tx| add(tx, "b")).await, Ok(Revision(2)));
    assert_eq!(store.read(count).await, Ok(2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_dies_in_a_group_fails_the_whole_group() {
    let database = postgresql();
    let store = open(&database);
    let (began, begun) = tokio::sync::oneshot::channel();
    let (release, released) = mpsc::channel();
    let release_first = hold(&store).await;
    let neighbour = store.write(cx(), |tx| add(tx, "a"));
    let victim = store.write(cx(), move |tx| {
        began.send(()).unwrap();
        released.recv().unwrap();
        add(tx, "b")
    });
    let kill = async {
        waiting(&store, 2).await;
        release_first.send(()).unwrap();
        begun.await.unwrap();
        database.execute(END_ALL_SESSIONS).unwrap();
        release.send(()).unwrap();
    };
    let (neighbour, victim, ()) = tokio::join!(neighbour, victim, kill);
    assert!(is_away(&neighbour) && is_away(&victim), "{neighbour:?} {victim:?}");
    assert_eq!(recovered(&store).await, Revision(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_whose_connection_dies_is_told_and_the_next_one_works() {
    let database = postgresql();
    let store = database.open_with(|config| config.readers = 1);
    let (began, begun) = tokio::sync::oneshot::channel();
    let (release, released) = mpsc::channel();
    let read = store.read(move |tx| {
        count(tx)?;
        began.send(()).unwrap();
        released.recv().unwrap();
        count(tx)
    });
    let kill = async {
        begun.await.unwrap();
        database.execute(END_ALL_SESSIONS).unwrap();
        release.send(()).unwrap();
    };
    let (read, ()) = tokio::join!(read, kill);
    assert!(is_away(&read), "{read:?}");
    assert_eq!(store.read(count).await, Ok(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_hangs_in_its_transaction_does_not_stop_the_others() {
    let database = postgresql();
    let hanging = database.open_with(|config| config.limits.idle_in_transaction = Duration::from_millis(50));
    let other = database.open();
    let release = hold(&hanging).await;
    assert_eq!(other.write(cx(), |tx| add(tx, "a")).await, Ok(Revision(1)));
    release.send(()).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_told_and_what_was_there_stays() {
    let database = with_things(TestDatabase::new(Backend::Sqlite));
    let store = database.open();
    store.write(cx(), |tx| add(tx, "a")).await.unwrap();
    let fill = |tx: &mut WriteTx<'_>| {
        on!(tx, c => diesel::sql_query("PRAGMA max_page_count = 1").execute(c))?;
        on!(tx, c => diesel::sql_query("CREATE TABLE big AS SELECT zeroblob(10000000) AS body").execute(c))?;
        Ok::<_, StorageError>(())
    };
    let release = hold(&store).await;
    let full = async { tokio::join!(store.write(cx(), |tx| add(tx, "b")), store.write(cx(), fill)) };
    let go = async {
        waiting(&store, 2).await;
        release.send(()).unwrap();
    };
    let ((_, full), ()) = tokio::join!(full, go);
    assert_eq!(full, Err(StorageError::Full));
    assert!(store.write(cx(), |tx| add(tx, "c")).await.is_ok());
    let kept = store.read(all).await.unwrap();
    assert_eq!(
        kept.iter().map(|(_, revision)| *revision).collect::<Vec<_>>(),
        (1..=i64::try_from(kept.len()).unwrap()).collect::<Vec<_>>()
    );
    assert!(kept.iter().any(|(code, _)| code == "a") && kept.iter().any(|(code, _)| code == "c"));
}

/// What the server says when its disk is full, in the language of its operator; only the code is the same everywhere.
const NO_SPACE: &str = "DO $$ BEGIN RAISE EXCEPTION 'geen ruimte meer op het apparaat' USING ERRCODE = '53100'; END $$";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_of_the_server_is_known_by_its_code_and_harms_no_neighbour() {
    let database = postgresql();
    let store = database.open();
    let fill = |tx: &mut WriteTx<'_>| {
        add(tx, "b")?;
        on!(tx, c => diesel::sql_query(NO_SPACE).execute(c))?;
        Ok::<_, StorageError>(())
    };
    let release = hold(&store).await;
    let full = async {
        tokio::join!(store.write(cx(), |tx| add(tx, "a")), store.write(cx(), fill), store.write(cx(), |tx| add(tx, "c")))
    };
    let go = async {
        waiting(&store, 3).await;
        release.send(()).unwrap();
    };
    let (answers, ()) = tokio::join!(full, go);
    assert_eq!(answers, (Ok(Revision(1)), Err(StorageError::Full), Ok(Revision(2))));
    assert_eq!(store.read(all).await.unwrap(), [("a".to_owned(), 1), ("c".to_owned(), 2)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_refused_between_two_closures_commits_nothing() {
    let database = postgresql();
    let store = open(&database);
    let release = hold(&store).await;
    // Without its savepoint the words between two closures fail, and nobody knows any more what a rollback would undo.
    let spoil = |tx: &mut WriteTx<'_>| on!(tx, c => diesel::sql_query("RELEASE SAVEPOINT closure").execute(c)).map(drop);
    let group = async {
        tokio::join!(store.write(cx(), |tx| add(tx, "a")), store.write(cx(), spoil), store.write(cx(), |tx| add(tx, "c")))
    };
    let go = async {
        waiting(&store, 3).await;
        release.send(()).unwrap();
    };
    let ((first, spoilt, last), ()) = tokio::join!(group, go);
    assert!(first.is_err() && spoilt.is_err() && last.is_err(), "{first:?} {spoilt:?} {last:?}");
    assert_eq!(recovered(&store).await, Revision(1));
    assert_eq!(store.read(count).await, Ok(1));
}
