use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oidc::{Client, Issuer};
use serde_json::json;
use tokens::keys::{Algorithm, ClientKeys, Jwks, SigningKey};
use types::Instant;

/// The issuer of every target.
pub(crate) const ISSUER: &str = "https://poort.test/op";

/// The one key that signs.
pub(crate) static KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::generate(Algorithm::ES256).unwrap());

/// What verifies it.
pub(crate) static KEYS: LazyLock<ClientKeys> = LazyLock::new(|| ClientKeys::new(&Jwks { keys: vec![KEY.public_jwk()] }).unwrap());

/// A portal that signs with [`KEY`].
pub(crate) static PORTAL: LazyLock<Client> = LazyLock::new(|| {
    serde_json::from_value(json!({
        "clientId": "portal", "name": "Portaal", "application": "ovam", "kind": "confidential",
        "grantTypes": ["authorization_code"], "redirectUris": ["https://portal.test/cb", "https://portal.test/cb?tenant=1"],
        "scopes": ["openid", "profile", "vo", "ovam"], "pkce": "optional", "jwks": { "keys": [KEY.public_jwk()] },
    }))
    .unwrap()
});

/// Of the corpus' tokens: 2026-11-23T10:00:00Z.
pub(crate) fn now() -> Instant {
    Instant::from_unix(1_795_428_000).unwrap()
}

/// The issuer, parsed.
pub(crate) fn issuer() -> Issuer {
    Issuer::parse(ISSUER).unwrap()
}

/// A compact token of any two parts, signed.
pub(crate) fn signed(header: &[u8], claims: &[u8]) -> String {
    let text = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    let signature = KEY.sign(text.as_bytes()).unwrap();
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
}
