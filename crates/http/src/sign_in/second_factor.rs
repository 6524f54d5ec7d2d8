//! A person gets himself a second factor, sees that he has one, renews his recovery codes, does without it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use oidc::Params;
use pages::{Enrol, Message, RecoveryCodes, SecondFactor};
use service::Error;
use service::sign_in::{self, Enrolled, SignInError};
use storage::sessions::Session;
use storage::{ReadTx, WriteTx};
use tokens::machine::Opaque;
use tokens::totp::TotpSecret;
use types::{Context, PersonId, Secret};

use super::cookie::Which;
use super::destination::Destination;
use super::form::Form;
use super::journey::Journey;
use super::page::{Stop, page, redirect, with_cookie};
use super::password_guard::Tried;
use super::second_step::{signed_in, still_signed_in};
use super::visit::Visit;
use super::{HOME, SECOND_FACTOR, login};

/// The page about one's own second factor.
pub(super) async fn get(visit: Visit) -> HttpResponse {
    visit.answer(show(&visit).await)
}

/// What was decided there.
pub(super) async fn post(visit: Visit, form: Form) -> HttpResponse {
    visit.form(form, decided).await
}

async fn show(visit: &Visit) -> Result<HttpResponse, Stop> {
    let session = signed_in(visit, SECOND_FACTOR).await?;
    page_of(visit, &session, &Destination::Own(SECOND_FACTOR), None, None).await
}

/// The page: to get one for who has none.
pub(super) async fn page_of(
    visit: &Visit,
    session: &Session,
    destination: &Destination,
    origin: Option<&str>,
    error: Option<Message>,
) -> Result<HttpResponse, Stop> {
    let person = session.person;
    match visit.state.store.read(move |tx| sign_in::second_factor(tx, person)).await? {
        Some(enrolled) => managed(visit, enrolled, error),
        None if !sign_in::is_recent(session, visit.cx.now) => {
            let journey = visit.journey_to(destination).await?;
            login::page_of(visit, destination, journey.as_ref(), "", None)
        }
        None => {
            let (session, cx) = (session.clone(), visit.cx.clone());
            let read = move |tx: &mut ReadTx<'_>| offer(tx, &session, &cx, None);
            let offered = visit.state.store.read(read).await?;
            enrolling(visit, &offered, destination, origin, error)
        }
    }
}

/// What the enrolment page shows.
struct Offered {
    secret: TotpSecret,
    sealed: String,
    username: String,
}

/// A secret for the person of a session; the one that was offered before, when that comes back.
fn offer(tx: &mut ReadTx<'_>, session: &Session, cx: &Context, before: Option<&str>) -> Result<Offered, SignInError> {
    let username = username(tx, session.person)?;
    let kept = before.and_then(|sealed| {
        let secret = sign_in::offered(tx, session, sealed, cx.now).ok()?;
        Some((secret, sealed.to_owned()))
    });
    let (secret, sealed) = match kept {
        Some(kept) => kept,
        None => sign_in::offer(tx, session, cx).map(|offer| (offer.secret, offer.sealed))?,
    };
    Ok(Offered { secret, sealed, username })
}

fn username(tx: &mut ReadTx<'_>, person: PersonId) -> Result<String, SignInError> {
    Ok(sign_in::own_account(tx, person)?.map(|(account, _)| account.username).unwrap_or_default())
}

fn enrolling(
    visit: &Visit,
    offered: &Offered,
    destination: &Destination,
    origin: Option<&str>,
    error: Option<Message>,
) -> Result<HttpResponse, Stop> {
    let (formed, continue_to) = (visit.formed(), destination.path());
    let issuer = visit.sign_in().issuance.issuer.base();
    let issuer = issuer.split_once("://").map_or(issuer, |(_, host)| host);
    let uri = offered.secret.to_uri(issuer, &offered.username);
    let html = Enrol {
        language: visit.language(),
        action: SECOND_FACTOR,
        csrf: &formed.csrf,
        continue_to: &continue_to,
        offer: &offered.sealed,
        secret: offered.secret.to_base32().expose(),
        uri: uri.expose(),
        required: matches!(destination, Destination::Authorization(_)),
        error,
    }
    .render();
    login::form_page(html, formed, origin, error)
}

