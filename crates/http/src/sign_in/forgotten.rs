//! Who forgot his password asks for a code by mail. The answer says nothing of whether there is such an account.

use actix_web::HttpResponse;
use oidc::Params;
use pages::{Forgotten, Message, Trouble};
use service::sign_in;
use types::{Parsed, Username};

use super::form::Form;
use super::page::Stop;
use super::visit::Visit;
use super::{FORGOTTEN, RECOVER, login, recover};

/// The page.
pub(super) async fn get(visit: Visit) -> HttpResponse {
    visit.answer(page_of(&visit, "", None))
}

/// A user name.
pub(super) async fn post(visit: Visit, form: Form) -> HttpResponse {
    visit.form(form, ask).await
}

fn page_of(visit: &Visit, username: &str, error: Option<Message>) -> Result<HttpResponse, Stop> {
    if visit.state.mail.is_none() {
        return Err(Trouble::NotFound.into());
    }
    let (language, formed) = (visit.language(), visit.formed());
    let html = Forgotten { language, action: FORGOTTEN, csrf: &formed.csrf, username, recover: RECOVER, error }.render();
    login::form_page(html, formed, None, error)
}

async fn ask(visit: &Visit, form: &Params) -> Result<HttpResponse, Stop> {
    let typed = form.get("username")?.unwrap_or_default();
    if visit.state.mail.is_none() || !visit.is_genuine(form) {
        return page_of(visit, typed, Some(Message::Stale));
    }
    if let Err(seconds) = visit.guard().asks(typed) {
        return page_of(visit, typed, Some(Message::TooManyAttempts { seconds }));
    }
    // What cannot be a user name is nobody's.
    if let Ok(username) = Username::parse(typed) {
        let language = visit.language().code();
        let work = move |tx: &mut storage::WriteTx<'_>| sign_in::ask_recovery(tx, username, language);
        visit.state.store.write(visit.cx.clone(), work).await?;
    }
    recover::page_of(visit, typed, true, None)
}
