//! Another password, with a code from a mail. The code is typed: it stands in no address, so neither in a history nor in a log, and works on another device
//! than the mail is read on.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use oidc::Params;
use pages::{Message, Recover, Recovered, Trouble};
use service::sign_in::{self, SignInError};
use storage::accounts::Account;
use tokens::password::PasswordHash;
use types::Secret;

use super::form::Form;
use super::page::{Stop, page};
use super::password_guard::Tried;
use super::visit::Visit;
use super::{FORGOTTEN, LOGIN, RECOVER, login, password};

/// The page.
pub(super) async fn get(visit: Visit) -> HttpResponse {
    visit.answer(page_of(&visit, "", false, None))
}

/// A code and another password.
pub(super) async fn post(visit: Visit, form: Form) -> HttpResponse {
    visit.form(form, recover).await
}

/// The page; `asked`: he asked for a code just now.
pub(super) fn page_of(visit: &Visit, username: &str, asked: bool, error: Option<Message>) -> Result<HttpResponse, Stop> {
    if visit.state.mail.is_none() {
        return Err(Trouble::NotFound.into());
    }
    let (language, formed, minimum) = (visit.language(), visit.formed(), visit.sign_in().policy.min_characters);
    let html =
        Recover { language, action: RECOVER, csrf: &formed.csrf, username, asked, forgotten: FORGOTTEN, minimum, error }.render();
    login::form_page(html, formed, None, error)
}

async fn recover(visit: &Visit, form: &Params) -> Result<HttpResponse, Stop> {
    let username = form.get("username")?.unwrap_or_default();
    let error = if visit.state.mail.is_none() || !visit.is_genuine(form) {
        Message::Stale
    } else {
        match recovered(visit, form, username).await? {
            Ok(()) => return done(visit),
            Err(error) => error,
        }
    };
    page_of(visit, username, false, Some(error))
}

fn done(visit: &Visit) -> Result<HttpResponse, Stop> {
    page(StatusCode::OK, Recovered { language: visit.language(), login: LOGIN }.render(), None, None)
}

/// What was wrong, if anything. Only who has the code hears what is wrong with the password.
async fn recovered(visit: &Visit, form: &Params, username: &str) -> Result<Result<(), Message>, Stop> {
    let text = |name| Secret::new(form.get(name).ok().flatten().unwrap_or_default());
    let (code, new) = (text("code"), text("new"));
    if new.expose() != text("repeat").expose() {
        return Ok(Err(Message::NotRepeated));
    }
    let (named, tried, now) = (username.to_owned(), code.clone(), visit.cx.now);
    let look = visit.state.store.read(move |tx| sign_in::holder_of_code(tx, &named, tried.expose(), now));
    let (account, known) = match visit.guard().mailed_code(username, look).await? {
        Tried::Right(holder) => holder,
        Tried::Wrong => return Ok(Err(Message::MailedCode)),
        Tried::Wait(seconds) => return Ok(Err(Message::TooManyAttempts { seconds })),
    };
    // There is no current one to compare with: who forgot it may choose it again.
    if let Err(refusal) = sign_in::may_become(&visit.sign_in().policy, &Secret::new(""), &new, &known) {
        return Ok(Err(password::message(refusal)));
    }
    let hash = visit.guard().hash(&new).await?;
    replaced(visit, account, code, hash).await
}

async fn replaced(visit: &Visit, account: Account, code: Secret, hash: PasswordHash) -> Result<Result<(), Message>, Stop> {
    let language = visit.language().code();
    let work = move |tx: &mut storage::WriteTx<'_>| sign_in::recover_password(tx, &account, code.expose(), &hash, language);
    match visit.state.store.write(visit.cx.clone(), work).await {
        Ok(Some(())) => Ok(Ok(())),
        // Somebody else was first with it.
        Ok(None) | Err(SignInError::AccountChanged) => Ok(Err(Message::MailedCode)),
        Err(error) => Err(error.into()),
    }
}
