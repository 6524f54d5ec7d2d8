//! The stories of five real applications, through the use cases, on both databases.

#![cfg(test)]

mod world;

use gebruikersrechten::access::{Absence, Answer};
use gebruikersrechten::{Refusal, When};
use mandates::Kind;
use poort_service::toekenningen::{self, NewGrant};
use poort_service::werkrelaties::{self, Extend};
use poort_service::{Error, access, history, persons as people};
use storage::events::Of;
use storage::{Known, on_both};
use types::{Day, Instant, PersonId};
use world::{NOON, World, day, period, text};

fn held(answers: &[Answer]) -> Vec<String> {
    let mut held: Vec<String> = answers
        .iter()
        .filter_map(Answer::held)
        .flat_map(|held| {
            let contexts = held.contexts.iter().map(ToString::to_string);
            let right = held.right.to_string();
            if held.contexts.is_empty() { vec![right] } else { contexts.map(|one| format!("{right}-{one}")).collect() }
        })
        .collect();
    held.sort();
    held
}

async fn rights(world: &World, person: PersonId, at: &str) -> Vec<String> {
    let at = Instant::parse(at).unwrap();
    let answers = world.store.read(move |tx| access::answer(tx, person, at, Known::Now)).await.unwrap();
    held(&answers)
}

fn ask(person: &world::Employee, right: &str, contexts: &[&str]) -> NewGrant {
    NewGrant {
        werkrelatie: person.werkrelatie.id,
        right: text(right),
        contexts: contexts.iter().map(|one| text(one)).collect(),
        begin: None,
        end: None,
        reason: text("dossier 12"),
    }
}

