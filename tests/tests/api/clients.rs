//! `/v1/clients`.

use poort_tests::TestApp;
use serde_json::{Value, json};
use storage::on_both;

use crate::people::{BART, ELS, GRIET, JAN, wrong};

const READ: &str = "poort.applications.read";
const WRITE: &str = "poort.applications.write";
const PATH: &str = "/v1/clients";

fn client(changes: Value) -> Option<Value> {
    let mut client = json!({
        "clientId": "nieuw", "name": "Nieuw portaal", "application": "ovam", "kind": "confidential",
        "grantTypes": ["authorization_code"], "redirectUris": ["https://portaal.example/cb"], "scopes": ["openid", "ovam_cnr"],
    });
    for (name, value) in changes.as_object().unwrap() {
        client[name] = value.clone();
    }
    Some(client)
}

on_both! {
    async fn a_secret_is_told_once_and_stands_nowhere_else(database) {
        let app = TestApp::demo(database).await;
        let key = [("Idempotency-Key", "c-1")];
        let made = BART.ask(&app, WRITE, "POST", PATH, &key, client(json!({}))).await;
        assert_eq!(made.status, 201, "{}", made.text);
        assert_eq!(made.headers["location"], "/v1/clients/nieuw");
        let secret = made.body["clientSecret"].as_str().unwrap().to_owned();
        assert_eq!(secret.len(), 43);
        // Whoever lost the answer asks again with the same key; the database has it sealed.
        let again = BART.ask(&app, WRITE, "POST", PATH, &key, client(json!({}))).await;
        assert_eq!((again.status, &again.body), (made.status, &made.body));
        let path = "/v1/clients/nieuw";
        let rotated = BART.ask(&app, WRITE, "POST", &format!("{path}/secret"), &[("If-Match", &made.etag())], Some(json!({"overlapSeconds": 60}))).await;
        assert_eq!(rotated.status, 200, "{}", rotated.text);
        let other = rotated.body["clientSecret"].as_str().unwrap().to_owned();
        assert_ne!(secret, other);
        let stale = BART.ask(&app, WRITE, "POST", &format!("{path}/secret"), &[("If-Match", &made.etag())], Some(json!({}))).await;
        assert_eq!(stale.status, 412);
        assert_eq!(BART.ask(&app, WRITE, "POST", &format!("{path}/secret"), &[], Some(json!({}))).await.status, 428);
        let history = BART.get(&app, "poort.history.read", &format!("{path}/history")).await;
        assert_eq!(history.each("/action"), ["clientSecretRotated", "clientCreated"]);
        for answer in [BART.get(&app, READ, path).await, BART.get(&app, READ, PATH).await, history] {
            assert_eq!(answer.status, 200);
            for secret in [&secret, &other] {
                assert!(!answer.text.contains(secret.as_str()), "{}", answer.text);
            }
        }
        let kept = app.store.read(move |tx| storage::clients::by_id(tx, &"nieuw".parse().unwrap())).await.unwrap().unwrap().1;
        let now = types::Clock::now(app.clock.as_ref());
        let vault = app.store.vault();
        assert!(kept.accept(vault, &secret, now) && kept.accept(vault, &other, now));
        let later = now.plus(types::Seconds(60));
        assert!(!kept.accept(vault, &secret, later) && kept.accept(vault, &other, later));
    }

    async fn a_profile_says_what_nobody_says_and_strict_refuses_what_is_weaker(database) {
        let app = TestApp::demo(database).await;
        let made = BART.ask(&app, WRITE, "POST", PATH, &[], client(json!({"profile": "acm-idm", "codeSeconds": 20}))).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let settings = |answer: &poort_tests::Answer| ["pkce", "responseIss", "idTokenAlg", "codeSeconds"].map(|name| answer.body[name].clone());
        assert_eq!(settings(&made), [json!("optional"), json!(false), json!("RS256"), json!(20)]);
        let path = "/v1/clients/nieuw";
        let patch = async |etag: &str, body: Value| BART.ask(&app, WRITE, "PATCH", path, &[("If-Match", etag)], Some(body)).await;
        let moved = patch(&made.etag(), json!({"profile": "default"})).await;
        assert_eq!((moved.status.as_u16(), settings(&moved)), (200, [json!("required"), json!(true), json!("ES256"), json!(20)]));
        let refused = patch(&moved.etag(), json!({"profile": "strict", "pkce": "optional", "codeSeconds": 120})).await;
        assert_eq!((refused.status.as_u16(), wrong(&refused)), (400, vec!["pkce", "codeSeconds", "jwks"]));
        let key = tokens::keys::SigningKey::generate(tokens::keys::Algorithm::ES256).unwrap().public_jwk();
        let strict = patch(&moved.etag(), json!({"profile": "strict", "jwks": {"keys": [key]}})).await;
        assert_eq!((strict.status.as_u16(), &strict.body["accessTokenSeconds"]), (200, &json!(900)), "{}", strict.text);
        let weaker = patch(&strict.etag(), json!({"responseIss": false})).await;
        assert_eq!((weaker.status.as_u16(), wrong(&weaker)), (400, vec!["responseIss"]));
    }

    async fn every_mistake_is_named_at_once(database) {
        let app = TestApp::demo(database).await;
        let changes = json!({"redirectUris": [], "scopes": ["openid", "rrn", "dv_premiezoeker"], "codeSeconds": 601});
        let answer = GRIET.ask(&app, WRITE, "POST", PATH, &[], client(changes)).await;
        assert_eq!((answer.status.as_u16(), &answer.body["code"]), (400, &json!("clientConfiguration")));
        assert_eq!(wrong(&answer), ["redirectUris", "legalBasis", "codeSeconds", "scopes"]);
        let unknown = GRIET.ask(&app, WRITE, "POST", PATH, &[], client(json!({"application": "nothing"}))).await;
        assert_eq!((unknown.status.as_u16(), wrong(&unknown)), (400, vec!["application"]));
        assert_eq!(unknown.body["issues"][0]["type"], "urn:problem-type:belgif:input-validation:referencedResourceNotFound");
        for (member, value) in [("clientSecret", json!("x")), ("version", json!(1)), ("colour", json!("red"))] {
            let answer = GRIET.ask(&app, WRITE, "POST", PATH, &[], client(json!({member: value}))).await;
            assert_eq!((answer.status.as_u16(), wrong(&answer)), (400, vec![member]));
        }
    }

    async fn a_client_is_edited_and_switched_off_by_its_own_beheerder_only(database) {
        let app = TestApp::demo(database).await;
        let path = "/v1/clients/ovam-portaal";
        assert_eq!(BART.get(&app, READ, PATH).await.each("/clientId"), ["ovam-portaal"]);
        for who in [ELS, JAN] {
            assert_eq!(who.get(&app, READ, path).await.status, 404);
            assert_eq!(who.get(&app, "poort.history.read", &format!("{path}/history")).await.status, 404);
            let edit = who.ask(&app, WRITE, "PATCH", path, &[("If-Match", "\"1\"")], Some(json!({"enabled": false}))).await;
            assert_eq!(edit.status, 404);
        }
        assert_eq!(JAN.get(&app, READ, PATH).await.each("/clientId"), Vec::<&str>::new());
        let tag = BART.get(&app, READ, path).await.etag();
        let api = json!({"scopes": ["openid", "ovam_cnr", "poort.persons.read"]});
        let refused = BART.ask(&app, WRITE, "PATCH", path, &[("If-Match", &tag)], Some(api.clone())).await;
        assert_eq!((refused.status.as_u16(), &refused.body["code"]), (403, &json!("mandateKind")), "{}", refused.text);
        let off = BART.ask(&app, WRITE, "PATCH", path, &[("If-Match", &tag)], Some(json!({"enabled": false}))).await;
        assert_eq!((off.status.as_u16(), &off.body["enabled"]), (200, &json!(false)), "{}", off.text);
        let named = BART.ask(&app, WRITE, "PATCH", path, &[("If-Match", &off.etag())], Some(json!({"clientId": "x"}))).await;
        assert_eq!((named.status.as_u16(), wrong(&named)), (400, vec!["clientId"]));
        let given = GRIET.ask(&app, WRITE, "PATCH", path, &[("If-Match", &off.etag())], Some(api)).await;
        assert_eq!(given.status, 200, "{}", given.text);
    }
}
