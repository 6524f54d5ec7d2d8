//! Every wrapper, in and out and in a filter.

use std::{collections::BTreeMap, sync::LazyLock};

use types::{Actor, Day, Instant, SystemActor};

use super::{cx, on};
use crate::{At, Backend, Code, Id, Json, On, StorageError, on_both};
use diesel::prelude::*;
use types::PersonId;

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    samples (id) {
        id -> Identifier,
        other -> Nullable<Identifier>,
        at -> Moment,
        until -> Nullable<Moment>,
        day -> CalendarDay,
        last -> Nullable<CalendarDay>,
        actor -> Text,
        body -> Document,
        bytes -> Nullable<Binary>,
        flag -> Bool,
    }
}

#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = samples, treat_none_as_default_value = false, treat_none_as_null = true)]
#[diesel(check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Sample {
    id: Id<PersonId>,
    other: Option<Id<PersonId>>,
    at: At,
    until: Option<At>,
    day: On,
    last: Option<On>,
    actor: Code<Actor>,
    body: Json<BTreeMap<String, Option<i64>>>,
    bytes: Option<Vec<u8>>,
    flag: bool,
}

const SQLITE: &str =
    "CREATE TABLE samples (id BLOB PRIMARY KEY, other BLOB, at TEXT NOT NULL, until TEXT, day TEXT NOT NULL, last TEXT,
    actor TEXT NOT NULL, body TEXT NOT NULL, bytes BLOB, flag INTEGER NOT NULL) STRICT, WITHOUT ROWID";
const POSTGRESQL: &str = "CREATE TABLE samples (id uuid PRIMARY KEY, other uuid, at timestamptz NOT NULL, until timestamptz,
    day date NOT NULL, last date, actor text NOT NULL, body jsonb NOT NULL, bytes bytea, flag boolean NOT NULL)";

fn sample(at: &str, day: &str) -> Sample {
    Sample {
        id: Id(cx().new_id()),
        other: None,
        at: At(Instant::parse(at).unwrap()),
        until: None,
        day: On(Day::parse(day).unwrap()),
        last: None,
        actor: Code(Actor::System(SystemActor::CommandLine)),
        body: Json(BTreeMap::from([("één".to_owned(), None), ("two".to_owned(), Some(2))])),
        bytes: None,
        flag: false,
    }
}

/// In the order of their instants.
fn samples() -> Vec<Sample> {
    static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(made);
    SAMPLES.clone()
}

fn made() -> Vec<Sample> {
    let full = |sample: Sample| Sample {
        other: Some(sample.id),
        until: Some(At(Instant::FOREVER)),
        last: Some(On(Day::FOREVER)),
        actor: Code(Actor::Person(sample.id.0)),
        bytes: Some(vec![0, 255, 39]),
        flag: true,
        ..sample
    };
    vec![
        sample("0001-01-01T00:00:00Z", "0001-01-01"),
        full(sample("1999-12-31T23:59:59.999999Z", "1999-12-31")),
        sample("2026-11-23T10:00:00Z", "2024-02-29"),
        full(sample("2026-11-23T10:00:00.000001Z", "2026-11-23")),
        sample("2026-11-23T10:00:00.1Z", "9999-12-31"),
    ]
}

on_both! {
    async fn what_goes_in_comes_out_and_is_found(database) {
        let sqlite = database.url().backend() == Backend::Sqlite;
        database.execute(if sqlite { SQLITE } else { POSTGRESQL }).unwrap();
        let store = database.open();
        store.write(cx(), |tx| on!(tx, c => diesel::insert_into(samples::table).values(samples()).execute(c))).await.unwrap();

        let all = store.read(|tx| on!(tx, c => samples::table.select(Sample::as_select()).order(samples::at.asc()).load(c)));
        assert_eq!(all.await.unwrap(), samples());

        let ids: Vec<_> = samples()[1..3].iter().map(|sample| sample.id).collect();
        let found = store.read(move |tx| on!(tx, c => samples::table
            .filter(samples::id.eq_any(ids))
            .filter(samples::at.gt(At(Instant::parse("1999-01-01T00:00:00Z").unwrap())))
            .filter(samples::day.lt(On(Day::parse("2024-02-29").unwrap())))
            .filter(samples::last.is_null().or(samples::last.ge(On(Day::FOREVER))))
            .filter(samples::other.is_not_null())
            .filter(samples::flag.eq(true))
            .select(Sample::as_select())
            .load::<Sample>(c)));
        assert_eq!(found.await.unwrap(), samples()[1..2]);
    }

    async fn a_row_is_replaced_and_none_becomes_null(database) {
        let sqlite = database.url().backend() == Backend::Sqlite;
        database.execute(if sqlite { SQLITE } else { POSTGRESQL }).unwrap();
        let store = database.open();
        let mut row = samples()[1].clone();
        for empty in [false, true] {
            if empty {
                row = Sample { other: None, until: None, last: None, bytes: None, flag: false, ..row };
            }
            let (new, id) = (row.clone(), row.id);
            let read = store.write(cx(), move |tx| {
                on!(tx, c => diesel::insert_into(samples::table)
                    .values(&new).on_conflict(samples::id).do_update().set(&new).execute(c))?;
                on!(tx, c => samples::table.find(id).select(Sample::as_select()).first(c).optional())
            });
            assert_eq!(read.await, Ok::<_, StorageError>(Some(row.clone())));
        }
    }
}
