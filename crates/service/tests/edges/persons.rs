//! Persons whose number changes.

use crate::world::{World, text};
use ::persons::{PersonError, RegisterRecord};
use poort_service::{Error, persons};
use storage::on_both;
use types::Insz;

fn insz(number: &str) -> Insz {
    Insz::from_stored(number).unwrap()
}

/// The answer about somebody who had a BIS number before.
fn moved() -> RegisterRecord {
    RegisterRecord { replaces: vec![insz("72452503473")], ..crate::world::record("85073100130") }
}

on_both! {
    async fn who_was_admitted_by_a_bis_number_is_not_admitted_again_by_the_number_that_replaced_it(database) {
        let world = World::new(database.open()).await;
        let city = world.organisation("0207509031", "Stad Leuven", "LB", "gemeente", None).await;
        let other = world.organisation("0405546706", "Gemeente Herent", "LB", "gemeente", None).await;
        let admin = world.administrator(mandates::Kind::LokaleBeheerder, &city).await;
        let foreign = world.administrator(mandates::Kind::LokaleBeheerder, &other).await;
        let an = world.employee(&admin, &city, "LB", "72452503473").await;
        let again = world.write(&foreign, |tx, caller| persons::admit(tx, caller, moved(), Default::default(), text("nieuw"))).await.unwrap();
        assert_eq!((again.person.id, again.new, again.person.insz), (an.person.id, false, insz("85073100130")));
        for number in ["72452503473", "85073100130"] {
            let found = world.read(&admin, move |tx, caller| persons::by_number(tx, caller, insz(number))).await.unwrap();
            assert_eq!(found.map(|person| person.id), Some(an.person.id), "{number}");
        }
        let of = storage::events::Of::Person(an.person.id);
        let events = world.read(&admin, move |tx, caller| poort_service::history::read(tx, caller, &of, crate::world::page())).await.unwrap();
        let last = &events.items[0].what;
        assert_eq!((last.action, &last.actor), (audit::Action::PersonNumberChanged, &foreign.actor));
    }

    async fn a_number_that_was_replaced_before_finds_who_was_admitted_under_the_new_one(database) {
        let world = World::new(database.open()).await;
        let city = world.organisation("0207509031", "Stad Leuven", "LB", "gemeente", None).await;
        let admin = world.administrator(mandates::Kind::LokaleBeheerder, &city).await;
        let new = world.write(&admin, |tx, caller| persons::admit(tx, caller, moved(), Default::default(), text("nieuw"))).await.unwrap();
        let found = world.read(&admin, |tx, caller| persons::by_number(tx, caller, insz("72452503473"))).await.unwrap();
        assert_eq!(found, Some(new.person));
    }

    async fn two_records_of_one_human_being_are_for_an_operator_and_nothing_changes(database) {
        let world = World::new(database.open()).await;
        let city = world.organisation("0207509031", "Stad Leuven", "LB", "gemeente", None).await;
        let admin = world.administrator(mandates::Kind::LokaleBeheerder, &city).await;
        let bis = world.employee(&admin, &city, "LB", "72452503473").await;
        let other = world.employee(&admin, &city, "LB", "85073100130").await;
        let id = bis.person.id;
        let refused = world.write(&admin, move |tx, caller| persons::reload(tx, caller, id, moved())).await.unwrap_err();
        assert!(matches!(refused, Error::Person(PersonError::NumberTaken { other: taken }) if taken == other.person.id), "{refused:?}");
        assert_eq!(world.read(&admin, move |tx, caller| persons::read(tx, caller, id)).await.unwrap(), bis.person);
    }

    async fn what_changes_nothing_is_not_in_the_history(database) {
        let world = World::new(database.open()).await;
        let city = world.organisation("0207509031", "Stad Leuven", "LB", "gemeente", None).await;
        let admin = world.administrator(mandates::Kind::LokaleBeheerder, &city).await;
        let an = world.employee(&admin, &city, "LB", "85073100130").await;
        let id = an.person.id;
        let same = world.write(&admin, move |tx, caller| persons::edit(tx, caller, id, 1, Default::default())).await.unwrap();
        assert_eq!(same, an.person);
        let of = storage::events::Of::Person(id);
        let events = world.read(&admin, move |tx, caller| poort_service::history::read(tx, caller, &of, crate::world::page())).await.unwrap();
        assert!(events.items.iter().all(|event| event.what.action != audit::Action::PersonEdited));
    }
}
