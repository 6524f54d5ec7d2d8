//! The shipped file is sound, mistakes are told where they are, and what is loaded answers as the stories say.

#![cfg(test)]

use gebruikersrechten::access::Answer;
use poort_demo::{Loaded, Passwords, SHIPPED, load, parse};
use service::Policies;
use storage::{Known, on_both};
use tokens::password::Hasher;
use types::{Day, Parsed, testing::outside};

const NOON: &str = "2026-11-23T11:00:00Z";

fn today() -> Day {
    Day::parse("2026-11-23").unwrap()
}

/// Each mistake as `line key`, and the whole text.
fn mistakes(text: &str) -> (Vec<String>, String) {
    let found = parse(text, today()).expect_err("mistakes");
    (found.0.iter().map(|one| format!("{} {}", one.line, one.key)).collect(), found.to_string())
}

#[test]
fn the_shipped_file_has_no_mistakes() {
    for day in ["2026-11-23", "2027-03-31", "2028-02-29"] {
        let data = parse(SHIPPED, Day::parse(day).unwrap()).unwrap_or_else(|found| panic!("{day}:\n{found}"));
        assert_eq!((data.applications.len(), data.rights.len()), (5, 8));
        assert!(data.persons.len() >= 40);
        assert_eq!(data.register().unwrap().len(), data.persons.len());
    }
}

#[test]
fn every_kind_of_mistake_is_told_at_once_with_its_line() {
    let text = r#"
[[organisation]]
key = "g"
kbo = "0405546707"
nam = "Gemeente"
doelgroepen = ["LB"]
classification = "gemeente"
parent = "h"
begin = "today+3w"

[[organisation]]
key = "g"
kbo = 405546706
name = "x"
doelgroepen = "LB"
classification = "gemeente"
begin = "today"
end = "today-1d"

[[person]]
key = "an"
insz = "85073100131"
familly = "A"

[[werkrelatie]]
key = "an-g"
person = "ann"
organisation = "g"
doelgroep = "LB"
category = "vasteMedewerker"

[[client]]
client_id = "portal"
name = "P"
kind = "secret"
grant_types = ["authorization_code"]
redirect_uris = ["http://portal.example", "https://portal.example/", "javascript:alert(1)"]
scopes = ["openid"]

[[persons]]
"#;
    let (places, shown) = mistakes(text);
    for expected in [
        "2 organisation.name",
        "4 organisation.kbo",
        "5 organisation.nam",
        "8 organisation.parent",
        "9 organisation.begin",
        "12 organisation.key",
        "13 organisation.kbo",
        "15 organisation.doelgroepen",
        "18 organisation.end",
        "20 person.family",
        "22 person.insz",
        "23 person.familly",
        "27 werkrelatie.person",
        "35 client.kind",
        "37 client.redirect_uris[0]",
        "37 client.redirect_uris[2]",
        "40 persons",
    ] {
        assert!(places.iter().any(|place| place == expected), "{expected} is missing in:\n{shown}");
    }
    for hint in ["did you mean `name`?", "did you mean `family`?", "did you mean `an`?", "did you mean `person`?"] {
        assert!(shown.contains(hint), "{hint} is missing in:\n{shown}");
    }
    assert!(!shown.contains("8507310") && !shown.contains("405546706"), "{shown}");
}

#[test]
fn every_right_grant_and_mandate_that_makes_no_sense_is_told_at_its_member() {
    let text = r#"
[[organisation]]
key = "g"
kbo = "0999001515"
name = "G"
doelgroepen = ["LB"]
classification = "gemeente"

[[application]]
code = "app"
name = "App"
owner = "g"
claim = "app"
scope = "app"

[[right]]
application = "app"
code = "R"
name = "R"
technical_name = "R"
context_rule = "atLeastOne"

[[right]]
application = "app"
code = "S"
name = "S"
technical_name = "S"
maximum_holders = 0

[[right]]
application = "app"
code = "T"
name = "T"
technical_name = "T"
excludes = ["T"]

[[right]]
application = "app"
code = "U"
name = "U"
technical_name = "U"
contexts = [{ code = "a", name = "A", technical_name = "a" }]
maximum_months = 12

[[person]]
key = "an"
insz = "85073100229"
family = "A"

[[werkrelatie]]
key = "w"
person = "an"
organisation = "g"
doelgroep = "LB"
category = "vasteMedewerker"

[[toekenning]]
werkrelatie = "w"
right = "U"
contexts = ["b"]
reason = "r"

[[mandate]]
person = "an"
kind = "monitor"
reason = "r"
"#;
    let (places, shown) = mistakes(text);
    let expected = ["21 right.context_rule", "28 right.maximum_holders", "35 right.excludes", "43 right.maximum_months"];
    assert_eq!(places, [&expected[..], &["60 toekenning.contexts", "65 mandate.kind"]].concat(), "{shown}");
    assert!(shown.contains("it has: a"), "{shown}");
}

