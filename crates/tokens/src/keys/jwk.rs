//! Public keys as the world sees them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Algorithm, KeyError};
use crate::base64;
use crate::random::sha256;

/// A public signature key as JSON (RFC 7517).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Map<String, Value>")]
pub struct Jwk {
    /// The parameters of its kind.
    #[serde(flatten)]
    pub key: PublicKey,
    /// Its name. Poort's own always have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    /// The algorithm that it is used with; nothing else is accepted from it.
    pub alg: Algorithm,
    /// Always `sig`.
    #[serde(rename = "use")]
    pub public_key_use: SignatureUse,
}

/// The only use of a key that Poort knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SignatureUse {
    /// For signatures.
    #[serde(rename = "sig")]
    Signature,
}

/// What a public key consists of; numbers in base64url, big-endian (RFC 7518 section 6, RFC 8037 section 2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kty")]
pub enum PublicKey {
    /// A point on P-256.
    #[serde(rename = "EC")]
    Ec {
        /// `P-256`.
        crv: String,
        /// Its abscissa, 32 bytes.
        x: String,
        /// Its ordinate, 32 bytes.
        y: String,
    },
    /// An Edwards curve key.
    #[serde(rename = "OKP")]
    Okp {
        /// `Ed25519`.
        crv: String,
        /// The key, 32 bytes.
        x: String,
    },
    /// RSA.
    #[serde(rename = "RSA")]
    Rsa {
        /// The modulus.
        n: String,
        /// The exponent.
        e: String,
    },
}

/// A set of public keys (RFC 7517 section 5): the document at the JWKS endpoint, or the keys of a client.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Jwks {
    /// The keys.
    pub keys: Vec<Jwk>,
}

const PRIVATE_MEMBERS: [&str; 7] = ["d", "p", "q", "dp", "dq", "qi", "k"];

impl PublicKey {
    /// The thumbprint (RFC 7638, RFC 8037 section 2): SHA-256 over the required members in alphabetical order, base64url.
    #[must_use]
    pub fn thumbprint(&self) -> String {
        // Members are base64url or a curve's name, which JSON does not escape.
        let canonical = match self {
            Self::Ec { crv, x, y } => {
                format!(r#"{{"crv":"{crv}","kty":"EC","x":"{x}","y":"{y}"}}"#)
            }
            Self::Okp { crv, x } => format!(r#"{{"crv":"{crv}","kty":"OKP","x":"{x}"}}"#),
            Self::Rsa { n, e } => format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#),
        };
        base64::encode(sha256(canonical.as_bytes()))
    }

    /// Whether it can be used with an algorithm.
    #[must_use]
    pub fn suits(&self, algorithm: Algorithm) -> bool {
        let own = self.algorithm();
        own == Ok(algorithm) || (own == Ok(Algorithm::RS256) && algorithm == Algorithm::PS256)
    }

    /// The algorithm that keys of this kind are for when nothing else is said.
    ///
    /// # Errors
    /// [`KeyError::InvalidPublicKey`] for other curves.
    pub fn algorithm(&self) -> Result<Algorithm, KeyError> {
        match self {
            Self::Ec { crv, .. } if crv == "P-256" => Ok(Algorithm::ES256),
            Self::Okp { crv, .. } if crv == "Ed25519" => Ok(Algorithm::EdDSA),
            Self::Rsa { .. } => Ok(Algorithm::RS256),
            _ => Err(KeyError::InvalidPublicKey),
        }
    }
}

/// Reads a JWK of somebody else. `alg` and `use` may be absent but not contradict the key; a private key is refused.
impl TryFrom<Map<String, Value>> for Jwk {
    type Error = KeyError;

    fn try_from(members: Map<String, Value>) -> Result<Self, KeyError> {
        if PRIVATE_MEMBERS.iter().any(|name| members.contains_key(*name)) {
            return Err(KeyError::PrivateKeyExposed);
        }
        let read: Received = serde_json::from_value(Value::Object(members)).map_err(|_| KeyError::InvalidPublicKey)?;
        let algorithm = read.key.algorithm()?;
        let alg = match read.alg {
            None => algorithm,
            Some(name) => Algorithm::accepted(&name).filter(|alg| read.key.suits(*alg)).ok_or(KeyError::UnknownAlgorithm)?,
        };
        Ok(Self { key: read.key, kid: read.kid, alg, public_key_use: SignatureUse::Signature })
    }
}

#[derive(Deserialize)]
struct Received {
    #[serde(flatten)]
    key: PublicKey,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    _use: Option<SignatureUse>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(value: Value) -> Result<Jwk, String> {
        serde_json::from_value(value).map_err(|error| error.to_string())
    }

    fn ed() -> Value {
        json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" })
    }

    #[test]
    fn the_thumbprint_is_that_of_rfc_7638_section_3_1() {
        let jwk = read(json!({
            "kty": "RSA",
            "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
            "e": "AQAB",
            "alg": "RS256",
            "kid": "2011-04-29"
        }))
        .unwrap();
        assert_eq!(jwk.key.thumbprint(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
        assert_eq!((jwk.alg, jwk.kid.as_deref()), (Algorithm::RS256, Some("2011-04-29")));
    }

    #[test]
    fn the_thumbprint_is_that_of_rfc_8037_appendix_a_3() {
        let jwk = read(ed()).unwrap();
        assert_eq!(jwk.key.thumbprint(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        assert_eq!(jwk.alg, Algorithm::EdDSA);
    }

    #[test]
    fn a_private_key_is_refused_by_name() {
        let mut jwk = ed();
        jwk["d"] = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A".into();
        assert_eq!(read(jwk), Err(KeyError::PrivateKeyExposed.to_string()));
        let symmetric = json!({ "kty": "oct", "k": "c2VjcmV0" });
        assert_eq!(read(symmetric), Err(KeyError::PrivateKeyExposed.to_string()));
    }

    #[test]
    fn what_contradicts_the_key_is_refused() {
        for (member, value) in
            [("alg", "RS256"), ("alg", "none"), ("use", "enc"), ("crv", "Ed448"), ("crv", "X25519"), ("kty", "EC")]
        {
            let mut jwk = ed();
            jwk[member] = value.into();
            assert!(read(jwk).is_err(), "{member}={value}");
        }
        for (member, value) in [("alg", "EdDSA"), ("use", "sig"), ("kid", "any thing"), ("x5t", "ignored")] {
            let mut jwk = ed();
            jwk[member] = value.into();
            assert!(read(jwk).is_ok(), "{member}={value}");
        }
    }

    #[test]
    fn it_survives_its_json() {
        let jwk = read(ed()).unwrap();
        let written = serde_json::to_value(&jwk).unwrap();
        assert_eq!(
            written,
            json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "alg": "EdDSA", "use": "sig" })
        );
        assert_eq!(read(written).unwrap(), jwk);
    }
}
