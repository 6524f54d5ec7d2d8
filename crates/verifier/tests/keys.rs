//! The keys of the issuer: how they are found, how long they count, how seldom they are asked for.

#![cfg(test)]

use std::time::Duration;

use futures_util::{FutureExt, future};
use poort_verifier::testing::{Behaviour, Endpoint, SigningKey, TestClock, TestIssuer};
use poort_verifier::{Builder, FetchError, Verifier, VerifyError};
use serde_json::json;

struct Scene {
    issuer: TestIssuer,
    clock: TestClock,
}

impl Scene {
    fn new() -> Self {
        Self { issuer: TestIssuer::start(), clock: TestClock::default() }
    }

    fn builder(&self) -> Builder {
        Verifier::builder(self.issuer.url(), "portal").clock(self.clock.reader())
    }

    async fn warm(&self) -> Verifier {
        let verifier = self.builder().build().unwrap();
        verifier.warm_up().await.unwrap();
        verifier
    }

    /// A token by the key that signs now, valid for a day.
    fn token(&self) -> String {
        self.issuer.access_token("portal", json!({ "exp": poort_verifier::testing::TEST_NOW + 86_400 }))
    }

    fn fetches(&self) -> usize {
        self.issuer.requests(Endpoint::Keys).len()
    }

    fn pass(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    fn fails(&self, endpoint: Endpoint, behaviour: Behaviour) {
        self.issuer.behave(endpoint, behaviour);
    }
}

/// What happens in the background has happened.
async fn eventually(mut condition: impl AsyncFnMut() -> bool) {
    let until_true = async {
        while !condition().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), until_true).await.unwrap();
}

#[tokio::test]
async fn keys_are_fetched_once_and_then_kept() {
    let scene = Scene::new();
    let verifier = scene.builder().build().unwrap();
    let token = scene.token();
    let verified = future::join_all((0..50).map(|_| verifier.verify(&token))).await;
    assert!(verified.iter().all(Result::is_ok));
    scene.pass(299);
    assert!(verifier.verify(&token).await.is_ok());
    assert_eq!((scene.fetches(), scene.issuer.requests(Endpoint::Discovery).len()), (1, 1));
}

#[tokio::test]
async fn a_rotation_is_not_noticed_by_anybody() {
    let scene = Scene::new();
    let verifier = scene.warm().await;
    let (old, new) = (scene.issuer.key(), SigningKey::es256("second"));
    let by_old = scene.token();
    // Announced, five minutes before it signs.
    scene.issuer.publish(&[&old, &new]);
    scene.pass(300);
    assert!(verifier.verify(&by_old).await.is_ok());
    eventually(async || scene.fetches() == 2).await;
    scene.issuer.publish(&[&new, &old]);
    let by_new = scene.token();
    assert!(verifier.verify(&by_new).await.is_ok() && verifier.verify(&by_old).await.is_ok());
    assert_eq!(scene.fetches(), 2);
}

#[tokio::test]
async fn a_new_key_that_was_not_announced_is_asked_for() {
    let scene = Scene::new();
    let verifier = scene.warm().await;
    scene.issuer.publish(&[&SigningKey::es256("second")]);
    scene.pass(10);
    assert!(verifier.verify(&scene.token()).await.is_ok());
    assert_eq!(scene.fetches(), 2);
}

#[tokio::test]
async fn a_withdrawn_key_is_refused_soon_in_a_busy_application() {
    let scene = Scene::new();
    let verifier = scene.warm().await;
    let token = scene.token();
    scene.issuer.publish(&[&SigningKey::es256("second")]);
    scene.pass(299);
    assert!(verifier.verify(&token).await.is_ok());
    scene.pass(1);
    // This one is still let through, and makes the keys be fetched.
    assert!(verifier.verify(&token).await.is_ok());
    eventually(async || verifier.verify(&token).await.err() == Some(VerifyError::UnknownKey)).await;
}

#[tokio::test]
async fn a_withdrawn_key_is_refused_within_ten_minutes_in_an_idle_application() {
    let scene = Scene::new();
    let verifier = scene.warm().await;
    let token = scene.token();
    scene.issuer.publish(&[]);
    scene.pass(600);
    assert_eq!(verifier.verify(&token).await.err(), Some(VerifyError::UnknownKey));
}

#[tokio::test]
async fn unknown_keys_do_not_hammer_the_issuer() {
    let scene = Scene::new();
    let verifier = scene.warm().await;
    let forged = |n: usize| {
        let key = SigningKey::es256(&format!("forged-{n}"));
        key.sign(&json!({ "alg": "ES256", "typ": "at+jwt", "kid": key.kid() }), &json!({}))
    };
    let flood: Vec<_> = (0..100).map(forged).collect();
    let refused = async || {
        let answers = future::join_all(flood.iter().map(|token| verifier.verify(token))).await;
        answers.iter().all(|answer| answer.as_ref().err() == Some(&VerifyError::UnknownKey))
    };
    scene.pass(9);
    assert!(refused().await);
    assert_eq!(scene.fetches(), 1);
    scene.pass(1);
    assert!(refused().await && refused().await);
    assert_eq!(scene.fetches(), 2);
    scene.pass(10);
    assert!(refused().await);
    assert_eq!(scene.fetches(), 3);
    assert!(verifier.verify(&scene.token()).await.is_ok());
}

