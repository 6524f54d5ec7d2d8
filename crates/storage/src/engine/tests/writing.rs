//! What a group keeps, undoes and answers.

use std::sync::{Arc, Mutex};

use futures_util::{FutureExt as _, future::join_all};

use super::*;
use crate::{Committed, Observer, last_revision, on_both};

#[derive(Default)]
struct Seen(Mutex<Vec<Committed>>);

impl Observer for Seen {
    fn committed(&self, group: &Committed) {
        self.0.lock().unwrap().push(*group);
    }
}

impl Seen {
    fn groups(&self) -> Vec<Committed> {
        self.0.lock().unwrap().clone()
    }
}

/// Adds a thing, and then ends as told.
fn adding(
    code: &'static str,
    end: fn(&mut WriteTx<'_>) -> Result<(), Refusal>,
) -> impl FnOnce(&mut WriteTx<'_>) -> Result<Revision, Refusal> {
    move |tx| {
        let revision = add(tx, code)?;
        end(tx)?;
        Ok(revision)
    }
}

/// Inserts a thing that exists and goes on as if nothing were wrong.
fn swallow_a_conflict(tx: &mut WriteTx<'_>) -> Result<(), Refusal> {
    let row: Row = on!(tx, c => things::table.select(Row::as_select()).first(c))?;
    let _ = on!(tx, c => diesel::insert_into(things::table).values(row).execute(c));
    Ok(())
}

/// SQLite names the columns, PostgreSQL the constraint.
fn is_conflict(result: &Result<Revision, Refusal>) -> bool {
    matches!(result, Err(Refusal::Storage(StorageError::Conflict { constraint })) if constraint.starts_with("things"))
}

on_both! {
    async fn a_failed_neighbour_in_a_group_harms_nobody(database) {
        let database = with_things(database);
        let store = database.open();
        let seen = Arc::new(Seen::default());
        store.observe(seen.clone());
        let release = hold(&store).await;
        let answers = join_all([
            store.write(cx(), adding("a", |_| Ok(()))),
            store.write(cx(), adding("b", |_| Err(Refusal::No))),
            store.write(cx(), adding("c", |_| panic!("a mistake in a use case"))),
            store.write(cx(), adding("d", |_| Ok(()))),
            store.write(cx(), adding("e", swallow_a_conflict)),
            store.write(cx(), adding("f", |_| Ok(()))),
        ]);
        let release = async { waiting(&store, 6).await; release.send(()).unwrap(); };
        let (answers, ()) = tokio::join!(answers, release);

        assert_eq!(answers[0], Ok(Revision(1)));
        assert_eq!(answers[1], Err(Refusal::No));
        assert_eq!(answers[2], Err(StorageError::Panicked.into()));
        assert_eq!(answers[3], Ok(Revision(2)));
        assert!(is_conflict(&answers[4]), "{:?}", answers[4]);
        assert_eq!(answers[5], Ok(Revision(3)));
        let kept = store.read(all).await.unwrap();
        assert_eq!(kept, [("a".to_owned(), 1), ("d".to_owned(), 2), ("f".to_owned(), 3)]);
        assert_eq!(seen.groups(), [Committed { first: Some(Revision(1)), last: Some(Revision(3)), kept: 3 }]);
    }

    async fn alone_a_refusal_leaves_nothing_and_a_success_everything(database) {
        let database = with_things(database);
        let store = database.open();
        assert_eq!(store.write(cx(), adding("a", |_| Err(Refusal::No))).await, Err(Refusal::No));
        let panicked = store.write(cx(), adding("a", |_| panic!("a mistake"))).await;
        assert_eq!(panicked, Err(StorageError::Panicked.into()));
        assert_eq!(store.read(last_revision).await, Ok(Revision(0)));
        assert_eq!(store.write(cx(), adding("b", |_| Ok(()))).await, Ok(Revision(1)));
        assert_eq!(store.read(all).await.unwrap(), [("b".to_owned(), 1)]);
    }

    async fn what_takes_no_revision_leaves_the_counter_alone(database) {
        let store = database.open();
        let seen = Arc::new(Seen::default());
        store.observe(seen.clone());
        store.write(cx(), |tx| crate::settings::set(tx, crate::settings::Setting::Origin, "demo")).await.unwrap();
        assert_eq!(seen.groups(), [Committed { first: None, last: None, kept: 1 }]);
        assert_eq!(store.read(last_revision).await, Ok(Revision(0)));
    }

    async fn revisions_have_no_gaps_over_two_processes_and_many_failures(database) {
        let database = with_things(database);
        let stores = [database.open(), database.open_with(|config| config.group = 7)];
        let work = |number: usize| stores[number % 2].write(cx(), move |tx| {
            for _ in 0..=number % 3 {
                add(tx, "a")?;
            }
            if number.is_multiple_of(4) { Err(Refusal::No) } else { Ok(()) }
        });
        let refused = join_all((0..120).map(work)).await.into_iter().filter(Result::is_err).count();
        assert_eq!(refused, 30);
        let revisions: Vec<i64> = stores[0].read(all).await.unwrap().into_iter().map(|(_, revision)| revision).collect();
        assert_eq!(revisions, (1..=180).collect::<Vec<_>>());
        assert_eq!(stores[1].read(last_revision).await, Ok(Revision(180)));
    }

    async fn a_limit_holds_under_fifty_writes_at_once_in_two_processes(database) {
        let database = with_things(database);
        let stores = [database.open(), database.open()];
        let grant = |number: usize| stores[number % 2].write(cx(), |tx| {
            if count(tx)? >= 3 { return Err(Refusal::No); }
            add(tx, "coordinator")?;
            Ok(())
        });
        let granted = join_all((0..50).map(grant)).await.into_iter().filter(Result::is_ok).count();
        assert_eq!((granted, stores[0].read(count).await.unwrap()), (3, 3));
    }

    async fn when_the_commit_fails_nobody_is_told_that_he_succeeded(database) {
        let database = with_things(database);
        let kind = if database.url().backend() == Backend::Sqlite { "BLOB" } else { "uuid" };
        database.execute(&format!(
            "CREATE TABLE children (parent {kind} REFERENCES things (id) DEFERRABLE INITIALLY DEFERRED)"
        )).unwrap();
        let store = database.open();
        let seen = Arc::new(Seen::default());
        store.observe(seen.clone());
        let orphan = |tx: &mut WriteTx<'_>| -> Result<Revision, Refusal> {
            let id = uuid::Uuid::from_u128(7);
            let parent = if matches!(tx.connection(), crate::engine::Connection::Sqlite(_)) { format!("X'{}'", id.simple()) } else { format!("'{id}'") };
            on!(tx, c => diesel::sql_query(format!("INSERT INTO children VALUES ({parent})")).execute(c))?;
            Ok(Revision(0))
        };
        let release = hold(&store).await;
        let answers = async { tokio::join!(store.write(cx(), adding("a", |_| Ok(()))), store.write(cx(), orphan), store.write(cx(), adding("c", |_| Err(Refusal::No)))) };
        let release = async { waiting(&store, 3).await; release.send(()).unwrap(); };
        let ((innocent, orphan, refused), ()) = tokio::join!(answers, release);

        for answer in [innocent, orphan, refused] {
            assert!(matches!(answer, Err(Refusal::Storage(StorageError::Conflict { .. }))), "{answer:?}");
        }
        assert_eq!(store.read(count).await, Ok(0));
        assert_eq!(seen.groups(), []);
        assert_eq!(store.write(cx(), adding("b", |_| Ok(()))).await, Ok(Revision(1)));
    }

    async fn too_much_is_refused_at_once(database) {
        let store = database.open_with(|config| config.write_queue = 2);
        let release = hold(&store).await;
        let wait = || store.write(cx(), |_| Ok::<_, StorageError>(()));
        let overload = async {
            waiting(&store, 2).await;
            let refused = wait().await;
            release.send(()).unwrap();
            refused
        };
        let (first, second, refused) = tokio::join!(wait(), wait(), overload);
        assert_eq!((first, second, refused), (Ok(()), Ok(()), Err(StorageError::Overloaded)));
    }

    async fn work_that_nobody_waits_for_does_not_begin(database) {
        let database = with_things(database);
        let store = database.open();
        let release = hold(&store).await;
        let mut abandoned = Box::pin(store.write(cx(), adding("a", |_| Ok(()))));
        assert!((&mut abandoned).now_or_never().is_none());
        drop(abandoned);
        release.send(()).unwrap();
        assert_eq!(store.write(cx(), adding("b", |_| Ok(()))).await, Ok(Revision(1)));
        assert_eq!(store.read(all).await.unwrap(), [("b".to_owned(), 1)]);
    }

    async fn closing_finishes_what_waits_and_lets_nothing_in(database) {
        let database = with_things(database);
        let store = database.open();
        let release = hold(&store).await;
        let late = store.clone();
        let close = async {
            waiting(&store, 1).await;
            let closing = tokio::spawn(store.clone().close());
            while late.read(|_| Ok::<_, StorageError>(())).await.is_ok() {}
            release.send(()).unwrap();
            closing.await.unwrap();
        };
        let (answer, ()) = tokio::join!(store.write(cx(), adding("a", |_| Ok(()))), close);
        assert_eq!(answer, Ok(Revision(1)));
        let refused = late.write(cx(), adding("b", |_| Ok(()))).await;
        assert!(matches!(refused, Err(Refusal::Storage(StorageError::Unavailable { .. }))));
        assert_eq!(database.open().read(count).await, Ok(1));
    }
}
