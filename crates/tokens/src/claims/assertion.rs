//! The tokens with which clients prove who they are.

use serde::Deserialize;

use super::{Audience, Claims, NumericDate, Registered};

/// The claims of a client's own assertion, `private_key_jwt` (RFC 7523 section 3): signed by the client, so read only. The
/// protocol decides on `sub` (equal to `iss`), the lifetime and the single use of `jti`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ClientAssertionClaims {
    /// The client.
    pub iss: String,
    /// The client, again.
    pub sub: String,
    /// The issuer or the token endpoint of Poort.
    pub aud: Audience,
    /// From when on it is worth nothing.
    pub exp: NumericDate,
    /// When it was made.
    #[serde(default)]
    pub iat: Option<NumericDate>,
    /// Before when it is not valid yet.
    #[serde(default)]
    pub nbf: Option<NumericDate>,
    /// Its own identifier: to be accepted once.
    pub jti: String,
}

impl Claims for ClientAssertionClaims {
    fn registered(&self) -> Registered<'_> {
        Registered { iss: &self.iss, aud: &self.aud, exp: self.exp, iat: self.iat, nbf: self.nbf }
    }
}
