use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use oidc::token::{CodeRequest, DeviceRequest, RefreshRequest, TokenRequest, TokenResponse};
use oidc::{Client, Params};
use service::sign_in::{self, Issuance, Redeemed, SignInError, Unsigned};
use storage::{ReadTx, WriteTx};
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

/// What an authenticated client asks: a token for itself is ready, a code or a refresh token is yet to be redeemed.
enum Asked {
    Ready(Box<Unsigned>),
    Code(CodeRequest),
    Refresh(RefreshRequest),
    Device(DeviceRequest),
}

async fn give(visit: &Visit, form: Result<Params, NoForm>) -> Result<TokenResponse, Refused> {
    let form = form?;
    let (sign_in, cx, sent) = (visit.state.sign_in.clone(), visit.cx.clone(), form.clone());
    let asked = client::admitted(visit, &form, move |tx, client| read(tx, &sign_in.issuance, client, &sent, &cx));
    let (client, asked) = asked.await?;
    let sign_in = visit.state.sign_in.clone();
    let (unsigned, grant) = match asked {
        Asked::Ready(unsigned) => (*unsigned, "client_credentials"),
        Asked::Code(request) => {
            let work = move |tx: &mut WriteTx<'_>| sign_in::redeem_code(tx, &sign_in.issuance, &client, &request);
            (redeemed(visit, work).await?, "authorization_code")
        }
        Asked::Refresh(request) => {
            let work = move |tx: &mut WriteTx<'_>| sign_in::refresh(tx, &sign_in.issuance, &client, &request);
            (redeemed(visit, work).await?, "refresh_token")
        }
        Asked::Device(request) => {
            let work = move |tx: &mut WriteTx<'_>| sign_in::redeem_device(tx, &sign_in.issuance, &client, &request);
            (redeemed(visit, work).await?, "device_code")
        }
    };
    let tokens = unsigned.sign(visit.state.keys.current().as_ref())?;
    visit.state.frame.metrics.token(grant);
    Ok(tokens)
}

async fn redeemed(
    visit: &Visit,
    work: impl FnOnce(&mut WriteTx<'_>) -> Result<Redeemed, SignInError> + Send + 'static,
) -> Result<Unsigned, SignInError> {
    visit.state.store.write(visit.cx.clone(), work).await?.tokens()
}

fn read(tx: &mut ReadTx<'_>, issuance: &Issuance, client: &Client, form: &Params, cx: &Context) -> Result<Asked, SignInError> {
    Ok(match TokenRequest::parse(form, client)? {
        TokenRequest::AuthorizationCode(request) => Asked::Code(request),
        TokenRequest::RefreshToken(request) => Asked::Refresh(request),
        TokenRequest::DeviceCode(request) => Asked::Device(request),
        TokenRequest::ClientCredentials { scopes } => {
            Asked::Ready(Box::new(sign_in::client_credentials(tx, issuance, client, &scopes, cx)?))
        }
    })
}