#[test]
fn what_stands_between_tables_is_held_against_the_rules() {
    let text = r#"
[[organisation]]
key = "a"
kbo = "0999001515"
name = "A"
doelgroepen = ["LB"]
classification = "gemeente"
parent = "b"

[[organisation]]
key = "b"
kbo = "0999001515"
name = "B"
doelgroepen = ["LB"]
classification = "gemeente"

[[person]]
key = "an"
insz = "85073100229"
family = "A"
admitted = false

[[person]]
key = "jan"
insz = "85073100130"
family = "J"
replaces = ["85.07.31-002.29"]

[[mandate]]
kind = "platformOperator"
reason = "r"

[[account]]
person = "an"
username = "An"
password = "p"

[[client]]
client_id = "portal"
name = "P"
kind = "confidential"
grant_types = ["authorization_code"]
redirect_uris = ["https://portal.example/cb"]
scopes = ["openid"]
jwks = { keys = [{ kty = "EC", crv = "P-256", x = "AA", y = "AA" }] }
period = { begin = "today", end = "today+1w" }

[[client]]
client_id = "machine"
name = "M"
kind = "confidential"
organisation = "a"
grant_types = ["client_credentials"]
scopes = ["vo"]
"#;
    let (places, shown) = mistakes(text);
    for expected in [
        "8 organisation.parent",
        "12 organisation.kbo",
        "27 person.replaces",
        "29 mandate.client",
        "34 account.person",
        "46 client.period.end",
        "48 client.secret",
    ] {
        assert!(places.iter().any(|place| place == expected), "{expected} is missing in:\n{shown}");
    }
    let (places, shown) = mistakes(&text.replace("today+1w", "today+1m"));
    assert!(places.iter().any(|place| place == "45 client.jwks"), "{shown}");
    assert!(!shown.contains("8507310"), "{shown}");
}

#[test]
fn every_setting_of_a_client_can_be_written() {
    let text = r#"
[[organisation]]
key = "a"
id = "0192a000-0000-7000-8000-00000000000a"
kbo = "0999001515"
name = "A"
doelgroepen = ["LB"]
classification = "gemeente"

[[client]]
client_id = "portal"
name = "P"
kind = "confidential"
organisation = "a"
grant_types = ["authorization_code", "client_credentials"]
redirect_uris = ["https://portal.example/cb"]
post_logout_redirect_uris = ["https://portal.example/"]
scopes = ["openid", "rrn"]
id_token_alg = "RS256"
access_token_alg = "EdDSA"
level = "doelgroep"
pkce = "optional"
response_iss = false
legal_basis = "wet"
audiences = ["https://api.example"]
access_token_seconds = 60
code_seconds = 10
secret = "s"
enabled = true
period = { begin = "today-1d", end = "today+30d" }
"#;
    let data = parse(text, today()).unwrap_or_else(|found| panic!("{found}"));
    let client = serde_json::to_value(&data.clients[0].value.client).unwrap();
    assert_eq!(client["organisation"], "0192a000-0000-7000-8000-00000000000a");
    assert_eq!((&client["idTokenAlg"], &client["accessTokenAlg"]), (&"RS256".into(), &"EdDSA".into()));
    assert_eq!(
        (&client["pkce"], &client["level"], &client["responseIss"]),
        (&"optional".into(), &"doelgroep".into(), &false.into())
    );
    assert_eq!((&client["accessTokenSeconds"], &client["codeSeconds"]), (&60.into(), &10.into()));
    assert_eq!(client["period"]["end"], "2026-12-23");
}

#[test]
fn what_is_no_toml_is_told_by_line() {
    assert!(mistakes("[[person]]\nkey = ").0[0].starts_with("2 "));
}

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
