use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use oidc::authorize::{AuthorizeError, KeptRequest, PUSHED, request_uri};
use oidc::dpop::{AcceptedProof, ProvenRequest};
use oidc::token::TokenError;
use oidc::{Client, ClientKind, Params, paths};
use serde_json::{Value, json as value};
use service::sign_in;
use types::Secret;

use super::form::{Form, NoForm};
use super::oauth::{Refused, json};
use super::visit::Visit;
use super::{client, client_keys};
use crate::possession;

/// Where a client pushes its authorization request (RFC 9126 section 2): checked at once, kept for a minute, and carried by a browser as a reference.
pub(super) async fn post(visit: Visit, form: Form) -> HttpResponse {
    match push(&visit, form.0).await {
        Ok(kept) => json(StatusCode::CREATED, &kept),
        Err(refused) => refused.response(),
    }
}

async fn push(visit: &Visit, form: Result<Params, NoForm>) -> Result<Value, Refused> {
    let form = form?;
    let proof = proof(visit)?;
    let sent = form.clone();
    let work = move |_: &mut storage::ReadTx<'_>, client: &Client| {
        if sent.has_duplicates() {
            return Err(TokenError::Request("a parameter is sent more than once").into());
        }
        // Who cannot prove who he is could push for anybody.
        if client.kind == ClientKind::Public {
            return Err(TokenError::Client.into());
        }
        Ok(())
    };
    let (client, ()) = client::admitted(visit, &form, work).await?;
    let published = match form.get("request").map_err(TokenError::from)? {
        Some(object) => client_keys::published_for(visit, &client.client_id, &Secret::new(object)).await?,
        None => None,
    };
    let issuer = &visit.sign_in().issuance.issuer;
    let request = KeptRequest::pushed(&form, &client, published.as_ref(), issuer, visit.cx.now)?;
    let request = match &proof {
        Some(proof) => request.bound_to(&proof.jkt).map_err(TokenError::from)?,
        None => request,
    };
    let work = move |tx: &mut storage::WriteTx<'_>| {
        proof.iter().try_for_each(|proof| sign_in::spend_proof(tx, proof))?;
        sign_in::keep_request(tx, &request)
    };
    let reference = visit.state.store.write(visit.cx.clone(), work).await?;
    Ok(value!({ "request_uri": request_uri(&reference), "expires_in": PUSHED.0 }))
}

/// The proof that came along, for this endpoint (RFC 9449 section 10.1).
fn proof(visit: &Visit) -> Result<Option<AcceptedProof>, TokenError> {
    let uri = visit.sign_in().issuance.issuer.endpoint(paths::PAR);
    let asked = ProvenRequest { method: "POST", uri: &uri, token: None };
    Ok(possession::proof(&visit.request, &asked, &visit.cx)?)
}

impl From<AuthorizeError> for Refused {
    fn from(error: AuthorizeError) -> Self {
        Self::plain(StatusCode::BAD_REQUEST, error.oauth_code(), &error.to_string())
    }
}
