use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use oidc::paths;
use pages::Index;

use super::journey::called;
use super::page::{Stop, page};
use super::visit::Visit;
use super::{CONSENTS, LINKS, PASSKEYS, PASSWORD, RECOVERY_ADDRESS, SECOND_FACTOR, SESSIONS};

/// The first page.
pub(super) async fn get(visit: Visit) -> HttpResponse {
    visit.answer(show(&visit).await)
}

async fn show(visit: &Visit) -> Result<HttpResponse, Stop> {
    let person = match visit.session().await? {
        Some(session) => {
            let found = visit.state.store.read(move |tx| storage::persons::by_id(tx, session.person)).await;
            found.map_err(service::sign_in::SignInError::from)?.map(|person| called(&person.name))
        }
        None => None,
    };
    let html = Index {
        language: visit.language(),
        person: person.as_deref(),
        sessions: SESSIONS,
        consents: CONSENTS,
        second_factor: SECOND_FACTOR,
        password: PASSWORD,
        passkeys: visit.sign_in().passkeys.is_some().then_some(PASSKEYS),
        links: visit.sign_in().upstream.links().next().is_some().then_some(LINKS),
        recovery: visit.state.mail.is_some().then_some(RECOVERY_ADDRESS),
        sign_out: paths::LOGOUT,
        docs: "/docs/",
        discovery: paths::DISCOVERY,
    };
    page(StatusCode::OK, html.render(), None, None)
}
