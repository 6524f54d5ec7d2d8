//! Tokens that are bound to a key or a certificate.

#![cfg(test)]

use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use poort_verifier::testing::{SigningKey, TEST_NOW, TestClock, TestIssuer};
use poort_verifier::{Builder, Claims, DpopProof, Presented, ProofFault, Verifier, VerifyError};
use serde_json::{Value, json};

const URI: &str = "https://portal.example/dossiers";

struct Scene {
    issuer: TestIssuer,
    clock: TestClock,
    key: SigningKey,
}

impl Scene {
    fn new() -> Self {
        Self { issuer: TestIssuer::start(), clock: TestClock::default(), key: SigningKey::es256("device") }
    }

    fn builder(&self) -> Builder {
        Verifier::builder(self.issuer.url(), "portal").clock(self.clock.reader())
    }

    fn token(&self, cnf: Value) -> String {
        self.issuer.access_token("portal", json!({ "cnf": cnf }))
    }

    fn bound(&self) -> String {
        self.token(json!({ "jkt": self.key.thumbprint() }))
    }
}

fn sha256(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, bytes))
}

fn prove(key: &SigningKey, token: &str, jti: &str, extra: Value) -> String {
    let mut claims = json!({ "htm": "GET", "htu": URI, "iat": TEST_NOW, "jti": jti, "ath": sha256(token.as_bytes()) });
    claims.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    key.sign(&json!({ "typ": "dpop+jwt", "alg": key.algorithm(), "jwk": key.public() }), &claims)
}

async fn present(verifier: &Verifier, token: &str, proof: &str) -> Result<Claims, VerifyError> {
    verifier.verify_presented(&Presented::dpop(token, DpopProof { proof, method: "GET", uri: URI })).await
}

#[tokio::test]
async fn a_bound_token_needs_the_proof_of_its_key() {
    let scene = Scene::new();
    let (verifier, token) = (scene.builder().build().unwrap(), scene.bound());
    assert_eq!(verifier.verify(&token).await.err(), Some(VerifyError::ProofMissing));
    assert!(present(&verifier, &token, &prove(&scene.key, &token, "1", json!({}))).await.is_ok());
    for other in [SigningKey::es256("device"), SigningKey::ed25519("other"), SigningKey::rsa("rsa", "PS256")] {
        let proof = prove(&other, &token, "1", json!({}));
        assert_eq!(present(&verifier, &token, &proof).await.err(), Some(VerifyError::ProofMismatch));
    }
}

#[tokio::test]
async fn a_token_that_is_not_bound_is_no_dpop_token() {
    let scene = Scene::new();
    let (verifier, token) = (scene.builder().build().unwrap(), scene.issuer.access_token("portal", json!({})));
    let proof = prove(&scene.key, &token, "1", json!({}));
    assert_eq!(present(&verifier, &token, &proof).await.err(), Some(VerifyError::ProofMismatch));
    assert!(verifier.verify(&token).await.is_ok());
}

#[tokio::test]
async fn a_proof_counts_once_and_for_one_token() {
    let scene = Scene::new();
    let (verifier, token) = (scene.builder().build().unwrap(), scene.bound());
    let proof = prove(&scene.key, &token, "1", json!({}));
    assert!(present(&verifier, &token, &proof).await.is_ok());
    assert_eq!(present(&verifier, &token, &proof).await.err(), Some(ProofFault::Replayed.into()));
    // Signed anew it is the same proof.
    assert_eq!(
        present(&verifier, &token, &prove(&scene.key, &token, "1", json!({}))).await.err(),
        Some(ProofFault::Replayed.into())
    );
    let other = prove(&scene.key, "another token", "2", json!({}));
    assert_eq!(present(&verifier, &token, &other).await.err(), Some(ProofFault::AccessToken.into()));
    scene.clock.advance(Duration::from_secs(91));
    assert_eq!(present(&verifier, &token, &proof).await.err(), Some(ProofFault::Time.into()));
}

#[tokio::test]
async fn more_proofs_than_are_remembered_are_refused_for_a_moment() {
    let scene = Scene::new();
    let (verifier, token) = (scene.builder().remembered_proofs(2).build().unwrap(), scene.bound());
    for (jti, expected) in
        [("1", None), ("2", None), ("3", Some(VerifyError::TooManyProofs)), ("1", Some(ProofFault::Replayed.into()))]
    {
        assert_eq!(present(&verifier, &token, &prove(&scene.key, &token, jti, json!({}))).await.err(), expected, "{jti}");
    }
}