fn managed(visit: &Visit, enrolled: Enrolled, error: Option<Message>) -> Result<HttpResponse, Stop> {
    let formed = visit.formed();
    let html = SecondFactor {
        language: visit.language(),
        action: SECOND_FACTOR,
        csrf: &formed.csrf,
        continue_to: SECOND_FACTOR,
        since: enrolled.since,
        codes_left: enrolled.codes_left,
        home: HOME,
        error,
    }
    .render();
    login::form_page(html, formed, None, error)
}

async fn decided(visit: &Visit, form: &Params) -> Result<HttpResponse, Stop> {
    let session = still_signed_in(visit).await?;
    let destination = Destination::parse(form.get("continue")?);
    if !visit.is_genuine(form) {
        return page_of(visit, &session, &destination, None, Some(Message::Stale)).await;
    }
    let code = Secret::new(form.get("code").ok().flatten().unwrap_or_default());
    match form.get("offer")? {
        Some(offer) => enrol(visit, session, offer.to_owned(), code, &destination).await,
        None if form.get("remove")?.is_some() => remove(visit, session, code).await,
        None => renew(visit, session, code).await,
    }
}

async fn enrol(
    visit: &Visit,
    session: Session,
    sealed: String,
    code: Secret,
    destination: &Destination,
) -> Result<HttpResponse, Stop> {
    let (cookie, hash) = Opaque::generate(&visit.cx);
    let (own, offer) = (session.clone(), sealed.clone());
    let work = move |tx: &mut WriteTx<'_>| sign_in::enrol(tx, &own, &offer, code.expose(), &hash);
    match visit.state.store.write(visit.cx.clone(), work).await {
        Ok(Some(codes)) => {
            let codes = told(visit, &codes, &destination.path())?;
            with_cookie(codes, &visit.sign_in().cookies.give(Which::Session, &cookie))
        }
        Ok(None) => again(visit, session, sealed, destination).await,
        // He did so in another window a moment ago.
        Err(SignInError::Service(Error::Exists)) => Ok(redirect(&destination.path())),
        Err(error) => Err(error.into()),
    }
}

/// A mistyped code: the same secret, which is in the app already.
async fn again(visit: &Visit, session: Session, sealed: String, destination: &Destination) -> Result<HttpResponse, Stop> {
    let cx = visit.cx.clone();
    let offered = visit.state.store.read(move |tx| offer(tx, &session, &cx, Some(&sealed))).await?;
    let journey = visit.journey_to(destination).await?;
    enrolling(visit, &offered, destination, journey.as_ref().map(Journey::origin), Some(Message::Code))
}

async fn remove(visit: &Visit, session: Session, code: Secret) -> Result<HttpResponse, Stop> {
    let (own, person) = (session.clone(), session.person);
    let work = move |tx: &mut WriteTx<'_>| sign_in::remove(tx, &own, code.expose());
    let error = match visit.guard().second_factor(person, work).await? {
        Tried::Right(()) => return Ok(redirect(HOME)),
        Tried::Wrong => Message::Code,
        Tried::Wait(seconds) => Message::TooManyAttempts { seconds },
    };
    page_of(visit, &session, &Destination::Own(SECOND_FACTOR), None, Some(error)).await
}

async fn renew(visit: &Visit, session: Session, code: Secret) -> Result<HttpResponse, Stop> {
    let (own, person) = (session.clone(), session.person);
    let work = move |tx: &mut WriteTx<'_>| sign_in::renew_codes(tx, &own, code.expose());
    let error = match visit.guard().second_factor(person, work).await? {
        Tried::Right(codes) => return told(visit, &codes, SECOND_FACTOR),
        Tried::Wrong => Message::Code,
        Tried::Wait(seconds) => Message::TooManyAttempts { seconds },
    };
    page_of(visit, &session, &Destination::Own(SECOND_FACTOR), None, Some(error)).await
}

/// The recovery codes, this once.
fn told(visit: &Visit, codes: &[Secret], continue_to: &str) -> Result<HttpResponse, Stop> {
    let codes: Vec<&str> = codes.iter().map(Secret::expose).collect();
    page(StatusCode::OK, RecoveryCodes { language: visit.language(), codes: &codes, continue_to }.render(), None, None)
}
