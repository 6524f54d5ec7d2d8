//! Organisations from the register of enterprises, on both databases.

#![cfg(test)]

use organisations::Edit;
use poort_service::organisations::{self as cases, Imported, Registered, import};
use poort_service::{Caller, Error, Policies};
use storage::{Page, Store, events, on_both};
use types::testing::outside;
use types::{Day, Parsed, SystemActor};

const NOON: &str = "2026-11-23T11:00:00Z";

fn text<T: Parsed>(text: &str) -> T {
    T::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn registered(name: &str) -> Registered {
    Registered {
        kbo: text("0202239951"),
        name: text(name),
        doelgroep: text("EA"),
        classification: text("onderneming"),
        begin: Day::parse("1930-03-19").unwrap(),
        active: true,
    }
}

fn caller() -> Caller {
    Caller::system(SystemActor::CommandLine, text("import"))
}

async fn bring(store: &Store, row: Registered) -> Result<Imported, Error> {
    store.write(outside(NOON).fresh_context(), move |tx| import(tx, &caller(), &Policies::default(), row, &text("import"))).await
}

async fn all(store: &Store) -> Vec<organisations::Organisation> {
    let found = store.read(|tx| storage::organisations::search(tx, &Default::default(), Page::new(1, 10).unwrap())).await;
    found.unwrap().items
}

on_both! {
    async fn one_enterprise_is_one_organisation_however_often_it_is_imported(database) {
        let store = database.open();
        assert_eq!(bring(&store, registered("Bouwers")).await.unwrap(), Imported::Created);
        assert_eq!(bring(&store, registered("Bouwers")).await.unwrap(), Imported::Unchanged);
        assert_eq!(bring(&store, registered("Metsers")).await.unwrap(), Imported::Changed);
        let [one] = all(&store).await.try_into().unwrap();
        assert_eq!((one.name, one.version), (text("Metsers"), 2));
        let of = events::Of::Organisation(one.id);
        let history = store.read(move |tx| events::history(tx, &of, &Default::default(), Page::new(1, 10).unwrap())).await.unwrap();
        assert_eq!(history.items.len(), 2, "what changes nothing leaves no trace");
    }

    async fn a_closed_enterprise_is_ceased_once_and_never_added(database) {
        let store = database.open();
        let closed = |name| Registered { active: false, ..registered(name) };
        assert_eq!(bring(&store, closed("Bouwers")).await.unwrap(), Imported::Unchanged);
        assert!(all(&store).await.is_empty());
        bring(&store, registered("Bouwers")).await.unwrap();
        assert_eq!(bring(&store, closed("Bouwers")).await.unwrap(), Imported::Changed);
        assert_eq!(bring(&store, closed("Bouwers")).await.unwrap(), Imported::Unchanged);
        assert_eq!(all(&store).await[0].period.end(), Day::parse("2026-11-22").unwrap(), "it gives nobody anything from today");
    }

    async fn what_administrators_decide_stays(database) {
        let store = database.open();
        bring(&store, registered("Bouwers")).await.unwrap();
        let id = all(&store).await[0].id;
        let edit = Edit { classification: Some(text("vereniging")), ..Edit::default() };
        let changed = move |tx: &mut storage::WriteTx<'_>| cases::edit(tx, &caller(), &Policies::default(), id, 1, edit);
        store.write(outside(NOON).fresh_context(), changed).await.unwrap();
        assert_eq!(bring(&store, registered("Bouwers")).await.unwrap(), Imported::Unchanged);
        assert_eq!(all(&store).await[0].classification, text("vereniging"));
    }

    async fn what_breaks_a_rule_is_refused(database) {
        let store = database.open();
        let strange = Registered { doelgroep: text("XX"), ..registered("Bouwers") };
        assert_eq!(bring(&store, strange).await.unwrap_err().code(), "organisationUnknownDoelgroep");
        assert!(all(&store).await.is_empty());
    }
}
