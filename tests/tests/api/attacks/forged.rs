//! Access tokens that Poort did not give, or gave for something else: believed nowhere.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use poort_tests::{TestApp, claims, header};
use serde_json::{Value, json};
use storage::on_both;
use tokens::keys::{Algorithm, SigningKey};
use types::Clock;

const PORTAL: &str = "ovam-portaal";

/// A token of each kind: a person's, which userinfo and introspection take, and a machine's, which the REST API takes.
struct Sound {
    person: String,
    machine: String,
}

impl Sound {
    async fn of(app: &TestApp) -> Self {
        let person = app.sign_in("stijn", PORTAL, None).await.access;
        Self { person, machine: app.token("operator", "poort.mandates.read") }
    }

    /// Both, made again by somebody.
    fn made(&self, make: impl Fn(Value, Value) -> String) -> Self {
        let again = |token: &str| make(header(token), claims(token));
        Self { person: again(&self.person), machine: again(&self.machine) }
    }

    /// Who believes them: userinfo, introspection, the REST API.
    async fn believed(&self, app: &TestApp) -> [bool; 3] {
        let userinfo = app.userinfo(&self.person).await;
        let bearer = format!("Bearer {}", self.machine);
        let rest = app.send("GET", "/v1/mandates", &[("Authorization", &bearer)], None).await;
        for answer in [&userinfo, &rest] {
            assert!(matches!(answer.status.as_u16(), 200 | 401), "{}", answer.text);
            assert!(self.machine.is_empty() || !answer.text.contains(&self.machine), "a token in an answer");
        }
        [userinfo.status == 200, app.introspect(PORTAL, &self.person).await["active"] == true, rest.status == 200]
    }
}

fn encoded(header: &str, claims: &str) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims))
}

fn signed(key: &SigningKey, header: &str, claims: &str) -> String {
    let text = encoded(header, claims);
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(key.sign(text.as_bytes()).unwrap()))
}

fn with(mut object: Value, name: &str, value: Value) -> Value {
    object[name] = value;
    object
}

/// A token, written otherwise.
type Change = fn(&str) -> String;

const NOBODY: [bool; 3] = [false; 3];

