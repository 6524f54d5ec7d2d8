use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde_json::{Map, Value};
use service::sign_in::{self, SignInError};
use tokens::claims::AccessTokenClaims;
use tokens::jwt::{self, AudienceRule, Expected, TokenType};

use super::cross_origin;
use super::oauth::{Refused, json};
use super::visit::Visit;
use crate::possession::{self, NO_PROOF, SCHEMES, Unproven, WRONG_WAY};
use crate::token;

/// The userinfo endpoint (OpenID Connect Core 1.0 section 5.3): what an ID token would say now.
pub(super) async fn show(visit: Visit) -> HttpResponse {
    let response = match look(&visit).await {
        Ok(claims) => json(StatusCode::OK, &claims),
        Err(refused) => refused.response(),
    };
    cross_origin::open(response)
}

async fn look(visit: &Visit) -> Result<Map<String, Value>, Refused> {
    let missing = || {
        let description = "an access token in the Authorization header is required";
        Refused::bearer(StatusCode::UNAUTHORIZED, "invalid_token", description, SCHEMES)
    };
    let presented = token::presented(&visit.request).ok_or_else(missing)?;
    let (sign_in, now) = (visit.state.sign_in.clone(), visit.cx.now);
    let expected = Expected::new(TokenType::Access, sign_in.issuance.issuer.as_str(), AudienceRule::Anyone, now);
    let verified = jwt::verify(presented.token, visit.state.keys.current().as_ref(), &expected);
    let token: AccessTokenClaims = verified.map_err(|_| worthless())?;
    possession::may_use(&visit.request, &visit.state, &visit.cx, presented, &token).await?;
    if !token.has_scope("openid") {
        let challenge = r#"Bearer realm="poort", error="insufficient_scope", scope="openid""#;
        return Err(Refused::bearer(StatusCode::FORBIDDEN, "insufficient_scope", "the scope openid is required", challenge));
    }
    let told = visit.state.store.read(move |tx| sign_in::userinfo(tx, &sign_in.issuance, &token, now)).await;
    told.map_err(|error| if matches!(error, SignInError::Inactive) { worthless() } else { error.into() })
}

fn worthless() -> Refused {
    let challenge = r#"Bearer realm="poort", error="invalid_token""#;
    Refused::bearer(StatusCode::UNAUTHORIZED, "invalid_token", "the access token is not valid (any more)", challenge)
}

impl From<Unproven> for Refused {
    fn from(unproven: Unproven) -> Self {
        let status = StatusCode::UNAUTHORIZED;
        match unproven {
            Unproven::Proof(error) => Self::bearer(status, "invalid_dpop_proof", &error.to_string(), NO_PROOF),
            Unproven::Bound => Self::bearer(status, "invalid_token", "the access token is bound to something else", WRONG_WAY),
            Unproven::Inside(error) => error.into(),
        }
    }
}