#[tokio::test]
async fn requests_that_are_broken_off_do_not_hammer_the_issuer() {
    let scene = Scene::new();
    scene.fails(Endpoint::Discovery, Behaviour::Silent);
    let (verifier, token) = (scene.builder().build().unwrap(), scene.token());
    for _ in 0..50 {
        assert!(verifier.verify(&token).now_or_never().is_none());
    }
    eventually(async || !scene.issuer.requests(Endpoint::Discovery).is_empty()).await;
    assert_eq!(scene.issuer.requests(Endpoint::Discovery).len(), 1);
}

#[tokio::test]
async fn an_issuer_that_is_away_is_missed_after_an_hour_and_not_before() {
    let scene = Scene::new();
    let verifier = scene.warm().await;
    let token = scene.token();
    scene.fails(Endpoint::Discovery, Behaviour::Down);
    for seconds in [600, 2999] {
        scene.pass(seconds);
        assert!(verifier.verify(&token).await.is_ok());
    }
    eventually(async || scene.issuer.requests(Endpoint::Discovery).len() >= 3).await;
    scene.pass(11);
    // The first may still hear the answer to the last question.
    for _ in 0..2 {
        assert!(matches!(verifier.verify(&token).await, Err(VerifyError::IssuerUnavailable(_))));
    }
    // Asked a moment ago: not asked again.
    let before = scene.issuer.requests(Endpoint::Discovery).len();
    assert_eq!(verifier.verify(&token).await.err(), Some(VerifyError::IssuerUnavailable(FetchError::AskedJustNow)));
    assert_eq!(scene.issuer.requests(Endpoint::Discovery).len(), before);
    scene.fails(Endpoint::Discovery, Behaviour::Right);
    scene.pass(10);
    assert!(verifier.verify(&token).await.is_ok());
}

#[tokio::test]
async fn an_issuer_that_was_never_there_lets_nobody_in() {
    let scene = Scene::new();
    scene.fails(Endpoint::Keys, Behaviour::Down);
    let verifier = scene.builder().build().unwrap();
    assert_eq!(verifier.warm_up().await, Err(FetchError::Connection));
    assert!(matches!(verifier.verify(&scene.token()).await, Err(VerifyError::IssuerUnavailable(_))));
}

#[tokio::test]
async fn a_bad_answer_takes_nothing_away_that_is_known() {
    let scene = Scene::new();
    let verifier = scene.warm().await;
    scene.fails(Endpoint::Keys, Behaviour::Says(200, "<html>".to_owned()));
    scene.pass(600);
    assert!(verifier.verify(&scene.token()).await.is_ok());
}

#[tokio::test]
async fn answers_are_bounded_in_size_time_and_reach() {
    for (endpoint, behaviour, expected) in [
        (Endpoint::Keys, Behaviour::Endless, FetchError::TooLong),
        (Endpoint::Discovery, Behaviour::Endless, FetchError::TooLong),
        (Endpoint::Keys, Behaviour::Says(200, format!(r#"{{"keys":[],"x":"{}"}}"#, "a".repeat(200_000))), FetchError::TooLong),
        (Endpoint::Keys, Behaviour::Silent, FetchError::Timeout),
        (Endpoint::Discovery, Behaviour::Silent, FetchError::Timeout),
        (Endpoint::Keys, Behaviour::Redirects("/op/v1/other".to_owned()), FetchError::Status(302)),
        (Endpoint::Discovery, Behaviour::Redirects("/op/v1/other".to_owned()), FetchError::Status(302)),
        (Endpoint::Keys, Behaviour::Says(503, String::new()), FetchError::Status(503)),
        (Endpoint::Keys, Behaviour::Says(200, "[]".to_owned()), FetchError::NotTheDocument),
        (Endpoint::Discovery, Behaviour::Says(200, "null".to_owned()), FetchError::NotTheDocument),
    ] {
        let scene = Scene::new();
        scene.fails(endpoint, behaviour.clone());
        let verifier = scene.builder().timeout(Duration::from_millis(1500)).build().unwrap();
        assert_eq!(verifier.warm_up().await, Err(expected), "{endpoint:?}");
        assert!(scene.issuer.requests(Endpoint::Other).is_empty());
    }
}

#[tokio::test]
async fn discovery_is_of_the_configured_issuer_and_stays_with_tls() {
    let scene = Scene::new();
    let url = scene.issuer.url();
    let keys = format!("{url}/v1/keys");
    for (document, expected) in [
        (json!({ "issuer": format!("{url}/"), "jwks_uri": keys }), FetchError::AnotherIssuer),
        (json!({ "issuer": "https://evil.example", "jwks_uri": keys }), FetchError::AnotherIssuer),
        (json!({ "jwks_uri": keys }), FetchError::AnotherIssuer),
        (json!({ "issuer": url }), FetchError::Address),
        (json!({ "issuer": url, "jwks_uri": "http://keys.example/op/v1/keys" }), FetchError::Address),
        (json!({ "issuer": url, "jwks_uri": "file:///etc/passwd" }), FetchError::Address),
    ] {
        scene.fails(Endpoint::Discovery, Behaviour::Says(200, document.to_string()));
        let verifier = scene.builder().build().unwrap();
        assert_eq!(verifier.warm_up().await, Err(expected), "{document}");
    }
    assert_eq!(scene.fetches(), 0);
}
