use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use oidc::Client;
use serde_json::{Map, Value};
use service::sign_in::{self, SignInError};
use tokens::claims::AccessTokenClaims;
use tokens::jwt::{AudienceRule, Expected, TokenType, verify};
use types::Parsed;

use super::oauth::{Refused, json, jwt};
use super::visit::Visit;
use super::{accept, cross_origin};
use crate::possession::{self, NO_PROOF, OTHER_CERTIFICATE, OTHER_CONNECTION, SCHEMES, Unproven, WRONG_WAY};
use crate::token;

/// The userinfo endpoint (OpenID Connect Core 1.0 section 5.3): what an ID token would say now.
pub(super) async fn show(visit: Visit) -> HttpResponse {
    let response = match look(&visit).await {
        Ok(response) => response,
        Err(refused) => refused.response(),
    };
    cross_origin::open(response)
}

async fn look(visit: &Visit) -> Result<HttpResponse, Refused> {
    let missing = || {
        let description = "an access token in the Authorization header is required";
        Refused::bearer(StatusCode::UNAUTHORIZED, "invalid_token", description, SCHEMES)
    };
    let presented = token::presented(&visit.request).ok_or_else(missing)?;
    let (sign_in, now) = (visit.state.sign_in.clone(), visit.cx.now);
    let expected = Expected::new(TokenType::Access, sign_in.issuance.issuer.as_str(), AudienceRule::Anyone, now);
    let verified = verify(presented.token, visit.state.keys.current().as_ref(), &expected);
    let token: AccessTokenClaims = verified.map_err(|_| worthless())?;
    possession::may_use(&visit.request, &visit.state, &visit.cx, presented, &token).await?;
    if !token.has_scope("openid") {
        let challenge = r#"Bearer realm="poort", error="insufficient_scope", scope="openid""#;
        return Err(Refused::bearer(StatusCode::FORBIDDEN, "insufficient_scope", "the scope openid is required", challenge));
    }
    let told = visit.state.store.read(move |tx| sign_in::userinfo(tx, &sign_in.issuance, &token, now)).await;
    let (client, claims) =
        told.map_err(|error| if matches!(error, SignInError::Inactive) { worthless() } else { error.into() })?;
    match client.userinfo_signed_response_alg.or_else(|| wants_signed(visit).then_some(client.id_token_alg)) {
        None => Ok(json(StatusCode::OK, &claims)),
        Some(algorithm) => {
            let claims = signed_userinfo(visit, &client, claims);
            Ok(jwt(visit, algorithm, TokenType::Userinfo, "application/jwt", &claims)?)
        }
    }
}

/// Whoever follows a reference in a token expects a JWT (OpenID Connect Core 1.0 section 5.6.2), and says so.
fn wants_signed(visit: &Visit) -> bool {
    accept::names(&visit.request, "application/jwt")
}

/// With who says it, and for whom (OpenID Connect Core 1.0 section 5.3.2). Without an end it is no ID token.
fn signed_userinfo(visit: &Visit, client: &Client, claims: Map<String, Value>) -> Map<String, Value> {
    let mut signed = Map::new();
    signed.insert("iss".to_owned(), visit.sign_in().issuance.issuer.as_str().into());
    signed.insert("aud".to_owned(), client.client_id.as_str().into());
    signed.extend(claims);
    signed
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
            Unproven::Certificate => Self::bearer(status, "invalid_token", OTHER_CERTIFICATE, OTHER_CONNECTION),
            Unproven::Inside(error) => error.into(),
        }
    }
}
