//! What is loaded answers as the stories say.

use gebruikersrechten::access::Answer;
use poort_demo::{Loaded, Passwords, SHIPPED, load, parse};
use service::Policies;
use storage::{Known, on_both};
use tokens::password::Hasher;
use types::Parsed;
use types::testing::outside;

use super::today;

const NOON: &str = "2026-11-23T11:00:00Z";

on_both! {
    async fn a_former_number_finds_the_person_and_a_client_is_kept(database) {
        let (store, outside) = (database.open(), outside(NOON));
        let text = r#"
[[person]]
key = "an"
insz = "85073100229"
family = "A"
replaces = ["72452503473"]

[[client]]
client_id = "portal"
name = "P"
kind = "confidential"
secret = "s"
grant_types = ["authorization_code"]
redirect_uris = ["https://portal.example/cb"]
scopes = ["openid"]
"#;
        let data = parse(text, today()).unwrap();
        let loaded = store
            .write(outside.fresh_context(), move |tx| load(tx, &data, &Policies::default(), &Passwords::default()))
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        let (person, client) = store
            .read(|tx| {
                let former = types::Insz::from_stored("72452503473").unwrap();
                Ok::<_, storage::StorageError>((storage::persons::by_insz(tx, former)?, storage::clients::by_id(tx, &"portal".parse().unwrap())?))
            })
            .await
            .unwrap();
        let person = person.unwrap();
        assert_eq!((person.id, person.insz.expose()), (loaded.persons["an"], "85073100229".to_owned()));
        let (_, hash) = client.unwrap();
        assert!(tokens::machine::MachineSecret::verify(store.vault(), "s", &hash.current.unwrap()));
    }

    async fn what_the_use_cases_refuse_is_told_all_at_once(database) {
        let (store, outside) = (database.open(), outside(NOON));
        let broken = SHIPPED.replace("email = \"amina@lindedal.example\"\n", "").replace("maximum_holders = 3", "maximum_holders = 1");
        let data = parse(&broken, today()).unwrap();
        let passwords = Passwords::of(&data, &Hasher::new(1), &outside.fresh_context()).unwrap();
        let refused = store
            .write(outside.fresh_context(), move |tx| load(tx, &data, &Policies::default(), &passwords))
            .await
            .expect_err("two rules are broken");
        let told = refused.to_string();
        assert_eq!((refused.code(), told.lines().count()), ("demoDataRefused", 2), "{told}");
        assert!(told.contains("toekenning amina-lindedal") && told.contains("toekenning robbe-zandmeer"), "{told}");
    }

    async fn what_is_loaded_answers_as_the_stories_say(database) {
        let (store, outside) = (database.open(), outside(NOON));
        let data = parse(SHIPPED, today()).unwrap();
        let passwords = Passwords::of(&data, &Hasher::new(1), &outside.fresh_context()).unwrap();
        let loaded: Loaded = store
            .write(outside.fresh_context(), move |tx| load(tx, &data, &Policies::default(), &passwords))
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        let (stijn, an) = (loaded.persons["stijn"], loaded.persons["an"]);
        let now = outside.clock.now();
        let (ovam, vrijetijd) = store
            .read(move |tx| {
                Ok::<_, service::Error>((
                    service::access::answer(tx, stijn, now, Known::Now)?,
                    service::access::answer(tx, an, now, Known::Now)?,
                ))
            })
            .await
            .unwrap();
        let [Answer::Held(held)] = ovam.as_slice() else { panic!("{ovam:?}") };
        let contexts: Vec<_> = held.contexts.iter().map(|context| context.as_str().to_owned()).collect();
        assert_eq!((held.right.as_str(), contexts), ("OVAMGebruiker", vec!["MatisMelder".to_owned(), "NonConformiteitenIndiener".to_owned()]));
        // Two rights of the Cultuurmonitor; the window of the Vrijetijdsmonitor is closed in November.
        let held = vrijetijd.iter().filter(|answer| matches!(answer, Answer::Held(_))).count();
        assert_eq!((vrijetijd.len(), held), (3, 2), "{vrijetijd:?}");
    }
}
