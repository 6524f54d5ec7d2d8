//! A person forgot his password: how he gets another one by mail, and where that mail goes.
//!
//! It goes to an address that he set himself, while he was signed in, with his password, and confirmed; never to one that an administrator may write,
//! who could take his account over with it. Whether somebody has an account is looked at when the mail is sent: whoever asked does not wait for that.

use audit::{About, Action, NewEvent};
use serde_json::json;
use storage::accounts::Account;
use storage::mailed_codes::{self, Purpose};
use storage::mails::{self, Errand};
use storage::recovery_addresses::{self, RecoveryAddress};
use storage::sessions::Session;
use storage::{ReadTx, WriteTx, accounts, sessions};
use tokens::password::PasswordHash;
use tokens::seal::{Purpose as Sealed, Vault};
use types::{Actor, EmailAddress, Instant, PersonId, Seconds, Username};

use super::oneself::record;
use super::session::is_recent;
use super::{SignInError, account};
use crate::Error;
use crate::accounts::replace_password;

/// How long a code is good, and how long it is tried to mail one, in seconds (own choice).
pub const CODE_LIFETIME: Seconds = Seconds(1800);
/// How long it is tried to tell of what happened.
const TOLD_FOR: Seconds = Seconds(86_400);
/// The language in which a person is told what somebody else did.
const DEFAULT_LANGUAGE: &str = "nl";

/// Somebody says that he forgot the password of an account. What is done is the same whether it exists or not.
///
/// # Errors
/// When it cannot be written.
pub fn ask_recovery(tx: &mut WriteTx<'_>, username: Username, language: &str) -> Result<(), SignInError> {
    let until = tx.cx().now.plus(CODE_LIFETIME);
    Ok(mails::insert(tx, Errand::Forgotten { username }, language, until)?)
}

/// Whose password a code from a mail can replace, when it is his user name that is given with it: his account, and what his password must not follow from.
///
/// # Errors
/// When it cannot be read.
pub fn holder_of_code(
    tx: &mut ReadTx<'_>,
    username: &str,
    code: &str,
    now: Instant,
) -> Result<Option<(Account, Vec<String>)>, SignInError> {
    let found = mailed_codes::find(tx, &hash_of(tx.vault(), code), now)?;
    let account = account::account(tx, username)?;
    let Some((account, (person, Purpose::Password {}))) = account.zip(found) else { return Ok(None) };
    if person != account.person || !account::acts(tx, person, now)? {
        return Ok(None);
    }
    account::own_account(tx, person)
}

/// Gives who has the code another password, as `reset_password` of an administrator would; he signs in with it then, with his second factor when he has
/// one. Every code that was mailed to him is spent. `None` when the code is no good any more.
///
/// # Errors
/// [`SignInError::AccountChanged`] when the account was changed meanwhile.
pub fn recover_password(
    tx: &mut WriteTx<'_>,
    verified: &Account,
    code: &str,
    password: &PasswordHash,
    language: &str,
) -> Result<Option<()>, SignInError> {
    let now = tx.cx().now;
    let current = account::unchanged(tx, verified)?;
    let person = current.person;
    if holder_of_code(tx, &current.username, code, now)?.is_none() {
        return Ok(None);
    }
    let after = Account { password: password.as_str().to_owned(), must_change: false, changed_at: now, ..current };
    record(tx, Action::AccountPasswordRecovered, person, &json!({ "changedAt": now }))?;
    replace_password(tx, &Actor::Person(person), &after)?;
    if let Some(RecoveryAddress { address, .. }) = recovery_addresses::of_person(tx, person)? {
        tell(tx, Errand::Recovered { address }, language)?;
    }
    Ok(Some(()))
}

/// Where codes for a person go.
///
/// # Errors
/// When it cannot be read.
pub fn recovery_address(tx: &mut ReadTx<'_>, person: PersonId) -> Result<Option<RecoveryAddress>, SignInError> {
    Ok(recovery_addresses::of_person(tx, person)?)
}

