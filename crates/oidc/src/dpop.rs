//! DPoP: tokens that are worth something only to who proves that he has a key (RFC 9449).

use tokens::claims::{Confirmation, ProofClaims};
use tokens::jwt::{VerifyError, verify_proof};
use tokens::random::{sha256, sha256_text};
use types::{Instant, Seconds};

use crate::Client;
use crate::token::SpentAssertion;

/// How long after it was made a proof is accepted (own choice; RFC 9449 section 11.1 advises seconds or minutes).
const LIFETIME: Seconds = Seconds(60);
/// How far the clock of a client may be off.
const LEEWAY: Seconds = Seconds(10);
/// The longest `jti`, in bytes.
const LONGEST_ID: usize = 256;

/// The request that a proof must be for.
#[derive(Clone, Copy, Debug)]
pub struct ProvenRequest<'a> {
    /// Its method.
    pub method: &'a str,
    /// Its address as its client knows it: of the issuer, never of a `Host` header.
    pub uri: &'a str,
    /// The access token beside it; none at the token endpoint.
    pub token: Option<&'a str>,
}

/// A proof that was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptedProof {
    /// The thumbprint of its key.
    pub jkt: String,
    /// What makes it good for once.
    pub spent: SpentAssertion,
}

/// Why a proof is not accepted. Says nothing of what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// Where one is needed.
    #[error("a DPoP proof is required")]
    Missing,
    /// More than one, or none that can be read.
    #[error("exactly one DPoP header is expected, with a proof")]
    Unreadable,
    /// Its signature, key, algorithm or type.
    #[error(transparent)]
    Signature(VerifyError),
    /// Another method or address.
    #[error("the DPoP proof is for another request")]
    Request,
    /// Too old, or from the future.
    #[error("the DPoP proof was not made just now")]
    Time,
    /// Another access token.
    #[error("the DPoP proof is for another access token")]
    Token,
    /// Another key than the request names.
    #[error("the DPoP proof is by another key than dpop_jkt names")]
    Key,
    /// It was accepted before.
    #[error("the DPoP proof came before")]
    Again,
}

impl ProofError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "proofMissing",
            Self::Unreadable => "proofUnreadable",
            Self::Signature(error) => error.code(),
            Self::Request => "proofForAnotherRequest",
            Self::Time => "proofNotOfNow",
            Self::Token => "proofForAnotherToken",
            Self::Key => "proofByAnotherKey",
            Self::Again => "proofRepeated",
        }
    }
}

/// Accepts a proof for a request (RFC 9449 section 4.3): its signature by the key that it brings, this method and address, made just now, for the
/// access token beside it. That it is the first time is the caller's to note.
///
/// # Errors
/// [`ProofError`]: the first thing that is wrong.
pub fn accept(proof: &str, request: &ProvenRequest<'_>, now: Instant) -> Result<AcceptedProof, ProofError> {
    let proof = verify_proof(proof).map_err(ProofError::Signature)?;
    let ProofClaims { jti, htm, htu, iat, ath } = proof.claims;
    let same_address = address(&htu).is_some_and(|claimed| Some(claimed) == address(request.uri));
    if htm != request.method || !same_address || !(1..=LONGEST_ID).contains(&jti.len()) {
        return Err(ProofError::Request);
    }
    let (begins, ends) = (iat.unix() - LEEWAY.0, iat.unix() + LIFETIME.0 + LEEWAY.0);
    if !(begins..ends).contains(&now.unix()) {
        return Err(ProofError::Time);
    }
    if request.token.is_some_and(|token| ath != Some(sha256_text(token.as_bytes()))) {
        return Err(ProofError::Token);
    }
    // No client has an empty name, so that this is none of their assertions.
    let digest = sha256(format!("\n{}\n{jti}", proof.thumbprint).as_bytes());
    let until = now.plus(LIFETIME).plus(LEEWAY).plus(LEEWAY);
    Ok(AcceptedProof { jkt: proof.thumbprint, spent: SpentAssertion { digest, until } })
}

/// Whether a client shows what its tokens must be bound to (`dpop_bound_access_tokens`, RFC 9449 section 5.2).
///
/// # Errors
/// [`ProofError::Missing`].
pub fn needs(client: &Client, shown: &Confirmation) -> Result<(), ProofError> {
    let lacking = client.dpop_bound_access_tokens && shown.jkt.is_none();
    if lacking { Err(ProofError::Missing) } else { Ok(()) }
}

/// Whether a token may be used by who shows this (RFC 9449 section 7.1): one that is bound to a key only with the scheme `DPoP`, and that scheme only with
/// one that is.
#[must_use]
pub fn may_use(bound: Option<&Confirmation>, shown: &Confirmation, by_proof: bool) -> bool {
    let key = bound.is_some_and(|bound| bound.jkt.is_some());
    key == by_proof && bound.is_none_or(|bound| bound.is_met_by(shown))
}

