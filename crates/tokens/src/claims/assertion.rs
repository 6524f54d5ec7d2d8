//! The tokens with which clients prove who they are.

use serde::{Deserialize, Serialize};

use super::{Audience, Claims, NumericDate, Registered};

/// The claims of a client's own assertion, `private_key_jwt` (RFC 7523 section 3): read where a client signed it, written where Poort is the client
/// of another provider. The protocol decides on `sub` (equal to `iss`), the lifetime and the single use of `jti`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientAssertionClaims {
    /// The client.
    pub iss: String,
    /// The client, again.
    pub sub: String,
    /// The issuer or the token endpoint of who is asked.
    pub aud: Audience,
    /// From when on it is worth nothing.
    pub exp: NumericDate,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iat: Option<NumericDate>,
    /// Before when it is not valid yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nbf: Option<NumericDate>,
    /// Its own identifier: to be accepted once.
    pub jti: String,
}

impl Claims for ClientAssertionClaims {
    fn registered(&self) -> Registered<'_> {
        Registered { iss: &self.iss, aud: &self.aud, exp: self.exp, iat: self.iat, nbf: self.nbf }
    }
}
