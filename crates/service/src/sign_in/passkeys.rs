//! Signing in with a passkey, and what a person does with his own. What a browser answers is checked while reading; what it proved is written afterwards.

use ::passkeys::{Kept, PasskeyError, Passkeys};
use audit::Action;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oidc::authentication::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use storage::passkeys::StoredPasskey;
use storage::sessions::Session;
use storage::{ReadTx, WriteTx, accounts, passkeys, used_assertions};
use tokens::random::sha256;
use tokens::seal::{Purpose, Vault};
use types::{Context, Instant, Name, Parsed, PersonId, Seconds, Secret};

use super::oneself::record;
use super::policy::Policy;
use super::session::{is_recent, open};
use super::{SignInError, account};

/// How many passkeys one person has at most (own choice): a few devices, and some that he lost.
pub const MOST_PASSKEYS: usize = 10;
/// How long a browser may take between the question and the answer, in seconds: as long as it waits itself.
const CEREMONY: Seconds = Seconds(300);
const TICKET: &[u8] = b"passkey";

/// Why nothing came of a passkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasskeyRefusal {
    /// The person has as many as one may have.
    #[error("at most {MOST_PASSKEYS} passkeys")]
    TooMany,
    /// He signed in too long ago to change them.
    #[error("signed in too long ago")]
    NotRecent,
    /// It took too long, or this was answered before.
    #[error("the ceremony has ended")]
    Ended,
    /// It is nobody's, or its owner may not sign in, or it proves nothing.
    #[error(transparent)]
    Passkey(#[from] PasskeyError),
}

impl PasskeyRefusal {
    /// A stable code for callers.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TooMany => "passkeysTooMany",
            Self::NotRecent => "signInNotRecent",
            Self::Ended => "passkeyCeremonyEnded",
            Self::Passkey(error) => error.code(),
        }
    }
}

/// A ceremony that began: what the browser is asked, and what it brings back beside the answer. Poort keeps nothing of it until then.
#[derive(Clone, Debug)]
pub struct Begun {
    /// For the browser.
    pub options: Value,
    /// Sealed; to be brought back once.
    pub ticket: Secret,
}

#[derive(Serialize, Deserialize)]
struct Ticket {
    /// Who adds a passkey; nobody signs in under a ticket for that.
    person: Option<PersonId>,
    state: String,
    until: Instant,
}

/// A passkey that was proven to be there, at this moment, for one ticket.
#[derive(Clone, Debug)]
pub struct Proven {
    owner: PersonId,
    before: Option<StoredPasskey>,
    kept: Kept,
    ticket: [u8; 32],
    until: Instant,
}

/// Asks the browser of a person for a new passkey.
///
/// # Errors
/// [`PasskeyRefusal`].
pub fn begin_passkey(
    tx: &mut ReadTx<'_>,
    with: &Passkeys,
    session: &Session,
    vault: &Vault,
    cx: &Context,
) -> Result<Begun, SignInError> {
    let person = session.person;
    let present = passkeys::of_person(tx, person)?;
    may_add(&present, session, cx.now)?;
    let Some((account, _)) = account::own_account(tx, person)? else { return Err(PasskeyError::Refused.into()) };
    let present: Vec<Kept> = present.into_iter().map(kept).collect();
    let asked = with.begin_enrolment(person, &account.username, &present)?;
    begun(vault, asked.options, Ticket { person: Some(person), state: asked.state, until: cx.now.plus(CEREMONY) }, cx)
}

/// Checks what came back.
///
/// # Errors
/// [`PasskeyRefusal`].
pub fn made_passkey(
    with: &Passkeys,
    session: &Session,
    vault: &Vault,
    ticket: &Secret,
    answer: &Secret,
    now: Instant,
) -> Result<Proven, SignInError> {
    let (opened, digest) = opened(vault, ticket, Some(session.person), now)?;
    let kept = with.enrol(&opened.state, answer.expose())?;
    Ok(Proven { owner: session.person, before: None, kept, ticket: digest, until: opened.until })
}

/// Keeps a passkey that was made, under the name that its owner gives it.
///
/// # Errors
/// [`PasskeyRefusal`], also for a passkey that is there already.
pub fn add_passkey(tx: &mut WriteTx<'_>, session: &Session, made: Proven, name: Name) -> Result<(), SignInError> {
    let now = tx.cx().now;
    may_add(&passkeys::of_person(tx, session.person)?, session, now)?;
    spend(tx, &made)?;
    if passkeys::by_id(tx, &made.kept.credential_id)?.is_some() {
        return Err(PasskeyError::Refused.into());
    }
    record(tx, Action::PasskeyAdded, session.person, &json!({ "name": name.as_str() }))?;
    let Kept { credential_id, passkey } = made.kept;
    Ok(passkeys::insert(
        tx,
        &StoredPasskey { credential_id, person: session.person, name, passkey, created_at: now, used_at: None },
    )?)
}

