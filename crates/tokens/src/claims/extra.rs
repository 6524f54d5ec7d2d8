//! The claims that configuration names: roles, organisation, profile.

use serde::Serializer;
use serde::ser::{Error, SerializeMap};
use serde_json::{Map, Value};

/// The claims that only Poort itself writes. Configuration may not give one of these names to the roles of an application:
/// a token would say the same thing twice.
pub const RESERVED_CLAIMS: [&str; 18] = [
    "iss",
    "sub",
    "aud",
    "azp",
    "exp",
    "nbf",
    "iat",
    "jti",
    "client_id",
    "scope",
    "nonce",
    "at_hash",
    "acr",
    "amr",
    "auth_time",
    "sid",
    "act",
    "cnf",
];

/// Whether `name` is one of [`RESERVED_CLAIMS`].
#[must_use]
pub fn is_reserved(name: &str) -> bool {
    RESERVED_CLAIMS.contains(&name)
}

/// Writes the configured claims beside the typed ones; refuses a name that is reserved, so that nothing can be signed that
/// has a member twice.
pub(super) fn serialize<S: Serializer>(extra: &Map<String, Value>, writer: S) -> Result<S::Ok, S::Error> {
    let mut members = writer.serialize_map(Some(extra.len()))?;
    for (name, value) in extra {
        if is_reserved(name) {
            return Err(S::Error::custom("a configured claim has a reserved name"));
        }
        members.serialize_entry(name, value)?;
    }
    members.end()
}
