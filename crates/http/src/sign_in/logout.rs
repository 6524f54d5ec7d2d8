use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use oidc::logout::{self, LogoutError, LogoutRequest};
use oidc::{Client, Params, RedirectUri, paths};
use pages::{SignOut, SignedOut, Trouble};
use service::sign_in::{self, SignInError};
use storage::sessions::Session;
use tokens::claims::IdTokenClaims;
use types::{PersonId, SessionId};

use super::cookie::Which;
use super::form::Form;
use super::page::{Stop, page, redirect, with_cookie};
use super::visit::Visit;
use super::{HOME, SIGN_OUT, hint};

/// The logout endpoint (OpenID Connect RP-Initiated Logout 1.0).
pub(super) async fn get(visit: Visit) -> HttpResponse {
    let result = match visit.query() {
        Ok(params) => asked(&visit, &params).await,
        Err(error) => Err(error.into()),
    };
    visit.answer(result)
}

/// The same with the request in a form.
pub(super) async fn post(visit: Visit, form: Form) -> HttpResponse {
    visit.form(form, asked).await
}

/// A person says that he does want to sign out.
pub(super) async fn confirmed(visit: Visit, form: Form) -> HttpResponse {
    visit.form(form, sign_out).await
}

/// Only what the client proves to be his person's wish is done at once; else he is asked, so that no page elsewhere signs him out.
async fn asked(visit: &Visit, params: &Params) -> Result<HttpResponse, Stop> {
    let (request, client) = read(visit, params).await?;
    let session = visit.session().await?;
    if request.switch {
        return switch(visit, &request, session).await;
    }
    let hint = request.id_token_hint.as_ref().and_then(|hint| hint::read(visit, hint, client.as_ref()));
    match (session, hint) {
        (Some(session), Some(hint)) if is_about(visit, &hint, session.person).await? => end(visit, session).await?,
        (Some(_), _) => return confirm(visit, params, &request),
        // A form from another site brings no cookie; the client's token says whose session it means.
        (None, Some(hint)) => end_named(visit, &hint).await?,
        (None, None) => {}
    }
    signed_out(visit, &request, client.as_ref())
}

async fn read(visit: &Visit, params: &Params) -> Result<(LogoutRequest, Option<Client>), Stop> {
    let id = logout::client_of(params).map_err(|error| trouble(&error))?;
    let found = match id {
        Some(id) => visit.state.store.read(move |tx| storage::clients::by_id(tx, &id)).await.map_err(SignInError::from)?,
        None => None,
    };
    let client = found.map(|(client, _)| client);
    let request = logout::parse(params, client.as_ref(), visit.cx.today()).map_err(|error| trouble(&error))?;
    Ok((request, client))
}

/// `switch=true`: the session stays, its organisation is to be chosen again.
async fn switch(visit: &Visit, request: &LogoutRequest, session: Option<Session>) -> Result<HttpResponse, Stop> {
    if let Some(session) = session {
        visit.state.store.write(visit.cx.clone(), move |tx| sign_in::switch_organisation(tx, &session)).await?;
    }
    Ok(redirect(request.location.as_deref().unwrap_or(HOME)))
}

async fn is_about(visit: &Visit, hint: &IdTokenClaims, person: PersonId) -> Result<bool, SignInError> {
    let hint = hint.clone();
    visit.state.store.read(move |tx| sign_in::is_about(tx, &hint, person)).await
}

fn confirm(visit: &Visit, params: &Params, request: &LogoutRequest) -> Result<HttpResponse, Stop> {
    let formed = visit.formed();
    let continue_to = format!("{}?{}", paths::LOGOUT, params.encode());
    let html = SignOut { language: visit.language(), action: SIGN_OUT, csrf: &formed.csrf, continue_to: &continue_to }.render();
    let location = request.location.as_deref().and_then(|location| RedirectUri::parse(location).ok());
    page(StatusCode::OK, html, Some(formed), location.as_ref().map(RedirectUri::origin))
}

async fn sign_out(visit: &Visit, form: &Params) -> Result<HttpResponse, Stop> {
    let asked = form.get("continue")?.unwrap_or_default();
    let query = asked.strip_prefix(paths::LOGOUT).ok_or(Trouble::Request)?;
    let params = Params::decode(query.strip_prefix('?').unwrap_or_default())?;
    let (request, client) = read(visit, &params).await?;
    if !visit.is_genuine(form) {
        return Err(Trouble::Stale.into());
    }
    if let Some(session) = visit.session().await? {
        end(visit, session).await?;
    }
    signed_out(visit, &request, client.as_ref())
}

async fn end(visit: &Visit, session: Session) -> Result<(), Stop> {
    Ok(visit.state.store.write(visit.cx.clone(), move |tx| sign_in::end_session(tx, &session)).await?)
}

async fn end_named(visit: &Visit, hint: &IdTokenClaims) -> Result<(), Stop> {
    let Some(id) = hint.sid.as_ref().and_then(|sid| sid.parse::<SessionId>().ok()) else { return Ok(()) };
    Ok(visit.state.store.write(visit.cx.clone(), move |tx| sign_in::end_named_session(tx, id)).await?)
}

fn signed_out(visit: &Visit, request: &LogoutRequest, client: Option<&Client>) -> Result<HttpResponse, Stop> {
    let response = match &request.location {
        Some(location) => redirect(location),
        None => {
            let back = client.and_then(|client| client.post_logout_redirect_uris.first()).map(RedirectUri::as_str);
            page(StatusCode::OK, SignedOut { language: visit.language(), back }.render(), None, None)?
        }
    };
    with_cookie(response, &visit.sign_in().cookies.take(Which::Session))
}

fn trouble(error: &LogoutError) -> Stop {
    Stop::Page(match error {
        LogoutError::Client => Trouble::Application,
        LogoutError::RedirectUri => Trouble::Address,
        LogoutError::Param(_) => Trouble::Request,
    })
}
