use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use oidc::dpop::{self, AcceptedProof, ProvenRequest};
use oidc::token::{CodeRequest, DeviceRequest, RefreshRequest, TokenError, TokenRequest, TokenResponse};
use oidc::{Client, Params, mtls, paths};
use service::sign_in::{self, Issuance, Redeemed, SignInError, Unsigned};
use storage::{ReadTx, WriteTx};
use tokens::claims::{AccessTokenClaims, Confirmation};
use tokens::jwt::{self, AudienceRule, Expected, TokenType};
use tokens::keys::KeyRing;
use types::Context;

use super::form::{Form, NoForm};
use super::oauth::{Refused, json};
use super::visit::Visit;
use super::{client, cross_origin};
use crate::possession;

/// The token endpoint (RFC 6749 section 3.2).
pub(super) async fn post(visit: Visit, form: Form) -> HttpResponse {
    let response = match give(&visit, form.0).await {
        Ok(tokens) => json(StatusCode::OK, &tokens),
        Err(refused) => refused.response(),
    };
    cross_origin::open(response)
}

/// What an authenticated client asks: a token for itself, or for another API, is ready; a code or a refresh token is yet to be redeemed.
enum Asked {
    Ready(Box<Unsigned>, &'static str),
    Code(CodeRequest),
    Refresh(RefreshRequest),
    Device(DeviceRequest),
}

/// How the metrics call it.
const EXCHANGE: &str = "token_exchange";

async fn give(visit: &Visit, form: Result<Params, NoForm>) -> Result<TokenResponse, Refused> {
    let form = form?;
    let proof = proof(visit)?;
    let shown = possession::shown(&visit.request, &visit.state, &visit.cx, proof.as_ref());
    let (sign_in, keys) = (visit.state.sign_in.clone(), visit.state.keys.current());
    let (cx, sent, shows) = (visit.cx.clone(), form.clone(), shown.clone());
    let asked = client::admitted(visit, &form, move |tx, client| {
        dpop::needs(client, &shows).map_err(TokenError::from)?;
        mtls::needs(client, &shows)?;
        read(tx, &sign_in.issuance, keys.as_ref(), client, &sent, &shows, &cx)
    });
    let (client, asked) = asked.await?;
    let bound = mtls::binding(&client, &shown);
    let sign_in = visit.state.sign_in.clone();
    let (unsigned, grant) = match asked {
        Asked::Ready(unsigned, grant) => {
            if let Some(proof) = proof {
                visit.state.store.write(visit.cx.clone(), move |tx| sign_in::spend_proof(tx, &proof)).await?;
            }
            (*unsigned, grant)
        }
        Asked::Code(request) => {
            let work = move |tx: &mut WriteTx<'_>| sign_in::redeem_code(tx, &sign_in.issuance, &client, &request);
            (redeemed(visit, proof, work).await?, "authorization_code")
        }
        Asked::Refresh(request) => {
            let work = move |tx: &mut WriteTx<'_>| sign_in::refresh(tx, &sign_in.issuance, &client, &request);
            (redeemed(visit, proof, work).await?, "refresh_token")
        }
        Asked::Device(request) => {
            let work = move |tx: &mut WriteTx<'_>| sign_in::redeem_device(tx, &sign_in.issuance, &client, &request);
            (redeemed(visit, proof, work).await?, "device_code")
        }
    };
    let tokens = unsigned.bound_to(bound).sign(visit.state.keys.current().as_ref())?;
    visit.state.frame.metrics.token(grant);
    Ok(if grant == EXCHANGE { tokens.exchanged() } else { tokens })
}

/// The proof that came along, for this endpoint (RFC 9449 section 5).
fn proof(visit: &Visit) -> Result<Option<AcceptedProof>, TokenError> {
    let uri = visit.sign_in().issuance.issuer.endpoint(paths::TOKEN);
    let asked = ProvenRequest { method: "POST", uri: &uri, token: None };
    Ok(possession::proof(&visit.request, &asked, &visit.cx)?)
}

/// Spends the proof in the same transaction: who has no grant leaves nothing behind.
async fn redeemed(
    visit: &Visit,
    proof: Option<AcceptedProof>,
    work: impl FnOnce(&mut WriteTx<'_>) -> Result<Redeemed, SignInError> + Send + 'static,
) -> Result<Unsigned, SignInError> {
    let spend_and_work = move |tx: &mut WriteTx<'_>| {
        proof.iter().try_for_each(|proof| sign_in::spend_proof(tx, proof))?;
        work(tx)
    };
    visit.state.store.write(visit.cx.clone(), spend_and_work).await?.tokens()
}

fn read(
    tx: &mut ReadTx<'_>,
    issuance: &Issuance,
    keys: &KeyRing,
    client: &Client,
    form: &Params,
    shown: &Confirmation,
    cx: &Context,
) -> Result<Asked, SignInError> {
    Ok(match TokenRequest::parse(form, client)?.showing(shown) {
        TokenRequest::AuthorizationCode(request) => Asked::Code(request),
        TokenRequest::RefreshToken(request) => Asked::Refresh(request),
        TokenRequest::DeviceCode(request) => Asked::Device(request),
        TokenRequest::TokenExchange(request) => {
            let subject = request.subject_token.expose();
            let expected = Expected::new(TokenType::Access, issuance.issuer.as_str(), AudienceRule::Anyone, cx.now);
            let subject: AccessTokenClaims = jwt::verify(subject, keys, &expected).map_err(|_| TokenError::Subject)?;
            Asked::Ready(Box::new(sign_in::exchange(tx, issuance, client, &request, &subject, cx)?), EXCHANGE)
        }
        TokenRequest::ClientCredentials { scopes } => {
            Asked::Ready(Box::new(sign_in::client_credentials(tx, issuance, client, &scopes, cx)?), "client_credentials")
        }
    })
}
