//! What the tests of this crate share.

use std::sync::OnceLock;

use serde_json::Map;
use types::{Context, Instant, Seconds};

use crate::claims::{AccessTokenClaims, Audience, IdTokenClaims};
use crate::keys::{Algorithm, SigningKey};
use crate::seal::{MasterKey, Vault};

/// When the tests' tokens are issued: 2026-11-24T10:00:00Z.
pub(crate) const ISSUED: i64 = 1_795_514_400;

/// Another context at each call would begin the counting entropy anew: all share one.
pub(crate) fn context() -> Context {
    static SHARED: OnceLock<Context> = OnceLock::new();
    SHARED.get_or_init(|| types::testing::context("2026-11-24T10:00:00Z")).clone()
}

pub(crate) fn at(unix: i64) -> Instant {
    Instant::from_unix(unix).unwrap()
}

/// Always the same one.
pub(crate) fn vault() -> Vault {
    let master = MasterKey::from_base64("AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=").unwrap();
    Vault::new(&master).unwrap()
}

/// The same key for all tests: RSA keys take their time.
pub(crate) fn signing_key(algorithm: Algorithm) -> &'static SigningKey {
    static KEYS: [OnceLock<SigningKey>; 4] = [const { OnceLock::new() }; 4];
    KEYS[algorithm as usize].get_or_init(|| SigningKey::generate(algorithm).unwrap())
}

pub(crate) fn access_claims() -> AccessTokenClaims {
    let issued = at(ISSUED);
    AccessTokenClaims {
        iss: "https://poort.example/op".into(),
        sub: "person".into(),
        aud: Audience::one("api"),
        exp: issued.plus(Seconds(3600)).into(),
        iat: issued.into(),
        nbf: None,
        jti: "1".into(),
        client_id: "portal".into(),
        scope: "openid vo".into(),
        auth_time: None,
        acr: None,
        sid: None,
        cnf: None,
        act: None,
        extra: Map::new(),
    }
}

pub(crate) fn id_claims() -> IdTokenClaims {
    let issued = at(ISSUED);
    IdTokenClaims {
        iss: "https://poort.example/op".into(),
        sub: "person".into(),
        aud: Audience::one("portal"),
        azp: "portal".into(),
        iat: issued.into(),
        exp: issued.plus(Seconds(3600)).into(),
        nonce: Some("n-0S6".into()),
        at_hash: None,
        acr: None,
        amr: Vec::new(),
        auth_time: None,
        sid: None,
        extra: Map::new(),
    }
}
