//! What a reader sees.

use std::sync::mpsc;

use futures_util::FutureExt as _;

use super::*;
use crate::{last_revision, on_both};

on_both! {
    async fn what_was_answered_is_read(database) {
        let database = with_things(database);
        let store = database.open();
        for number in 1..=20 {
            let revision = store.write(cx(), |tx| add(tx, "a")).await.unwrap();
            assert_eq!(store.read(last_revision).await, Ok(revision));
            assert_eq!(store.read(count).await, Ok(number));
        }
    }

    async fn a_closure_sees_one_picture(database) {
        let database = with_things(database);
        let store = database.open();
        store.write(cx(), |tx| add(tx, "a")).await.unwrap();
        let (looked, first_look) = tokio::sync::oneshot::channel();
        let (go_on, changed) = mpsc::channel();
        let read = store.read(move |tx| {
            let before = count(tx)?;
            looked.send(()).unwrap();
            changed.recv().unwrap();
            Ok::<_, StorageError>((before, count(tx)?))
        });
        let change = async {
            first_look.await.unwrap();
            store.write(cx(), |tx| add(tx, "b")).await.unwrap();
            go_on.send(()).unwrap();
        };
        let (read, ()) = tokio::join!(read, change);
        assert_eq!(read, Ok((1, 1)));
        assert_eq!(store.read(count).await, Ok(2));
    }

    async fn a_reader_cannot_change_anything(database) {
        let database = with_things(database);
        let store = database.open();
        let write = |tx: &mut ReadTx<'_>| {
            let row = Row { id: Id(cx().new_id()), code: Code(Doelgroep::parse("a").unwrap()), revision: 1 };
            on!(tx, c => diesel::insert_into(things::table).values(row).execute(c))
        };
        assert!(store.read(write).await.is_err());
        assert_eq!(store.read(count).await, Ok(0));
    }

    async fn a_panic_ends_only_its_own_read(database) {
        let database = with_things(database);
        let store = database.open_with(|config| config.readers = 1);
        let panicked = store.read(|_| -> Result<(), Refusal> { panic!("a mistake in a use case") }).await;
        assert_eq!(panicked, Err(StorageError::Panicked.into()));
        assert_eq!(store.read(|_| Err::<(), _>(Refusal::No)).await, Err(Refusal::No));
        assert_eq!(store.read(count).await, Ok(0));
    }

    async fn too_many_reads_are_refused_at_once(database) {
        let store = database.open_with(|config| { config.readers = 1; config.read_queue = 1; });
        let (began, begun) = tokio::sync::oneshot::channel();
        let (release, released) = mpsc::channel();
        let busy = store.read(move |_| { began.send(()).unwrap(); released.recv().unwrap(); Ok::<_, StorageError>(()) });
        let overload = async {
            begun.await.unwrap();
            let mut waits = Box::pin(store.read(last_revision));
            assert!((&mut waits).now_or_never().is_none());
            let refused = store.read(last_revision).await;
            release.send(()).unwrap();
            (waits.await, refused)
        };
        let (busy, (waited, refused)) = tokio::join!(busy, overload);
        assert_eq!((busy, waited, refused), (Ok(()), Ok(Revision(0)), Err(StorageError::Overloaded)));
    }

    async fn a_store_is_ready_when_it_can_read_and_write(database) {
        let database = with_things(database);
        let store = database.open();
        store.write(cx(), |tx| add(tx, "a")).await.unwrap();
        assert_eq!(store.ready().await, Ok(Revision(1)));
    }

    async fn a_setting_is_replaced(database) {
        use crate::settings::{Setting, get, set};
        let store = database.open();
        assert_eq!(store.read(|tx| get(tx, Setting::Origin)).await, Ok(None));
        for value in ["demo", "serve"] {
            store.write(cx(), move |tx| set(tx, Setting::Origin, value)).await.unwrap();
        }
        assert_eq!(store.read(|tx| get(tx, Setting::Origin)).await, Ok(Some("serve".to_owned())));
        assert_eq!(store.read(|tx| get(tx, Setting::MasterKeyCheck)).await, Ok(None));
    }
}
