//! The store alone: what a change costs beside a bare commit, and what a read costs beside a bare query.

use std::cell::Cell;
use std::collections::BTreeSet;

use audit::{About, Action, NewEvent};
use organisations::Organisation;
use storage::testing::TestDatabase;
use storage::{Backend, StorageError, Store, WriteTx, events};
use types::testing::outside;
use types::{Actor, Context, OrganisationId, Parsed, Period, SystemActor};

use crate::measure::{Load, blocking, rates};
use crate::report::{Floor, begin, line};

/// Another value: SQLite writes nothing when a row stays as it is.
pub(crate) const COMMIT: &str = "BEGIN; UPDATE revision SET value = value + 1; COMMIT";
pub(crate) const QUERY: &str = "SELECT value FROM revision";

pub(crate) async fn measure(load: &Load, backend: Backend) {
    let database = TestDatabase::new(backend);
    let commit = blocking(load, 20, |times| database.repeat(COMMIT, times).unwrap());
    let query = blocking(load, 500, |times| database.repeat(QUERY, times).unwrap());
    begin();
    line("floor: a bare commit, one connection", 1, &commit, &[]);
    line("floor: a bare query, one connection", 1, &query, &[]);
    let store = database.open();
    let (outside, serial) = (outside("2026-11-23T10:00:00Z"), Cell::new(0));
    for callers in [1, 16, 256] {
        let written = rates(load, vec![(); callers], async |()| {
            serial.set(serial.get() + 1);
            write(&store, outside.fresh_context(), serial.get()).await;
        });
        line("a change: one row, one event", callers, &written.await, &[Floor("bare commit", &commit)]);
    }
    let id = write(&store, outside.fresh_context(), 0).await;
    for callers in [1, 16] {
        let read = rates(load, vec![(); callers], async |()| {
            store.read(move |tx| storage::organisations::by_id(tx, id)).await.unwrap();
        });
        line("a read: one row by its id", callers, &read.await, &[Floor("bare query", &query)]);
    }
}

async fn write(store: &Store, cx: Context, serial: u64) -> OrganisationId {
    store.write(cx, move |tx| add(tx, serial)).await.unwrap()
}

fn add(tx: &mut WriteTx<'_>, serial: u64) -> Result<OrganisationId, StorageError> {
    let organisation = Organisation {
        id: tx.cx().new_id(),
        kbo: Parsed::parse(&kbo(serial)).unwrap(),
        ovo: None,
        instellingsnummer: None,
        name: Parsed::parse("Een organisatie").unwrap(),
        doelgroepen: BTreeSet::from([Parsed::parse("EA").unwrap()]),
        classification: Parsed::parse("onderneming").unwrap(),
        parent: None,
        nis: None,
        period: Period::from_day(tx.cx().today()),
        rights_held_on: None,
        version: 1,
    };
    storage::organisations::insert(tx, &organisation)?;
    let event = NewEvent::of(Action::OrganisationCreated).by(Actor::System(SystemActor::Demo), None);
    let about = About { organisation: Some(organisation.id), ..About::default() };
    events::append(tx, event.about(about).created(&organisation).unwrap())?;
    Ok(organisation.id)
}

/// A valid KBO number, another one for each serial.
pub(crate) fn kbo(serial: u64) -> String {
    let base = 2_000_000 + serial;
    format!("{base:08}{:02}", 97 - base % 97)
}