on_both! {
    async fn a_companys_administrator_adds_couples_and_grants_and_another_company_sees_nothing(database) {
        let world = World::new(database.open()).await;
        let company = world.organisation("0405546706", "Sanering NV", "EA", "onderneming", None).await;
        let other = world.organisation("0474029595", "Elders NV", "EA", "onderneming", None).await;
        let admin = world.administrator(Kind::LokaleBeheerder, &company).await;
        let foreign = world.administrator(Kind::LokaleBeheerder, &other).await;
        let an = world.employee(&admin, &company, "EA", "85073100130").await;
        let asked = ask(&an, "OVAMGebruiker", &["nonConformiteiten", "matisMelder"]);
        let grant = world.write(&admin, move |tx, caller| toekenningen::grant(tx, caller, asked)).await.unwrap();
        assert_eq!(grant.period, period("2026-11-23", "2030-11-22"));
        assert_eq!(rights(&world, an.person.id, NOON).await, ["OVAMGebruiker-matisMelder", "OVAMGebruiker-nonConformiteiten"]);

        let (person, id) = (an.person.id, grant.id);
        let seen = world.read(&foreign, move |tx, caller| people::read(tx, caller, person)).await;
        assert!(matches!(seen, Err(Error::Hidden)), "{seen:?}");
        let seen = world.read(&foreign, move |tx, caller| toekenningen::read(tx, caller, id, Known::Now)).await;
        assert!(matches!(seen, Err(Error::Hidden)), "{seen:?}");
        let all = world.read(&foreign, |tx, caller| toekenningen::search(tx, caller, Default::default(), world::page())).await;
        assert_eq!(all.unwrap().items, []);
        let missing = ask(&an, "OVAMGebruiker", &[]);
        let refused = world.write(&admin, move |tx, caller| toekenningen::grant(tx, caller, missing)).await;
        assert_eq!(refused.unwrap_err().code(), "contextMissing");
    }

    async fn three_coordinators_fit_also_when_fifty_are_asked_at_once(database) {
        let world = World::new(database.open()).await;
        let city = world.organisation("0207509031", "Stad Leuven", "LB", "gemeente", None).await;
        let admin = world.administrator(Kind::LokaleBeheerder, &city).await;
        let mut waiting = Vec::new();
        for number in 0..50 {
            let person = world.employee(&admin, &city, "LB", &world::number(number)).await;
            waiting.push(ask(&person, "Coordinator", &[]));
        }
        let tries = waiting.into_iter().map(|asked| {
            let caller = admin.clone();
            let (store, cx) = (world.store.clone(), world.outside.fresh_context());
            tokio::spawn(async move { store.write(cx, move |tx| toekenningen::grant(tx, &caller, asked)).await })
        });
        let (mut granted, mut refused) = (0, 0);
        for one in tries.collect::<Vec<_>>() {
            match one.await.unwrap() {
                Ok(_) => granted += 1,
                Err(Error::Right(Refusal::MaxHolders { limit: 3, .. })) => refused += 1,
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!((granted, refused), (3, 47));
    }

    async fn one_role_for_each_person_and_only_while_the_window_is_open(database) {
        let world = World::new(database.open()).await;
        let city = world.organisation("0207509031", "Stad Leuven", "LB", "gemeente", None).await;
        let admin = world.administrator(Kind::LokaleBeheerder, &city).await;
        let an = world.employee(&admin, &city, "LB", "85073100130").await;
        let first = ask(&an, "Invoerder", &[]);
        world.write(&admin, move |tx, caller| toekenningen::grant(tx, caller, first)).await.unwrap();
        let second = ask(&an, "Raadpleger", &[]);
        let refused = world.write(&admin, move |tx, caller| toekenningen::grant(tx, caller, second)).await;
        assert_eq!(refused.unwrap_err().code(), "mutuallyExclusive");
        for (at, open) in [
            ("2027-03-14T22:59:59Z", false),
            ("2027-03-14T23:00:00Z", true),
            ("2027-04-30T21:59:59Z", true),
            ("2027-04-30T22:00:00Z", false),
        ] {
            assert_eq!(rights(&world, an.person.id, at).await.len(), usize::from(open), "{at}");
        }
    }

    async fn an_agb_points_to_its_municipality_and_a_pause_bites_at_once(database) {
        let world = World::new(database.open()).await;
        let city = world.organisation("0207509031", "Stad Leuven", "LB", "gemeente", None).await;
        let agb = world.organisation("0405546706", "AGB Leuven", "LB", "AGB", Some(city.id)).await;
        let (agb_admin, admin) =
            (world.administrator(Kind::LokaleBeheerder, &agb).await, world.administrator(Kind::LokaleBeheerder, &city).await);
        let there = world.employee(&agb_admin, &agb, "LB", "85073100130").await;
        let asked = ask(&there, "Premiezoeker", &[]);
        match world.write(&agb_admin, move |tx, caller| toekenningen::grant(tx, caller, asked)).await {
            Err(Error::Right(Refusal::HeldOnOtherOrganisation { organisation, name, .. })) => {
                assert_eq!((organisation, name), (city.id, Some(text("Stad Leuven"))));
            }
            other => panic!("{other:?}"),
        }
        let an = world.employee(&admin, &city, "LB", "04022901716").await;
        let asked = ask(&an, "Premiezoeker", &[]);
        world.write(&admin, move |tx, caller| toekenningen::grant(tx, caller, asked)).await.unwrap();
        assert_eq!(rights(&world, an.person.id, NOON).await, ["Premiezoeker"]);
        let pause = ::werkrelaties::Pause { period: period("2026-11-23", "2026-12-31"), reason: text("verlof") };
        let id = an.werkrelatie.id;
        world.write(&admin, move |tx, caller| werkrelaties::pause(tx, caller, id, 1, pause)).await.unwrap();
        assert_eq!(rights(&world, an.person.id, NOON).await, [""; 0]);
        let answers = world
            .store
            .read(move |tx| access::answer(tx, an.person.id, Instant::parse(NOON).unwrap(), Known::Now))
            .await
            .unwrap();
        let Some(Answer::Absent(absent)) = answers.first() else { panic!("{answers:?}") };
        assert!(matches!(absent.because.as_slice(), [Absence::WerkrelatiePaused { .. }]), "{:?}", absent.because);
        assert_eq!(rights(&world, an.person.id, "2027-01-01T12:00:00Z").await, ["Premiezoeker"]);
    }

    async fn a_predecessor_is_revoked_and_the_history_says_who_and_why(database) {
        let world = World::new(database.open()).await;
        let city = world.organisation("0207509031", "Stad Leuven", "LB", "gemeente", None).await;
        let admin = world.administrator(Kind::LokaleBeheerder, &city).await;
        let monitor = world.administrator(Kind::Monitor, &city).await;
        let an = world.employee(&admin, &city, "LB", "85073100130").await;
        let asked = ask(&an, "Premiezoeker", &[]);
        let grant = world.write(&admin, move |tx, caller| toekenningen::grant(tx, caller, asked)).await.unwrap();
        let id = grant.id;
        let refused =
            world.write(&monitor, move |tx, caller| toekenningen::revoke(tx, caller, id, 1, When::Now, text("weg"))).await;
        assert_eq!(refused.unwrap_err().code(), "mandateReadsOnly");
        let stale = world.write(&admin, move |tx, caller| toekenningen::revoke(tx, caller, id, 9, When::Now, text("weg"))).await;
        assert!(matches!(stale, Err(Error::Stale { current: 1 })), "{stale:?}");
        world.write(&admin, move |tx, caller| toekenningen::revoke(tx, caller, id, 1, When::Now, text("opgevolgd"))).await.unwrap();
        assert_eq!(rights(&world, an.person.id, NOON).await, [""; 0]);
        let events = world.read(&monitor, move |tx, caller| history::read(tx, caller, &Of::Toekenning(id), world::page())).await;
        let events = events.unwrap().items;
        let told: Vec<_> = events
            .iter()
            .map(|event| (event.what.action.as_str(), event.what.reason.as_ref().unwrap().to_string(), event.what.actor.clone()))
            .collect();
        let by = admin.actor.clone();
        assert_eq!(told, [
            ("toekenningRevoked", "opgevolgd".to_owned(), by.clone()),
            ("toekenningGranted", "dossier 12".to_owned(), by),
        ]);
        assert!(events.iter().all(|event| event.what.mandate.is_some()));
        assert!(events.windows(2).all(|pair| pair[0].revision > pair[1].revision));
    }

    async fn an_extension_says_which_grants_were_capped_and_an_end_takes_all_along(database) {
        let world = World::new(database.open()).await;
        let city = world.organisation("0207509031", "Stad Leuven", "LB", "gemeente", None).await;
        let admin = world.administrator(Kind::LokaleBeheerder, &city).await;
        let an = world.employee(&admin, &city, "LB", "85073100130").await;
        let bert = world.employee(&admin, &city, "LB", "04022901716").await;
        for asked in [ask(&an, "Premiezoeker", &[]), ask(&an, "Kortlopend", &[]), ask(&bert, "Premiezoeker", &[])] {
            world.write(&admin, move |tx, caller| toekenningen::grant(tx, caller, asked)).await.unwrap();
        }
        let id = an.werkrelatie.id;
        let later = an.werkrelatie.period.end().plus_days(365);
        let extended = world
            .write(&admin, move |tx, caller| {
                werkrelaties::extend(tx, caller, id, 1, later, Extend::WithRights, text("verlengd"))
            })
            .await
            .unwrap();
        assert_eq!(extended.capped.len(), 1);
        let ends: std::collections::BTreeMap<String, Day> =
            extended.touched.iter().map(|grant| (grant.right.to_string(), grant.period.end())).collect();
        assert_eq!(ends.get("Premiezoeker"), Some(&later));

        let last = day("2026-12-31");
        let ended = world
            .write(&admin, move |tx, caller| werkrelaties::end(tx, caller, id, 2, last, text("uit dienst")))
            .await
            .unwrap();
        assert_eq!(ended.touched.len(), 2);
        assert_eq!(rights(&world, an.person.id, "2026-12-31T22:59:59Z").await.len(), 2);
        assert_eq!(rights(&world, an.person.id, "2026-12-31T23:00:00Z").await, [""; 0]);
        assert_eq!(rights(&world, bert.person.id, "2026-12-31T23:00:00Z").await, ["Premiezoeker"]);
    }

    async fn a_person_is_admitted_once_and_an_identifier_alone_couples_nobody(database) {
        let world = World::new(database.open()).await;
        let city = world.organisation("0207509031", "Stad Leuven", "LB", "gemeente", None).await;
        let other = world.organisation("0405546706", "Gemeente Herent", "LB", "gemeente", None).await;
        let admin = world.administrator(Kind::LokaleBeheerder, &city).await;
        let foreign = world.administrator(Kind::LokaleBeheerder, &other).await;
        let an = world.employee(&admin, &city, "LB", "85073100130").await;
        let again = world
            .write(&foreign, |tx, caller| people::admit(tx, caller, world::record("85073100130"), Default::default(), text("nieuw")))
            .await
            .unwrap();
        assert_eq!((again.person.id, again.new), (an.person.id, false));
        let by_id = world::coupling(werkrelaties::Who::Id(an.person.id), &other, "LB");
        let policies = world.policies.clone();
        let refused = world.write(&foreign, move |tx, caller| werkrelaties::create(tx, caller, &policies, by_id)).await;
        assert!(matches!(refused, Err(Error::HiddenReference { member: "person" })), "{refused:?}");
        let by_number = world::coupling(werkrelaties::Who::Number(an.person.insz), &other, "LB");
        let policies = world.policies.clone();
        assert!(world.write(&foreign, move |tx, caller| werkrelaties::create(tx, caller, &policies, by_number)).await.is_ok());

        let (id, there) = (an.person.id, other.id);
        let seen = world.read(&foreign, move |tx, caller| history::read(tx, caller, &Of::Person(id), world::page())).await.unwrap();
        let at: Vec<_> = seen.items.iter().map(|event| (event.what.action.as_str(), event.what.about.organisation)).collect();
        assert_eq!(at, [("werkrelatieCreated", Some(there)), ("personAdmitted", None)]);
    }
}
