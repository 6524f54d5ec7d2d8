//! The second factor of a person: an authenticator app, with recovery codes for who has lost it. Who has one is asked for it after every password.

use audit::Action;
use oidc::authentication::Method;
use serde::Deserialize;
use serde_json::json;
use storage::second_factors::{self, SecondFactor};
use storage::sessions::{self, Session};
use storage::{ReadTx, StorageError, WriteTx};
use tokens::totp::{self, RECOVERY_CODES, TotpSecret};
use types::{Actor, Context, Instant, PersonId, Seconds, Secret};

use super::SignInError;
use super::oneself::record;
use super::session::is_recent;

/// How long a secret that was offered may be confirmed.
const OFFERED: Seconds = Seconds(900);

/// Who needs a second factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SecondFactorRule {
    /// Who chose to have one.
    #[default]
    Voluntary,
    /// Everybody with a mandate, before he gets a token with which he could use it.
    Required,
}

/// A secret that a person may bring into his app, and what his confirmation carries along.
pub struct Offer {
    /// The secret.
    pub secret: TotpSecret,
    /// The same, sealed for this session.
    pub sealed: String,
}

/// The second factor that a person has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Enrolled {
    /// Since when.
    pub since: Instant,
    /// How many recovery codes are left.
    pub codes_left: usize,
}

/// Whether the person of a session is still to be asked for his second factor.
///
/// # Errors
/// When it cannot be read.
pub fn wants_second_factor(tx: &mut ReadTx<'_>, session: &Session) -> Result<bool, SignInError> {
    Ok(!session.proofs.has_two_factors() && second_factors::of_person(tx, session.person)?.is_some())
}

/// The second factor of a person, if he has one.
///
/// # Errors
/// When it cannot be read.
pub fn second_factor(tx: &mut ReadTx<'_>, person: PersonId) -> Result<Option<Enrolled>, SignInError> {
    let Some(factor) = second_factors::of_person(tx, person)? else { return Ok(None) };
    Ok(Some(Enrolled { since: factor.since, codes_left: second_factors::codes_left(tx, person)? }))
}

/// Offers a secret to the person of a session, who signed in not long ago. Nothing is kept: what is confirmed comes back sealed.
///
/// # Errors
/// [`SignInError::SessionEnded`] when he did longer ago.
pub fn offer(tx: &mut ReadTx<'_>, session: &Session, cx: &Context) -> Result<Offer, SignInError> {
    if !is_recent(session, cx.now) {
        return Err(SignInError::SessionEnded);
    }
    let secret = TotpSecret::generate(cx);
    let sealed = secret.seal_text(tx.vault(), &offered_to(session, cx.now), cx).map_err(|_| corrupt())?;
    Ok(Offer { sealed: format!("{}.{sealed}", cx.now.unix()), secret })
}

/// The secret that was offered to the person of a session, not too long ago.
///
/// # Errors
/// [`SignInError::SessionEnded`] when it was not.
pub fn offered(tx: &mut ReadTx<'_>, session: &Session, sealed: &str, now: Instant) -> Result<TotpSecret, SignInError> {
    let (at, sealed) = sealed.split_once('.').ok_or(SignInError::SessionEnded)?;
    let at = at.parse().ok().and_then(|at| Instant::from_unix(at).ok()).ok_or(SignInError::SessionEnded)?;
    let fresh = at <= now && now < at.plus(OFFERED);
    let secret = TotpSecret::open_text(tx.vault(), &offered_to(session, at), sealed).ok().filter(|_| fresh);
    secret.ok_or(SignInError::SessionEnded)
}

/// Enrols the person of a session with the secret that was offered to him, when the code is that of his app: the recovery codes, to be shown this
/// once. His session goes on under another cookie, stronger; his others end, which never proved this. `None` for a wrong code.
///
/// # Errors
/// [`SignInError::SessionEnded`] for a secret that was not offered to him; [`crate::Error::Exists`] when he has one.
pub fn enrol(
    tx: &mut WriteTx<'_>,
    session: &Session,
    sealed: &str,
    code: &str,
    cookie_hash: &[u8; 32],
) -> Result<Option<Vec<Secret>>, SignInError> {
    let (cx, person) = (tx.cx(), session.person);
    let current = sessions::by_id(tx, session.id, cx.now)?.ok_or(SignInError::SessionEnded)?;
    let secret = offered(tx, &current, sealed, cx.now)?;
    let Some(step) = secret.accepts(code, cx.now, None) else { return Ok(None) };
    let sealed = secret.seal(tx.vault(), &owner(person), cx).map_err(|_| corrupt())?;
    second_factors::insert(tx, &SecondFactor { person, sealed, since: cx.now, last_step: step }).map_err(crate::Error::from)?;
    let codes = give_codes(tx, person)?;
    record(tx, Action::SecondFactorEnrolled, person, &json!({ "method": "totp", "recoveryCodes": codes.len() }))?;
    raise(tx, &current, Method::Totp, cookie_hash)?;
    crate::accounts::end_sessions(tx, &Actor::Person(person), person, Some(session.id))?;
    Ok(Some(codes))
}

