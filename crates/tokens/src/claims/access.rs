//! Access tokens.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Act, Audience, Claims, Confirmation, NumericDate, Registered, extra};

/// The claims of an access token in the JWT profile (RFC 9068 section 2.2).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AccessTokenClaims {
    /// Who issued it: the issuer identifier, to the letter.
    pub iss: String,
    /// Whom it is about: a person or, for client credentials, the client itself.
    pub sub: String,
    /// Which APIs it is for.
    pub aud: Audience,
    /// From when on it is worth nothing.
    pub exp: NumericDate,
    /// When it was issued.
    pub iat: NumericDate,
    /// Before when it is not valid yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nbf: Option<NumericDate>,
    /// Its own identifier, unique.
    pub jti: String,
    /// The client to which it was given.
    pub client_id: String,
    /// What it allows: scope names with a space between (RFC 6749 section 3.3).
    pub scope: String,
    /// When the person proved who he is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth_time: Option<NumericDate>,
    /// How he proved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acr: Option<String>,
    /// The session from which it came, by which it can be ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// What must be shown beside it; without this it is worth something to whoever has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cnf: Option<Confirmation>,
    /// Which clients act for the subject, after an exchange (RFC 8693 section 4.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<Act>,
    /// What the scopes add: organisation, roles, profile. Signing refuses [`super::RESERVED_CLAIMS`] here.
    #[serde(flatten, serialize_with = "extra::serialize")]
    pub extra: Map<String, Value>,
}

impl AccessTokenClaims {
    /// The scopes, one by one.
    pub fn scopes(&self) -> impl Iterator<Item = &str> {
        self.scope.split(' ').filter(|scope| !scope.is_empty())
    }

    /// Whether `scope` is among them.
    #[must_use]
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scopes().any(|one| one == scope)
    }
}

impl Claims for AccessTokenClaims {
    fn registered(&self) -> Registered<'_> {
        Registered { iss: &self.iss, aud: &self.aud, exp: self.exp, iat: Some(self.iat), nbf: self.nbf }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::access_claims;
    use serde_json::json;

    #[test]
    fn absent_claims_are_left_out_and_extra_ones_stand_beside_the_others() {
        let mut claims = access_claims();
        claims.extra.insert("OVAM_rol_3d".into(), json!(["OVAMGebruiker-MatisMelder:0405546706"]));
        let value = serde_json::to_value(&claims).unwrap();
        assert_eq!(
            value,
            json!({
                "iss": "https://poort.example/op", "sub": "person", "aud": "api", "exp": 1_795_518_000,
                "iat": 1_795_514_400, "jti": "1", "client_id": "portal", "scope": "openid vo",
                "OVAM_rol_3d": ["OVAMGebruiker-MatisMelder:0405546706"],
            })
        );
        assert_eq!(serde_json::from_value::<AccessTokenClaims>(value).unwrap(), claims);
    }

    #[test]
    fn a_configured_claim_cannot_take_the_place_of_a_typed_one() {
        for name in super::super::RESERVED_CLAIMS {
            let mut claims = access_claims();
            claims.extra.insert(name.into(), json!("x"));
            assert!(serde_json::to_string(&claims).is_err(), "{name}");
        }
    }

    #[test]
    fn scopes_are_whole_words() {
        let mut claims = access_claims();
        claims.scope = "openid  poort_persons".into();
        assert_eq!(claims.scopes().collect::<Vec<_>>(), ["openid", "poort_persons"]);
        assert!(claims.has_scope("openid"));
        assert!(!claims.has_scope("poort") && !claims.has_scope("") && !claims.has_scope("openid  poort_persons"));
    }
}
