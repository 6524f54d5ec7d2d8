//! Migrations, and stores on databases that lack them.

use std::thread;

use super::*;
use crate::{OnSchema, StoreConfig, migrate, on_both, pending, testing::vault};

/// A database as it comes from `CREATE DATABASE`.
fn emptied(database: TestDatabase) -> TestDatabase {
    match &database.url().0 {
        crate::url::Location::Sqlite(path) => std::fs::remove_file(path).unwrap(),
        crate::url::Location::Postgresql(_) => database.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public").unwrap(),
    }
    database
}

on_both! {
    async fn an_empty_database_is_refused_until_it_is_migrated(database) {
        let database = emptied(database);
        let config = || StoreConfig::new(database.url().clone());
        let error = Store::open(config(), vault()).err().unwrap();
        assert!(error.to_string().contains("run `poort migrate`"), "{error}");

        let applied = migrate(database.url()).unwrap();
        assert_eq!(applied.first().map(String::as_str), Some("20261123000000_create_engine"));
        assert!(applied.is_sorted());
        assert_eq!(pending(database.url()), Ok(vec![]));
        assert_eq!(migrate(database.url()), Ok(vec![]));
        assert!(Store::open(config(), vault()).is_ok());
    }

    async fn a_store_may_migrate_when_it_is_told_to(database) {
        let database = emptied(database);
        let store = database.open_with(|config| config.schema = OnSchema::Migrate);
        assert_eq!(store.ready().await, Ok(Revision(0)));
    }

    async fn processes_that_migrate_at_once_take_turns(database) {
        let database = emptied(database);
        let url = database.url();
        let applied: Vec<_> = thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| migrate(url).unwrap())).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(applied.iter().filter(|names| !names.is_empty()).count(), 1);
    }

    async fn a_schema_from_the_future_is_refused(database) {
        database.execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('99990101000000')").unwrap();
        let error = Store::open(StoreConfig::new(database.url().clone()), vault()).err().unwrap();
        assert_eq!(error, StorageError::SchemaAhead { name: "99990101000000".to_owned() });
        assert_eq!(migrate(database.url()), Err(error));
    }
}
