use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use crate::RedirectUri;

/// The paths of the endpoints, from the root of the server: those of ACM/IDM, so that its clients need only another host.
pub mod paths {
    /// Discovery (OpenID Connect Discovery 1.0 section 4).
    pub const DISCOVERY: &str = "/op/.well-known/openid-configuration";
    /// The same document, where OAuth 2.0 looks for it (RFC 8414 section 3.1).
    pub const METADATA: &str = "/.well-known/oauth-authorization-server/op";
    /// The authorization endpoint.
    pub const AUTHORIZATION: &str = "/op/v1/auth";
    /// Where a client pushes its authorization request (RFC 9126 section 2).
    pub const PAR: &str = "/op/v1/par";
    /// The token endpoint.
    pub const TOKEN: &str = "/op/v1/token";
    /// Where a device without a browser begins (RFC 8628 section 3.1).
    pub const DEVICE: &str = "/op/v1/device_authorization";
    /// Where its user types its code: short, for people.
    pub const DEVICE_PAGE: &str = "/toestel";
    /// The userinfo endpoint.
    pub const USERINFO: &str = "/op/v1/userinfo";
    /// The public keys.
    pub const KEYS: &str = "/op/v1/keys";
    /// The introspection endpoint.
    pub const INTROSPECTION: &str = "/op/v1/introspect";
    /// The revocation endpoint.
    pub const REVOCATION: &str = "/op/v1/revoke";
    /// The logout endpoint.
    pub const LOGOUT: &str = "/op/v1/logout";
}

/// The issuer: the public address with `/op` behind it, to the letter in every token and in discovery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuer(String);

/// Why an issuer is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("an address like https://poort.example/op expected: https (http only on loopback), ending in /op, without query")]
pub struct IssuerError;

impl IssuerError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(self) -> &'static str {
        "issuer"
    }
}

impl Issuer {
    /// Parses `https://host[:port]/op`.
    ///
    /// # Errors
    /// [`IssuerError`] for every other address.
    pub fn parse(text: &str) -> Result<Self, IssuerError> {
        let uri = RedirectUri::parse(text).map_err(|_| IssuerError)?;
        let whole = text.strip_suffix("/op").is_some_and(|base| base == uri.origin());
        if whole { Ok(Self(text.to_owned())) } else { Err(IssuerError) }
    }

    /// As it stands in tokens.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The public address without a path: `https://host[:port]`.
    #[must_use]
    pub fn base(&self) -> &str {
        self.0.strip_suffix("/op").unwrap_or(&self.0)
    }

    /// The whole address of one of [`paths`].
    #[must_use]
    pub fn endpoint(&self, path: &str) -> String {
        format!("{}{path}", self.base())
    }
}

impl fmt::Display for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Issuer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Issuer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_endpoints_stand_beside_the_issuer() {
        let issuer = Issuer::parse("http://127.0.0.1:8080/op").unwrap();
        assert_eq!(issuer.endpoint(paths::TOKEN), "http://127.0.0.1:8080/op/v1/token");
        for bad in ["https://a.be", "https://a.be/op/", "https://a.be/x/op", "http://a.be/op", "https://a.be/op?x", "op"] {
            assert_eq!(Issuer::parse(bad), Err(IssuerError), "{bad}");
        }
    }
}
