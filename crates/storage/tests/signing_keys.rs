//! Signing keys, on both databases.

#![cfg(test)]

use poort_storage::{StorageError, Store, on_both, signing_keys};
use tokens::keys::{Algorithm, KeyRecord, Kid, SealedKey};
use types::Instant;
use types::testing::context;

const NOON: &str = "2026-11-23T11:00:00Z";

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn record(kid: &str, algorithm: Algorithm, from: &str) -> KeyRecord {
    let key = SealedKey { kid: Kid::parse(kid).unwrap(), algorithm, sealed: vec![1, 0, 255] };
    KeyRecord { key, created: at(NOON), signs_from: at(from), retires_at: None }
}

async fn insert(store: &Store, record: KeyRecord) -> Result<(), StorageError> {
    store.write(context(NOON), move |tx| signing_keys::insert(tx, &record)).await
}

on_both! {
    async fn keys_come_back_in_the_order_in_which_they_sign(database) {
        let store = database.open();
        let (late, early) = (record("a", Algorithm::RS256, "2026-11-23T11:05:00Z"), record("b", Algorithm::EdDSA, NOON));
        insert(&store, late.clone()).await.unwrap();
        insert(&store, early.clone()).await.unwrap();
        assert_eq!(store.read(signing_keys::all).await.unwrap(), [early, late]);
    }

    async fn only_the_end_of_a_key_changes(database) {
        let store = database.open();
        let mut key = record("a", Algorithm::ES256, NOON);
        insert(&store, key.clone()).await.unwrap();
        insert(&store, record("b", Algorithm::ES256, "2026-11-23T11:05:00Z")).await.unwrap();
        key.retires_at = Some(at("2026-11-23T12:10:00.000001Z"));
        let (kid, end) = (key.key.kid.clone(), key.retires_at);
        store.write(context(NOON), move |tx| signing_keys::update(tx, &kid, end)).await.unwrap();
        let all = store.read(signing_keys::all).await.unwrap();
        assert_eq!(all[0], key);
        assert_eq!(all[1].retires_at, None);
    }

    async fn a_name_is_given_once(database) {
        let store = database.open();
        insert(&store, record("a", Algorithm::ES256, NOON)).await.unwrap();
        let again = insert(&store, record("a", Algorithm::RS256, NOON)).await;
        assert!(matches!(again, Err(StorageError::Conflict { .. })));
    }
}
