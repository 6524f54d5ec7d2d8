use actix_web::HttpResponse;
use oidc::Params;
use pages::{ChangePassword, Message, Trouble};
use service::sign_in::{self, PasswordRefusal, SignInError};
use storage::accounts::Account;
use storage::sessions::Session;
use tokens::machine::Opaque;
use tokens::password::PolicyViolation;
use types::Secret;

use super::PASSWORD;
use super::cookie::Which;
use super::destination::Destination;
use super::form::Form;
use super::journey::Journey;
use super::login;
use super::page::{Stop, redirect_with};
use super::password_guard::NotReplaced;
use super::second_step::{signed_in, still_signed_in};
use super::visit::Visit;

/// The page on which a person chooses another password.
pub(super) async fn get(visit: Visit) -> HttpResponse {
    visit.answer(show(&visit).await)
}

/// Another password.
pub(super) async fn post(visit: Visit, form: Form) -> HttpResponse {
    visit.form(form, change).await
}

/// The page; `first_login`: he has to, because somebody else gave him the one that he has.
pub(super) fn page_of(
    visit: &Visit,
    destination: &Destination,
    first_login: bool,
    origin: Option<&str>,
    error: Option<Message>,
) -> Result<HttpResponse, Stop> {
    let formed = visit.formed();
    let continue_to = destination.path();
    let minimum = visit.sign_in().policy.min_characters;
    let html = ChangePassword {
        language: visit.language(),
        action: PASSWORD,
        csrf: &formed.csrf,
        continue_to: &continue_to,
        first_login,
        minimum,
        error,
    }
    .render();
    login::form_page(html, formed, origin, error)
}

async fn show(visit: &Visit) -> Result<HttpResponse, Stop> {
    signed_in(visit, PASSWORD).await?;
    page_of(visit, &Destination::Home, false, None, None)
}

async fn change(visit: &Visit, form: &Params) -> Result<HttpResponse, Stop> {
    let destination = Destination::parse(form.get("continue")?);
    let session = still_signed_in(visit).await?;
    let person = session.person;
    let own = visit.state.store.read(move |tx| sign_in::own_account(tx, person)).await?;
    let Some((account, known)) = own else { return Err(Trouble::Stale.into()) };
    let first_login = account.must_change;
    let error = if visit.is_genuine(form) {
        match changed(visit, form, &session, account, &known).await? {
            Ok(cookie) => {
                return redirect_with(&destination.path(), &cookie);
            }
            Err(error) => error,
        }
    } else {
        Message::Stale
    };
    let journey = visit.journey_to(&destination).await?;
    page_of(visit, &destination, first_login, journey.as_ref().map(Journey::origin), Some(error))
}

/// The cookie under which his session goes on, or what was wrong.
async fn changed(
    visit: &Visit,
    form: &Params,
    session: &Session,
    account: Account,
    known: &[String],
) -> Result<Result<String, Message>, Stop> {
    let text = |name| Secret::new(form.get(name).ok().flatten().unwrap_or_default());
    let (current, new) = (text("current"), text("new"));
    if new.expose() != text("repeat").expose() {
        return Ok(Err(Message::NotRepeated));
    }
    let (account, hash) = match visit.guard().replacement(account, known, &current, &new).await {
        Ok(replacement) => replacement,
        Err(NotReplaced::Wait(seconds)) => return Ok(Err(Message::TooManyAttempts { seconds })),
        Err(NotReplaced::Refused(refusal)) => return Ok(Err(message(refusal))),
        Err(NotReplaced::Failed(error)) => return Err(error.into()),
    };
    let (cookie, cookie_hash) = Opaque::generate(&visit.cx);
    let own = session.id;
    let work = move |tx: &mut storage::WriteTx<'_>| sign_in::change_password(tx, &account, &hash, own, &cookie_hash);
    match visit.state.store.write(visit.cx.clone(), work).await {
        Ok(_) => Ok(Ok(visit.sign_in().cookies.give(Which::Session, &cookie))),
        Err(SignInError::AccountChanged) => Ok(Err(Message::CurrentPassword)),
        Err(error) => Err(error.into()),
    }
}

/// What the person hears.
pub(super) fn message(refusal: PasswordRefusal) -> Message {
    match refusal {
        PasswordRefusal::Wrong => Message::CurrentPassword,
        PasswordRefusal::Unchanged => Message::Unchanged,
        PasswordRefusal::Policy(PolicyViolation::TooShort { min }) => Message::TooShort { minimum: min },
        PasswordRefusal::Policy(PolicyViolation::TooLong { max }) => Message::TooLong { maximum: max },
        PasswordRefusal::Policy(PolicyViolation::TooCommon | PolicyViolation::OwnData) => Message::TooCommon,
    }
}
