//! What must hold before anything runs, on both databases.

#![cfg(test)]

use std::sync::Arc;

use audit::Action;
use poort::startup::{self, Origin};
use service::{Caller, keys};
use storage::events::Of;
use storage::settings::{self, Setting};
use storage::testing::{TestDatabase, vault};
use storage::{OnSchema, Page, StorageError, Store, StoreConfig, Vault, WriteTx, on_both, signing_keys};
use tokens::keys::{Algorithm, KeyState, Kid, SealedKey, SigningKey};
use tokens::seal::MasterKey;
use types::testing::{FixedClock, outside};
use types::{Instant, Outside, Parsed as _, Reason, Seconds, SystemActor};

const NOON: &str = "2026-11-23T11:00:00Z";
const HOUR: Seconds = Seconds(3600);

fn config(database: &TestDatabase) -> StoreConfig {
    StoreConfig { readers: 2, schema: OnSchema::Refuse, ..StoreConfig::new(database.url().clone()) }
}

async fn open(database: &TestDatabase, origin: Origin) -> Result<Store, poort::Error> {
    startup::open_as(origin, config(database), &vault(), &outside(NOON)).await
}

/// A world whose randomness differs from that of the other tests' keys.
fn world(clock: &Arc<FixedClock>) -> Outside {
    Outside { clock: Arc::clone(clock) as _, ..poort::real_outside() }
}

