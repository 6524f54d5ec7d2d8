//! Signing in at another provider: leaving, and coming back.

mod known;
mod redeem;

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpResponse, web};
use audit::Refused;
use oidc::Params;
use oidc::relying::{self, Asked, Identity, Pending, ProviderId, Ties};
use pages::{Message, Onward, Trouble};
use service::sign_in::{self, SignInError};
use tokens::machine::Opaque;
use types::Secret;

use super::cookie::Which;
use super::destination::Destination;
use super::form::Form;
use super::openings::What;
use super::page::{Stop, page, redirect_with};
use super::published::key_set;
use super::visit::Visit;
use super::{RETURN, links, login};
pub(super) use known::{Known, Upstream};
use redeem::{Failed, redeemed};

/// The button of a provider.
pub(super) async fn leave(visit: Visit, form: Form) -> HttpResponse {
    visit.form(form, leaving).await
}

/// Whoever comes back from a provider.
pub(super) async fn come_back(visit: Visit, provider: web::Path<String>) -> HttpResponse {
    visit.answer(returning(&visit, &provider).await)
}

/// The public keys of Poort that a provider is to know.
pub(super) async fn own_keys(visit: Visit, provider: web::Path<String>) -> HttpResponse {
    let known = ProviderId::parse(&provider).and_then(|id| visit.sign_in().upstream.get(&id));
    match known {
        Some(known) => key_set(&known.provider.own_keys()),
        None => visit.answer(Err(Trouble::NotFound.into())),
    }
}

async fn leaving(visit: &Visit, form: &Params) -> Result<HttpResponse, Stop> {
    let destination = Destination::parse(form.get("continue")?);
    let named = form.get("provider")?.and_then(ProviderId::parse);
    let known = named.and_then(|id| visit.sign_in().upstream.get(&id)).ok_or(Trouble::Request)?;
    let journey = visit.journey_to(&destination).await?;
    let Some(browser) = visit.browser().filter(|_| visit.is_genuine(form)) else {
        return login::page_of(visit, &destination, journey.as_ref(), "", Some(Message::Stale));
    };
    if let Err(seconds) = visit.guard().opens(What::Upstream) {
        return login::page_of(visit, &destination, journey.as_ref(), "", Some(Message::TooManyAttempts { seconds }));
    }
    let provider = &known.provider;
    let asked = match (&journey, &destination) {
        (Some(journey), _) => Asked::of(&journey.request, provider),
        // Most of them are for who signed in lately: a provider that knows him of this morning asks him again.
        (None, Destination::Own(_)) => Asked { max_age: Some(sign_in::RECENT), ..Asked::default() },
        (None, _) => Asked::default(),
    };
    let vault = visit.state.store.vault();
    let pending = Pending::new(vault, provider.id.clone(), &browser, destination.path(), asked.max_age, visit.cx.now);
    match sent(visit, known, pending, &asked).await? {
        Some(onward) => Ok(onward),
        None => login::page_of(visit, &destination, journey.as_ref(), "", Some(Message::UpstreamAway)),
    }
}

/// Sends a browser to a provider; nothing when that does not answer.
pub(super) async fn sent(visit: &Visit, known: &Known, pending: Pending, asked: &Asked) -> Result<Option<HttpResponse>, Stop> {
    let Some(metadata) = known.metadata(visit).await else { return Ok(None) };
    let state = visit.state.store.write(visit.cx.clone(), move |tx| sign_in::leave(tx, &pending)).await?;
    let ties = Ties::of(visit.state.store.vault(), state.expose());
    let back = address_of(visit, &known.provider.id);
    onward(visit, known, &relying::address(&known.provider, &metadata, &back, &state, &ties, asked)).map(Some)
}

fn onward(visit: &Visit, known: &Known, address: &str) -> Result<HttpResponse, Stop> {
    let html = Onward { language: visit.language(), provider: &known.provider.name.to_string(), address }.render();
    let mut response = page(StatusCode::OK, html, None, None)?;
    let refresh = HeaderValue::from_str(&format!("0; url={address}")).map_err(|_| Stop::Page(Trouble::Internal))?;
    response.headers_mut().insert(HeaderName::from_static("refresh"), refresh);
    Ok(response)
}

