//! The page where a person lets a device in (RFC 8628 section 3.3). Only who is signed in gets to try a code, and few of them: a right one buys no more.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use oidc::authorize::{self, AuthorizationRequest};
use oidc::device::UserCode;
use oidc::{Client, Params, RedirectUri, paths};
use pages::{Device, DeviceAnswered, DeviceConfirm, Message, Trouble};
use service::sign_in::{self, Choices, Policy, SignInError, Step, Ways};
use storage::ReadTx;
use storage::sessions::Session;
use types::OrganisationId;

use super::choose::{self, Listed};
use super::destination::Destination;
use super::form::Form;
use super::journey::called;
use super::page::{Stop, page};
use super::visit::Visit;
use super::{consent, login, password, second_factor, second_step};

/// The page, with the code in it when the device gave one along.
pub(super) async fn get(visit: Visit) -> HttpResponse {
    visit.answer(show(&visit).await)
}

/// A code, and later what its person says.
pub(super) async fn post(visit: Visit, form: Form) -> HttpResponse {
    visit.form(form, typed).await
}

async fn show(visit: &Visit) -> Result<HttpResponse, Stop> {
    let code = visit.query()?.get("user_code")?.and_then(UserCode::parse);
    if visit.session().await?.is_none() {
        return login::page_of(visit, &Destination::Device(code), None, "", None);
    }
    page_of(visit, &code.map_or_else(String::new, |code| code.to_string()), None)
}

fn page_of(visit: &Visit, user_code: &str, error: Option<Message>) -> Result<HttpResponse, Stop> {
    let formed = visit.formed();
    let html = Device { language: visit.language(), action: paths::DEVICE_PAGE, csrf: &formed.csrf, user_code, error }.render();
    login::form_page(html, formed, None, error)
}

/// A device that waits, seen by who typed its code.
struct Seen {
    code: UserCode,
    client: Client,
    request: AuthorizationRequest,
    session: Session,
    step: Step,
    application: String,
    person: Option<String>,
}

async fn typed(visit: &Visit, form: &Params) -> Result<HttpResponse, Stop> {
    let text = form.get("user_code").ok().flatten().unwrap_or_default();
    let code = UserCode::parse(text);
    let Some(session) = visit.session().await? else {
        return login::page_of(visit, &Destination::Device(code), None, "", None);
    };
    if !visit.is_genuine(form) {
        return page_of(visit, text, Some(Message::Stale));
    }
    let Some(code) = code else { return page_of(visit, text, Some(Message::UserCode)) };
    match seen(visit, session, code).await? {
        Err(error) => page_of(visit, text, Some(error)),
        Ok(seen) => go_on(visit, form, seen).await,
    }
}

/// Looks for the device, no more often than the guard lets this person at this address.
async fn seen(visit: &Visit, session: Session, code: UserCode) -> Result<Result<Seen, Message>, Stop> {
    let guess = match visit.guard().guess(session.person) {
        Ok(guess) => guess,
        Err(seconds) => return Ok(Err(Message::TooManyAttempts { seconds })),
    };
    let page = RedirectUri::parse(&visit.sign_in().issuance.issuer.endpoint(paths::DEVICE_PAGE));
    let page = page.map_err(|_| Stop::Page(Trouble::Internal))?;
    let (policy, now, own) = (visit.state.policies.sign_in, visit.cx.now, Arc::clone(&visit.state.sign_in));
    let work = move |tx: &mut ReadTx<'_>| look(tx, session, code, page, &policy, own.ways(), now);
    let found = visit.state.store.read(work).await?;
    Ok(match found {
        Some(seen) => {
            visit.guard().right(&guess);
            Ok(seen)
        }
        None => Err(Message::UserCode),
    })
}

fn look(
    tx: &mut ReadTx<'_>,
    session: Session,
    code: UserCode,
    page: RedirectUri,
    policy: &Policy,
    ways: Ways<'_>,
    now: types::Instant,
) -> Result<Option<Seen>, SignInError> {
    let Some((grant, client)) = sign_in::waiting_device(tx, &code, now)? else { return Ok(None) };
    let Some(request) = authorize::of_device(&client, &grant, page) else { return Ok(None) };
    let step = sign_in::step(tx, Some(&session), &client, &request, policy, ways, now)?;
    let application = super::journey::application(tx, &client)?;
    let person = storage::persons::by_id(tx, session.person)?.map(|person| called(&person.name));
    Ok(Some(Seen { code, client, request, session, step, application, person }))
}

async fn go_on(visit: &Visit, form: &Params, seen: Seen) -> Result<HttpResponse, Stop> {
    let (choices, without) = match &seen.step {
        Step::SignIn => return login::page_of(visit, &Destination::Device(Some(seen.code)), None, "", None),
        Step::SecondFactor => return second_step::page_of(visit, &Destination::Device(Some(seen.code)), None, None),
        Step::Enrol => {
            return second_factor::page_of(visit, &seen.session, &Destination::Device(Some(seen.code)), None, None).await;
        }
        Step::ChangePassword => {
            return password::page_of(visit, &Destination::Device(Some(seen.code)), true, None, None);
        }
        Step::Choose(choices) => (choices.clone(), false),
        // What the device gets stands on this very page.
        Step::GoOn(_) | Step::Consent(_) => (Choices::default(), true),
        Step::Refused(..) => (Choices::default(), false),
    };
    match form.get("answer").ok().flatten() {
        None => confirm(visit, &seen, &choices, without, None),
        Some("toelaten") if without => answered(visit, seen, Some(None)).await,
        Some("toelaten") => match form.get("choice").ok().flatten().and_then(|value| choose::among(&choices, value)) {
            Some(organisation) => answered(visit, seen, Some(organisation)).await,
            None => confirm(visit, &seen, &choices, without, Some(Message::Choice)),
        },
        Some(_) => answered(visit, seen, None).await,
    }
}

fn confirm(visit: &Visit, seen: &Seen, choices: &Choices, without: bool, error: Option<Message>) -> Result<HttpResponse, Stop> {
    let formed = visit.formed();
    let listed = Listed::of(visit, seen.session.organisation, choices);
    let choices = listed.choices();
    let html = DeviceConfirm {
        language: visit.language(),
        action: paths::DEVICE_PAGE,
        csrf: &formed.csrf,
        user_code: &seen.code.to_string(),
        application: &seen.application,
        person: seen.person.as_deref(),
        sign_out: paths::LOGOUT,
        scopes: consent::said(visit, &seen.request.scopes),
        possible: without || !choices.is_empty(),
        choices,
        error,
    };
    login::form_page(html.render(), formed, None, error)
}

/// Keeps what he said; for the device that is the end of waiting.
async fn answered(visit: &Visit, seen: Seen, allowed: Option<Option<OrganisationId>>) -> Result<HttpResponse, Stop> {
    let Seen { code, client, request, session, application, .. } = seen;
    let policy = visit.state.policies.sign_in;
    let work =
        move |tx: &mut storage::WriteTx<'_>| sign_in::answer_device(tx, &session, &client, &request, &code, allowed, &policy);
    match visit.state.store.write(visit.cx.clone(), work).await {
        Ok(()) => {
            let html =
                DeviceAnswered { language: visit.language(), allowed: allowed.is_some(), application: &application }.render();
            page(StatusCode::OK, html, None, None)
        }
        // Answered in another window, or what he chose was taken back since.
        Err(SignInError::NoAccess | SignInError::SessionEnded) => Err(Trouble::Stale.into()),
        Err(error) => Err(error.into()),
    }
}
