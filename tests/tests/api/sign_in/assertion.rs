//! `private_key_jwt`: a client proves who it is with what it signed, once, for this issuer.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oidc::encoding;
use poort_tests::{Answer, CALLBACK, ISSUER, TestApp, VERIFIER};
use serde_json::{Value, json};
use storage::on_both;
use tokens::keys::{Algorithm, SigningKey};
use types::Clock;

const CLIENT: &str = "hr-zandmeer";
const KIND: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A client with a key of its own.
pub(super) struct Signer {
    key: SigningKey,
    algorithm: Algorithm,
}

impl Signer {
    pub(super) async fn of(app: &TestApp, client: &str, algorithm: Algorithm) -> Self {
        let key = SigningKey::generate(algorithm).unwrap();
        let keys = json!({ "keys": [key.public_jwk()] });
        app.change_client(client, |client| client.jwks = Some(keys)).await;
        Self { key, algorithm }
    }

    pub(super) fn sign(&self, header: &Value, claims: &Value) -> String {
        let mut whole = json!({ "alg": self.algorithm.as_str() });
        whole.as_object_mut().unwrap().extend(header.as_object().unwrap().clone());
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", encode(&whole), encode(claims));
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(self.key.sign(signed.as_bytes()).unwrap()))
    }
}

fn claims(app: &TestApp, client: &str, jti: &str) -> Value {
    let now = app.clock.now().unix();
    json!({ "iss": client, "sub": client, "aud": ISSUER, "jti": jti, "iat": now, "exp": now + 300 })
}

async fn ask(app: &TestApp, path: &str, assertion: &str, more: &[(&str, &str)]) -> Answer {
    let form = [("client_assertion_type", KIND), ("client_assertion", assertion)];
    let body = encoding::encode_pairs(form.iter().chain(more).copied());
    app.send("POST", path, &[("Content-Type", "application/x-www-form-urlencoded")], Some(body)).await
}

async fn token(app: &TestApp, assertion: &str) -> Answer {
    ask(app, "/op/v1/token", assertion, &[("grant_type", "client_credentials"), ("scope", "vo")]).await
}

fn refused(answer: &Answer, what: &str) {
    assert_eq!((answer.status.as_u16(), &answer.body["error"]), (401, &json!("invalid_client")), "{what}: {}", answer.text);
}

