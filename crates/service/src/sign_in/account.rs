use ::persons::may_act;
use audit::{About, Action, NewEvent};
use serde_json::json;
use storage::accounts::{self, Account};
use storage::sessions::Session;
use storage::{ReadTx, WriteTx};
use tokens::password::PasswordHash;
use types::{Actor, Instant, PersonId};

use super::SignInError;

/// The account of a user name. The caller verifies the password against its hash, outside any transaction; when there is no account he does
/// the same work for nobody (`Hasher::verify_unknown`), so that time does not tell who has one.
///
/// # Errors
/// When it cannot be read.
pub fn account(tx: &mut ReadTx<'_>, username: &str) -> Result<Option<Account>, SignInError> {
    Ok(accounts::by_username(tx, username)?.filter(|account| !account.disabled))
}

/// The account of a person who is signed in, and what everybody knows of him: his password must not follow from that.
///
/// # Errors
/// [`SignInError::AccountChanged`] when he has none (any more).
pub fn own_account(tx: &mut ReadTx<'_>, person: PersonId) -> Result<(Account, Vec<String>), SignInError> {
    let account = accounts::of_person(tx, person)?.ok_or(SignInError::AccountChanged)?;
    let person = storage::persons::by_id(tx, person)?.ok_or(SignInError::AccountChanged)?;
    let names = person.name.given.iter().chain(Some(&person.name.family)).map(ToString::to_string);
    let known = names.chain(Some(account.username.clone())).collect();
    Ok((account, known))
}

/// Gives the person of a session another password, when `verified` is still his account. His other sessions end: who knew the old password is out.
///
/// # Errors
/// [`SignInError::AccountChanged`] when the password was changed meanwhile, [`SignInError::SessionEnded`].
pub fn change_password(
    tx: &mut WriteTx<'_>,
    verified: &Account,
    password: &PasswordHash,
    own: &Session,
) -> Result<(), SignInError> {
    let (current, now) = (unchanged(tx, verified)?, tx.cx().now);
    storage::sessions::by_id(tx, own.id, now)?.ok_or(SignInError::SessionEnded)?;
    let changed = Account { password: password.as_str().to_owned(), must_change: false, changed_at: now, ..current.clone() };
    accounts::update(tx, &changed)?;
    let about = About { person: Some(own.person), ..About::default() };
    let event = NewEvent::of(Action::AccountPasswordChanged).by(Actor::Person(own.person), None).about(about);
    // What changed is when, and whether it must change again; of the password not even the hash.
    let shown = |account: &Account| json!({ "mustChange": account.must_change, "changedAt": account.changed_at });
    let event = event.changed(&shown(&current), &shown(&changed)).map_err(crate::Error::from)?;
    storage::events::append(tx, event)?;
    Ok(crate::accounts::end_sessions(tx, &Actor::Person(own.person), own.person, Some(own.id))?)
}

/// The account as it is now, when it is still the one that was verified.
pub(super) fn unchanged(tx: &mut ReadTx<'_>, verified: &Account) -> Result<Account, SignInError> {
    let current = accounts::of_person(tx, verified.person)?.ok_or(SignInError::AccountChanged)?;
    let same = !current.disabled && current.password == verified.password && current.username == verified.username;
    if same { Ok(current) } else { Err(SignInError::AccountChanged) }
}

/// Whether a person exists and may act.
pub(super) fn acts(tx: &mut ReadTx<'_>, person: PersonId, now: Instant) -> Result<bool, SignInError> {
    Ok(storage::persons::by_id(tx, person)?.is_some_and(|person| may_act(&person, now).is_ok()))
}
