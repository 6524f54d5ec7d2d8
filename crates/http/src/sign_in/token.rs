use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use oidc::token::{ClientCredentials, CodeRequest, TokenError, TokenRequest, TokenResponse};
use oidc::{Client, Params};
use service::sign_in::{self, Issuance, SignInError, Unsigned};
use storage::ReadTx;
use types::Context;

use super::form::{Form, NoForm};
use super::oauth::{Refused, json};
use super::visit::Visit;
use super::{client, cross_origin};

/// The token endpoint (RFC 6749 section 3.2).
pub(super) async fn post(visit: Visit, form: Form) -> HttpResponse {
    let response = match give(&visit, form.0).await {
        Ok(tokens) => json(StatusCode::OK, &tokens),
        Err(refused) => refused.response(),
    };
    cross_origin::open(response)
}

/// What an authenticated client asks: a token for itself is ready, a code is yet to be redeemed.
enum Asked {
    Ready(Box<Unsigned>),
    Code(CodeRequest),
}

async fn give(visit: &Visit, form: Result<Params, NoForm>) -> Result<TokenResponse, Refused> {
    let form = form?;
    let (credentials, sign_in, cx) = (client::presented(visit, &form)?, visit.state.sign_in.clone(), visit.cx.clone());
    let asked = visit.state.store.read(move |tx| read(tx, &sign_in.issuance, &credentials, &form, &cx)).await;
    let (client, asked) = asked.inspect_err(|error| {
        if matches!(error, SignInError::Token(TokenError::Client)) {
            visit.state.refusals.keep(&visit.cx, audit::Refused::new(&visit.cx, None, "signIn", "wrongClient", None));
        }
    })?;
    visit.seen(&client.client_id);
    let (unsigned, grant) = match asked {
        Asked::Ready(unsigned) => (*unsigned, "client_credentials"),
        Asked::Code(request) => {
            let sign_in = visit.state.sign_in.clone();
            let work = move |tx: &mut storage::WriteTx<'_>| sign_in::redeem_code(tx, &sign_in.issuance, &client, &request);
            (visit.state.store.write(visit.cx.clone(), work).await?.tokens()?, "authorization_code")
        }
    };
    let tokens = unsigned.sign(visit.state.keys.current().as_ref())?;
    visit.state.frame.metrics.token(grant);
    Ok(tokens)
}

fn read(
    tx: &mut ReadTx<'_>,
    issuance: &Issuance,
    credentials: &ClientCredentials,
    form: &Params,
    cx: &Context,
) -> Result<(Client, Asked), SignInError> {
    let client = sign_in::client(tx, credentials, cx.now)?;
    let asked = match TokenRequest::parse(form, &client)? {
        TokenRequest::AuthorizationCode(request) => Asked::Code(request),
        TokenRequest::ClientCredentials { scopes } => {
            Asked::Ready(Box::new(sign_in::client_credentials(tx, issuance, &client, &scopes, cx)?))
        }
    };
    Ok((client, asked))
}
