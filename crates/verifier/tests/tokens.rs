//! What a token must be, with an issuer on a loopback port.

#![cfg(test)]

use std::time::Duration;

use poort_verifier::testing::{Endpoint, SigningKey, TEST_NOW, TestClock, TestIssuer};
use poort_verifier::{Builder, Claims, RoleClaims, SignIn, Verifier, VerifyError};
use proptest::prelude::*;
use serde_json::{Value, json};

struct Scene {
    issuer: TestIssuer,
    clock: TestClock,
}

impl Scene {
    fn new() -> Self {
        Self { issuer: TestIssuer::start(), clock: TestClock::default() }
    }

    fn builder(&self) -> Builder {
        Verifier::builder(self.issuer.url(), "portal")
            .roles(RoleClaims::of("ovam"))
            .leeway(Duration::ZERO)
            .clock(self.clock.reader())
    }

    fn verifier(&self) -> Verifier {
        self.builder().build().unwrap()
    }

    fn token(&self, claims: Value) -> String {
        self.issuer.access_token("portal", claims)
    }

    /// A good token whose header says this instead.
    fn with_header(&self, change: Value) -> String {
        let mut header = self.issuer.header("at+jwt");
        header.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        header.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        self.issuer.key().sign(&header, &self.claims())
    }

    fn claims(&self) -> Value {
        let url = self.issuer.url();
        json!({ "iss": url, "sub": "p", "aud": "portal", "iat": TEST_NOW, "exp": TEST_NOW + 3600, "jti": "1", "client_id": "portal" })
    }
}

fn error(result: Result<Claims, VerifyError>) -> Option<VerifyError> {
    result.err()
}

#[tokio::test]
async fn a_good_token_gives_its_claims_with_every_algorithm() {
    let scene = Scene::new();
    for key in [SigningKey::es256("a"), SigningKey::ed25519("b"), SigningKey::rsa("c", "RS256"), SigningKey::rsa("d", "PS256")] {
        scene.issuer.publish(&[&key]);
        let token = scene.token(
            json!({ "ovam_rol_3d": ["OVAMGebruiker-MatisMelder:0405546706"], "ovam_rol_2d": ["OVAMGebruiker:0405546706"] }),
        );
        let claims = scene.verifier().verify(&token).await.unwrap();
        assert_eq!(claims.subject(), "person", "{}", key.algorithm());
        assert!(claims.may("OVAMGebruiker", "MatisMelder", "0405546706") && claims.has_scope("vo"));
    }
}

#[tokio::test]
async fn a_key_is_used_with_its_own_algorithm_only() {
    let scene = Scene::new();
    let (verifier, rsa) = (scene.verifier(), SigningKey::rsa("rsa", "RS256"));
    scene.issuer.publish(&[&scene.issuer.key(), &rsa]);
    for change in [
        json!({ "kid": "rsa" }),
        json!({ "alg": "RS256" }),
        json!({ "alg": "none" }),
        json!({ "alg": "HS256" }),
        json!({ "alg": "PS256" }),
    ] {
        assert_eq!(
            error(verifier.verify(&scene.with_header(change.clone())).await),
            Some(VerifyError::WrongAlgorithm),
            "{change}"
        );
    }
    let unsigned = scene.with_header(json!({ "alg": "none" }));
    let (signed, _) = unsigned.rsplit_once('.').unwrap();
    assert_eq!(error(verifier.verify(&format!("{signed}.")).await), Some(VerifyError::WrongAlgorithm));
}

#[tokio::test]
async fn a_foreign_key_does_not_count_also_when_the_token_brings_it() {
    let scene = Scene::new();
    let (verifier, foreign) = (scene.verifier(), SigningKey::es256("first"));
    let mut header = scene.issuer.header("at+jwt");
    assert_eq!(error(verifier.verify(&foreign.sign(&header, &scene.claims())).await), Some(VerifyError::BadSignature));
    header["jwk"] = foreign.public();
    header["jku"] = format!("{}/evil", scene.issuer.url()).into();
    header["x5u"] = format!("{}/evil", scene.issuer.url()).into();
    assert_eq!(error(verifier.verify(&foreign.sign(&header, &scene.claims())).await), Some(VerifyError::BadSignature));
    assert!(verifier.verify(&scene.issuer.key().sign(&header, &scene.claims())).await.is_ok());
    assert!(scene.issuer.requests(Endpoint::Other).is_empty());
    for kid in [json!("../../keys"), json!(""), json!(null)] {
        assert_eq!(
            error(verifier.verify(&scene.with_header(json!({ "kid": kid }))).await),
            Some(VerifyError::UnknownKey),
            "{kid}"
        );
    }
}

