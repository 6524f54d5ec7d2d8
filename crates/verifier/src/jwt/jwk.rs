//! Public keys as JSON (RFC 7517, RFC 8037).

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256,
    RsaPublicKeyComponents,
};
use serde_json::{Map, Value};

use super::{Algorithm, Members};
use crate::strict;

/// A public key for signatures whose numbers are of the right length.
#[derive(Debug)]
pub(crate) struct Jwk {
    pub(crate) kid: Option<String>,
    /// The algorithm that it names itself.
    pub(crate) algorithm: Option<Algorithm>,
    /// SHA-256 over the required members in alphabetical order (RFC 7638).
    pub(crate) thumbprint: [u8; 32],
    numbers: Numbers,
}

#[derive(Debug)]
enum Numbers {
    /// An uncompressed point on P-256.
    Ec([u8; 65]),
    Ed([u8; 32]),
    Rsa {
        n: Vec<u8>,
        e: Vec<u8>,
    },
}

/// A public key, parsed once, with the one algorithm that is accepted from it.
#[derive(Debug)]
pub(crate) struct VerifyingKey {
    pub(crate) algorithm: Algorithm,
    key: ParsedPublicKey,
}

const PRIVATE_MEMBERS: [&str; 7] = ["d", "p", "q", "dp", "dq", "qi", "k"];

impl Jwk {
    /// `None` when it is not a key that we can verify signatures with, is for something else, or exposes a private key.
    pub(crate) fn parse(members: &Map<String, Value>) -> Option<Self> {
        if PRIVATE_MEMBERS.iter().any(|name| members.contains_key(*name)) {
            return None;
        }
        let members = Members(members.clone());
        let named = |name: &str| members.text(name).ok();
        let operations = members.texts("key_ops").ok()?;
        if named("use")?.is_some_and(|usage| usage != "sig") || operations.is_some_and(|all| !all.contains(&"verify")) {
            return None;
        }
        let algorithm = match named("alg")? {
            Some(name) => Some(Algorithm::named(name)?),
            None => None,
        };
        let (numbers, canonical) = numbers(&members)?;
        let thumbprint = digest(&SHA256, canonical.as_bytes()).as_ref().try_into().ok()?;
        Some(Self { kid: named("kid")?.map(str::to_owned), algorithm, thumbprint, numbers })
    }

    /// The algorithm that keys of this kind are for when nothing else is said.
    pub(crate) fn usual_algorithm(&self) -> Algorithm {
        match self.numbers {
            Numbers::Ec(_) => Algorithm::Es256,
            Numbers::Ed(_) => Algorithm::EdDsa,
            Numbers::Rsa { .. } => Algorithm::Rs256,
        }
    }

    /// Ready to verify with; `None` when the algorithm is not one for it, or it is no valid key (a point beside the curve).
    pub(crate) fn for_algorithm(&self, algorithm: Algorithm) -> Option<VerifyingKey> {
        if self.algorithm.is_some_and(|own| own != algorithm) {
            return None;
        }
        let key = match (&self.numbers, algorithm) {
            (Numbers::Ec(point), Algorithm::Es256) => ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point),
            (Numbers::Ed(key), Algorithm::EdDsa) => ParsedPublicKey::new(&ED25519, key),
            (Numbers::Rsa { n, e }, Algorithm::Rs256) => {
                RsaPublicKeyComponents { n, e }.to_parsed_public_key(&RSA_PKCS1_2048_8192_SHA256)
            }
            (Numbers::Rsa { n, e }, Algorithm::Ps256) => {
                RsaPublicKeyComponents { n, e }.to_parsed_public_key(&RSA_PSS_2048_8192_SHA256)
            }
            _ => return None,
        };
        key.ok().map(|key| VerifyingKey { algorithm, key })
    }
}

impl VerifyingKey {
    /// Whether `signature` (raw bytes, as in a JWT) is one of `message` by this key.
    pub(crate) fn verifies(&self, message: &str, signature: &[u8]) -> bool {
        self.key.verify_sig(message.as_bytes(), signature).is_ok()
    }
}

