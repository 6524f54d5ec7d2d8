//! The shipped file is sound, mistakes are told where they are, and what is loaded answers as the stories say.

#![cfg(test)]

mod loaded;
mod mistakes;

use poort_demo::{SHIPPED, parse};
use types::Day;

fn today() -> Day {
    Day::parse("2026-11-23").unwrap()
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
