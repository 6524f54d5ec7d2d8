use actix_web::{HttpResponse, web};
use audit::Refused;
use oidc::{Params, encoding};
use pages::{ChangePassword, Message, Trouble};
use service::sign_in::{self, SignInError};
use storage::accounts::Account;
use storage::sessions::Session;
use tokens::password::{PasswordError, PasswordHash, PolicyViolation};
use types::{Actor, Secret};

use super::destination::Destination;
use super::form::Form;
use super::journey::Journey;
use super::login;
use super::page::{Stop, redirect};
use super::visit::Visit;
use super::{LOGIN, PASSWORD};

/// Whether a password is that of an account.
pub(super) enum Verdict {
    /// It is.
    Right(Account),
    /// It is not, or there is no account.
    Wrong,
    /// Nobody looked: there were too many tries. In seconds.
    Wait(u64),
}

/// The page on which a person chooses another password.
pub(super) async fn get(visit: Visit) -> HttpResponse {
    visit.answer(show(&visit).await)
}

/// Another password.
pub(super) async fn post(visit: Visit, form: Form) -> HttpResponse {
    let result = match form.0 {
        Ok(form) => change(&visit, &form).await,
        Err(error) => Err(error.into()),
    };
    visit.answer(result)
}

/// Verifies a password, no more often than the throttle lets it. The one place where one is verified: signing in and changing it both come here.
/// For who has no account the same work is done.
pub(super) async fn verify(visit: &Visit, username: &str, account: Option<Account>, password: &str) -> Result<Verdict, Stop> {
    let (throttle, now) = (&visit.sign_in().throttle, visit.cx.now);
    let begun = match throttle.begin(username, visit.address(), now) {
        Ok(begun) => begun,
        Err(wait) => {
            keep(visit, account.as_ref(), "tooManyAttempts");
            return Ok(Verdict::Wait(u64::try_from(wait.0).unwrap_or(1)));
        }
    };
    let (sign_in, password) = (visit.state.sign_in.clone(), Secret::new(password));
    let stored = account.as_ref().map(|account| PasswordHash::parse(&account.password)).transpose();
    let stored = stored.map_err(|error| password_error(visit, error))?;
    let work = move || match stored {
        Some(stored) => sign_in.hasher.verify(password.expose(), &stored),
        None => sign_in.hasher.verify_unknown(password.expose()),
    };
    let right = blocking(visit, work).await?;
    if !right {
        keep(visit, account.as_ref(), "credentials");
    }
    Ok(match account.filter(|_| right) {
        Some(account) => {
            throttle.succeeded(&begun, now);
            Verdict::Right(account)
        }
        None => Verdict::Wrong,
    })
}

/// Keeps that a password was refused, and whose it would have been; never what was typed.
fn keep(visit: &Visit, account: Option<&Account>, code: &'static str) {
    let actor = account.map(|account| Actor::Person(account.person));
    visit.state.refusals.keep(&visit.cx, Refused::new(&visit.cx, actor, "signIn", code, None));
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
    let html =
        ChangePassword { action: PASSWORD, csrf: &formed.csrf, continue_to: &continue_to, first_login, minimum, error }.render();
    login::form_page(html, formed, origin, error)
}

async fn show(visit: &Visit) -> Result<HttpResponse, Stop> {
    if visit.session().await?.is_some() {
        return page_of(visit, &Destination::Home, false, None, None);
    }
    Ok(redirect(&format!("{LOGIN}?continue={}", encoding::encode(PASSWORD))))
}

async fn change(visit: &Visit, form: &Params) -> Result<HttpResponse, Stop> {
    let destination = Destination::parse(form.get("continue")?);
    let Some(session) = visit.session().await? else { return Err(Trouble::Stale.into()) };
    let person = session.person;
    let (account, known) = visit.state.store.read(move |tx| sign_in::own_account(tx, person)).await?;
    let first_login = account.must_change;
    let error = if visit.is_genuine(form) {
        match changed(visit, form, session, account, &known).await? {
            None => return Ok(redirect(&destination.path())),
            Some(error) => error,
        }
    } else {
        Message::Stale
    };
    let journey = match &destination {
        Destination::Authorization(params) => Some(visit.journey(params).await?),
        _ => None,
    };
    page_of(visit, &destination, first_login, journey.as_ref().map(Journey::origin), Some(error))
}

/// What was wrong; nothing when it is done.
async fn changed(
    visit: &Visit,
    form: &Params,
    session: Session,
    account: Account,
    known: &[String],
) -> Result<Option<Message>, Stop> {
    let text = |name| form.get(name).ok().flatten().unwrap_or_default();
    let (current, new) = (text("current"), text("new"));
    let username = account.username.clone();
    let account = match verify(visit, &username, Some(account), current).await? {
        Verdict::Right(account) => account,
        Verdict::Wrong => return Ok(Some(Message::CurrentPassword)),
        Verdict::Wait(seconds) => return Ok(Some(Message::TooManyAttempts { seconds })),
    };
    if let Some(error) = refused(visit, current, new, text("repeat"), known) {
        return Ok(Some(error));
    }
    let (sign_in, cx, new) = (visit.state.sign_in.clone(), visit.cx.clone(), Secret::new(new));
    let hash = blocking(visit, move || sign_in.hasher.hash(new.expose(), &cx)).await?;
    let done = visit.state.store.write(visit.cx.clone(), move |tx| sign_in::change_password(tx, &account, &hash, &session));
    match done.await {
        Ok(()) => Ok(None),
        Err(SignInError::AccountChanged) => Ok(Some(Message::CurrentPassword)),
        Err(error) => Err(error.into()),
    }
}

fn refused(visit: &Visit, current: &str, new: &str, repeat: &str, known: &[String]) -> Option<Message> {
    if new != repeat {
        return Some(Message::NotRepeated);
    }
    if new == current {
        return Some(Message::Unchanged);
    }
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    match visit.sign_in().policy.check(new, &known).err()? {
        PolicyViolation::TooShort { min } => Some(Message::TooShort { minimum: min }),
        PolicyViolation::TooLong { max } => Some(Message::TooLong { maximum: max }),
        PolicyViolation::TooCommon | PolicyViolation::OwnData => Some(Message::TooCommon),
    }
}

/// Off the thread that serves others: a hash takes 15 ms.
async fn blocking<T: Send + 'static>(
    visit: &Visit,
    work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
) -> Result<T, Stop> {
    let done = web::block(work).await.map_err(|_| Stop::Page(Trouble::Unavailable))?;
    done.map_err(|error| password_error(visit, error))
}

fn password_error(visit: &Visit, error: PasswordError) -> Stop {
    if error == PasswordError::Busy {
        return Trouble::Unavailable.into();
    }
    tracing::error!(trace = %visit.cx.trace, code = error.code(), "a password could not be hashed");
    Trouble::Internal.into()
}
