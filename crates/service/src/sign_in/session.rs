use ::persons::may_act;
use audit::Action;
use oidc::authentication::{Method, Proofs};
use oidc::authorize::ACR_CARD;
use serde_json::{Value, json};
use storage::accounts::Account;
use storage::sessions::{self, Session};
use storage::{ReadTx, WriteTx, refresh_tokens};
use tokens::password::PasswordHash;
use types::{Instant, PersonId, Seconds, SessionId};

use super::oneself::record;
use super::policy::Policy;
use super::{SignInError, account, back_channel};

/// How long ago a person may have signed in who gets himself another way to sign in, in seconds: a browser that was left open gives nobody one.
pub const RECENT: Seconds = Seconds(600);

/// How long the use of a session is not noted again, in seconds: it must not cost a write for each request.
const NOTED: Seconds = Seconds(60);

/// Whether a browser may go on with a session: its person did something there not too long ago. What it gave to applications is theirs until it expires.
#[must_use]
pub fn is_open(session: &Session, policy: &Policy, now: Instant) -> bool {
    session.last_used.plus(policy.session_idle_seconds) > now
}

/// Whether it is noted already that a session is in use.
#[must_use]
pub fn is_noted(session: &Session, now: Instant) -> bool {
    session.last_used.plus(NOTED) > now
}

/// Notes that the person of a session does something in its browser.
///
/// # Errors
/// When it cannot be written.
pub fn note_use(tx: &mut WriteTx<'_>, session: &Session) -> Result<(), SignInError> {
    Ok(sessions::used(tx, session.id)?)
}

/// Whether somebody signed in recently enough to get himself another way to sign in: a passkey, an authenticator app.
#[must_use]
pub fn is_recent(session: &Session, now: Instant) -> bool {
    session.auth_time.plus(RECENT) >= now
}

/// Signs in the person whose password was right, under the hash of a new cookie. `earlier` is the hash of the cookie that his browser sent: it
/// opens nothing from now on. When it was his own session that goes on, with what it gave to applications; another person's ends. `dearer`: the
/// same password hashed anew, when the one that is kept costs less than new ones do.
///
/// # Errors
/// [`SignInError::AccountChanged`] when the password was changed while it was verified, [`SignInError::Person`] for who died or was struck.
pub fn begin_session(
    tx: &mut WriteTx<'_>,
    verified: &Account,
    cookie_hash: &[u8; 32],
    earlier: Option<&[u8; 32]>,
    dearer: Option<&PasswordHash>,
    policy: &Policy,
) -> Result<Session, SignInError> {
    let now = tx.cx().now;
    let current = account::unchanged(tx, verified)?;
    let person = storage::persons::by_id(tx, current.person)?.ok_or(SignInError::AccountChanged)?;
    may_act(&person, now)?;
    // Who signed in at the same moment may have kept it already.
    if let Some(dearer) = dearer.filter(|_| current.password == verified.password) {
        account::rehash(tx, &current, dearer)?;
    }
    open(tx, person.id, (Method::Password, now), cookie_hash, earlier, policy)
}

/// Begins the session of a person who proved who he is, in which way and when, or goes on with it: see [`begin_session`].
pub(super) fn open(
    tx: &mut WriteTx<'_>,
    person: PersonId,
    (method, auth_time): (Method, Instant),
    cookie_hash: &[u8; 32],
    earlier: Option<&[u8; 32]>,
    policy: &Policy,
) -> Result<Session, SignInError> {
    let (cx, now) = (tx.cx(), tx.cx().now);
    let earlier = match earlier {
        Some(hash) => sessions::by_cookie(tx, hash, now)?,
        None => None,
    };
    let (expires_at, proofs) = (now.plus(policy.session_seconds), Proofs::begin(method, auth_time));
    let session = match earlier {
        Some(own) if own.person == person => {
            let session = Session { auth_time, expires_at, last_used: now, proofs, ..own };
            sessions::renew(tx, cookie_hash, &session)?;
            session
        }
        other => {
            if let Some(other) = other {
                end_session(tx, &other)?;
            }
            let session = Session { id: cx.new_id(), person, auth_time, expires_at, last_used: now, proofs, organisation: None };
            sessions::insert(tx, cookie_hash, &session)?;
            session
        }
    };
    record(tx, Action::SessionStarted, person, &started(&session))?;
    Ok(session)
}

/// What the history says of a session that begins: also that it was with a card, or at which other provider.
fn started(session: &Session) -> Value {
    let elsewhere = session.proofs.iter().find_map(|proof| match &proof.method {
        Method::Upstream { provider, acr } => Some(json!({ "session": session.id, "provider": provider, "acr": acr })),
        Method::Card => Some(json!({ "session": session.id, "acr": ACR_CARD })),
        _ => None,
    });
    elsewhere.unwrap_or_else(|| json!({ "session": session.id }))
}

/// The session of a cookie, while it lasts, is not idle for too long, and its person may act.
///
/// # Errors
/// When it cannot be read.
pub fn session(
    tx: &mut ReadTx<'_>,
    cookie_hash: &[u8; 32],
    policy: &Policy,
    now: Instant,
) -> Result<Option<Session>, SignInError> {
    let found = sessions::by_cookie(tx, cookie_hash, now)?.filter(|session| is_open(session, policy, now));
    let Some(session) = found else { return Ok(None) };
    Ok(account::acts(tx, session.person, now)?.then_some(session))
}

/// Signs out: every token of this session is worth nothing from now on where it is introspected, nor is any refresh token that it gave.
///
/// # Errors
/// When it cannot be written.
pub fn end_session(tx: &mut WriteTx<'_>, session: &Session) -> Result<(), SignInError> {
    sessions::delete(tx, session.id)?;
    refresh_tokens::end_of_session(tx, session.id)?;
    ended(tx, session.person, session.id)
}

/// The same by the name of the session, and when the session itself ended long ago and only refresh tokens are left of it.
///
/// # Errors
/// When it cannot be written.
pub fn end_named_session(tx: &mut WriteTx<'_>, id: SessionId) -> Result<(), SignInError> {
    let now = tx.cx().now;
    if let Some(session) = sessions::by_id(tx, id, now)? {
        return end_session(tx, &session);
    }
    match refresh_tokens::end_of_session(tx, id)? {
        Some(person) => ended(tx, person, id),
        None => Ok(()),
    }
}

/// Forgets for which organisation a session acts, so that its person chooses again at the next application: the logout of ACM/IDM with `switch`.
///
/// # Errors
/// When it cannot be written.
pub fn switch_organisation(tx: &mut WriteTx<'_>, session: &Session) -> Result<(), SignInError> {
    Ok(sessions::choose(tx, session.id, None)?)
}

fn ended(tx: &mut WriteTx<'_>, person: PersonId, session: SessionId) -> Result<(), SignInError> {
    back_channel::ended(tx, session)?;
    record(tx, Action::SessionEnded, person, &json!({ "session": session }))
}
