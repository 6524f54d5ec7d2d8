//! Migrations, and stores on databases that lack them.

use std::thread;

use std::collections::BTreeSet;

use diesel::sql_types::{Bool, Text};
use diesel_migrations::MigrationHarness as _;

use super::*;
use crate::engine::{Connection, Limits, Role, Words, connect};
use crate::migrate::{POSTGRESQL, SQLITE, on_own_thread};
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

/// One column, or one index (without a column, nullable).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, QueryableByName)]
struct Part {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    place: i64,
    #[diesel(sql_type = Text)]
    column: String,
    #[diesel(sql_type = Bool)]
    nullable: bool,
}
use diesel::sql_types::BigInt;

const PARTS: Words = Words {
    sqlite: "SELECT tables.name AS name, columns.cid + 1 AS place, columns.name AS column, columns.\"notnull\" = 0 AND columns.pk = 0 AS nullable
             FROM sqlite_schema AS tables JOIN pragma_table_info(tables.name) AS columns
             WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite%' AND tables.name NOT LIKE '\\_\\_diesel%' ESCAPE '\\'
             UNION ALL SELECT name, 0, tbl_name, TRUE FROM sqlite_schema WHERE type = 'index' AND name NOT LIKE 'sqlite%'",
    postgresql: "SELECT table_name::text AS name, ordinal_position::bigint AS place, column_name::text AS column, is_nullable = 'YES' AS nullable
                 FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_diesel%'
                 UNION ALL SELECT indexname::text, 0, tablename::text, TRUE FROM pg_indexes
                 WHERE schemaname = 'public' AND indexname NOT LIKE '%\\_pkey' AND indexname NOT LIKE '%\\_key'",
};

/// Every table, column and index that a migration made.
fn parts(connection: &mut Connection) -> BTreeSet<Part> {
    let query = diesel::sql_query(connection.choose(&PARTS));
    let parts: Vec<Part> = match connection {
        Connection::Sqlite(c) => query.load(c).unwrap(),
        Connection::Postgresql(c) => query.load(c).unwrap(),
    };
    parts.into_iter().collect()
}

fn parts_of(database: &TestDatabase) -> BTreeSet<Part> {
    on_own_thread(|| Ok(parts(&mut connect(database.url(), &Limits::default(), Role::Migrator)?))).unwrap()
}

#[test]
fn both_databases_have_the_same_tables_columns_and_indexes() {
    let (sqlite, postgresql) = (TestDatabase::new(Backend::Sqlite), TestDatabase::new(Backend::Postgresql));
    let (sqlite, postgresql) = (parts_of(&sqlite), parts_of(&postgresql));
    assert!(sqlite.iter().any(|part| part.name == "events" && part.column == "revision"));
    assert_eq!(sqlite.symmetric_difference(&postgresql).collect::<Vec<_>>(), Vec::<&Part>::new());
}

/// One step back, or forth.
fn step(connection: &mut Connection, forth: bool) -> bool {
    let done = match connection {
        Connection::Sqlite(c) if forth => c.run_next_migration(SQLITE),
        Connection::Sqlite(c) => c.revert_last_migration(SQLITE),
        Connection::Postgresql(c) if forth => c.run_next_migration(POSTGRESQL),
        Connection::Postgresql(c) => c.revert_last_migration(POSTGRESQL),
    };
    done.is_ok()
}

on_both! {
    async fn what_a_migration_makes_its_way_back_takes_away(database) {
        let migrations = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations/sqlite")).unwrap().count();
        let (back, forth) = on_own_thread(|| {
            let mut connection = connect(database.url(), &Limits::default(), Role::Migrator)?;
            let mut back = vec![parts(&mut connection)];
            for _ in 0..migrations {
                assert!(step(&mut connection, false));
                back.push(parts(&mut connection));
            }
            let mut forth = vec![parts(&mut connection)];
            for _ in 0..migrations {
                assert!(step(&mut connection, true));
                forth.push(parts(&mut connection));
            }
            Ok((back, forth))
        })
        .unwrap();
        assert_eq!(back.last(), Some(&BTreeSet::new()));
        assert_eq!(back.into_iter().rev().collect::<Vec<_>>(), forth);
    }
}
