//! Accounts: how a person signs in with a password. An administrator gives a temporary one, which its owner must change at his first sign-in.
//!
//! A password is hashed before the transaction, by the caller ([`may_manage`] says beforehand whether that is worth while); neither it nor its
//! hash is in any event.

use ::mandates::{Denied, Holder, Mandate};
use ::werkrelaties::{State, Werkrelatie};
use audit::{About, Action, NewEvent};
use serde_json::json;
use storage::accounts::Account;
use storage::{Known, ReadTx, WriteTx};
use thiserror::Error as ThisError;
use tokens::password::PasswordHash;
use types::{Actor, Context, Instant, Parsed, PersonId, Reason, Secret, SessionId, Username};

use crate::caller::{path, paths_of};
use crate::record::{self, Deed};
use crate::sign_in::{back_channel, recovery};
use crate::{Caller, Error};

/// Why an account is not this administrator's to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ThisError)]
pub enum AccountError {
    /// His organisations are not all the caller's.
    #[error(
        "your mandates do not cover every organisation where this person works: somebody who administers all of them decides"
    )]
    NotCovered,
    /// He has power, or a right, that the caller could not give.
    #[error("this person has mandates or rights that are not yours to give: somebody who could give them decides")]
    MorePowerful,
}

impl AccountError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotCovered => "accountNotCovered",
            Self::MorePowerful => "accountMorePowerful",
        }
    }
}

/// A password of 100 bits to be told once and changed at the first sign-in: `xxxxx-xxxxx-xxxxx-xxxxx`, without letters that look like others.
#[must_use]
pub fn temporary_password(cx: &Context) -> Secret {
    typed_over(cx)
}

/// A text of 100 bits that people type over: see [`temporary_password`].
pub(crate) fn typed_over(cx: &Context) -> Secret {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut text = String::new();
    for (at, byte) in cx.random::<20>().into_iter().enumerate() {
        if at > 0 && at % 5 == 0 {
            text.push('-');
        }
        text.extend(LETTERS.get(usize::from(byte % 32)).map(|letter| char::from(*letter)));
    }
    Secret::new(text)
}

/// Gives a person an account. `temporary`: the password was given by somebody else, and must be changed at the first sign-in.
///
/// # Errors
/// As [`may_manage`]; [`Error::Exists`] when he has an account or the user name is taken.
pub fn create(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    person: PersonId,
    username: &Username,
    password: &PasswordHash,
    temporary: bool,
) -> Result<Account, Error> {
    let now = tx.cx().now;
    let deed = Deed::of(caller, manages(tx, caller, person, now)?, None);
    let account = Account {
        person,
        username: username.as_str().to_owned(),
        password: password.as_str().to_owned(),
        must_change: temporary,
        changed_at: now,
        disabled: false,
    };
    storage::accounts::insert(tx, &account)?;
    told(tx, &deed, Action::AccountCreated, &account)?;
    Ok(account)
}

/// Gives a person another password, which he must change; an account that was switched off works again. His sessions, passkeys and recovery address end.
///
/// # Errors
/// As [`may_manage`]; [`Error::NotFound`] when he has no account.
pub fn reset_password(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    person: PersonId,
    password: &PasswordHash,
) -> Result<Account, Error> {
    let now = tx.cx().now;
    let deed = Deed::of(caller, manages(tx, caller, person, now)?, None);
    let before = storage::accounts::of_person(tx, person)?.ok_or(Error::NotFound)?;
    let after = Account { password: password.as_str().to_owned(), must_change: true, changed_at: now, disabled: false, ..before };
    told(tx, &deed, Action::AccountPasswordReset, &after)?;
    replace_password(tx, &caller.actor, &after)?;
    // Nor does he who set a recovery address while he had the account get in by it.
    recovery::forget_address(tx, &caller.actor, person)?;
    Ok(after)
}

/// Keeps an account with another password, that its owner forgot or somebody else knew: his sessions, passkeys and links to other providers
/// end. Whoever made one while he had the account is out too.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn replace_password(tx: &mut WriteTx<'_>, actor: &Actor, after: &Account) -> Result<(), Error> {
    storage::accounts::update(tx, after)?;
    storage::passkeys::delete_of(tx, after.person)?;
    storage::upstream_links::delete_of(tx, after.person)?;
    end_sessions(tx, actor, after.person, None)?;
    Ok(())
}

/// Switches an account off, until its person gets another password. His sessions end.
///
/// # Errors
/// As [`reset_password`].
pub fn disable(tx: &mut WriteTx<'_>, caller: &Caller, person: PersonId, reason: Reason) -> Result<Account, Error> {
    let now = tx.cx().now;
    let deed = Deed::of(caller, manages(tx, caller, person, now)?, Some(reason));
    let before = storage::accounts::of_person(tx, person)?.ok_or(Error::NotFound)?;
    let after = Account { disabled: true, ..before };
    storage::accounts::update(tx, &after)?;
    told(tx, &deed, Action::AccountDisabled, &after)?;
    end_sessions(tx, &caller.actor, person, None)?;
    Ok(after)
}

/// Signs a person out everywhere, whether or not he has an account; how many sign-ins ended.
///
/// # Errors
/// As [`may_manage`].
pub fn sign_out(tx: &mut WriteTx<'_>, caller: &Caller, person: PersonId, reason: Reason) -> Result<usize, Error> {
    let now = tx.cx().now;
    let deed = Deed::of(caller, manages(tx, caller, person, now)?, Some(reason));
    let ended = end_sessions(tx, &caller.actor, person, None)?;
    let about = About { person: Some(person), ..About::default() };
    record::created(tx, &deed, Action::AccountSignedOut, about, &json!({ "sessions": ended }))?;
    Ok(ended)
}

