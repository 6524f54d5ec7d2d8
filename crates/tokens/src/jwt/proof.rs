//! Proofs that somebody has a key: the one kind of JWT that brings its key along.

use super::VerifyError;
use super::header::Header;
use super::verify::{Parts, decoded, typed};
use crate::claims::ProofClaims;
use crate::keys::{Jwk, VerifyingKey};

/// The longest proof that is looked at, in bytes: several times one with a key of RSA.
const MAX_PROOF_BYTES: usize = 4096;

/// A proof whose signature holds.
#[derive(Clone, Debug)]
pub struct Proof {
    /// The thumbprint of the key that signed it (RFC 7638).
    pub thumbprint: String,
    /// What it says.
    pub claims: ProofClaims,
}

/// Verifies a DPoP proof in itself (RFC 9449 section 4.3, checks 3 to 7): its type, a public key in its header, an asymmetric algorithm that is this
/// key's, its signature. What it is for, when, and whether it came before is the protocol's to check.
///
/// # Errors
/// [`VerifyError`]: the first thing that is wrong.
pub fn verify_proof(token: &str) -> Result<Proof, VerifyError> {
    if token.len() > MAX_PROOF_BYTES {
        return Err(VerifyError::Malformed);
    }
    let parts = Parts::of(token)?;
    let (header, jwk) = Header::parse_with_key(&decoded(parts.header)?)?;
    // A media type has no case and may leave out `application/` (RFC 7515 section 4.1.9).
    let typ = header.typ.map(|typ| typ.to_ascii_lowercase()).unwrap_or_default();
    if typ.strip_prefix("application/").unwrap_or(&typ) != "dpop+jwt" {
        return Err(VerifyError::WrongType);
    }
    let named = jwk.contains_key("alg");
    let jwk = Jwk::try_from(jwk).map_err(|_| VerifyError::UnknownKey)?;
    if (named && jwk.alg != header.algorithm) || !jwk.key.suits(header.algorithm) {
        return Err(VerifyError::WrongAlgorithm);
    }
    let jwk = Jwk { alg: header.algorithm, ..jwk };
    let key = VerifyingKey::from_jwk(&jwk).map_err(|_| VerifyError::UnknownKey)?;
    if !key.verify(parts.signed.as_bytes(), &decoded(parts.signature)?) {
        return Err(VerifyError::BadSignature);
    }
    Ok(Proof { thumbprint: jwk.key.thumbprint(), claims: typed(parts.claims)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base64;
    use crate::keys::Algorithm;
    use crate::testing::signing_key;
    use serde_json::{Value, json};

    fn signed(algorithm: Algorithm, change: &Value, claims: &Value) -> String {
        let key = signing_key(algorithm);
        let mut header = json!({ "alg": algorithm.as_str(), "typ": "dpop+jwt", "jwk": bare(algorithm) });
        header.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let signed = format!("{}.{}", base64::encode(header.to_string()), base64::encode(claims.to_string()));
        format!("{signed}.{}", base64::encode(key.sign(signed.as_bytes()).unwrap()))
    }

    /// As clients send it: without `alg` and `use`.
    fn bare(algorithm: Algorithm) -> Value {
        serde_json::to_value(&signing_key(algorithm).public_jwk().key).unwrap()
    }

    fn claims() -> Value {
        json!({ "jti": "1", "htm": "POST", "htu": "https://poort.example/op/v1/token", "iat": 1_795_514_400 })
    }

    fn error(change: &Value) -> Option<VerifyError> {
        verify_proof(&signed(Algorithm::ES256, change, &claims())).err()
    }

    #[test]
    fn each_algorithm_proves_its_key() {
        for algorithm in Algorithm::ACCEPTED {
            let proof = verify_proof(&signed(algorithm, &json!({}), &claims())).unwrap();
            assert_eq!(proof.thumbprint, signing_key(algorithm).public_jwk().key.thumbprint(), "{algorithm}");
            assert_eq!((proof.claims.jti.as_str(), proof.claims.ath), ("1", None));
        }
    }

    #[test]
    fn it_is_a_proof_with_a_public_key_that_signed_it() {
        let mut private = bare(Algorithm::ES256);
        private["d"] = "AQAB".into();
        let mut named = bare(Algorithm::ES256);
        named["alg"] = "RS256".into();
        for (change, expected) in [
            (json!({ "typ": "JWT" }), VerifyError::WrongType),
            (json!({ "typ": "at+jwt" }), VerifyError::WrongType),
            (json!({ "jwk": null }), VerifyError::Malformed),
            (json!({ "jwk": private }), VerifyError::UnknownKey),
            (json!({ "jwk": named }), VerifyError::UnknownKey),
            (json!({ "jwk": { "kty": "oct", "k": "AA" } }), VerifyError::UnknownKey),
            (json!({ "jwk": bare(Algorithm::EdDSA) }), VerifyError::WrongAlgorithm),
            (json!({ "alg": "none" }), VerifyError::WrongAlgorithm),
            (json!({ "alg": "HS256" }), VerifyError::WrongAlgorithm),
            (json!({ "alg": "EdDSA" }), VerifyError::WrongAlgorithm),
            (json!({ "crit": ["x"] }), VerifyError::Malformed),
            (json!({ "b64": false }), VerifyError::Malformed),
            (json!({ "jku": "https://evil.example" }), VerifyError::Malformed),
        ] {
            assert_eq!(error(&change), Some(expected), "{change}");
        }
        assert_eq!(error(&json!({ "typ": "application/DPoP+JWT" })), None);
        let sound = signed(Algorithm::ES256, &json!({}), &claims());
        let (unsigned, _) = sound.rsplit_once('.').unwrap();
        assert_eq!(verify_proof(&format!("{unsigned}.{}", base64::encode([0; 64]))).err(), Some(VerifyError::BadSignature));
        assert_eq!(verify_proof(unsigned).err(), Some(VerifyError::Malformed));
        let long = json!({ "x": "x".repeat(4096) });
        assert_eq!(error(&long), Some(VerifyError::Malformed));
    }

    #[test]
    fn its_claims_are_typed() {
        for (name, value) in
            [("jti", json!(1)), ("htm", Value::Null), ("htu", json!(["x"])), ("iat", json!("now")), ("ath", json!(1))]
        {
            let mut claims = claims();
            claims[name] = value;
            let token = signed(Algorithm::ES256, &json!({}), &claims);
            assert_eq!(verify_proof(&token).err(), Some(VerifyError::Malformed), "{name}");
        }
    }
}
