//! Introspection: whether a token is worth something now, and what it says (RFC 7662).

use serde::Serialize;
use serde_json::{Map, Value};
use tokens::claims::{AccessTokenClaims, Act, Audience, Confirmation, NumericDate};

use crate::token::token_type;

/// The answer. A token that is not active says nothing else (RFC 7662 section 2.2).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Introspection {
    /// Whether it is worth something now.
    pub active: bool,
    /// What an active token says.
    #[serde(flatten)]
    pub token: Option<ActiveToken>,
}

/// What an active token says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActiveToken {
    /// `Bearer`, or `DPoP` for one that is bound to a key.
    pub token_type: &'static str,
    /// Who issued it.
    pub iss: String,
    /// Whom it is about.
    pub sub: String,
    /// Whom it is for.
    pub aud: Audience,
    /// To whom it was given.
    pub client_id: String,
    /// What it allows.
    pub scope: String,
    /// When it was issued.
    pub iat: NumericDate,
    /// When it ends.
    pub exp: NumericDate,
    /// Its own identifier.
    pub jti: String,
    /// What must be shown beside it (RFC 9449 section 6.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cnf: Option<Confirmation>,
    /// Which clients act for its person, after an exchange.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act: Option<Act>,
    /// Organisation and roles as they are now, not as they were at issuance: what was revoked is gone.
    #[serde(flatten)]
    pub claims: Map<String, Value>,
}

impl Introspection {
    /// The answer for every token that is worth nothing, whatever the reason.
    #[must_use]
    pub fn inactive() -> Self {
        Self { active: false, token: None }
    }

    /// The answer for a verified token, with its claims computed anew.
    #[must_use]
    pub fn active(token: AccessTokenClaims, claims: Map<String, Value>) -> Self {
        let AccessTokenClaims { iss, sub, aud, exp, iat, jti, client_id, scope, cnf, act, .. } = token;
        let token_type = token_type(cnf.as_ref());
        Self {
            active: true,
            token: Some(ActiveToken { token_type, iss, sub, aud, client_id, scope, iat, exp, jti, cnf, act, claims }),
        }
    }
}

/// The same signed for who asked (RFC 9701 section 5). It has no `exp` and no `sub` of its own, so that it is no token.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SignedIntrospection {
    /// Who answers.
    pub iss: String,
    /// Who asked.
    pub aud: String,
    /// When.
    pub iat: NumericDate,
    /// What the answer would be without a signature.
    pub token_introspection: Introspection,
}

/// The media type of [`SignedIntrospection`], by which it is asked and told (RFC 9701 section 4).
pub const SIGNED_INTROSPECTION: &str = "application/token-introspection+jwt";

/// Whether a client may see a token: it was given to it, or is for it (RFC 7662 section 4).
#[must_use]
pub fn may_see(client_id: &str, token: &AccessTokenClaims) -> bool {
    token.client_id == client_id || token.aud.contains(client_id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn token() -> AccessTokenClaims {
        serde_json::from_value(json!({
            "iss": "https://poort.example/op", "sub": "p", "aud": ["portal", "api"], "exp": 1_795_518_000, "iat": 1_795_514_400,
            "jti": "1", "client_id": "portal", "scope": "openid ovam", "OVAM_rol_3d": ["oud"],
        }))
        .unwrap()
    }

    #[test]
    fn an_inactive_token_says_nothing() {
        assert_eq!(serde_json::to_value(Introspection::inactive()).unwrap(), json!({ "active": false }));
    }

    #[test]
    fn an_active_token_says_what_holds_now() {
        let mut claims = Map::new();
        claims.insert("OVAM_rol_3d".to_owned(), json!([]));
        let answer = serde_json::to_value(Introspection::active(token(), claims)).unwrap();
        assert_eq!(
            answer,
            json!({
                "active": true, "token_type": "Bearer", "iss": "https://poort.example/op", "sub": "p", "aud": ["portal", "api"],
                "client_id": "portal", "scope": "openid ovam", "iat": 1_795_514_400, "exp": 1_795_518_000, "jti": "1",
                "OVAM_rol_3d": [],
            })
        );
    }

    #[test]
    fn only_those_concerned_see_a_token() {
        assert!(may_see("portal", &token()) && may_see("api", &token()) && !may_see("other", &token()));
    }
}