async fn returning(visit: &Visit, provider: &str) -> Result<HttpResponse, Stop> {
    let params = visit.query()?;
    let id = ProviderId::parse(provider).ok_or(Trouble::NotFound)?;
    let known = visit.sign_in().upstream.get(&id).ok_or(Trouble::NotFound)?;
    let (Some(state), Some(browser)) = (params.get("state")?.map(Secret::new), visit.browser()) else {
        return Err(Trouble::Stale.into());
    };
    let ties = Ties::of(visit.state.store.vault(), state.expose());
    let work = move |tx: &mut storage::WriteTx<'_>| sign_in::come_back(tx, &state, &id, &browser);
    let pending = visit.state.store.write(visit.cx.clone(), work).await?.ok_or(Trouble::Stale)?;
    if let Some(session) = pending.link {
        return links::linked(visit, known, &params, &pending, &ties, session).await;
    }
    let destination = Destination::parse(Some(&pending.continue_to));
    let admitted = admitted(visit, known, &params, &pending, &ties).await?;
    visit.state.frame.metrics.sign_in(if admitted.is_ok() { "admitted" } else { "refused" });
    let error = match admitted {
        Ok(cookie) => {
            return redirect_with(&destination.signed_in(), &cookie);
        }
        Err(error) => error,
    };
    let journey = visit.journey_to(&destination).await?;
    login::page_of(visit, &destination, journey.as_ref(), "", Some(error))
}

/// The cookie of the session that begins, or what the person hears; whoever has no number, is unknown or may not act hears the same.
async fn admitted(
    visit: &Visit,
    known: &Known,
    params: &Params,
    pending: &Pending,
    ties: &Ties,
) -> Result<Result<String, Message>, Stop> {
    let identity = match identified(visit, known, params, pending, ties).await {
        Ok(identity) => identity,
        Err(message) => return Ok(Err(message)),
    };
    let (cookie, hash) = Opaque::generate(&visit.cx);
    let (earlier, provider, policy) = (visit.cookie_hash(), known.provider.clone(), visit.state.policies.sign_in);
    let work = move |tx: &mut storage::WriteTx<'_>| {
        sign_in::begin_upstream_session(tx, &provider, &identity, &hash, earlier.as_ref(), &policy)
    };
    match visit.state.store.write(visit.cx.clone(), work).await {
        Ok(_) => Ok(Ok(visit.sign_in().cookies.give(Which::Session, &cookie))),
        Err(error @ (SignInError::UnknownPerson | SignInError::Person(_))) => {
            Ok(Err(told(visit, known, &Failed::Unknown(error.code()))))
        }
        Err(error) => Err(error.into()),
    }
}

/// Whom the provider's answer names, or what the person hears.
pub(super) async fn identified(
    visit: &Visit,
    known: &Known,
    params: &Params,
    pending: &Pending,
    ties: &Ties,
) -> Result<Identity, Message> {
    let address = address_of(visit, &known.provider.id);
    redeemed(visit, known, params, pending, ties, &address).await.map_err(|failed| told(visit, known, &failed))
}

/// Keeps why, and says what the person may know of it.
fn told(visit: &Visit, known: &Known, failed: &Failed) -> Message {
    let (code, message) = match *failed {
        Failed::Away(code) => (code, Message::UpstreamAway),
        Failed::Refused(code) => (code, Message::UpstreamRefused),
        Failed::Unknown(code) => (code, Message::UpstreamUnknown),
    };
    tracing::info!(provider = known.provider.id.as_str(), code, "nobody was signed in by another provider");
    visit.state.refusals.keep(&visit.cx, Refused::new(&visit.cx, None, "signIn", code, None));
    message
}

/// Where the provider sends people back: an address for each, so that the answer of one is never taken for another's (RFC 9700 section 4.4.2.2).
fn address_of(visit: &Visit, provider: &ProviderId) -> String {
    visit.sign_in().issuance.issuer.endpoint(&format!("{RETURN}/{provider}"))
}
