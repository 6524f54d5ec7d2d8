use actix_web::HttpResponse;
use oidc::Params;
use pages::{ConsentLine, Consents, Message, Trouble};
use service::consents::{self, Agreement};
use service::sign_in::SignInError;
use storage::sessions::Session;
use types::{ClientId, Parsed};

use super::form::Form;
use super::page::{Stop, redirect};
use super::second_step::{signed_in, still_signed_in};
use super::visit::Visit;
use super::{CONSENTS, HOME, consent, login};

/// What a person agreed to.
pub(super) async fn get(visit: Visit) -> HttpResponse {
    visit.answer(show(&visit).await)
}

/// He withdraws something.
pub(super) async fn post(visit: Visit, form: Form) -> HttpResponse {
    visit.form(form, withdraw).await
}

async fn show(visit: &Visit) -> Result<HttpResponse, Stop> {
    let session = signed_in(visit, CONSENTS).await?;
    page_of(visit, &session, None).await
}

async fn page_of(visit: &Visit, session: &Session, error: Option<Message>) -> Result<HttpResponse, Stop> {
    let (formed, person) = (visit.formed(), session.person);
    let all = visit.state.store.read(move |tx| consents::of_person(tx, person)).await.map_err(SignInError::from)?;
    let html = Consents {
        language: visit.language(),
        action: CONSENTS,
        csrf: &formed.csrf,
        continue_to: CONSENTS,
        home: HOME,
        lines: all.iter().map(|one| line(visit, one)).collect(),
        error,
    };
    login::form_page(html.render(), formed, None, error)
}

fn line(visit: &Visit, one: &Agreement) -> ConsentLine {
    ConsentLine {
        client: one.client.to_string(),
        application: one.application.to_string(),
        scopes: consent::said(visit, &one.scopes),
        since: one.since,
    }
}

async fn withdraw(visit: &Visit, form: &Params) -> Result<HttpResponse, Stop> {
    let session = still_signed_in(visit).await?;
    if !visit.is_genuine(form) {
        return page_of(visit, &session, Some(Message::Stale)).await;
    }
    let client = form.get("client")?.and_then(|id| ClientId::parse(id).ok()).ok_or(Trouble::Request)?;
    let work = move |tx: &mut storage::WriteTx<'_>| consents::withdraw(tx, session.person, &client);
    match visit.state.store.write(visit.cx.clone(), work).await {
        // He withdrew it in another window.
        Ok(()) | Err(service::Error::NotFound) => Ok(redirect(CONSENTS)),
        Err(error) => Err(SignInError::from(error).into()),
    }
}
