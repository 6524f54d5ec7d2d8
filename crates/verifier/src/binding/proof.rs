//! DPoP proofs (RFC 9449 section 4.3).

use std::time::Duration;

use reqwest::Url;

use super::{DpopProof, sha256};
use crate::error::{ProofFault, VerifyError};
use crate::jwt::{Jwk, Jwt, Members};
use crate::strict;

/// How long after its `iat` a proof is accepted.
const PROOF_LIFETIME: Duration = Duration::from_secs(60);

/// No identifier of a proof is longer than this, in bytes.
const MAX_JTI_BYTES: usize = 256;

/// What a proof is held against, in seconds.
pub(crate) struct Expected<'a> {
    pub(crate) token: &'a str,
    pub(crate) now: i64,
    pub(crate) leeway: i64,
}

/// A proof that holds, but for replay and nonce.
#[derive(Debug)]
pub(crate) struct Proved {
    /// The thumbprint of the key whose possession it proves.
    pub(crate) key: [u8; 32],
    pub(crate) jti: String,
    pub(crate) nonce: Option<String>,
    /// From when on it is too old anyhow, in seconds since 1970.
    pub(crate) ends: i64,
}

pub(crate) fn verify(presented: &DpopProof<'_>, expected: &Expected<'_>) -> Result<Proved, ProofFault> {
    let jwt = Jwt::parse(presented.proof).map_err(|error| match error {
        VerifyError::WrongAlgorithm => ProofFault::Algorithm,
        _ => ProofFault::Malformed,
    })?;
    if !jwt.header.is("dpop+jwt") {
        return Err(ProofFault::Type);
    }
    let jwk = jwt.header.jwk.as_ref().and_then(Jwk::parse).ok_or(ProofFault::Key)?;
    let key = jwk.for_algorithm(jwt.header.algorithm).ok_or(ProofFault::Algorithm)?;
    if !key.verifies(jwt.signed, &jwt.signature) {
        return Err(ProofFault::Signature);
    }
    let claims = jwt.claims().map_err(|_| ProofFault::Malformed)?;
    let ends = check(&claims, presented, expected)?;
    let jti = text(&claims, "jti")?;
    if jti.is_empty() || jti.len() > MAX_JTI_BYTES {
        return Err(ProofFault::Malformed);
    }
    let nonce = claims.text("nonce").map_err(|_| ProofFault::Malformed)?.map(str::to_owned);
    Ok(Proved { key: jwk.thumbprint, jti: jti.to_owned(), nonce, ends })
}

/// That it is for this request, this token and this moment; gives when it ends.
fn check(claims: &Members, presented: &DpopProof<'_>, expected: &Expected<'_>) -> Result<i64, ProofFault> {
    if text(claims, "htm")? != presented.method {
        return Err(ProofFault::Method);
    }
    let (claimed, asked) = (address(text(claims, "htu")?), address(presented.uri));
    if claimed.is_none() || claimed != asked {
        return Err(ProofFault::Address);
    }
    let issued = claims.needed_seconds("iat").map_err(|_| ProofFault::Malformed)?;
    let lifetime = i64::try_from(PROOF_LIFETIME.as_secs()).unwrap_or_default();
    let ends = issued + lifetime + expected.leeway;
    if issued > expected.now + expected.leeway || expected.now >= ends {
        return Err(ProofFault::Time);
    }
    if text(claims, "ath")? != strict::to_base64url(sha256(expected.token.as_bytes())) {
        return Err(ProofFault::AccessToken);
    }
    Ok(ends)
}

/// Compared without query and fragment, after normalisation of case, port and path (RFC 9449 section 4.3).
fn address(text: &str) -> Option<Url> {
    let mut url = Url::parse(text).ok().filter(Url::has_host)?;
    url.set_query(None);
    url.set_fragment(None);
    Some(url)
}

