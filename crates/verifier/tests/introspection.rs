//! What the issuer says of a token now.

#![cfg(test)]

use std::time::Duration;

use futures_util::future;
use poort_verifier::testing::{Behaviour, Endpoint, SigningKey, TestClock, TestIssuer};
use poort_verifier::{FetchError, RoleClaims, Verifier, VerifyError};
use serde_json::{Value, json};

struct Scene {
    issuer: TestIssuer,
    clock: TestClock,
    verifier: Verifier,
}

impl Scene {
    fn new() -> Self {
        let (issuer, clock) = (TestIssuer::start(), TestClock::default());
        let builder = Verifier::builder(issuer.url(), "portal").roles(RoleClaims::of("ovam"));
        let builder = builder.introspection("portal", "s3cret", Duration::from_secs(10)).clock(clock.reader());
        Self { verifier: builder.build().unwrap(), issuer, clock }
    }

    fn token(&self) -> String {
        self.issuer.access_token("portal", json!({ "ovam_rol_3d": ["A-x:1"], "ovam_rol_2d": ["A:1"] }))
    }

    fn says(&self, answer: Value) {
        self.issuer.introspects(answer);
    }

    fn asked(&self) -> Vec<String> {
        self.issuer.requests(Endpoint::Introspection)
    }
}

#[tokio::test]
async fn what_is_taken_back_is_gone_after_the_span() {
    let scene = Scene::new();
    let token = scene.token();
    scene.says(json!({ "active": true, "sub": "person", "ovam_rol_3d": ["A-x:1"], "ovam_rol_2d": ["A:1"] }));
    assert!(scene.verifier.verify(&token).await.unwrap().may("A", "x", "1"));
    scene.says(json!({ "active": true, "sub": "person", "ovam_rol_3d": [], "ovam_rol_2d": [] }));
    scene.clock.advance(Duration::from_secs(9));
    assert!(scene.verifier.verify(&token).await.unwrap().may("A", "x", "1"));
    scene.clock.advance(Duration::from_secs(1));
    assert!(!scene.verifier.verify(&token).await.unwrap().may("A", "x", "1"));
    scene.says(json!({ "active": false }));
    scene.clock.advance(Duration::from_secs(10));
    assert_eq!(scene.verifier.verify(&token).await.err(), Some(VerifyError::Revoked));
    assert_eq!(scene.asked().len(), 3);
}

#[tokio::test]
async fn the_issuer_is_asked_once_for_many_requests_with_one_token() {
    let scene = Scene::new();
    let token = scene.token();
    let answers = future::join_all((0..50).map(|_| scene.verifier.verify(&token))).await;
    assert!(answers.iter().all(Result::is_ok));
    let asked = scene.asked();
    assert_eq!(asked.len(), 1);
    // "portal:s3cret"
    assert!(
        asked[0].to_lowercase().contains("authorization: basic cg9ydgfsonmzy3jlda==")
            && asked[0].contains("Basic cG9ydGFsOnMzY3JldA==")
    );
    assert!(
        asked[0].ends_with(&format!("token={token}&token_type_hint=access_token"))
            && asked[0].starts_with("POST /op/v1/introspect ")
    );
}

#[tokio::test]
async fn only_tokens_that_are_right_are_asked_about() {
    let scene = Scene::new();
    let foreign = SigningKey::es256("first").sign(&scene.issuer.header("at+jwt"), &json!({}));
    for token in [foreign, scene.issuer.access_token("other", json!({})), "nonsense".to_owned()] {
        assert!(scene.verifier.verify(&token).await.is_err());
    }
    assert!(scene.asked().is_empty());
}

#[tokio::test]
async fn an_issuer_that_does_not_say_lets_nobody_in() {
    let scene = Scene::new();
    for (behaviour, expected) in [
        (Behaviour::Down, FetchError::Connection),
        (Behaviour::Says(401, r#"{"error":"invalid_client"}"#.to_owned()), FetchError::Status(401)),
        (Behaviour::Says(200, "{}".to_owned()), FetchError::NotTheDocument),
        (Behaviour::Says(200, r#"{"active":"true"}"#.to_owned()), FetchError::NotTheDocument),
        (Behaviour::Says(200, r#"{"active":false,"active":true}"#.to_owned()), FetchError::NotTheDocument),
        (Behaviour::Redirects("/op/v1/other".to_owned()), FetchError::Status(302)),
        (Behaviour::Endless, FetchError::TooLong),
    ] {
        scene.issuer.behave(Endpoint::Introspection, behaviour);
        let error = scene.verifier.verify(&scene.token()).await.err();
        assert_eq!(error, Some(VerifyError::IssuerUnavailable(expected)));
        assert!(error.unwrap().is_temporary());
    }
    scene.issuer.behave(Endpoint::Introspection, Behaviour::Right);
    assert!(scene.verifier.verify(&scene.token()).await.is_ok());
}

#[tokio::test]
async fn a_failure_is_not_asked_about_again_at_once() {
    let scene = Scene::new();
    let token = scene.token();
    scene.issuer.behave(Endpoint::Introspection, Behaviour::Says(500, String::new()));
    for _ in 0..10 {
        assert!(scene.verifier.verify(&token).await.is_err());
    }
    assert_eq!(scene.asked().len(), 1);
    scene.issuer.behave(Endpoint::Introspection, Behaviour::Right);
    scene.clock.advance(Duration::from_secs(1));
    assert!(scene.verifier.verify(&token).await.is_ok());
}

#[tokio::test]
async fn an_answer_about_another_token_is_not_believed() {
    let scene = Scene::new();
    for answer in [json!({ "active": true, "sub": "other" }), json!({ "active": true, "iss": "https://evil.example" })] {
        scene.says(answer);
        scene.clock.advance(Duration::from_secs(10));
        assert_eq!(scene.verifier.verify(&scene.token()).await.err(), Some(VerifyError::Revoked));
    }
}

#[tokio::test]
async fn rights_that_are_too_many_for_a_token_are_asked() {
    let scene = Scene::new();
    let names = json!({ "ovam_rol_3d": "poort", "ovam_rol_2d": "poort" });
    let sources = json!({ "poort": { "endpoint": "https://evil.example/userinfo" } });
    let token = scene.issuer.access_token("portal", json!({ "_claim_names": names, "_claim_sources": sources }));
    scene.says(json!({ "active": true, "sub": "person", "ovam_rol_3d": ["A-x:1"], "ovam_rol_2d": ["A:1"] }));
    let claims = scene.verifier.verify(&token).await.unwrap();
    assert!(claims.may("A", "x", "1") && !claims.rights_elsewhere());
    let alone = Verifier::builder(scene.issuer.url(), "portal").roles(RoleClaims::of("ovam")).clock(scene.clock.reader());
    assert_eq!(alone.build().unwrap().verify(&token).await.err(), Some(VerifyError::RightsElsewhere));
    let careless = Verifier::builder(scene.issuer.url(), "portal").clock(scene.clock.reader()).build().unwrap();
    assert!(careless.verify(&token).await.is_ok(), "who reads no rights misses none");
}
