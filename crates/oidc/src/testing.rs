//! A portal and a machine, for the tests of this crate.

use std::sync::OnceLock;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use tokens::keys::{Algorithm, SigningKey};
use tokens::seal::{MasterKey, Vault};
use types::Instant;

use crate::{Client, Params};

/// A confidential client of an application, with all that is strict.
pub(crate) fn portal() -> Client {
    serde_json::from_value(json!({
        "clientId": "portal", "name": "Portaal", "application": "ovam", "kind": "confidential",
        "grantTypes": ["authorization_code"], "redirectUris": ["https://portal.example/cb"],
        "scopes": ["openid", "profile", "vo", "ovam"],
    }))
    .unwrap()
}

/// A machine client.
pub(crate) fn machine() -> Client {
    serde_json::from_value(json!({
        "clientId": "machine", "name": "Machine", "organisation": "01980000-0000-7000-8000-000000000001",
        "kind": "confidential", "grantTypes": ["client_credentials"], "scopes": ["vo", "dv_metadata"],
    }))
    .unwrap()
}

/// RFC 7636 appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// Its challenge.
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// Parameters from pairs.
pub(crate) fn params(pairs: &[(&str, &str)]) -> Params {
    Params::from_pairs(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()).unwrap()
}

/// Always the same one.
pub(crate) fn vault() -> Vault {
    Vault::new(&MasterKey::from_base64("AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=").unwrap()).unwrap()
}

/// A moment.
pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

/// The key of a client, the same for all tests.
pub(crate) fn signer(algorithm: Algorithm) -> &'static SigningKey {
    static KEYS: [OnceLock<SigningKey>; 4] = [const { OnceLock::new() }; 4];
    KEYS[algorithm as usize].get_or_init(|| SigningKey::generate(algorithm).unwrap())
}

/// A DPoP proof by [`signer`]'s key.
pub(crate) fn proof(algorithm: Algorithm, claims: &Value) -> String {
    let header = json!({ "typ": "dpop+jwt", "jwk": signer(algorithm).public_jwk().key });
    assertion(algorithm, &header, claims)
}

/// Signs claims as a client does; `header` changes its header.
pub(crate) fn assertion(algorithm: Algorithm, header: &Value, claims: &Value) -> String {
    let mut whole = json!({ "alg": algorithm.as_str(), "typ": "JWT" });
    for (name, value) in header.as_object().unwrap() {
        whole[name] = value.clone();
    }
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", encode(&whole), encode(claims));
    let signature = signer(algorithm).sign(signed.as_bytes()).unwrap();
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}