fn text<'a>(claims: &'a Members, name: &str) -> Result<&'a str, ProofFault> {
    claims.needed_text(name).map_err(|_| ProofFault::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{SigningKey, TEST_NOW};
    use serde_json::{Value, json};

    const URI: &str = "https://portal.example/dossiers/1";

    fn claims() -> Value {
        json!({ "htm": "POST", "htu": URI, "iat": TEST_NOW, "jti": "1", "ath": strict::to_base64url(sha256(b"token")) })
    }

    fn prove(header: impl FnOnce(&mut Value), change: impl FnOnce(&mut Value)) -> Result<Proved, ProofFault> {
        let key = SigningKey::es256("ignored");
        let (mut head, mut body) = (json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": key.public() }), claims());
        header(&mut head);
        change(&mut body);
        check_at(&key.sign(&head, &body), "POST", URI, TEST_NOW)
    }

    fn check_at(proof: &str, method: &str, uri: &str, now: i64) -> Result<Proved, ProofFault> {
        verify(&DpopProof { proof, method, uri }, &Expected { token: "token", now, leeway: 5 })
    }

    fn proof() -> String {
        let key = SigningKey::es256("ignored");
        key.sign(&json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": key.public() }), &claims())
    }

    #[test]
    fn a_good_proof_gives_the_thumbprint_of_its_key() {
        let key = SigningKey::es256("ignored");
        let proof = key.sign(&json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": key.public() }), &claims());
        let proved = check_at(&proof, "POST", URI, TEST_NOW).unwrap();
        assert_eq!(Some(strict::to_base64url(proved.key)), key.thumbprint());
        assert_eq!((proved.jti.as_str(), proved.nonce, proved.ends), ("1", None, TEST_NOW + 65));
    }

    #[test]
    fn a_proof_is_for_one_request_and_one_token() {
        let proof = proof();
        let error = |method, uri| check_at(&proof, method, uri, TEST_NOW).err();
        assert_eq!(error("GET", URI), Some(ProofFault::Method));
        assert_eq!(error("post", URI), Some(ProofFault::Method));
        for uri in [
            "https://portal.example/dossiers/2",
            "https://evil.example/dossiers/1",
            "http://portal.example/dossiers/1",
            "",
            "/dossiers/1",
        ] {
            assert_eq!(error("POST", uri), Some(ProofFault::Address), "{uri}");
        }
        for uri in ["https://PORTAL.example:443/dossiers/1", "https://portal.example/dossiers/1?page=2#top"] {
            assert_eq!(error("POST", uri), None, "{uri}");
        }
        assert_eq!(
            prove(|_| (), |claims| claims["ath"] = strict::to_base64url(sha256(b"other")).into()).err(),
            Some(ProofFault::AccessToken)
        );
        assert_eq!(prove(|_| (), |claims| claims["htu"] = "nonsense".into()).err(), Some(ProofFault::Address));
    }

    #[test]
    fn a_proof_lives_a_minute() {
        let proof = proof();
        let error = |now: i64| check_at(&proof, "POST", URI, now).err();
        assert_eq!((error(TEST_NOW - 6), error(TEST_NOW - 5)), (Some(ProofFault::Time), None));
        assert_eq!((error(TEST_NOW + 64), error(TEST_NOW + 65)), (None, Some(ProofFault::Time)));
    }

    #[test]
    fn a_proof_says_what_it_is_and_brings_a_public_key() {
        for (header, fault) in [
            (json!({ "typ": "JWT" }), ProofFault::Type),
            (json!({ "typ": "at+jwt" }), ProofFault::Type),
            (json!({ "jwk": null }), ProofFault::Key),
            (json!({ "jwk": { "kty": "oct", "k": "AA" } }), ProofFault::Key),
            (json!({ "alg": "none" }), ProofFault::Algorithm),
            (json!({ "alg": "HS256" }), ProofFault::Algorithm),
            (json!({ "alg": "EdDSA" }), ProofFault::Algorithm),
            (json!({ "jwk": SigningKey::es256("other").public() }), ProofFault::Signature),
            (json!({ "crit": ["x"] }), ProofFault::Malformed),
            (json!({ "b64": false }), ProofFault::Malformed),
        ] {
            let changed = |head: &mut Value| head.as_object_mut().unwrap().extend(header.as_object().unwrap().clone());
            assert_eq!(prove(changed, |_| ()).err(), Some(fault), "{header}");
        }
        let private = |head: &mut Value| head["jwk"]["d"] = "AA".into();
        assert_eq!(prove(private, |_| ()).err(), Some(ProofFault::Key));
    }

    #[test]
    fn every_claim_of_a_proof_is_needed_and_typed() {
        for name in ["htm", "htu", "iat", "jti", "ath"] {
            let absent = prove(|_| (), |claims| drop(claims.as_object_mut().unwrap().remove(name)));
            assert_eq!(absent.err(), Some(ProofFault::Malformed), "{name}");
            assert_eq!(prove(|_| (), |claims| claims[name] = json!([1])).err(), Some(ProofFault::Malformed), "{name}");
        }
        assert_eq!(prove(|_| (), |claims| claims["iat"] = TEST_NOW.to_string().into()).err(), Some(ProofFault::Malformed));
        assert_eq!(prove(|_| (), |claims| claims["nonce"] = json!(1)).err(), Some(ProofFault::Malformed));
        for jti in [String::new(), "a".repeat(MAX_JTI_BYTES + 1)] {
            assert_eq!(prove(|_| (), |claims| claims["jti"] = jti.into()).err(), Some(ProofFault::Malformed));
        }
    }
}
