use ::persons::may_act;
use audit::{About, Action, NewEvent};
use serde_json::json;
use storage::accounts::{self, Account};
use storage::sessions::{self, Session};
use storage::{ReadTx, WriteTx};
use types::{Actor, Instant, PersonId, Seconds};

use super::SignInError;

/// How long a session lives, in seconds, used or not: at most two hours, as at ACM/IDM.
pub const SESSION_SECONDS: Seconds = Seconds(7200);

/// The account of a user name. The caller verifies the password against its hash, outside any transaction; when there is no account he does
/// the same work for nobody (`Hasher::verify_unknown`), so that time does not tell who has one.
///
/// # Errors
/// When it cannot be read.
pub fn account(tx: &mut ReadTx<'_>, username: &str) -> Result<Option<Account>, SignInError> {
    Ok(accounts::by_username(tx, username)?.filter(|account| !account.disabled))
}

/// Signs in the person whose password was right, under the hash of a new cookie.
///
/// # Errors
/// [`SignInError::AccountChanged`] when the password was changed while it was verified, [`SignInError::Person`] for who died or was struck.
pub fn begin_session(tx: &mut WriteTx<'_>, verified: &Account, cookie_hash: &[u8; 32]) -> Result<Session, SignInError> {
    let (cx, now) = (tx.cx(), tx.cx().now);
    let current = accounts::of_person(tx, verified.person)?.ok_or(SignInError::AccountChanged)?;
    if current.disabled || current.password != verified.password || current.username != verified.username {
        return Err(SignInError::AccountChanged);
    }
    let person = storage::persons::by_id(tx, verified.person)?.ok_or(SignInError::AccountChanged)?;
    may_act(&person, now)?;
    let session = Session { id: cx.new_id(), person: person.id, auth_time: now, expires_at: now.plus(SESSION_SECONDS) };
    sessions::insert(tx, cookie_hash, &session)?;
    record(tx, Action::SessionStarted, &session)?;
    Ok(session)
}

/// The session of a cookie, while it lasts and its person may act.
///
/// # Errors
/// When it cannot be read.
pub fn session(tx: &mut ReadTx<'_>, cookie_hash: &[u8; 32], now: Instant) -> Result<Option<Session>, SignInError> {
    let Some(session) = sessions::by_cookie(tx, cookie_hash, now)? else { return Ok(None) };
    Ok(acts(tx, session.person, now)?.then_some(session))
}

/// Signs out: every token of this session is worth nothing from now on where it is introspected.
///
/// # Errors
/// When it cannot be written.
pub fn end_session(tx: &mut WriteTx<'_>, session: &Session) -> Result<(), SignInError> {
    sessions::delete(tx, session.id)?;
    record(tx, Action::SessionEnded, session)
}

/// Whether a person exists and may act.
pub(super) fn acts(tx: &mut ReadTx<'_>, person: PersonId, now: Instant) -> Result<bool, SignInError> {
    Ok(storage::persons::by_id(tx, person)?.is_some_and(|person| may_act(&person, now).is_ok()))
}

/// A person signs in and out for himself: by no mandate.
fn record(tx: &mut WriteTx<'_>, action: Action, session: &Session) -> Result<(), SignInError> {
    let about = About { person: Some(session.person), ..About::default() };
    let event = NewEvent::of(action).by(Actor::Person(session.person), None).about(about);
    let event = event.created(&json!({ "session": session.id })).map_err(crate::Error::from)?;
    Ok(storage::events::append(tx, event)?)
}
