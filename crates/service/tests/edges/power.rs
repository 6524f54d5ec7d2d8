//! How far power reaches: mandates, histories and organisations at their edges.

use std::collections::BTreeSet;

use crate::world::{World, day, period, text};
use ::mandates::{Changes, Domain, Holder, Kind, Mandate, Proposal};
use ::organisations::{Edit, OrganisationError};
use poort_service::{Caller, Error, history, mandates, organisations, toekenningen};
use storage::events::Of;
use storage::on_both;
use types::{OrganisationId, Parsed};

fn proposal(holder: Holder, kind: Kind, domain: Domain) -> Proposal {
    let (period, reason) = (period("2026-11-23", "2027-12-31"), text("aanstelling"));
    let changes = Changes { rights: None, contexts: None, maximum_months: None, may_redelegate: true, period, reason };
    Proposal { holder, kind, domain, changes }
}

fn over(organisation: OrganisationId) -> Domain {
    Domain::Organisation { organisation, sub_entities: true }
}

async fn give(world: &World, giver: &Caller, proposal: Proposal) -> Result<Mandate, Error> {
    world.register(&proposal.holder).await;
    world.write(giver, move |tx, caller| mandates::give(tx, caller, proposal)).await
}

fn ask(person: &crate::world::Employee, right: &str, contexts: &[&str]) -> toekenningen::NewGrant {
    let contexts = contexts.iter().map(|one| text(one)).collect();
    let werkrelatie = person.werkrelatie.id;
    toekenningen::NewGrant { werkrelatie, right: text(right), contexts, begin: None, end: None, reason: text("dossier 12") }
}

fn client(name: &str) -> Holder {
    Holder::Client(types::ClientId::parse(name).unwrap())
}

