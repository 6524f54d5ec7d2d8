use ::persons::may_act;
use audit::Action;
use serde_json::json;
use storage::accounts::{self, Account};
use storage::{ReadTx, WriteTx, sessions};
use tokens::password::PasswordHash;
use types::{Actor, Instant, PersonId, SessionId};

use super::SignInError;
use super::oneself::record_change;

/// The account of a user name. The caller verifies the password against its hash, outside any transaction; when there is no account he does
/// the same work for nobody (`Hasher::verify_unknown`), so that time does not tell who has one.
///
/// # Errors
/// When it cannot be read.
pub fn account(tx: &mut ReadTx<'_>, username: &str) -> Result<Option<Account>, SignInError> {
    Ok(accounts::by_username(tx, username)?.filter(|account| !account.disabled))
}

/// The account of a person who is signed in, and what everybody knows of him: his password must not follow from that. Nothing when he has none.
///
/// # Errors
/// When it cannot be read.
pub fn own_account(tx: &mut ReadTx<'_>, person: PersonId) -> Result<Option<(Account, Vec<String>)>, SignInError> {
    let account = accounts::of_person(tx, person)?.filter(|account| !account.disabled);
    let Some((account, person)) = account.zip(storage::persons::by_id(tx, person)?) else { return Ok(None) };
    let names = person.name.given.iter().chain(Some(&person.name.family)).map(ToString::to_string);
    let known = names.chain(Some(account.username.clone())).collect();
    Ok(Some((account, known)))
}

/// Gives the person of a session another password, when `verified` is still his account. His other sessions end: who knew the old password is out.
/// His own goes on, under the hash of a new cookie: whoever has the old one has nothing any more.
///
/// # Errors
/// [`SignInError::AccountChanged`] when the password was changed meanwhile.
pub fn change_password(
    tx: &mut WriteTx<'_>,
    verified: &Account,
    password: &PasswordHash,
    own: SessionId,
    cookie_hash: &[u8; 32],
) -> Result<Account, SignInError> {
    let (current, now) = (unchanged(tx, verified)?, tx.cx().now);
    let changed = Account { password: password.as_str().to_owned(), must_change: false, changed_at: now, ..current.clone() };
    accounts::update(tx, &changed)?;
    // What changed is when, and whether it must change again; of the password not even the hash.
    let shown = |account: &Account| json!({ "mustChange": account.must_change, "changedAt": account.changed_at });
    record_change(tx, Action::AccountPasswordChanged, current.person, &shown(&current), &shown(&changed))?;
    // Of a token with refresh tokens beside it the session may be over already.
    if let Some(session) = sessions::by_id(tx, own, now)?.filter(|session| session.person == current.person) {
        sessions::renew(tx, cookie_hash, &session)?;
    }
    crate::accounts::end_sessions(tx, &Actor::Person(current.person), current.person, Some(own))?;
    Ok(changed)
}

/// Keeps the same password under a dearer hash. It is no other password: when it was set stays as it was.
pub(super) fn rehash(tx: &mut WriteTx<'_>, current: &Account, dearer: &PasswordHash) -> Result<(), SignInError> {
    let before = PasswordHash::parse(&current.password).ok().map(|hash| hash.cost().to_string());
    accounts::update(tx, &Account { password: dearer.as_str().to_owned(), ..current.clone() })?;
    let before = before.map_or_else(|| json!({}), |cost| json!({ "hash": cost }));
    let after = json!({ "hash": dearer.cost().to_string() });
    record_change(tx, Action::AccountPasswordRehashed, current.person, &before, &after)
}

/// The account as it is now, when its password is still the one that was verified; its hash may be a dearer one, from a sign-in at the same time.
pub(super) fn unchanged(tx: &mut ReadTx<'_>, verified: &Account) -> Result<Account, SignInError> {
    let current = accounts::of_person(tx, verified.person)?.ok_or(SignInError::AccountChanged)?;
    let same = !current.disabled && current.changed_at == verified.changed_at && current.username == verified.username;
    if same { Ok(current) } else { Err(SignInError::AccountChanged) }
}

/// Whether a person exists and may act.
pub(super) fn acts(tx: &mut ReadTx<'_>, person: PersonId, now: Instant) -> Result<bool, SignInError> {
    Ok(storage::persons::by_id(tx, person)?.is_some_and(|person| may_act(&person, now).is_ok()))
}