#[tokio::test]
async fn a_header_that_demands_an_extension_is_refused() {
    let scene = Scene::new();
    let verifier = scene.verifier();
    for change in [json!({ "crit": ["exp"], "exp": 1 }), json!({ "b64": false }), json!({ "b64": true }), json!({ "kid": 1 })] {
        assert_eq!(error(verifier.verify(&scene.with_header(change.clone())).await), Some(VerifyError::Malformed), "{change}");
    }
}

#[tokio::test]
async fn kinds_of_tokens_are_not_exchangeable() {
    let scene = Scene::new();
    let (verifier, sign_in) = (scene.verifier(), SignIn::of("portal").nonce("n1"));
    let (id, access) = (scene.issuer.id_token("portal", json!({})), scene.token(json!({ "nonce": "n1" })));
    assert_eq!(error(verifier.verify(&id).await), Some(VerifyError::WrongType));
    assert_eq!(error(verifier.verify_id_token(&access, &sign_in).await), Some(VerifyError::WrongType));
    assert!(verifier.verify_id_token(&id, &sign_in).await.is_ok());
    for typ in [json!("JWT"), json!("logout+jwt"), json!("dpop+jwt"), json!(null)] {
        assert_eq!(
            error(verifier.verify(&scene.with_header(json!({ "typ": typ }))).await),
            Some(VerifyError::WrongType),
            "{typ}"
        );
    }
}

#[tokio::test]
async fn an_id_token_belongs_to_its_sign_in() {
    let scene = Scene::new();
    let (verifier, sign_in) = (scene.verifier(), SignIn::of("portal").nonce("n1"));
    let check = async |claims: Value| error(verifier.verify_id_token(&scene.issuer.id_token("portal", claims), &sign_in).await);
    assert_eq!(check(json!({ "given_name": "An", "ovam_rol_2d": ["A:1"] })).await, None);
    assert_eq!(check(json!({ "nonce": "n2" })).await, Some(VerifyError::WrongSignIn));
    assert_eq!(check(json!({ "aud": "other" })).await, Some(VerifyError::WrongAudience));
    assert_eq!(check(json!({ "azp": "other" })).await, Some(VerifyError::WrongAudience));
    assert_eq!(check(json!({ "iss": "https://evil.example" })).await, Some(VerifyError::WrongIssuer));
    assert_eq!(check(json!({ "exp": TEST_NOW })).await, Some(VerifyError::Expired));
}

#[tokio::test]
async fn who_leaves_out_the_scope_vo_is_no_machine() {
    let scene = Scene::new();
    let verifier = scene.verifier();
    let asking = scene.builder().introspection("portal", "s3cret", Duration::ZERO).build().unwrap();
    for (claims, is_machine) in [
        (json!({ "scope": "openid ovam", "sid": "1" }), false),
        (json!({ "scope": "openid vo", "sid": "1", "vo_id": "1-2" }), false),
        (json!({ "client_id": "api", "act": { "sub": "api" }, "sid": "1" }), false),
        (json!({ "sub": "koppeling", "client_id": "koppeling", "scope": "ovam" }), true),
    ] {
        let token = scene.token(claims.clone());
        for verifier in [&verifier, &asking] {
            assert_eq!(verifier.verify(&token).await.unwrap().is_machine(), is_machine, "{claims}");
        }
    }
    let id = scene.issuer.id_token("portal", json!({ "sub": "portal", "client_id": "portal" }));
    assert!(!verifier.verify_id_token(&id, &SignIn::of("portal").nonce("n1")).await.unwrap().is_machine());
}

#[tokio::test]
async fn issuer_and_audience_are_compared_to_the_letter() {
    let scene = Scene::new();
    let verifier = scene.verifier();
    let check = async |claims: Value| error(verifier.verify(&scene.token(claims)).await);
    for issuer in [format!("{}/", scene.issuer.url()), scene.issuer.url().to_uppercase(), String::new()] {
        assert_eq!(check(json!({ "iss": issuer })).await, Some(VerifyError::WrongIssuer));
    }
    for audience in [json!("Portal"), json!(["port", "portal2"]), json!("")] {
        assert_eq!(check(json!({ "aud": audience })).await, Some(VerifyError::WrongAudience), "{audience}");
    }
    assert_eq!(check(json!({ "aud": ["other", "portal"] })).await, None);
    let both = scene.builder().also_for("api").build().unwrap();
    assert_eq!(error(both.verify(&scene.token(json!({ "aud": "api" }))).await), None);
    assert_eq!(check(json!({ "aud": "api" })).await, Some(VerifyError::WrongAudience));
}