/// A person proves his second factor with a code of his app, or a recovery code: his session goes on under another cookie, stronger. Each code
/// works once, on all machines. `None` for a wrong one.
///
/// # Errors
/// [`SignInError::SessionEnded`].
pub fn prove(
    tx: &mut WriteTx<'_>,
    session: &Session,
    code: &str,
    cookie_hash: &[u8; 32],
) -> Result<Option<Session>, SignInError> {
    let now = tx.cx().now;
    let current = sessions::by_id(tx, session.id, now)?.ok_or(SignInError::SessionEnded)?;
    match spend(tx, current.person, code)? {
        Some(method) => raise(tx, &current, method, cookie_hash).map(Some),
        None => Ok(None),
    }
}

/// A person gives himself other recovery codes, with a code of his second factor. `None` for a wrong one.
///
/// # Errors
/// When they cannot be written.
pub fn renew_codes(tx: &mut WriteTx<'_>, session: &Session, code: &str) -> Result<Option<Vec<Secret>>, SignInError> {
    if spend(tx, session.person, code)?.is_none() {
        return Ok(None);
    }
    let codes = give_codes(tx, session.person)?;
    record(tx, Action::RecoveryCodesRenewed, session.person, &json!({ "recoveryCodes": codes.len() }))?;
    Ok(Some(codes))
}

/// A person does without his second factor from now on, with a code of it. `None` for a wrong one.
///
/// # Errors
/// When it cannot be written.
pub fn remove(tx: &mut WriteTx<'_>, session: &Session, code: &str) -> Result<Option<()>, SignInError> {
    if spend(tx, session.person, code)?.is_none() {
        return Ok(None);
    }
    second_factors::delete(tx, session.person)?;
    record(tx, Action::SecondFactorRemoved, session.person, &json!({ "method": "totp" }))?;
    Ok(Some(()))
}

/// Uses a code up: that of a time step, or a recovery code. What it was.
fn spend(tx: &mut WriteTx<'_>, person: PersonId, code: &str) -> Result<Option<Method>, SignInError> {
    let now = tx.cx().now;
    let Some(factor) = second_factors::of_person(tx, person)? else { return Ok(None) };
    let secret = TotpSecret::open(tx.vault(), &owner(person), &factor.sealed).map_err(|_| corrupt())?;
    if let Some(step) = secret.accepts(code, now, Some(factor.last_step)) {
        second_factors::used(tx, person, step)?;
        return Ok(Some(Method::Totp));
    }
    let hash = totp::recovery_hash(tx.vault(), &owner(person), code);
    if !second_factors::spend_code(tx, person, &hash)? {
        return Ok(None);
    }
    let left = second_factors::codes_left(tx, person)?;
    record(tx, Action::RecoveryCodeUsed, person, &json!({ "left": left }))?;
    Ok(Some(Method::RecoveryCode))
}

fn raise(tx: &mut WriteTx<'_>, session: &Session, method: Method, cookie_hash: &[u8; 32]) -> Result<Session, SignInError> {
    let now = tx.cx().now;
    let raised = Session { proofs: session.proofs.clone().with(method, now), last_used: now, ..session.clone() };
    sessions::renew(tx, cookie_hash, &raised)?;
    record(tx, Action::SessionRaised, session.person, &json!({ "session": session.id, "methods": raised.proofs.amr() }))?;
    Ok(raised)
}

fn give_codes(tx: &mut WriteTx<'_>, person: PersonId) -> Result<Vec<Secret>, SignInError> {
    let cx = tx.cx();
    let codes: Vec<Secret> = (0..RECOVERY_CODES).map(|_| totp::recovery_code(cx)).collect();
    let hashes: Vec<_> = codes.iter().map(|code| totp::recovery_hash(tx.vault(), &owner(person), code.expose())).collect();
    second_factors::give_codes(tx, person, &hashes)?;
    Ok(codes)
}

fn owner(person: PersonId) -> Vec<u8> {
    person.to_string().into_bytes()
}

/// An offer is for one session and one moment: nobody confirms another's, nor an old one under another date.
fn offered_to(session: &Session, at: Instant) -> Vec<u8> {
    format!("offer {} {} {}", session.person, session.id, at.unix()).into_bytes()
}

fn corrupt() -> SignInError {
    StorageError::Corrupt { what: "a second factor".into() }.into()
}
