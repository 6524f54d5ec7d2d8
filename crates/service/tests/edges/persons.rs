//! Persons whose number changes.

use crate::world::{World, text};
use ::persons::{Person, RegisterRecord, Status};
use poort_service::{Caller, Error, persons};
use storage::{WriteTx, on_both};
use types::{Insz, PersonId};

fn insz(number: &str) -> Insz {
    Insz::from_stored(number).unwrap()
}

/// The answer about somebody who had a BIS number before.
fn moved() -> RegisterRecord {
    RegisterRecord { replaces: vec![insz("72452503473")], ..crate::world::record("85073100130") }
}

/// A reload with this answer of the register.
pub(crate) async fn reload(world: &World, caller: &Caller, id: PersonId, record: RegisterRecord) -> Result<Person, Error> {
    let reload = move |tx: &mut WriteTx<'_>, caller: &Caller| {
        let basis = persons::to_reload(tx, caller, id)?;
        persons::reload(tx, caller, &basis, record)
    };
    world.write(caller, reload).await
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

    async fn a_death_is_recorded_though_another_person_has_the_new_number(database) {
        let world = World::new(database.open()).await;
        let city = world.organisation("0207509031", "Stad Leuven", "LB", "gemeente", None).await;
        let admin = world.administrator(mandates::Kind::LokaleBeheerder, &city).await;
        let bis = world.employee(&admin, &city, "LB", "72452503473").await;
        let other = world.employee(&admin, &city, "LB", "85073100130").await;
        let id = bis.person.id;
        let died = || RegisterRecord { status: Status::Deceased(crate::world::day("2026-11-20")), ..moved() };
        let after = reload(&world, &admin, id, died()).await.unwrap();
        assert_eq!((after.status, after.insz, after.number_taken), (died().status, bis.person.insz, true));
        let found = world.read(&admin, |tx, caller| persons::by_number(tx, caller, insz("85073100130"))).await.unwrap();
        assert_eq!(found, Some(other.person), "the number stays where it was");
        assert_eq!(reload(&world, &admin, id, died()).await.unwrap().version, after.version, "told once");
        let of = storage::events::Of::Person(id);
        let events = world.read(&admin, move |tx, caller| poort_service::history::read(tx, caller, &of, crate::world::page())).await.unwrap();
        let told: Vec<_> = events.items.iter().filter(|event| event.what.action == audit::Action::PersonReloaded).collect();
        let [told] = told.as_slice() else { panic!("{told:?}") };
        let (before, after) = (told.what.before.as_ref().unwrap(), told.what.after.as_ref().unwrap());
        assert_eq!((before.get("numberTaken"), &after["numberTaken"], &after["status"]["state"]), (None, &true.into(), &"deceased".into()));
    }

    async fn an_older_answer_of_the_register_undoes_no_younger_one(database) {
        let world = World::new(database.open()).await;
        let city = world.organisation("0207509031", "Stad Leuven", "LB", "gemeente", None).await;
        let admin = world.administrator(mandates::Kind::LokaleBeheerder, &city).await;
        let an = world.employee(&admin, &city, "LB", "72452503473").await;
        let id = an.person.id;
        let basis = world.read(&admin, move |tx, caller| persons::to_reload(tx, caller, id)).await.unwrap();
        let older = || crate::world::record("72452503473");
        let younger = reload(&world, &admin, id, moved()).await.unwrap();
        let late = world.write(&admin, move |tx, caller| persons::reload(tx, caller, &basis, older())).await;
        assert!(matches!(late, Err(Error::Overtaken)), "{late:?}");
        let admitted = world.write(&admin, move |tx, caller| persons::admit(tx, caller, older(), Default::default(), text("nieuw"))).await;
        assert_eq!(admitted.unwrap().person, younger, "nor does who is admitted at the same time");
        assert_eq!(world.read(&admin, move |tx, caller| persons::read(tx, caller, id)).await.unwrap(), younger);
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
