//! `jwks_uri`: a client publishes its keys itself, and Poort asks for them, where it may and as often as it may.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oidc::{RedirectUri, encoding};
use poort_tests::{Answer, ISSUER, Receiver, TestApp};
use serde_json::{Value, json};
use storage::on_both;
use tokens::keys::{Algorithm, SigningKey};
use types::{Clock, Seconds};

const CLIENT: &str = "hr-zandmeer";
const KIND: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A key that a client may publish.
struct Named(SigningKey, &'static str);

impl Named {
    fn new(kid: &'static str) -> Self {
        Self(SigningKey::generate(Algorithm::ES256).unwrap(), kid)
    }

    fn public(&self) -> Value {
        let mut jwk = serde_json::to_value(self.0.public_jwk()).unwrap();
        jwk["kid"] = self.1.into();
        jwk
    }

    fn assertion(&self, app: &TestApp, jti: &str) -> String {
        let now = app.clock.now().unix();
        let header = json!({ "alg": "ES256", "kid": self.1 });
        let claims = json!({ "iss": CLIENT, "sub": CLIENT, "aud": ISSUER, "jti": jti, "iat": now, "exp": now + 60 });
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", encode(&header), encode(&claims));
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(self.0.sign(signed.as_bytes()).unwrap()))
    }
}

async fn registered(app: &TestApp, address: &str) {
    let address = RedirectUri::parse(address).unwrap();
    let change = move |client: &mut oidc::Client| (client.jwks, client.jwks_uri) = (None, Some(address));
    app.change_client(CLIENT, change).await;
}

async fn token(app: &TestApp, assertion: &str) -> Answer {
    let form =
        [("client_assertion_type", KIND), ("client_assertion", assertion), ("grant_type", "client_credentials"), ("scope", "vo")];
    let body = encoding::encode_pairs(form);
    app.send("POST", "/op/v1/token", &[("Content-Type", "application/x-www-form-urlencoded")], Some(body)).await
}

async fn status(app: &TestApp, key: &Named, jti: &str) -> u16 {
    token(app, &key.assertion(app, jti)).await.status.as_u16()
}

on_both! {
    async fn keys_are_fetched_kept_and_fetched_again_when_one_is_missing(database) {
        let app = TestApp::demo(database).await;
        let (first, second) = (Named::new("first"), Named::new("second"));
        let portal = Receiver::answering(200, &json!({ "keys": [first.public()] })).await;
        registered(&app, &portal.at("/keys")).await;
        assert_eq!((status(&app, &first, "1").await, portal.count().await), (200, 1));
        assert_eq!((status(&app, &first, "2").await, portal.count().await), (200, 0));

        portal.answer(200, &json!({ "keys": [first.public(), second.public()] }));
        assert_eq!((status(&app, &second, "3").await, portal.count().await), (401, 0), "asked a moment ago");
        app.clock.set(app.clock.now().plus(Seconds(10)));
        assert_eq!((status(&app, &second, "4").await, portal.count().await), (200, 1));
        for jti in ["5", "6", "7"] {
            assert_eq!(status(&app, &Named::new("nobody"), jti).await, 401);
        }
        assert_eq!(portal.count().await, 0, "an unknown name does not make Poort knock again and again");

        portal.answer(200, &json!({ "keys": [second.public()] }));
        app.clock.set(app.clock.now().plus(Seconds(299)));
        assert_eq!((status(&app, &first, "8").await, portal.count().await), (200, 0));
        app.clock.set(app.clock.now().plus(Seconds(1)));
        assert_eq!((status(&app, &first, "9").await, portal.count().await), (401, 1), "taken out");
        assert_eq!(status(&app, &second, "10").await, 200);
    }

    async fn a_server_that_is_away_is_borne_for_an_hour(database) {
        let app = TestApp::demo(database).await;
        let key = Named::new("one");
        let portal = Receiver::answering(200, &json!({ "keys": [key.public()] })).await;
        registered(&app, &portal.at("/keys")).await;
        assert_eq!(status(&app, &key, "1").await, 200);
        let start = app.clock.now();
        // An error that comes as a success is no set of keys either; one without keys is: all of them were taken out.
        let error = json!({ "error": "later" });
        for (number, document, expected) in [(503, &json!({}), 200), (302, &json!({}), 200), (200, &error, 200), (200, &json!({ "keys": [] }), 401)] {
            portal.answer(number, document);
            app.clock.set(app.clock.now().plus(Seconds(400)));
            assert_eq!(status(&app, &key, &format!("{number} {document}")).await, expected, "{number} {document}");
        }
        portal.answer(200, &json!({ "keys": [key.public()] }));
        app.clock.set(start.plus(Seconds(2000)));
        assert_eq!(status(&app, &key, "back").await, 200);
        portal.answer(503, &json!({}));
        app.clock.set(start.plus(Seconds(5599)));
        assert_eq!(status(&app, &key, "in time").await, 200);
        app.clock.set(start.plus(Seconds(5600)));
        assert_eq!(status(&app, &key, "too late").await, 401);
    }

    async fn nobody_is_asked_who_is_not_public(database) {
        let app = TestApp::demo(database).await;
        let key = Named::new("one");
        let inside = Receiver::answering(200, &json!({ "keys": [key.public()] })).await;
        for address in inside.not_public("/keys") {
            registered(&app, &address).await;
            let answer = token(&app, &key.assertion(&app, &address)).await;
            assert_eq!((answer.status.as_u16(), &answer.body["error"]), (401, &json!("invalid_client")), "{address}");
            assert!(!answer.text.contains("keys"));
        }
        assert_eq!(inside.count().await, 0);
        let evil = Receiver::answering(302, &json!({})).await;
        registered(&app, &evil.at("/keys")).await;
        assert_eq!((status(&app, &key, "1").await, evil.count().await, inside.count().await), (401, 1, 0));
    }
}