/// Takes away a passkey of a person; one that is gone stays so.
///
/// # Errors
/// [`PasskeyRefusal::NotRecent`].
pub fn remove_passkey(tx: &mut WriteTx<'_>, session: &Session, credential_id: &[u8]) -> Result<(), SignInError> {
    if !is_recent(session, tx.cx().now) {
        return Err(PasskeyRefusal::NotRecent.into());
    }
    let Some(own) = passkeys::by_id(tx, credential_id)?.filter(|own| own.person == session.person) else { return Ok(()) };
    passkeys::delete(tx, credential_id)?;
    record(tx, Action::PasskeyRemoved, session.person, &json!({ "name": own.name.as_str() }))
}

/// Asks a browser for a passkey, whosever it is.
///
/// # Errors
/// [`PasskeyError::Broken`].
pub fn begin_passkey_sign_in(with: &Passkeys, vault: &Vault, cx: &Context) -> Result<Begun, SignInError> {
    let asked = with.begin_sign_in()?;
    begun(vault, asked.options, Ticket { person: None, state: asked.state, until: cx.now.plus(CEREMONY) }, cx)
}

/// Checks what came back: whose passkey it is, and that it is there.
///
/// # Errors
/// [`PasskeyRefusal`]: the same for a passkey that nobody has and for one that proves nothing.
pub fn proven_passkey(
    tx: &mut ReadTx<'_>,
    with: &Passkeys,
    vault: &Vault,
    ticket: &Secret,
    answer: &Secret,
    now: Instant,
) -> Result<Proven, SignInError> {
    let (opened, digest) = opened(vault, ticket, None, now)?;
    let (owner, id) = with.claimed(answer.expose())?;
    let stored = passkeys::by_id(tx, &id)?.filter(|stored| stored.person == owner).ok_or(PasskeyError::Refused)?;
    let kept = with.sign_in(&opened.state, answer.expose(), &stored.passkey)?;
    Ok(Proven { owner, before: Some(stored), kept, ticket: digest, until: opened.until })
}

/// Signs in whose passkey was proven, under the hash of a new cookie, as [`super::begin_session`] does.
///
/// # Errors
/// [`PasskeyRefusal`], also for who may not sign in, and when the passkey was used or taken away in the meantime.
pub fn passkey_session(
    tx: &mut WriteTx<'_>,
    proven: Proven,
    cookie_hash: &[u8; 32],
    earlier: Option<&[u8; 32]>,
    policy: &Policy,
) -> Result<Session, SignInError> {
    let now = tx.cx().now;
    spend(tx, &proven)?;
    let stored = passkeys::by_id(tx, &proven.kept.credential_id)?.filter(|stored| Some(stored) == proven.before.as_ref());
    let stored = stored.ok_or(PasskeyError::Refused)?;
    let enabled = accounts::of_person(tx, proven.owner)?.is_some_and(|account| !account.disabled);
    if !enabled || !account::acts(tx, proven.owner, now)? {
        return Err(PasskeyError::Refused.into());
    }
    passkeys::update(tx, &StoredPasskey { passkey: proven.kept.passkey, used_at: Some(now), ..stored })?;
    open(tx, proven.owner, (Method::Passkey, now), cookie_hash, earlier, policy)
}

fn may_add(present: &[StoredPasskey], session: &Session, now: Instant) -> Result<(), PasskeyRefusal> {
    if !is_recent(session, now) {
        return Err(PasskeyRefusal::NotRecent);
    }
    if present.len() >= MOST_PASSKEYS { Err(PasskeyRefusal::TooMany) } else { Ok(()) }
}

fn begun(vault: &Vault, options: Value, ticket: Ticket, cx: &Context) -> Result<Begun, SignInError> {
    let plain = serde_json::to_vec(&ticket).map_err(|_| PasskeyError::Broken)?;
    let sealed = vault.seal(Purpose::LoginState, TICKET, &plain, cx).map_err(|_| PasskeyError::Broken)?;
    Ok(Begun { options, ticket: Secret::new(URL_SAFE_NO_PAD.encode(sealed)) })
}

/// A ticket of ours for this very use, and its digest.
fn opened(vault: &Vault, ticket: &Secret, person: Option<PersonId>, now: Instant) -> Result<(Ticket, [u8; 32]), PasskeyRefusal> {
    let sealed = URL_SAFE_NO_PAD.decode(ticket.expose()).map_err(|_| PasskeyRefusal::Ended)?;
    let plain = vault.open(Purpose::LoginState, TICKET, &sealed).map_err(|_| PasskeyRefusal::Ended)?;
    let opened: Ticket = serde_json::from_slice(&plain).map_err(|_| PasskeyRefusal::Ended)?;
    if opened.until <= now || opened.person != person { Err(PasskeyRefusal::Ended) } else { Ok((opened, sha256(&sealed))) }
}

/// A ticket is good once, on all machines.
fn spend(tx: &mut WriteTx<'_>, proven: &Proven) -> Result<(), SignInError> {
    if used_assertions::spend(tx, &proven.ticket, proven.until)? { Ok(()) } else { Err(PasskeyRefusal::Ended.into()) }
}

fn kept(stored: StoredPasskey) -> Kept {
    Kept { credential_id: stored.credential_id, passkey: stored.passkey }
}

impl From<PasskeyError> for SignInError {
    fn from(error: PasskeyError) -> Self {
        Self::Passkey(error.into())
    }
}
