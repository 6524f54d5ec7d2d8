use actix_web::HttpResponse;
use oidc::Params;
use pages::{Message, SessionLine, Sessions, Trouble};
use service::sessions::{self, Presence};
use service::sign_in::SignInError;
use storage::sessions::Session;
use types::SessionId;

use super::cookie::Which;
use super::form::Form;
use super::page::{Stop, redirect, redirect_with};
use super::second_step::{signed_in, still_signed_in};
use super::visit::Visit;
use super::{HOME, PASSWORD, SESSIONS, login};

/// Where a person is signed in.
pub(super) async fn get(visit: Visit) -> HttpResponse {
    visit.answer(show(&visit).await)
}

/// He signs out somewhere.
pub(super) async fn post(visit: Visit, form: Form) -> HttpResponse {
    visit.form(form, end).await
}

async fn show(visit: &Visit) -> Result<HttpResponse, Stop> {
    let session = signed_in(visit, SESSIONS).await?;
    page_of(visit, &session, None).await
}

async fn page_of(visit: &Visit, session: &Session, error: Option<Message>) -> Result<HttpResponse, Stop> {
    let (formed, person, own, now) = (visit.formed(), session.person, session.id, visit.cx.now);
    let policy = visit.state.policies.sign_in;
    let all = visit.state.store.read(move |tx| sessions::of_person(tx, person, &policy, now)).await.map_err(SignInError::from)?;
    let html = Sessions {
        language: visit.language(),
        action: SESSIONS,
        csrf: &formed.csrf,
        continue_to: SESSIONS,
        home: HOME,
        password: PASSWORD,
        sessions: all.into_iter().map(|one| line(one, own)).collect(),
        error,
    };
    login::form_page(html.render(), formed, None, error)
}

fn line(one: Presence, own: SessionId) -> SessionLine {
    SessionLine {
        id: one.id.to_string(),
        since: one.since,
        until: one.until,
        last_used: one.last_used.filter(|_| one.proofs.is_some()),
        current: one.id == own,
        browser: one.proofs.is_some(),
        organisation: one.organisation.map(|(_, name)| name.to_string()),
        applications: one.applications.iter().map(ToString::to_string).collect(),
    }
}

async fn end(visit: &Visit, form: &Params) -> Result<HttpResponse, Stop> {
    let session = still_signed_in(visit).await?;
    if !visit.is_genuine(form) {
        return page_of(visit, &session, Some(Message::Stale)).await;
    }
    let (person, own) = (session.person, session.id);
    if form.get("others")?.is_some() {
        let work = move |tx: &mut storage::WriteTx<'_>| sessions::end_others(tx, person, own);
        visit.state.store.write(visit.cx.clone(), work).await.map_err(SignInError::from)?;
        return Ok(redirect(SESSIONS));
    }
    let Some(id) = form.get("session")?.and_then(|id| id.parse::<SessionId>().ok()) else { return Err(Trouble::Request.into()) };
    let work = move |tx: &mut storage::WriteTx<'_>| sessions::end(tx, person, id);
    match visit.state.store.write(visit.cx.clone(), work).await {
        // It was over already, or is nobody's business.
        Ok(()) | Err(service::Error::NotFound) => {}
        Err(error) => return Err(SignInError::from(error).into()),
    }
    if id != own {
        return Ok(redirect(SESSIONS));
    }
    redirect_with(HOME, &visit.sign_in().cookies.take(Which::Session))
}
