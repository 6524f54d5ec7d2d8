//! Authorization requests that clients sign.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Audience, Claims, NumericDate, Registered};

/// The claims of a request object (RFC 9101 section 4): signed by the client, so read only. The protocol decides on the parameters and the lifetime.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct RequestObjectClaims {
    /// The client.
    pub iss: String,
    /// The issuer of Poort.
    pub aud: Audience,
    /// From when on it is worth nothing.
    pub exp: NumericDate,
    /// When it was made.
    #[serde(default)]
    pub iat: Option<NumericDate>,
    /// Before when it is not valid yet.
    #[serde(default)]
    pub nbf: Option<NumericDate>,
    /// Its own identifier, if it has one.
    #[serde(default)]
    pub jti: Option<String>,
    /// The parameters of the request, and whatever else stands in it.
    #[serde(flatten)]
    pub parameters: Map<String, Value>,
}

impl Claims for RequestObjectClaims {
    fn registered(&self) -> Registered<'_> {
        Registered { iss: &self.iss, aud: &self.aud, exp: self.exp, iat: self.iat, nbf: self.nbf }
    }
}
