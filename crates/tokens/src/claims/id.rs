//! ID tokens.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Audience, Claims, NumericDate, Registered, extra};

/// The claims of an ID token (OpenID Connect Core 1.0 section 2).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IdTokenClaims {
    /// Who issued it: the issuer identifier, to the letter.
    pub iss: String,
    /// Whom it is about.
    pub sub: String,
    /// The client that the person signs in to.
    pub aud: Audience,
    /// The same client, by itself.
    pub azp: String,
    /// When it was issued.
    pub iat: NumericDate,
    /// From when on it is worth nothing.
    pub exp: NumericDate,
    /// What the client sent along, to tie the answer to its question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// Ties the access token that came with it; see [`super::at_hash`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_hash: Option<String>,
    /// How the person proved who he is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acr: Option<String>,
    /// By which methods (RFC 8176).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amr: Vec<String>,
    /// When he proved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth_time: Option<NumericDate>,
    /// The session, for logout.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// What the scopes add: organisation, roles, profile. Signing refuses [`super::RESERVED_CLAIMS`] here.
    #[serde(flatten, serialize_with = "extra::serialize")]
    pub extra: Map<String, Value>,
}

impl Claims for IdTokenClaims {
    fn registered(&self) -> Registered<'_> {
        Registered { iss: &self.iss, aud: &self.aud, exp: self.exp, iat: Some(self.iat), nbf: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::id_claims;
    use serde_json::json;

    #[test]
    fn absent_claims_are_left_out() {
        let value = serde_json::to_value(id_claims()).unwrap();
        assert_eq!(
            value,
            json!({
                "iss": "https://poort.example/op", "sub": "person", "aud": "portal", "azp": "portal",
                "iat": 1_795_514_400, "exp": 1_795_518_000, "nonce": "n-0S6",
            })
        );
        assert_eq!(serde_json::from_value::<IdTokenClaims>(value).unwrap(), id_claims());
    }

    #[test]
    fn a_configured_claim_cannot_take_the_place_of_a_typed_one() {
        let mut claims = id_claims();
        claims.extra.insert("at_hash".into(), json!("x"));
        assert!(serde_json::to_string(&claims).is_err());
    }
}