on_both! {
    async fn the_history_of_an_application_is_for_who_manages_it_and_names_no_holder(database) {
        let world = World::new(database.open()).await;
        let city = world.organisation("0207509031", "Stad Leuven", "LB", "gemeente", None).await;
        let admin = world.administrator(Kind::LokaleBeheerder, &city).await;
        let an = world.employee(&admin, &city, "LB", "85073100130").await;
        let asked = ask(&an, "Premiezoeker", &[]);
        world.write(&admin, move |tx, caller| toekenningen::grant(tx, caller, asked)).await.unwrap();
        let domain = Domain::Application { application: text("premiezoeker") };
        give(&world, &world.operator, proposal(client("portaal"), Kind::Toepassingsbeheerder, domain)).await.unwrap();
        let manager = world.caller(client("portaal")).await;
        for of in [Of::Application(text("premiezoeker")), Of::Right(text("Premiezoeker"))] {
            let refused = of.clone();
            let refused = world.read(&admin, move |tx, caller| history::read(tx, caller, &refused, crate::world::page())).await;
            assert_eq!(refused.unwrap_err().code(), "mandateKind");
            let events = world.read(&manager, move |tx, caller| history::read(tx, caller, &of, crate::world::page())).await.unwrap().items;
            assert!(!events.is_empty() && events.iter().all(|event| event.what.about.person.is_none()), "{events:?}");
        }
    }

    async fn a_ceased_organisation_gives_its_administrators_nothing(database) {
        let world = World::new(database.open()).await;
        let city = world.organisation("0207509031", "Stad Leuven", "LB", "gemeente", None).await;
        let id = city.id;
        world.administrator(Kind::HoofdLokaleBeheerder, &city).await;
        let hoofd = client("HoofdLokaleBeheerder-0207509031");
        let cease = move |on: &str| {
            let on = day(on);
            move |tx: &mut storage::WriteTx<'_>, caller: &Caller| organisations::cease(tx, caller, id, if on == day("2026-11-23") { 1 } else { 2 }, on, text("fusie"))
        };
        world.write(&world.operator, cease("2026-11-23")).await.unwrap();
        assert!(world.caller(hoofd.clone()).await.powers.mandates().len() == 1, "its last day belongs to it");
        world.write(&world.operator, cease("2026-11-22")).await.unwrap();
        assert!(world.caller(hoofd).await.powers.mandates().is_empty());
    }

    async fn power_is_given_to_who_exists_and_is_known_here(database) {
        let world = World::new(database.open()).await;
        let city = world.organisation("0207509031", "Stad Leuven", "LB", "gemeente", None).await;
        let other = world.organisation("0405546706", "Gemeente Herent", "LB", "gemeente", None).await;
        give(&world, &world.operator, proposal(client("hoofd"), Kind::HoofdLokaleBeheerder, over(city.id))).await.unwrap();
        let hoofd = world.caller(client("hoofd")).await;
        let foreign = world.administrator(Kind::LokaleBeheerder, &other).await;
        let colleague = world.employee(&hoofd, &city, "LB", "85073100130").await;
        let stranger = world.employee(&foreign, &other, "LB", "04022901716").await;
        let to = |person| proposal(Holder::Person(person), Kind::LokaleBeheerder, over(city.id));
        let nobody = world.outside.fresh_context().new_id();
        for unknown in [nobody, stranger.person.id] {
            let refused = give(&world, &hoofd, to(unknown)).await;
            assert_eq!(refused.unwrap_err().code(), "referenceUnknown");
        }
        let machine = proposal(client("nobody"), Kind::LokaleBeheerder, over(city.id));
        let refused = world.write(&hoofd, move |tx, caller| mandates::give(tx, caller, machine)).await.unwrap_err();
        assert!(matches!(refused, Error::Reference { member: "holder.client" }), "{refused:?}");
        assert!(give(&world, &hoofd, to(colleague.person.id)).await.is_ok());
        let (id, on) = (colleague.person.id, day("2026-11-23"));
        let died = ::persons::RegisterRecord { status: ::persons::Status::Deceased(on), ..crate::world::record("85073100130") };
        crate::persons::reload(&world, &hoofd, id, died).await.unwrap();
        assert_eq!(give(&world, &hoofd, to(id)).await.unwrap_err().code(), "personDeceased");
    }

    async fn who_manages_an_application_sees_who_else_does(database) {
        let world = World::new(database.open()).await;
        let domain = |code: &str| Domain::Application { application: text(code) };
        for (name, code) in [("een", "premiezoeker"), ("twee", "premiezoeker"), ("drie", "ovam")] {
            give(&world, &world.operator, proposal(client(name), Kind::Toepassingsbeheerder, domain(code))).await.unwrap();
        }
        let one = world.caller(client("een")).await;
        for (code, count) in [("premiezoeker", 2), ("ovam", 0)] {
            let query = storage::mandates::Query { application: Some(text(code)), ..Default::default() };
            let found = world.read(&one, move |tx, caller| mandates::search(tx, caller, query, crate::world::page())).await.unwrap();
            assert_eq!(found.items.len(), count, "{code}");
        }
    }

    async fn who_may_not_grant_a_context_may_not_take_it_away(database) {
        let world = World::new(database.open()).await;
        let company = world.organisation("0405546706", "Sanering NV", "EA", "onderneming", None).await;
        let admin = world.administrator(Kind::LokaleBeheerder, &company).await;
        let an = world.employee(&admin, &company, "EA", "85073100130").await;
        let asked = ask(&an, "OVAMGebruiker", &["matisMelder", "matisLezer"]);
        let id = world.write(&admin, move |tx, caller| toekenningen::grant(tx, caller, asked)).await.unwrap().id;
        let mut narrow = proposal(client("smal"), Kind::LokaleBeheerder, over(company.id));
        narrow.changes.contexts = Some(BTreeSet::from([text("matisLezer")]));
        narrow.changes.period = period("2026-11-23", "2099-12-31");
        give(&world, &world.operator, narrow).await.unwrap();
        let narrow = world.caller(client("smal")).await;
        let change = move |tx: &mut storage::WriteTx<'_>, caller: &Caller| {
            let less = toekenningen::Edit { contexts: Some(vec![text("matisLezer")]), end: None };
            toekenningen::edit(tx, caller, id, 1, less, &text("minder"))
        };
        assert_eq!(world.write(&narrow, change).await.unwrap_err().code(), "beyondMandateContext");
        assert!(world.write(&admin, change).await.is_ok());
    }

    async fn a_grant_that_begins_in_the_past_counts_who_held_it_then(database) {
        let world = World::new(database.open()).await;
        let city = world.organisation("0207509031", "Stad Leuven", "LB", "gemeente", None).await;
        let admin = world.administrator(Kind::LokaleBeheerder, &city).await;
        let mut fourth = None;
        for number in 0..4 {
            let person = world.employee(&admin, &city, "LB", &crate::world::number(number)).await;
            let asked = toekenningen::NewGrant { begin: Some(day("2026-11-23")), ..ask(&person, "Coordinator", &[]) };
            if number < 3 {
                let grant = world.write(&admin, move |tx, caller| toekenningen::grant(tx, caller, asked)).await.unwrap().id;
                let now = gebruikersrechten::When::Now;
                let caller = admin.clone();
                let later = world.outside.fresh_context().at(types::Instant::parse("2026-11-25T11:00:00Z").unwrap());
                world.store.write(later, move |tx| toekenningen::revoke(tx, &caller, grant, 1, now, text("weg"))).await.unwrap();
            } else {
                fourth = Some(asked);
            }
        }
        let asked = fourth.unwrap();
        let tomorrow = toekenningen::NewGrant { begin: Some(day("2026-11-26")), ..asked.clone() };
        let at = || world.outside.fresh_context().at(types::Instant::parse("2026-11-26T11:00:00Z").unwrap());
        let caller = admin.clone();
        let refused = world.store.write(at(), move |tx| toekenningen::grant(tx, &caller, asked)).await.unwrap_err();
        assert_eq!(refused.code(), "maxHolders");
        let caller = admin.clone();
        assert!(world.store.write(at(), move |tx| toekenningen::grant(tx, &caller, tomorrow)).await.is_ok());
    }

    async fn where_rights_are_held_is_one_step_whoever_is_changed_last(database) {
        let world = World::new(database.open()).await;
        let city = world.organisation("0207509031", "Stad Leuven", "LB", "gemeente", None).await;
        world.organisation("0405546706", "AGB Leuven", "LB", "AGB", Some(city.id)).await;
        let other = world.organisation("0474029595", "Gemeente Herent", "LB", "gemeente", None).await;
        let (policies, id, missing) = (world.policies.clone(), city.id, world.outside.fresh_context().new_id());
        let change = move |edit: Edit| {
            let policies = policies.clone();
            move |tx: &mut storage::WriteTx<'_>, caller: &Caller| organisations::edit(tx, caller, &policies, id, 1, edit)
        };
        let held = Edit { rights_held_on: Some(Some(other.id)), ..Edit::default() };
        let refused = world.write(&world.operator, change(held)).await.unwrap_err();
        assert!(matches!(refused, Error::Organisation(OrganisationError::HoldsForOthers)), "{refused:?}");
        let orphan = Edit { parent: Some(Some(missing)), ..Edit::default() };
        let refused = world.write(&world.operator, change(orphan)).await.unwrap_err();
        assert!(matches!(refused, Error::Reference { member: "parent" }), "{refused:?}");
        let same = world.write(&world.operator, change(Edit::default())).await.unwrap();
        assert_eq!(same.version, 1);
    }
}