#[tokio::test]
async fn times_are_held_to_the_second_with_and_without_leeway() {
    let scene = Scene::new();
    let (strict, lenient) = (scene.verifier(), scene.builder().leeway(Duration::from_secs(5)).build().unwrap());
    for (claims, of_strict, of_lenient) in [
        (json!({ "exp": TEST_NOW + 1 }), None, None),
        (json!({ "exp": TEST_NOW }), Some(VerifyError::Expired), None),
        (json!({ "exp": TEST_NOW - 4 }), Some(VerifyError::Expired), None),
        (json!({ "exp": TEST_NOW - 5 }), Some(VerifyError::Expired), Some(VerifyError::Expired)),
        (json!({ "nbf": TEST_NOW }), None, None),
        (json!({ "nbf": TEST_NOW + 5 }), Some(VerifyError::NotYetValid), None),
        (json!({ "nbf": TEST_NOW + 6 }), Some(VerifyError::NotYetValid), Some(VerifyError::NotYetValid)),
        (json!({ "iat": TEST_NOW + 5 }), Some(VerifyError::NotYetValid), None),
        (json!({ "iat": TEST_NOW + 6 }), Some(VerifyError::NotYetValid), Some(VerifyError::NotYetValid)),
    ] {
        let token = scene.token(claims.clone());
        assert_eq!(
            (error(strict.verify(&token).await), error(lenient.verify(&token).await)),
            (of_strict, of_lenient),
            "{claims}"
        );
    }
}

#[tokio::test]
async fn claims_are_there_and_of_their_type() {
    let scene = Scene::new();
    let verifier = scene.verifier();
    let check = async |claims: Value| error(verifier.verify(&scene.token(claims)).await);
    for name in ["iss", "sub", "aud", "exp", "iat", "jti", "client_id"] {
        assert_eq!(check(json!({ name: null })).await, Some(VerifyError::Malformed), "{name}");
        assert_eq!(check(json!({ name: { "a": 1 } })).await, Some(VerifyError::Malformed), "{name}");
    }
    for claims in [
        json!({ "exp": "1795518000" }),
        json!({ "nbf": "0" }),
        json!({ "scope": ["openid"] }),
        json!({ "vo_id": 1 }),
        json!({ "cnf": 1 }),
    ] {
        assert_eq!(check(claims.clone()).await, Some(VerifyError::Malformed), "{claims}");
    }
}

#[tokio::test]
async fn members_that_occur_twice_and_deep_nests_are_refused() {
    let scene = Scene::new();
    let (verifier, key) = (scene.verifier(), scene.issuer.key());
    let (header, claims) = (scene.issuer.header("at+jwt").to_string(), scene.claims().to_string());
    assert!(verifier.verify(&key.sign_text(&header, &claims)).await.is_ok());
    let deep = format!(r#"{{"x":{}{},"#, "[".repeat(40), "]".repeat(40));
    for prefix in [r#"{"aud":"other","#, r#"{"roles":["a"],"roles":["b"],"#, r#"{"x":{"a":1,"a":2},"#, &deep] {
        let token = key.sign_text(&header, &claims.replacen('{', prefix, 1));
        assert_eq!(error(verifier.verify(&token).await), Some(VerifyError::Malformed), "{prefix}");
    }
    let twice = key.sign_text(&header.replacen('{', r#"{"kid":"x","#, 1), &claims);
    assert_eq!(error(verifier.verify(&twice).await), Some(VerifyError::Malformed));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_changed_character_goes_unnoticed_and_nothing_panics(place: prop::sample::Index, replacement in "[A-Za-z0-9_.=-]", noise in "\\PC{0,80}") {
        let scene = Scene::new();
        scene.issuer.publish(&[&SigningKey::ed25519("ed")]);
        let verifier = scene.verifier();
        let good = scene.token(json!({}));
        let place = place.index(good.len());
        let mut changed = good.clone();
        changed.replace_range(place..=place, &replacement);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            prop_assert_eq!(verifier.verify(&changed).await.is_ok(), changed == good);
            prop_assert!(verifier.verify(&noise).await.is_err());
            prop_assert!(verifier.verify_id_token(&noise, &SignIn::of("portal")).await.is_err());
            let odd = scene.issuer.key().sign_text(&noise, &noise);
            prop_assert!(verifier.verify(&odd).await.is_err());
            let odd = scene.issuer.key().sign_text(&scene.issuer.header("at+jwt").to_string(), &noise);
            prop_assert!(verifier.verify(&odd).await.is_err());
            Ok(())
        })?;
    }
}