/// Takes the second factor of a person away, who lost it, and his passkeys: his password alone signs him in until he gets himself another. His
/// sessions end.
///
/// # Errors
/// As [`may_manage`]; [`Error::NotFound`] when he has none.
pub fn reset_second_factor(tx: &mut WriteTx<'_>, caller: &Caller, person: PersonId, reason: Reason) -> Result<usize, Error> {
    let now = tx.cx().now;
    let deed = Deed::of(caller, manages(tx, caller, person, now)?, Some(reason));
    let (app, passkeys) = (storage::second_factors::delete(tx, person)?, storage::passkeys::delete_of(tx, person)?);
    let links = storage::upstream_links::delete_of(tx, person)?;
    if !app && passkeys + links == 0 {
        return Err(Error::NotFound);
    }
    let ended = end_sessions(tx, &caller.actor, person, None)?;
    let about = About { person: Some(person), ..About::default() };
    record::created(tx, &deed, Action::SecondFactorReset, about, &json!({ "sessions": ended }))?;
    Ok(ended)
}

/// The account of a person.
///
/// # Errors
/// [`Error::NotFound`] when he has none, or is nobody's that the caller administers.
pub fn read(tx: &mut ReadTx<'_>, caller: &Caller, person: PersonId) -> Result<Account, Error> {
    crate::persons::read(tx, caller, person)?;
    storage::accounts::of_person(tx, person)?.ok_or(Error::NotFound)
}

/// Whether the caller may give a person an account or another password: who administers every organisation where he works now or will, and could
/// give every mandate and every right that he has; or runs the platform. Not for himself: that is what changing one's own password is for.
///
/// # Errors
/// [`Error::NotFound`] for a person whom the caller may not read; [`Error::Forbidden`], [`Error::Account`].
pub fn may_manage(tx: &mut ReadTx<'_>, caller: &Caller, person: PersonId, at: Instant) -> Result<(), Error> {
    manages(tx, caller, person, at).map(|_| ())
}

/// Ends the sessions of a person with the refresh tokens that they gave, but for one that he may keep: whoever signed in with the former password
/// is signed out. Codes that were mailed to him are good for nothing any more. How many sessions there were.
///
/// # Errors
/// When they cannot be written.
pub(crate) fn end_sessions(
    tx: &mut WriteTx<'_>,
    actor: &Actor,
    person: PersonId,
    keep: Option<SessionId>,
) -> Result<usize, Error> {
    storage::mailed_codes::end_of_person(tx, person)?;
    let mut ended = storage::sessions::delete_of(tx, person, keep)?;
    let refreshed = storage::refresh_tokens::end_of_person(tx, person, keep)?;
    ended.extend(refreshed.into_iter().filter(|session| !ended.contains(session)).collect::<Vec<_>>());
    for session in &ended {
        let about = About { person: Some(person), ..About::default() };
        let event = NewEvent::of(Action::SessionEnded).by(actor.clone(), None).about(about);
        storage::events::append(tx, event.created(&json!({ "session": session }))?)?;
        back_channel::ended(tx, *session)?;
    }
    Ok(ended.len())
}

fn manages<'c>(tx: &mut ReadTx<'_>, caller: &'c Caller, person: PersonId, at: Instant) -> Result<&'c Mandate, Error> {
    storage::persons::by_id(tx, person)?.ok_or(Error::NotFound)?;
    let powers = &caller.powers;
    let reads = powers.may_read_person(&paths_of(tx, person)?)?;
    powers.never_to_oneself(reads, person)?;
    if let Ok(platform) = powers.sees_everything() {
        return Ok(platform);
    }
    let mut own: Result<&Mandate, Error> = Err(AccountError::NotCovered.into());
    for one in storage::werkrelaties::of_person(tx, person, Known::Now)?.iter().filter(|one| current(one, at)) {
        match powers.may_manage_werkrelaties(&path(tx, one.organisation)?) {
            Err(Denied::Unknown) => return Err(AccountError::NotCovered.into()),
            answer => own = Ok(answer?),
        }
    }
    no_more_powerful(tx, caller, person, at)?;
    let own = own?;
    powers.never_to_oneself(own, person)?;
    Ok(own)
}

/// Now, or later.
fn current(one: &Werkrelatie, at: Instant) -> bool {
    !matches!(::werkrelaties::state(one, at.day()), State::Removed | State::Ended)
}

/// Who can set somebody's password can act as him: only where he could have given him what he may do.
fn no_more_powerful(tx: &mut ReadTx<'_>, caller: &Caller, person: PersonId, at: Instant) -> Result<(), Error> {
    let held = storage::mandates::of_holder(tx, &Holder::Person(person), Known::Now)?;
    for mandate in held.iter().filter(|mandate| mandate.ends_at() > at) {
        let over = crate::mandates::path_of(tx, &mandate.domain)?;
        caller.powers.may_take_back(mandate, over.as_ref()).map_err(|_| AccountError::MorePowerful)?;
    }
    let granted = storage::toekenningen::of_person(tx, person, Known::Now)?;
    for one in granted.iter().filter(|one| gebruikersrechten::effective(one).is_some_and(|span| span.until() > at)) {
        let place = path(tx, one.organisation)?;
        let could = caller.powers.may_revoke(&place, &one.application, &one.right, &one.contexts);
        could.map_err(|_| AccountError::MorePowerful)?;
    }
    Ok(())
}

/// What the history keeps of an account: nothing that helps to guess.
fn told(tx: &mut WriteTx<'_>, deed: &Deed, action: Action, account: &Account) -> Result<(), Error> {
    let about = About { person: Some(account.person), ..About::default() };
    let Account { username, must_change, disabled, .. } = account;
    record::created(tx, deed, action, about, &json!({ "username": username, "mustChange": must_change, "disabled": disabled }))
}