/// The numbers, and the text over which the thumbprint goes. Its members are base64url or fixed, which JSON does not escape.
fn numbers(members: &Members) -> Option<(Numbers, String)> {
    let text = |name: &str| members.needed_text(name).ok();
    match (text("kty")?, members.text("crv").ok()?) {
        ("EC", Some("P-256")) => {
            let (x, y) = (text("x")?, text("y")?);
            Some((Numbers::Ec(point(x, y)?), format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#)))
        }
        ("OKP", Some("Ed25519")) => {
            let x = text("x")?;
            Some((Numbers::Ed(fixed(x)?), format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#)))
        }
        ("RSA", _) => {
            let (n, e) = (text("n")?, text("e")?);
            Some((rsa(strict::base64url(n)?, strict::base64url(e)?)?, format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#)))
        }
        _ => None,
    }
}

fn point(x: &str, y: &str) -> Option<[u8; 65]> {
    const UNCOMPRESSED: u8 = 4;
    [&[UNCOMPRESSED], fixed(x)?.as_slice(), fixed(y)?.as_slice()].concat().try_into().ok()
}

fn fixed(text: &str) -> Option<[u8; 32]> {
    strict::base64url(text)?.try_into().ok()
}

/// 2048 to 8192 bits. An exponent of 1 would make every padded hash its own signature.
fn rsa(n: Vec<u8>, e: Vec<u8>) -> Option<Numbers> {
    let top = *n.first()?;
    let length_fits = (256..=1024).contains(&n.len()) && top != 0 && (n.len() > 256 || top >= 0x80);
    let exponent_fits =
        (1..=4).contains(&e.len()) && e != [1] && e.first() != Some(&0) && e.last().is_some_and(|byte| byte % 2 == 1);
    (length_fits && exponent_fits).then_some(Numbers::Rsa { n, e })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const ON_CURVE: (&str, &str) = ("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0");

    fn usable(jwk: &Value) -> Option<VerifyingKey> {
        let jwk = Jwk::parse(jwk.as_object().unwrap())?;
        jwk.for_algorithm(jwk.algorithm.unwrap_or_else(|| jwk.usual_algorithm()))
    }

    fn ed() -> Value {
        json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" })
    }

    fn rsa(bytes: usize, first: u8, e: &[u8]) -> Value {
        let mut n = vec![0xff; bytes];
        n[0] = first;
        json!({ "kty": "RSA", "n": strict::to_base64url(n), "e": strict::to_base64url(e) })
    }

    #[test]
    fn the_signature_of_rfc_8037_appendix_a_4_verifies() {
        let signature =
            strict::base64url("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg").unwrap();
        let key = usable(&ed()).unwrap();
        assert!(key.verifies("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc", &signature));
        assert!(!key.verifies("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmd", &signature));
    }

    #[test]
    fn thumbprints_are_those_of_the_specifications() {
        let thumbprint = |jwk: &Value| strict::to_base64url(Jwk::parse(jwk.as_object().unwrap()).unwrap().thumbprint);
        assert_eq!(thumbprint(&ed()), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        let rsa = json!({
            "kty": "RSA", "e": "AQAB", "alg": "RS256", "kid": "2011-04-29",
            "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
        });
        assert_eq!(thumbprint(&rsa), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }

    #[test]
    fn keys_that_cannot_be_or_are_too_weak_are_refused() {
        let (x, y) = ON_CURVE;
        assert!(usable(&json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y })).is_some());
        assert!(usable(&rsa(256, 0x80, &[1, 0, 1])).is_some());
        for weak in [
            json!({ "kty": "EC", "crv": "P-256", "x": x, "y": x }),
            json!({ "kty": "EC", "crv": "P-256", "x": x, "y": "AQAB" }),
            json!({ "kty": "EC", "crv": "P-384", "x": x, "y": y }),
            json!({ "kty": "OKP", "crv": "Ed25519", "x": "AQAB" }),
            json!({ "kty": "OKP", "crv": "X25519", "x": x }),
            json!({ "kty": "oct", "k": "c2VjcmV0" }),
            rsa(128, 0x80, &[1, 0, 1]),
            rsa(256, 0x7f, &[1, 0, 1]),
            rsa(257, 0, &[1, 0, 1]),
            rsa(1025, 0x80, &[1, 0, 1]),
            rsa(256, 0x80, &[1]),
            rsa(256, 0x80, &[1, 0, 0]),
            rsa(256, 0x80, &[0, 1]),
            rsa(256, 0x80, &[]),
        ] {
            assert!(usable(&weak).is_none(), "{weak}");
        }
    }

    #[test]
    fn what_contradicts_the_key_is_refused() {
        let with = |name: &str, value: Value| {
            let mut jwk = ed();
            jwk[name] = value;
            usable(&jwk).is_some()
        };
        for (name, value) in [
            ("alg", json!("RS256")),
            ("alg", json!("HS256")),
            ("alg", json!(1)),
            ("use", json!("enc")),
            ("key_ops", json!(["sign"])),
            ("kid", json!(1)),
            ("d", json!("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")),
        ] {
            assert!(!with(name, value.clone()), "{name}={value}");
        }
        for (name, value) in
            [("alg", json!("EdDSA")), ("use", json!("sig")), ("key_ops", json!(["verify"])), ("x5t", json!("ignored"))]
        {
            assert!(with(name, value.clone()), "{name}={value}");
        }
    }

    #[test]
    fn an_rsa_key_serves_the_algorithm_that_is_asked_unless_it_names_one() {
        let key = |jwk: &Value| Jwk::parse(jwk.as_object().unwrap()).unwrap();
        let mut jwk = rsa(256, 0x80, &[1, 0, 1]);
        assert!(key(&jwk).for_algorithm(Algorithm::Ps256).is_some() && key(&jwk).for_algorithm(Algorithm::Rs256).is_some());
        assert!(key(&jwk).for_algorithm(Algorithm::Es256).is_none());
        jwk["alg"] = "PS256".into();
        assert!(key(&jwk).for_algorithm(Algorithm::Ps256).is_some() && key(&jwk).for_algorithm(Algorithm::Rs256).is_none());
    }
}
