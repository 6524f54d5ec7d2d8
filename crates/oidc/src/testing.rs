//! A portal and a machine, for the tests of this crate.

use serde_json::json;
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

/// A moment.
pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}
