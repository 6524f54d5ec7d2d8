use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, RETRY_AFTER};
use oidc::Params;
use oidc::authorize::{ACR_CARD, ACR_PASSKEY, ACR_PASSWORD, ACR_TOTP};
use oidc::relying::Provider;
use pages::{Login, Message, PasskeyOffer, RenderError, UpstreamButton};
use service::sign_in::{self, SignInError};
use tokens::machine::Opaque;
use types::Secret;

use super::cookie::Which;
use super::destination::Destination;
use super::form::Form;
use super::journey::Journey;
use super::page::{Stop, page, redirect, redirect_with, with_card, with_devices};
use super::password_guard::Verdict;
use super::visit::{Formed, Visit};
use super::{FORGOTTEN, LEAVE, LOGIN, PASSKEY_LOGIN, PASSKEY_LOGIN_BEGIN};

/// The login page, for who comes from no application.
pub(super) async fn get(visit: Visit) -> HttpResponse {
    visit.answer(show(&visit))
}

/// A user name with a password.
pub(super) async fn post(visit: Visit, form: Form) -> HttpResponse {
    visit.form(form, sign_in).await
}

fn show(visit: &Visit) -> Result<HttpResponse, Stop> {
    match Destination::parse(visit.query()?.get("continue")?) {
        Destination::Authorization(params) => Ok(redirect(&oidc::authorize::path_of(&params))),
        other => page_of(visit, &other, None, "", None),
    }
}

/// The login page; `journey`: of the application to which it leads.
pub(super) fn page_of(
    visit: &Visit,
    destination: &Destination,
    journey: Option<&Journey>,
    username: &str,
    error: Option<Message>,
) -> Result<HttpResponse, Stop> {
    let formed = visit.formed();
    let offer = PasskeyOffer { action: PASSKEY_LOGIN, begin: PASSKEY_LOGIN_BEGIN };
    let accepts = |acr: &str| journey.is_none_or(|journey| journey.request.accepts_acr(acr));
    let passkey = visit.sign_in().passkeys.as_ref().map(|_| offer).filter(|_| accepts(ACR_PASSKEY));
    let suffices = |provider: &&Provider| journey.is_none_or(|journey| provider.can_reach(&journey.request));
    let button = |provider: &'_ Provider| (provider.id.to_string(), provider.name.to_string());
    let upstream: Vec<_> = visit.sign_in().upstream.providers().iter().filter(suffices).map(button).collect();
    let card = visit.sign_in().cards.action().filter(|_| accepts(ACR_CARD));
    let html = Login {
        language: visit.language(),
        action: LOGIN,
        csrf: &formed.csrf,
        continue_to: &destination.path(),
        application: journey.map(|journey| journey.application.as_str()),
        // A second factor may follow upon it.
        password: accepts(ACR_PASSWORD) || accepts(ACR_TOTP),
        username,
        forgotten: visit.state.mail.is_some().then_some(FORGOTTEN),
        passkey,
        card: card.as_deref(),
        upstream_action: LEAVE,
        upstream: upstream.iter().map(|(id, name)| UpstreamButton { id, name }).collect(),
        error,
    };
    let origin = journey.map(Journey::origin);
    let page = form_page(html.render(), formed, origin, error)?;
    let page = if passkey.is_some() { with_devices(page, origin)? } else { page };
    match visit.sign_in().cards.address.as_deref().filter(|_| card.is_some()) {
        Some(address) => with_card(page, address),
        None => Ok(page),
    }
}

/// A page with a form, in which something may have been wrong.
pub(super) fn form_page(
    html: Result<String, RenderError>,
    formed: Formed,
    origin: Option<&str>,
    error: Option<Message>,
) -> Result<HttpResponse, Stop> {
    let mut response = page(status(error), html, Some(formed), origin)?;
    if let Some(Message::TooManyAttempts { seconds }) = error {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}

fn status(error: Option<Message>) -> StatusCode {
    match error {
        None | Some(Message::OtherPerson) => StatusCode::OK,
        Some(Message::TooManyAttempts { .. }) => StatusCode::TOO_MANY_REQUESTS,
        Some(Message::Stale | Message::UpstreamUnknown) => StatusCode::FORBIDDEN,
        Some(Message::UpstreamAway) => StatusCode::SERVICE_UNAVAILABLE,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

async fn sign_in(visit: &Visit, form: &Params) -> Result<HttpResponse, Stop> {
    let destination = Destination::parse(form.get("continue")?);
    let username = form.get("username").ok().flatten().unwrap_or_default();
    let error = if visit.is_genuine(form) {
        let admitted = admitted(visit, username, form).await?;
        visit.state.frame.metrics.sign_in(outcome(&admitted));
        match admitted {
            Ok(cookie) => {
                return redirect_with(&destination.signed_in(), &cookie);
            }
            Err(error) => error,
        }
    } else {
        Message::Stale
    };
    let journey = visit.journey_to(&destination).await?;
    page_of(visit, &destination, journey.as_ref(), username, Some(error))
}

/// How an attempt went, for the metrics.
fn outcome(admitted: &Result<String, Message>) -> &'static str {
    match admitted {
        Ok(_) => "admitted",
        Err(Message::TooManyAttempts { .. }) => "held back",
        Err(_) => "refused",
    }
}

/// The cookie of the session that begins, or what was wrong; who has no account, may not act or mistyped hears the same.
async fn admitted(visit: &Visit, username: &str, form: &Params) -> Result<Result<String, Message>, Stop> {
    let Ok(Some(password)) = form.get("password") else { return Ok(Err(Message::Credentials)) };
    let (guard, password) = (visit.guard(), Secret::new(password));
    let name = username.to_owned();
    let account = visit.state.store.read(move |tx| sign_in::account(tx, &name)).await?;
    let account = match guard.verify(username, account, &password).await? {
        Verdict::Right(account) => account,
        Verdict::Wrong => return Ok(Err(Message::Credentials)),
        Verdict::Wait(seconds) => return Ok(Err(Message::TooManyAttempts { seconds })),
    };
    let dearer = guard.rehashed(&account, &password).await;
    let (cookie, hash) = Opaque::generate(&visit.cx);
    let (earlier, policy) = (visit.cookie_hash(), visit.state.policies.sign_in);
    let work = move |tx: &mut storage::WriteTx<'_>| {
        sign_in::begin_session(tx, &account, &hash, earlier.as_ref(), dearer.as_ref(), &policy)
    };
    match visit.state.store.write(visit.cx.clone(), work).await {
        Ok(_) => Ok(Ok(visit.sign_in().cookies.give(Which::Session, &cookie))),
        Err(SignInError::AccountChanged | SignInError::Person(_)) => Ok(Err(Message::Credentials)),
        Err(error) => Err(error.into()),
    }
}
