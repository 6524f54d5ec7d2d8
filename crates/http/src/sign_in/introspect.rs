use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use oidc::introspection::{Introspection, SIGNED_INTROSPECTION, SignedIntrospection};
use oidc::token::TokenError;
use oidc::{Client, ClientKind, Params};
use service::sign_in::{self, SignInError};
use tokens::claims::AccessTokenClaims;
use tokens::jwt::{self, AudienceRule, Expected, TokenType};

use super::form::{Form, NoForm};
use super::oauth::{Refused, json};
use super::visit::Visit;
use super::{accept, client, oauth};

/// The introspection endpoint (RFC 7662): what a token says now, to a client that proves who it is.
pub(super) async fn post(visit: Visit, form: Form) -> HttpResponse {
    match look(&visit, form.0).await {
        Ok(response) => response,
        Err(refused) => refused.response(),
    }
}

async fn look(visit: &Visit, form: Result<Params, NoForm>) -> Result<HttpResponse, Refused> {
    let form = form?;
    let (sign_in, now) = (visit.state.sign_in.clone(), visit.cx.now);
    if form.has_duplicates() {
        return Err(TokenError::Request("a parameter is sent more than once").into());
    }
    let keys = visit.state.keys.current();
    let sent = form.clone();
    let work = move |tx: &mut storage::ReadTx<'_>, asker: &Client| {
        // Who cannot prove who he is may try every token that he finds (RFC 7662 section 2.1).
        if asker.kind == ClientKind::Public {
            return Err(TokenError::Client.into());
        }
        let token = sent.get("token").map_err(TokenError::from)?.ok_or(TokenError::Request("token is required"))?;
        let expected = Expected::new(TokenType::Access, sign_in.issuance.issuer.as_str(), AudienceRule::Anyone, now);
        match jwt::verify::<AccessTokenClaims>(token, keys.as_ref(), &expected) {
            Ok(token) => sign_in::introspect(tx, &sign_in.issuance, asker, token, now),
            Err(_) => Ok(Introspection::inactive()),
        }
    };
    let (asker, answer) = client::admitted(visit, &form, work).await?;
    Ok(if wants_signed(visit) { signed(visit, &asker, answer)? } else { json(StatusCode::OK, &answer) })
}

/// RFC 9701 section 4.
fn wants_signed(visit: &Visit) -> bool {
    accept::names(&visit.request, SIGNED_INTROSPECTION)
}

/// With the algorithm of the asker's access tokens.
fn signed(visit: &Visit, asker: &Client, token_introspection: Introspection) -> Result<HttpResponse, SignInError> {
    let iss = visit.sign_in().issuance.issuer.to_string();
    let claims = SignedIntrospection { iss, aud: asker.client_id.to_string(), iat: visit.cx.now.into(), token_introspection };
    oauth::jwt(visit, asker.access_token_alg, TokenType::Introspection, SIGNED_INTROSPECTION, &claims)
}
