use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;
use oidc::Params;
use pages::{Message, Trouble};
use serde_json::json;
use service::sign_in::{self, Begun, SignInError};
use tokens::machine::Opaque;
use types::Secret;

use super::cookie::Which;
use super::destination::Destination;
use super::form::Form;
use super::login;
use super::page::{Stop, redirect_with};
use super::visit::Visit;

/// What a browser is to ask its devices for, of who signs in.
pub(super) async fn begin(visit: Visit, form: Form) -> HttpResponse {
    visit.answer(form.0.map_err(Stop::from).and_then(|form| asked(&visit, &form)))
}

/// What a device answered.
pub(super) async fn post(visit: Visit, form: Form) -> HttpResponse {
    visit.form(form, sign_in).await
}

fn asked(visit: &Visit, form: &Params) -> Result<HttpResponse, Stop> {
    let passkeys = visit.sign_in().passkeys.as_ref().filter(|_| visit.is_genuine(form)).ok_or(Trouble::Stale)?;
    Ok(begun(&sign_in::begin_passkey_sign_in(passkeys, visit.state.store.vault(), &visit.cx)?))
}

/// For the script.
pub(super) fn begun(begun: &Begun) -> HttpResponse {
    let body = json!({ "ticket": begun.ticket.expose(), "options": begun.options });
    HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(body)
}

/// What the script brings back: the ticket, and the answer of the device.
pub(super) fn brought(form: &Params) -> (Secret, Secret) {
    let text = |name| Secret::new(form.get(name).ok().flatten().unwrap_or_default());
    (text("ticket"), text("credential"))
}

async fn sign_in(visit: &Visit, form: &Params) -> Result<HttpResponse, Stop> {
    let destination = Destination::parse(form.get("continue")?);
    let error = if visit.is_genuine(form) {
        let admitted = admitted(visit, form).await?;
        visit.state.frame.metrics.sign_in(if admitted.is_some() { "admitted" } else { "refused" });
        if let Some(cookie) = admitted {
            return redirect_with(&destination.signed_in(), &cookie);
        }
        Message::Passkey
    } else {
        Message::Stale
    };
    let journey = visit.journey_to(&destination).await?;
    login::page_of(visit, &destination, journey.as_ref(), "", Some(error))
}

/// The cookie of the session that begins; none for every passkey that signs nobody in.
async fn admitted(visit: &Visit, form: &Params) -> Result<Option<String>, Stop> {
    let Some(passkeys) = visit.sign_in().passkeys.clone() else { return Ok(None) };
    let ((ticket, answer), now, store) = (brought(form), visit.cx.now, &visit.state.store);
    let vault = store.vault().clone();
    let proven = store.read(move |tx| sign_in::proven_passkey(tx, &passkeys, &vault, &ticket, &answer, now)).await;
    let (cookie, hash) = Opaque::generate(&visit.cx);
    let (earlier, policy) = (visit.cookie_hash(), visit.state.policies.sign_in);
    let begun = match proven {
        Ok(proven) => {
            store.write(visit.cx.clone(), move |tx| sign_in::passkey_session(tx, proven, &hash, earlier.as_ref(), &policy)).await
        }
        Err(error) => Err(error),
    };
    match begun {
        Ok(_) => Ok(Some(visit.sign_in().cookies.give(Which::Session, &cookie))),
        Err(SignInError::Passkey(_) | SignInError::Person(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