on_both! {
    async fn a_client_with_keys_needs_no_secret_and_each_assertion_works_once(database) {
        let app = TestApp::demo(database).await;
        for algorithm in Algorithm::ACCEPTED {
            let signer = Signer::of(&app, CLIENT, algorithm).await;
            let assertion = signer.sign(&json!({}), &claims(&app, CLIENT, algorithm.as_str()));
            let answer = token(&app, &assertion).await;
            assert_eq!(answer.status, 200, "{algorithm}: {}", answer.text);
            let again = token(&app, &assertion).await;
            refused(&again, "again");
            assert!(!again.text.contains(&assertion));
            let same = signer.sign(&json!({ "typ": "JWT" }), &claims(&app, CLIENT, algorithm.as_str()));
            refused(&token(&app, &same).await, "another assertion with the same jti");
            let access = answer.body["access_token"].as_str().unwrap();
            let for_introspection = signer.sign(&json!({}), &claims(&app, CLIENT, &format!("i-{algorithm}")));
            let told = ask(&app, "/op/v1/introspect", &for_introspection, &[("token", access)]).await;
            assert_eq!(told.body["active"], true, "{}", told.text);
            refused(&ask(&app, "/op/v1/introspect", &for_introspection, &[("token", access)]).await, "at another endpoint");
        }
    }

    async fn of_fifty_at_once_one_gets_a_token(database) {
        let app = TestApp::demo(database).await;
        let signer = Signer::of(&app, CLIENT, Algorithm::ES256).await;
        let assertion = signer.sign(&json!({}), &claims(&app, CLIENT, "1"));
        let answers = futures_util::future::join_all((0..50).map(|_| token(&app, &assertion))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    }

    async fn a_portal_redeems_its_code_with_it(database) {
        let app = TestApp::demo(database).await;
        let signer = Signer::of(&app, "ovam-portaal", Algorithm::RS256).await;
        let code = app.browser().arrive("stijn", "ovam-portaal", "openid ovam_cnr", None).await.returned("code").unwrap();
        let assertion = signer.sign(&json!({}), &claims(&app, "ovam-portaal", "1"));
        let form = [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", CALLBACK), ("code_verifier", VERIFIER)];
        let answer = ask(&app, "/op/v1/token", &assertion, &form).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert!(answer.body["id_token"].is_string());
    }

    async fn nothing_else_is_believed(database) {
        let app = TestApp::demo(database).await;
        let signer = Signer::of(&app, CLIENT, Algorithm::ES256).await;
        let sound = claims(&app, CLIENT, "1");
        let now = app.clock.now().unix();
        for (name, value) in [
            ("aud", json!("https://elsewhere.example/op")),
            ("aud", json!(format!("{ISSUER}/v1/introspect"))),
            ("exp", json!(now - 11)),
            ("exp", json!(now + 3600)),
            ("exp", json!("soon")),
            ("iat", json!(now + 60)),
            ("nbf", json!(now + 60)),
            ("sub", json!("platform")),
            ("iss", json!("platform")),
            ("iss", json!("nobody")),
            ("jti", Value::Null),
            ("jti", json!("")),
        ] {
            let mut claims = sound.clone();
            claims[name] = value.clone();
            refused(&token(&app, &signer.sign(&json!({}), &claims)).await, &format!("{name} {value}"));
        }
        let evil = SigningKey::generate(Algorithm::ES256).unwrap();
        let impostor = Signer { key: evil, algorithm: Algorithm::ES256 };
        refused(&token(&app, &impostor.sign(&json!({}), &sound)).await, "another key");
        for header in [
            json!({ "alg": "none" }),
            json!({ "alg": "HS256" }),
            json!({ "jwk": impostor.key.public_jwk() }),
            json!({ "jku": "https://evil.example/keys" }),
            json!({ "kid": "/dev/null" }),
            json!({ "crit": ["b64"], "b64": false }),
        ] {
            refused(&token(&app, &impostor.sign(&header, &sound)).await, &header.to_string());
        }
        let unsigned = signer.sign(&json!({ "alg": "none" }), &sound);
        refused(&token(&app, &format!("{}.", unsigned.rsplit_once('.').unwrap().0)).await, "without a signature");
        let public = jsonwebtoken::EncodingKey::from_secret(&serde_json::to_vec(&signer.key.public_jwk()).unwrap());
        let confused = jsonwebtoken::encode(&jsonwebtoken::Header::default(), &sound, &public).unwrap();
        refused(&token(&app, &confused).await, "the public key as a secret");
        for text in ["", "a", "a.b.c", "....", &"x".repeat(8000)] {
            assert!(matches!(token(&app, text).await.status.as_u16(), 400 | 401), "{text}");
        }
        let own = app.ask_token(CLIENT, &[("grant_type", "client_credentials"), ("scope", "vo")]).await;
        refused(&token(&app, own.body["access_token"].as_str().unwrap()).await, "a token of Poort's own");
        let assertion = signer.sign(&json!({}), &sound);
        for (more, error) in [(("client_secret", "x"), "invalid_request"), (("client_id", "platform"), "invalid_client")] {
            let form = [("grant_type", "client_credentials"), ("scope", "vo"), more];
            assert_eq!(ask(&app, "/op/v1/token", &assertion, &form).await.body["error"], error);
        }
        assert_eq!(token(&app, &assertion).await.status, 200, "none of these spent it");
        app.change_client(CLIENT, |client| client.enabled = false).await;
        refused(&token(&app, &signer.sign(&json!({}), &claims(&app, CLIENT, "2"))).await, "switched off");
    }
}
