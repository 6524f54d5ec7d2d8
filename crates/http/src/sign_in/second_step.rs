//! The second step of a sign-in: the code of an app, or a recovery code.

use actix_web::HttpResponse;
use oidc::{Params, encoding};
use pages::{Message, SecondStep, Trouble};
use service::sign_in;
use storage::sessions::Session;
use tokens::machine::Opaque;
use types::Secret;

use super::cookie::Which;
use super::destination::Destination;
use super::form::Form;
use super::journey::Journey;
use super::page::{Stop, redirect, redirect_with};
use super::password_guard::Tried;
use super::visit::Visit;
use super::{LOGIN, SECOND_STEP, login};

/// The page, for who comes from no application.
pub(super) async fn get(visit: Visit) -> HttpResponse {
    visit.answer(show(&visit).await)
}

/// A code.
pub(super) async fn post(visit: Visit, form: Form) -> HttpResponse {
    visit.form(form, prove).await
}

/// The page.
pub(super) fn page_of(
    visit: &Visit,
    destination: &Destination,
    origin: Option<&str>,
    error: Option<Message>,
) -> Result<HttpResponse, Stop> {
    let (formed, continue_to) = (visit.formed(), destination.path());
    let html =
        SecondStep { language: visit.language(), action: SECOND_STEP, csrf: &formed.csrf, continue_to: &continue_to, error };
    login::form_page(html.render(), formed, origin, error)
}

/// Who is signed in wholly, for a page of his own; anybody else does that first.
pub(super) async fn signed_in(visit: &Visit, page: &str) -> Result<Session, Stop> {
    let first = |step: &str| Stop::First(format!("{step}?continue={}", encoding::encode(page)));
    wholly(visit).await?.map_err(first)
}

/// The same for what such a page sent; anybody else waited too long.
pub(super) async fn still_signed_in(visit: &Visit) -> Result<Session, Stop> {
    wholly(visit).await?.map_err(|_| Trouble::Stale.into())
}

/// Who is signed in wholly, or which step he takes first.
async fn wholly(visit: &Visit) -> Result<Result<Session, &'static str>, Stop> {
    let Some(session) = visit.session().await? else { return Ok(Err(LOGIN)) };
    let asked = session.clone();
    let wants = visit.state.store.read(move |tx| sign_in::wants_second_factor(tx, &asked)).await?;
    Ok(if wants { Err(SECOND_STEP) } else { Ok(session) })
}

async fn show(visit: &Visit) -> Result<HttpResponse, Stop> {
    let destination = Destination::parse(visit.query()?.get("continue")?);
    match (visit.session().await?, &destination) {
        (None, _) => Ok(redirect(&format!("{LOGIN}?continue={}", encoding::encode(&destination.path())))),
        (Some(_), Destination::Authorization(_)) => Ok(redirect(&destination.path())),
        (Some(_), _) => page_of(visit, &destination, None, None),
    }
}

async fn prove(visit: &Visit, form: &Params) -> Result<HttpResponse, Stop> {
    let destination = Destination::parse(form.get("continue")?);
    let Some(session) = visit.session().await? else { return Err(Trouble::Stale.into()) };
    let error = if visit.is_genuine(form) {
        let code = Secret::new(form.get("code").ok().flatten().unwrap_or_default());
        let ((cookie, hash), person) = (Opaque::generate(&visit.cx), session.person);
        let work = move |tx: &mut storage::WriteTx<'_>| sign_in::prove(tx, &session, code.expose(), &hash);
        match visit.guard().second_factor(person, work).await? {
            Tried::Right(_) => {
                return redirect_with(&destination.path(), &visit.sign_in().cookies.give(Which::Session, &cookie));
            }
            Tried::Wrong => Message::Code,
            Tried::Wait(seconds) => Message::TooManyAttempts { seconds },
        }
    } else {
        Message::Stale
    };
    let journey = visit.journey_to(&destination).await?;
    page_of(visit, &destination, journey.as_ref().map(Journey::origin), Some(error))
}