#[tokio::test]
async fn a_nonce_is_demanded_where_that_is_set() {
    let scene = Scene::new();
    let verifier = scene.builder().dpop_nonces([7; 32], Duration::from_secs(60)).build().unwrap();
    let token = scene.bound();
    let nonce = verifier.dpop_nonce().unwrap();
    let with = |jti: &str, extra: Value| prove(&scene.key, &token, jti, extra);
    assert_eq!(present(&verifier, &token, &with("1", json!({}))).await.err(), Some(VerifyError::NonceNeeded));
    assert_eq!(
        present(&verifier, &token, &with("1", json!({ "nonce": "invented" }))).await.err(),
        Some(VerifyError::NonceNeeded)
    );
    assert!(present(&verifier, &token, &with("1", json!({ "nonce": nonce }))).await.is_ok());
    assert_eq!(scene.builder().build().unwrap().dpop_nonce(), None);
}

#[tokio::test]
async fn a_proof_counts_once_in_each_process_and_with_a_nonce_of_its_own_in_one_only() {
    let scene = Scene::new();
    let (token, of) = (scene.bound(), |key: u8| scene.builder().dpop_nonces([key; 32], Duration::from_secs(60)).build().unwrap());
    let (one, same, other) = (of(1), of(1), of(2));
    let proof = prove(&scene.key, &token, "1", json!({ "nonce": one.dpop_nonce() }));
    assert!(present(&one, &token, &proof).await.is_ok());
    assert_eq!(present(&one.clone(), &token, &proof).await.err(), Some(ProofFault::Replayed.into()));
    assert!(present(&same, &token, &proof).await.is_ok());
    assert_eq!(present(&other, &token, &proof).await.err(), Some(VerifyError::NonceNeeded));
}

#[tokio::test]
async fn a_token_of_a_certificate_needs_that_certificate() {
    let scene = Scene::new();
    let (verifier, token) = (scene.builder().build().unwrap(), scene.token(json!({ "x5t#S256": sha256(b"der") })));
    let shown = async |der: &[u8]| verifier.verify_presented(&Presented::bearer(&token).with_certificate(der)).await.err();
    assert_eq!(shown(b"der").await, None);
    assert_eq!(shown(b"other").await, Some(VerifyError::ProofMismatch));
    assert_eq!(verifier.verify(&token).await.err(), Some(VerifyError::ProofMissing));
}

#[tokio::test]
async fn a_token_of_both_needs_both() {
    let scene = Scene::new();
    let verifier = scene.builder().build().unwrap();
    let token = scene.token(json!({ "jkt": scene.key.thumbprint(), "x5t#S256": sha256(b"der") }));
    let proof = prove(&scene.key, &token, "1", json!({}));
    let presented = Presented::dpop(&token, DpopProof { proof: &proof, method: "GET", uri: URI });
    assert_eq!(verifier.verify_presented(&presented).await.err(), Some(VerifyError::ProofMissing));
    let certificate_only = Presented::bearer(&token).with_certificate(b"der");
    assert_eq!(verifier.verify_presented(&certificate_only).await.err(), Some(VerifyError::ProofMissing));
    assert!(verifier.verify_presented(&presented.with_certificate(b"der")).await.is_ok());
}

#[tokio::test]
async fn a_binding_that_cannot_be_checked_is_refused_and_one_can_be_demanded() {
    let scene = Scene::new();
    let verifier = scene.builder().build().unwrap();
    assert_eq!(verifier.verify(&scene.token(json!({ "jwe": "x" }))).await.err(), Some(VerifyError::ProofMissing));
    assert_eq!(verifier.verify(&scene.token(json!({}))).await.err(), Some(VerifyError::Malformed));
    let demanding = scene.builder().require_binding().build().unwrap();
    let plain = scene.issuer.access_token("portal", json!({}));
    assert_eq!(demanding.verify(&plain).await.err(), Some(VerifyError::ProofMissing));
    let token = scene.bound();
    assert!(present(&demanding, &token, &prove(&scene.key, &token, "1", json!({}))).await.is_ok());
}