on_both! {
    async fn only_a_key_of_poort_signs_and_only_with_its_own_algorithm(database) {
        let app = TestApp::demo(database).await;
        let sound = Sound::of(&app).await;
        assert_eq!(sound.believed(&app).await, [true; 3]);
        let ring = app.keys.current();
        let own = ring.signer(Algorithm::ES256, app.clock.now()).unwrap();
        let again = sound.made(|header, claims| signed(own, &header.to_string(), &claims.to_string()));
        assert_eq!(again.believed(&app).await, [true; 3], "what the forger below starts from");

        let evil = SigningKey::generate(Algorithm::ES256).unwrap();
        let (jwk, jwks) = (json!(evil.public_jwk()), "https://evil.example/keys");
        for (name, value) in [
            ("kid", json!(evil.kid().as_str())),
            ("kid", json!("../../../../dev/null")),
            ("kid", json!("https://evil.example/keys")),
            ("kid", json!("' or 1=1 --")),
            ("kid", json!(["a"])),
            ("jwk", jwk),
            ("jku", json!(jwks)),
            ("x5u", json!(jwks)),
            ("x5c", json!(["MIIB"])),
            ("alg", json!("none")),
            ("alg", json!("None")),
            ("alg", json!("HS256")),
            ("alg", json!("RS256")),
            ("alg", json!("EdDSA")),
        ] {
            let forged = sound.made(|header, claims| signed(&evil, &with(header, name, value.clone()).to_string(), &claims.to_string()));
            assert_eq!(forged.believed(&app).await, NOBODY, "{name} {value}");
        }
        for alg in ["none", "NONE", "ES256"] {
            let bare = sound.made(|header, claims| format!("{}.", encoded(&with(header, "alg", json!(alg)).to_string(), &claims.to_string())));
            assert_eq!(bare.believed(&app).await, NOBODY, "no signature, {alg}");
        }
        for secret in [serde_json::to_vec(&own.public_jwk()).unwrap(), own.kid().as_str().into(), Vec::new()] {
            let confused = sound.made(|header, claims| {
                let mut hmac = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256);
                (hmac.typ, hmac.kid) = (Some("at+jwt".into()), header["kid"].as_str().map(Into::into));
                jsonwebtoken::encode(&hmac, &claims, &jsonwebtoken::EncodingKey::from_secret(&secret)).unwrap()
            });
            assert_eq!(confused.believed(&app).await, NOBODY, "a public key as a secret");
        }
    }

    async fn a_header_brings_nothing_along_and_hides_nothing(database) {
        let app = TestApp::demo(database).await;
        let sound = Sound::of(&app).await;
        let ring = app.keys.current();
        let own = ring.signer(Algorithm::ES256, app.clock.now()).unwrap();
        for (name, value) in [("typ", json!("JWT")), ("typ", json!("logout+jwt")), ("crit", json!(["exp"])), ("crit", json!([])), ("b64", json!(false)), ("alg", json!("ES384")), ("jwk", json!(own.public_jwk()))] {
            let odd = sound.made(|header, claims| signed(own, &with(header, name, value.clone()).to_string(), &claims.to_string()));
            assert_eq!(odd.believed(&app).await, NOBODY, "{name} {value}");
        }
    }

    async fn claims_are_of_their_type_once_and_for_here(database) {
        let app = TestApp::demo(database).await;
        let sound = Sound::of(&app).await;
        let ring = app.keys.current();
        let own = ring.signer(Algorithm::ES256, app.clock.now()).unwrap();
        let now = app.clock.now().unix();
        for (name, value) in [
            ("exp", json!((now + 300).to_string())),
            ("exp", json!(-1)),
            ("exp", json!(1e300)),
            ("exp", Value::Null),
            ("exp", json!(now - 11)),
            ("nbf", json!(now + 3600)),
            ("iat", json!("now")),
            ("iat", json!(now + 3600)),
            ("iss", json!("https://poort.test/op/")),
            ("iss", json!(["https://poort.test/op"])),
            ("aud", json!(7)),
            ("aud", json!([])),
            ("sub", json!({ "is": "stijn" })),
            ("client_id", json!("nobody")),
            ("jti", json!(["1"])),
        ] {
            let odd = sound.made(|header, claims| signed(own, &header.to_string(), &with(claims, name, value.clone()).to_string()));
            assert_eq!(odd.believed(&app).await, NOBODY, "{name} {value}");
        }
        let elsewhere = sound.made(|header, claims| signed(own, &header.to_string(), &with(claims, "aud", json!("https://elsewhere.test")).to_string()));
        let [.., rest] = elsewhere.believed(&app).await;
        assert!(!rest, "a token for another API");
        let twice = |text: String, member: &str| text.replacen('{', &format!("{{{member},"), 1);
        for (in_header, in_claims) in [(r#""alg":"none""#, r#""x":1"#), (r#""x":1"#, r#""exp":1"#), (r#""x":1"#, r#""client_id":"beheer""#)] {
            let doubled = sound.made(|header, claims| signed(own, &twice(header.to_string(), in_header), &twice(claims.to_string(), in_claims)));
            assert_eq!(doubled.believed(&app).await, NOBODY, "{in_header} {in_claims}");
        }
        let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
        let nested = sound.made(|header, claims| signed(own, &header.to_string(), &twice(claims.to_string(), &format!(r#""deep":{deep}"#))));
        assert_eq!(nested.believed(&app).await, NOBODY, "nested without end");
    }

    async fn a_token_is_written_in_one_way_and_is_for_one_use(database) {
        let app = TestApp::demo(database).await;
        let sound = Sound::of(&app).await;
        let changed: [(&str, Change); 6] = [
            ("padding", |token| format!("{token}=")),
            ("a fourth part", |token| format!("{token}.e30")),
            ("a space within", |token| token.replacen('.', ". ", 1)),
            ("another alphabet", |token| token.replacen('.', "+.", 1)),
            ("bits beyond the signature", |token| spoil_last(token)),
            ("half of it", |token| token.chars().take(token.len() / 2).collect()),
        ];
        for (what, change) in changed {
            let odd = Sound { person: change(&sound.person), machine: change(&sound.machine) };
            assert_eq!(odd.believed(&app).await, NOBODY, "{what}");
        }
        let id = app.sign_in("stijn", PORTAL, None).await.id.unwrap();
        let as_access = Sound { person: id.clone(), machine: id };
        assert_eq!(as_access.believed(&app).await, NOBODY, "an ID token is no access token");
        let [_, _, rest] = Sound { machine: sound.person.clone(), ..Sound::of(&app).await }.believed(&app).await;
        assert!(!rest, "the token of a portal is not for the API");
    }
}

/// The same signature with its unused last bits set: another text for the same bytes.
fn spoil_last(token: &str) -> String {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (rest, last) = token.split_at(token.len() - 1);
    let at = ALPHABET.find(last).unwrap();
    format!("{rest}{}", ALPHABET.as_bytes()[at + 1] as char)
}