/// The person of a session, who gave his password right now, wants codes to go to an address: a code goes there to confirm it.
///
/// # Errors
/// [`SignInError::SessionEnded`] for who signed in too long ago; [`SignInError::AccountChanged`] when the password was changed meanwhile.
pub fn propose_address(
    tx: &mut WriteTx<'_>,
    session: &Session,
    verified: &Account,
    address: EmailAddress,
    language: &str,
) -> Result<(), SignInError> {
    let (now, person) = (tx.cx().now, recent(tx, session)?.person);
    let current = account::unchanged(tx, verified)?;
    if current.person != person {
        return Err(SignInError::AccountChanged);
    }
    Ok(mails::insert(tx, Errand::Confirm { person, address }, language, now.plus(CODE_LIFETIME))?)
}

/// The person of a session confirms with a code that he reads the mail of an address: codes go there from now on. The former one is told. `None` for a
/// code that is no good.
///
/// # Errors
/// [`SignInError::SessionEnded`] for who signed in too long ago.
pub fn confirm_address(tx: &mut WriteTx<'_>, session: &Session, code: &str, language: &str) -> Result<Option<()>, SignInError> {
    let (now, person) = (tx.cx().now, recent(tx, session)?.person);
    let hash = hash_of(tx.vault(), code);
    let found = mailed_codes::find(tx, &hash, now)?;
    let Some(Purpose::Address { address }) = found.filter(|(owner, _)| *owner == person).map(|(_, purpose)| purpose) else {
        return Ok(None);
    };
    // Whoever has a code in his mail from before has nothing any more.
    mailed_codes::end_of_person(tx, person)?;
    let former = recovery_addresses::of_person(tx, person)?;
    recovery_addresses::set(tx, person, &address)?;
    record(tx, Action::RecoveryAddressSet, person, &json!({ "replaced": former.is_some() }))?;
    if let Some(former) = former.filter(|former| former.address != address) {
        tell(tx, Errand::AddressChanged { address: former.address }, language)?;
    }
    Ok(Some(()))
}

/// The person of a session has no such address any more; it is told.
///
/// # Errors
/// [`SignInError::SessionEnded`] for who signed in too long ago.
pub fn remove_address(tx: &mut WriteTx<'_>, session: &Session, language: &str) -> Result<(), SignInError> {
    let person = recent(tx, session)?.person;
    Ok(taken_away(tx, &Actor::Person(person), person, language)?)
}

/// The same for who gets another password from an administrator.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn forget_address(tx: &mut WriteTx<'_>, actor: &Actor, person: PersonId) -> Result<(), Error> {
    taken_away(tx, actor, person, DEFAULT_LANGUAGE)
}

fn taken_away(tx: &mut WriteTx<'_>, actor: &Actor, person: PersonId, language: &str) -> Result<(), Error> {
    let Some(RecoveryAddress { address, .. }) = recovery_addresses::of_person(tx, person)? else { return Ok(()) };
    recovery_addresses::delete(tx, person)?;
    mailed_codes::end_of_person(tx, person)?;
    let about = About { person: Some(person), ..About::default() };
    let event = NewEvent::of(Action::RecoveryAddressRemoved).by(actor.clone(), None).about(about);
    storage::events::append(tx, event.created(&json!({}))?)?;
    tell(tx, Errand::AddressChanged { address }, language)
}

fn tell(tx: &mut WriteTx<'_>, errand: Errand, language: &str) -> Result<(), Error> {
    let until = tx.cx().now.plus(TOLD_FOR);
    Ok(mails::insert(tx, errand, language, until)?)
}

/// The session as it is now, of who signed in not long ago and has an account.
fn recent(tx: &mut WriteTx<'_>, session: &Session) -> Result<Session, SignInError> {
    let now = tx.cx().now;
    let current = sessions::by_id(tx, session.id, now)?.filter(|current| is_recent(current, now));
    let current = current.ok_or(SignInError::SessionEnded)?;
    accounts::of_person(tx, current.person)?.filter(|account| !account.disabled).ok_or(SignInError::AccountChanged)?;
    Ok(current)
}

/// The hash under which a code is kept, however it is typed: with or without dashes, in capitals.
pub(super) fn hash_of(vault: &Vault, code: &str) -> [u8; 32] {
    let typed: String = code.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    vault.blind_index(Sealed::MailedCode, format!("code {typed}").as_bytes())
}
