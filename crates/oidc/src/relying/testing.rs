//! A provider, as the tests of this module know it.

use serde_json::json;
use types::{Parsed, Secret};

use super::{Authentication, Metadata, Provider, ProviderId};

pub(super) fn provider() -> Provider {
    Provider {
        id: ProviderId::parse("idp").unwrap(),
        name: types::Name::parse("Onze IdP").unwrap(),
        issuer: "https://idp.example/v2".to_owned(),
        client_id: "poort".to_owned(),
        authentication: Authentication::ClientSecretBasic(Secret::new("s:cret%")),
        decryption: Vec::new().into(),
        scopes: vec!["openid".to_owned(), "rrn".to_owned()],
        insz_claim: Some("rrn".to_owned()),
        acr: [("high", "eid"), ("low", "itsme")]
            .map(|(theirs, ours)| (theirs.to_owned(), format!("urn:be:vlaanderen:authmech:{ours}")))
            .into(),
        default_acr: "urn:be:vlaanderen:authmech:itsme".to_owned(),
    }
}

pub(super) fn metadata() -> Metadata {
    let document = json!({
        "issuer": "https://idp.example/v2", "authorization_endpoint": "https://idp.example/auth",
        "token_endpoint": "https://idp.example/token", "jwks_uri": "https://idp.example/keys",
    });
    Metadata::read(&document, "https://idp.example/v2").unwrap()
}

pub(super) const NOW: &str = "2026-11-23T10:00:00Z";
