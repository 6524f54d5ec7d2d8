use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use oidc::Params;
use oidc::token::TokenError;
use serde_json::json;
use service::sign_in::{self, GivenUp};
use tokens::claims::AccessTokenClaims;
use tokens::jwt::{self, AudienceRule, Expected, TokenType};
use types::Secret;

use super::form::{Form, NoForm};
use super::oauth::{Refused, json};
use super::visit::Visit;
use super::{client, cross_origin};

/// The revocation endpoint (RFC 7009): a client gives up a token of its own.
pub(super) async fn post(visit: Visit, form: Form) -> HttpResponse {
    let response = match revoke(&visit, form.0).await {
        Ok(()) => json(StatusCode::OK, &json!({})),
        Err(refused) => refused.response(),
    };
    cross_origin::open(response)
}

async fn revoke(visit: &Visit, form: Result<Params, NoForm>) -> Result<(), Refused> {
    let form = form?;
    let (client, ()) = client::admitted(visit, &form, |_, _| Ok(())).await?;
    if form.has_duplicates() {
        return Err(TokenError::Request("a parameter is sent more than once").into());
    }
    let token = form.get("token").map_err(TokenError::from)?.ok_or(TokenError::Request("token is required"))?;
    let given_up = read(visit, token);
    Ok(visit.state.store.write(visit.cx.clone(), move |tx| sign_in::revoke(tx, &client, &given_up)).await?)
}

/// What it is shows by itself: `token_type_hint` helps nobody here (RFC 7009 section 2.1 allows to ignore it).
fn read(visit: &Visit, token: &str) -> GivenUp {
    let issuer = visit.sign_in().issuance.issuer.as_str();
    let expected = Expected::new(TokenType::Access, issuer, AudienceRule::Anyone, visit.cx.now);
    let verified = jwt::verify::<AccessTokenClaims>(token, visit.state.keys.current().as_ref(), &expected);
    verified.map_or_else(|_| GivenUp::Other(Secret::new(token)), |claims| GivenUp::Access(Box::new(claims)))
}
