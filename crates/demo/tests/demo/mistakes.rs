//! Every mistake is told where it is.

use poort_demo::parse;

use super::today;

/// Each mistake as `line key`, and the whole text.
fn mistakes(text: &str) -> (Vec<String>, String) {
    let found = parse(text, today()).expect_err("mistakes");
    (found.0.iter().map(|one| format!("{} {}", one.line, one.key)).collect(), found.to_string())
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
fn what_is_no_toml_is_told_by_line() {
    assert!(mistakes("[[person]]\nkey = ").0[0].starts_with("2 "));
}
