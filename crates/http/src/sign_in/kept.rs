//! Requests that a client pushed or signed: the browser goes on with a reference of its own, and can change nothing.

use oidc::authorize::{self, KeptRequest};
use oidc::{Client, Params};
use pages::Trouble;
use service::sign_in::{self, SignInError};
use types::Secret;

use super::client_keys;
use super::page::Stop;
use super::visit::Visit;

/// What a browser goes on with that came with a pushed request for the first time, or with a signed one; `None` for every other request.
pub(super) async fn taken_in(visit: &Visit, params: &Params) -> Result<Option<Params>, Stop> {
    let (object, uri) = (params.get("request")?.is_some(), params.get("request_uri")?.is_some());
    match authorize::reference(params)? {
        // One or the other (RFC 9101 section 5).
        _ if object && uri => Err(Trouble::Request.into()),
        _ if object => signed(visit, params).await,
        Some(reference) => pushed(visit, params, reference).await,
        None => Ok(None),
    }
}

async fn pushed(visit: &Visit, params: &Params, reference: Secret) -> Result<Option<Params>, Stop> {
    let id = authorize::client_of(params).map_err(|_| Trouble::Application)?;
    let (now, client, carried) = (visit.cx.now, id.clone(), reference.clone());
    let kept = visit.state.store.read(move |tx| sign_in::kept_request(tx, &carried, &client, now)).await?;
    if kept.opened.is_some() {
        return Ok(None);
    }
    let client = id.clone();
    let opened = visit.state.store.write(visit.cx.clone(), move |tx| sign_in::open_request(tx, &reference, &client)).await?;
    Ok(Some(authorize::by_reference(&id, &opened)))
}

async fn signed(visit: &Visit, params: &Params) -> Result<Option<Params>, Stop> {
    let id = authorize::client_of(params).map_err(|_| Trouble::Application)?;
    let asked = id.clone();
    let found = visit.state.store.read(move |tx| storage::clients::by_id(tx, &asked)).await.map_err(SignInError::from)?;
    let client: Client = found.map(|(client, _)| client).ok_or(Trouble::Application)?;
    let object = params.get("request")?.map(Secret::new).unwrap_or_else(|| Secret::new(""));
    let published = client_keys::published_for(visit, &id, &object).await?;
    let issuer = &visit.sign_in().issuance.issuer;
    let kept =
        KeptRequest::signed(params, &client, published.as_ref(), issuer, visit.cx.now).map_err(|error| visit.refused(error))?;
    let reference = visit.state.store.write(visit.cx.clone(), move |tx| sign_in::keep_request(tx, &kept)).await?;
    Ok(Some(authorize::by_reference(&id, &reference)))
}