/// Whether a text can be the thumbprint of a key: SHA-256 in base64url (`dpop_jkt`, RFC 9449 section 10).
#[must_use]
pub fn is_thumbprint(text: &str) -> bool {
    text.len() == 43 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// An address without query and fragment; scheme and host have no case, and the port of the scheme may be left out (RFC 9449 section 4.3, RFC 3986
/// section 6.2).
fn address(text: &str) -> Option<(String, &str)> {
    let (scheme, rest) = text.split_once("://")?;
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (scheme, authority) = (scheme.to_ascii_lowercase(), authority.to_ascii_lowercase());
    let port = if scheme == "https" { ":443" } else { ":80" };
    let host = authority.strip_suffix(port).unwrap_or(&authority);
    let path = if path.is_empty() { "/" } else { path };
    (!host.is_empty()).then(|| (format!("{scheme}://{host}"), path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at, proof, signer};
    use serde_json::{Value, json};
    use tokens::keys::Algorithm;

    const NOW: &str = "2026-11-23T10:00:00Z";
    const URI: &str = "https://poort.example/op/v1/userinfo";
    const ASKED: ProvenRequest<'_> = ProvenRequest { method: "GET", uri: URI, token: Some("token") };

    fn claims() -> Value {
        json!({ "jti": "1", "htm": "GET", "htu": URI, "iat": at(NOW).unix(), "ath": sha256_text(b"token") })
    }

    fn error(name: &str, value: Value) -> Option<ProofError> {
        let mut claims = claims();
        claims[name] = value;
        accept(&proof(Algorithm::ES256, &claims), &ASKED, at(NOW)).err()
    }

    #[test]
    fn a_proof_is_for_one_request_one_token_and_one_moment() {
        let sound = accept(&proof(Algorithm::ES256, &claims()), &ASKED, at(NOW)).unwrap();
        assert_eq!(sound.jkt, signer(Algorithm::ES256).public_jwk().key.thumbprint());
        let other = accept(&proof(Algorithm::EdDSA, &claims()), &ASKED, at(NOW)).unwrap();
        assert_ne!(sound.spent.digest, other.spent.digest, "another key has identifiers of its own");
        let now = at(NOW).unix();
        for (name, value, expected) in [
            ("htm", json!("POST"), Some(ProofError::Request)),
            ("htm", json!("get"), Some(ProofError::Request)),
            ("htu", json!("https://poort.example/op/v1/token"), Some(ProofError::Request)),
            ("htu", json!("https://poort.example.evil/op/v1/userinfo"), Some(ProofError::Request)),
            ("htu", json!("http://poort.example/op/v1/userinfo"), Some(ProofError::Request)),
            ("htu", json!("/op/v1/userinfo"), Some(ProofError::Request)),
            ("htu", json!(""), Some(ProofError::Request)),
            ("htu", json!("HTTPS://Poort.example:443/op/v1/userinfo?a=b#c"), None),
            ("jti", json!(""), Some(ProofError::Request)),
            ("jti", json!("x".repeat(257)), Some(ProofError::Request)),
            ("iat", json!(now - 69), None),
            ("iat", json!(now - 70), Some(ProofError::Time)),
            ("iat", json!(now + 10), None),
            ("iat", json!(now + 11), Some(ProofError::Time)),
            ("ath", json!(sha256_text(b"other")), Some(ProofError::Token)),
            ("ath", Value::Null, Some(ProofError::Token)),
        ] {
            assert_eq!(error(name, value.clone()), expected, "{name} {value}");
        }
        let bare = ProvenRequest { token: None, ..ASKED };
        assert!(accept(&proof(Algorithm::ES256, &claims()), &bare, at(NOW)).is_ok());
    }

    #[test]
    fn a_bound_token_needs_its_proof_and_a_free_one_takes_none() {
        let key = |name: &str| Confirmation { jkt: Some(name.to_owned()), x5t: None };
        assert!(may_use(Some(&key("a")), &key("a"), true));
        assert!(!may_use(Some(&key("a")), &key("b"), true));
        assert!(!may_use(Some(&key("a")), &key("a"), false), "as a bearer token");
        assert!(!may_use(None, &key("a"), true));
        assert!(may_use(None, &Confirmation::default(), false));
        let certificate = |name: &str| Confirmation { x5t: Some(name.to_owned()), jkt: None };
        assert!(may_use(Some(&certificate("a")), &certificate("a"), false) && may_use(None, &certificate("a"), false));
        assert!(!may_use(Some(&certificate("a")), &certificate("b"), false));
        assert!(!may_use(Some(&certificate("a")), &Confirmation::default(), false), "over another connection");
    }

    #[test]
    fn addresses_are_compared_by_what_they_mean() {
        assert_eq!(address("https://a.example"), address("https://A.EXAMPLE:443/"));
        assert_eq!(address("http://127.0.0.1:8080/x"), Some(("http://127.0.0.1:8080".to_owned(), "/x")));
        assert_ne!(address("https://a.example/X"), address("https://a.example/x"));
        assert_eq!(address("https:///x"), None);
        assert!(is_thumbprint(&"a".repeat(43)) && !is_thumbprint(&"a".repeat(42)) && !is_thumbprint(&"=".repeat(43)));
    }
}
