//! Logout tokens.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Audience, Claims, NumericDate, Registered};

/// The claims of a logout token (OpenID Connect Back-Channel Logout 1.0 section 2.4). It has no `nonce`, so that it passes for no ID token.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogoutClaims {
    /// Who issued it.
    pub iss: String,
    /// Whose session ended.
    pub sub: String,
    /// The client that is told.
    pub aud: Audience,
    /// When it was issued.
    pub iat: NumericDate,
    /// From when on it is worth nothing.
    pub exp: NumericDate,
    /// Its own identifier.
    pub jti: String,
    /// Which session ended: the `sid` of the ID token.
    pub sid: String,
    /// That it is a logout.
    pub events: Map<String, Value>,
}

impl LogoutClaims {
    /// The one event.
    #[must_use]
    pub fn event() -> Map<String, Value> {
        let event = ("http://schemas.openid.net/event/backchannel-logout".to_owned(), Value::Object(Map::new()));
        [event].into_iter().collect()
    }
}

impl Claims for LogoutClaims {
    fn registered(&self) -> Registered<'_> {
        Registered { iss: &self.iss, aud: &self.aud, exp: self.exp, iat: Some(self.iat), nbf: None }
    }
}