on_both! {
    async fn a_wrong_master_key_is_refused_before_anything_is_written(database) {
        open(&database, Origin::Serve).await.unwrap().close().await;
        let other = Arc::new(Vault::new(&MasterKey::generate(&poort::real_outside().fresh_context())).unwrap());
        let refused = startup::open_as(Origin::Serve, config(&database), &other, &outside(NOON)).await;
        assert_eq!(refused.err().map(|error| error.code()), Some("masterKey"));
        assert!(open(&database, Origin::Serve).await.is_ok(), "the right key still opens it");
    }

    async fn a_database_of_the_demo_is_not_served_nor_the_other_way_round(database) {
        open(&database, Origin::Demo).await.unwrap().close().await;
        let refused = open(&database, Origin::Serve).await;
        assert_eq!(refused.err().map(|error| error.code()), Some("demoDatabase"));
        assert!(open(&database, Origin::Demo).await.is_ok());
        let other = TestDatabase::new(database.url().backend());
        open(&other, Origin::Serve).await.unwrap().close().await;
        assert_eq!(open(&other, Origin::Demo).await.err().map(|error| error.code()), Some("notDemoDatabase"));
    }

    async fn an_origin_of_a_later_version_is_refused(database) {
        let store = open(&database, Origin::Serve).await.unwrap();
        let cx = outside(NOON).fresh_context();
        store.write(cx, |tx| -> Result<(), StorageError> { settings::set(tx, Setting::Origin, "replica") }).await.unwrap();
        assert_eq!(open(&database, Origin::Serve).await.err().map(|error| error.code()), Some("unknownOrigin"));
    }

    async fn first_start_makes_one_key_of_each_algorithm_and_later_ones_keep_them(database) {
        let clock = FixedClock::at(NOON);
        let store = open(&database, Origin::Serve).await.unwrap();
        let first = startup::key_ring(&store, &world(&clock), HOUR).await.unwrap();
        assert_eq!(first.algorithms(clock_now(&clock)), Algorithm::ALL);
        store.close().await;
        let store = open(&database, Origin::Serve).await.unwrap();
        let again = startup::key_ring(&store, &world(&clock), HOUR).await.unwrap();
        assert_eq!(store.read(signing_keys::all).await.unwrap().len(), 3);
        let kid = |ring: &tokens::keys::KeyRing| ring.signer(Algorithm::ES256, clock_now(&clock)).unwrap().kid().clone();
        assert_eq!(kid(&first), kid(&again));
    }

    async fn processes_that_start_at_once_sign_with_the_same_keys(database) {
        let clock = FixedClock::at(NOON);
        let (one, other) = (open(&database, Origin::Serve).await.unwrap(), open(&database, Origin::Serve).await.unwrap());
        let (world, now) = (world(&clock), clock_now(&clock));
        let rings = tokio::join!(startup::key_ring(&one, &world, HOUR), startup::key_ring(&other, &world, HOUR));
        let signers = |ring: tokens::keys::KeyRing| Algorithm::ALL.map(|algorithm| ring.signer(algorithm, now).unwrap().kid().clone());
        assert_eq!(signers(rings.0.unwrap()), signers(rings.1.unwrap()));
        assert_eq!(one.read(signing_keys::all).await.unwrap().len(), 3);
    }

    async fn a_rotated_key_overlaps_with_its_predecessor(database) {
        let clock = FixedClock::at(NOON);
        let (store, world) = (open(&database, Origin::Serve).await.unwrap(), world(&clock));
        let before = startup::key_ring(&store, &world, HOUR).await.unwrap();
        let old = before.signer(Algorithm::ES256, clock_now(&clock)).unwrap().kid().clone();
        let (fresh, caller) = (key(&store, &world), operator());
        let change = move |tx: &mut WriteTx<'_>| keys::rotate(tx, &caller, fresh, HOUR, reason());
        let records = store.write(world.fresh_context(), change).await.unwrap();
        assert_eq!(records.len(), 4);
        let ring = startup::key_ring(&store, &world, HOUR).await.unwrap();
        let state = |seconds| ring.state(&old, clock_now(&clock).plus(Seconds(seconds))).unwrap();
        assert_eq!([state(0), state(300), state(300 + 3600 + 300)], [KeyState::Signing, KeyState::Verifying, KeyState::Gone]);
        let untouched = records.iter().filter(|record| record.retires_at.is_none()).count();
        assert_eq!(untouched, 3, "the new one, EdDSA and RS256");
    }

    async fn a_revoked_key_counts_no_more_and_another_signs(database) {
        let clock = FixedClock::at(NOON);
        let (store, world) = (open(&database, Origin::Serve).await.unwrap(), world(&clock));
        let before = startup::key_ring(&store, &world, HOUR).await.unwrap();
        let now = clock_now(&clock);
        let old = before.signer(Algorithm::ES256, now).unwrap().kid().clone();
        let revoke = async |kid: Kid| {
            let (replacement, caller) = (key(&store, &world), operator());
            store.write(world.fresh_context(), move |tx| keys::revoke(tx, &caller, &kid, replacement, reason())).await
        };
        revoke(old.clone()).await.unwrap();
        let ring = startup::key_ring(&store, &world, HOUR).await.unwrap();
        assert!(ring.verifier(old.as_str(), now).is_none() && ring.jwks(now).keys.len() == 3);
        assert_ne!(ring.signer(Algorithm::ES256, now).unwrap().kid(), &old);
        assert!(matches!(revoke(old).await, Err(service::Error::NotFound)), "it is gone already");
    }

    async fn the_history_tells_of_every_key(database) {
        let clock = FixedClock::at(NOON);
        let (store, world) = (open(&database, Origin::Serve).await.unwrap(), world(&clock));
        startup::key_ring(&store, &world, HOUR).await.unwrap();
        let again = key(&store, &world);
        let twice = again.clone();
        let bring = async |key: SealedKey| {
            let caller = operator();
            store.write(world.fresh_context(), move |tx| keys::rotate(tx, &caller, key, HOUR, reason())).await
        };
        bring(again).await.unwrap();
        assert!(matches!(bring(twice).await, Err(service::Error::Exists)));
        let page = Page::new(1, 20).unwrap();
        let events = store.read(move |tx| storage::events::history(tx, &Of::Everything, &Default::default(), page)).await.unwrap().items;
        let all = |action| events.iter().filter(|event| event.what.action == action).count();
        assert_eq!(all(Action::KeyRotated), 5, "three at first start, the new one, the end of its predecessor");
    }
}

fn key(store: &Store, world: &Outside) -> SealedKey {
    SigningKey::generate(Algorithm::ES256).unwrap().seal(store.vault(), &world.fresh_context()).unwrap()
}

fn operator() -> Caller {
    Caller::system(SystemActor::CommandLine, reason())
}

fn reason() -> Reason {
    Reason::parse("a test").unwrap()
}

fn clock_now(clock: &Arc<FixedClock>) -> Instant {
    types::Clock::now(&**clock)
}
