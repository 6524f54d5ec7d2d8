//! Mails that wait to be sent. Sending is the caller's, outside any transaction; codes are made when a mail is taken, and are kept as keyed hashes only.

use audit::{About, Action, NewEvent};
use oidc::back_channel::LEASE;
use serde_json::json;
use storage::mailed_codes::{self, MailedCode, Purpose};
use storage::mails::{self, Due, Errand};
use storage::{ReadTx, WriteTx, recovery_addresses};
use tokens::seal::{Purpose as Sealed, Vault};
use types::{Actor, EmailAddress, Instant, MailId, Parsed, PersonId, Seconds, Secret, SystemActor, Username};

use super::recovery::{CODE_LIFETIME, hash_of};
use super::{Delivery, SignInError, account};
use crate::accounts::typed_over;

/// How many are taken at a time.
const MOST: i64 = 32;
/// How many codes for another password a person has at a time (own choice). A stranger who asks them for him leaves him with codes that are good.
const FOR_PASSWORD: i64 = 3;
/// How many codes a person has at a time, to whatever addresses.
const TO_PERSON: i64 = 6;
/// How many codes that confirm an address go there at a time, whoever says that it is his.
const TO_ADDRESS: i64 = 5;
/// The pauses before a mail is tried again, the last of them again and again: within the half hour that a code is good, five times more.
const PAUSES: [Seconds; 7] = [Seconds(10), Seconds(60), Seconds(300), Seconds(300), Seconds(300), Seconds(600), Seconds(3600)];

/// A mail that is to be sent now.
#[derive(Clone, Debug)]
pub struct Letter {
    /// To whom.
    pub to: EmailAddress,
    /// What it is about.
    pub subject: Subject,
    due: Due,
}

/// What a mail is about.
#[derive(Clone, Debug)]
pub enum Subject {
    /// A code for another password.
    Password(Secret),
    /// A code that confirms the address.
    Address(Secret),
    /// Codes go to another address, or to none, from now on.
    AddressChanged,
    /// The password was replaced.
    Recovered,
}

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It is on its way.
    Accepted,
    /// It never will be.
    Refused,
    /// Not now.
    Failed,
}

impl Letter {
    /// Its identifier, the same at every try.
    #[must_use]
    pub fn id(&self) -> MailId {
        self.due.id
    }

    /// The code of its language.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.due.language
    }
}

/// Whether any mail is to be sent.
///
/// # Errors
/// When it cannot be read.
pub fn mails_wait(tx: &mut ReadTx<'_>, now: Instant) -> Result<bool, SignInError> {
    Ok(mails::any_due(tx, now)?)
}

/// Takes some of the mails that wait, so that no other process sends them meanwhile, and how many were looked at. Who asked for somebody who has no account or no
/// address, or for too many, is passed over without a word.
///
/// # Errors
/// When they cannot be read or written.
pub fn take_mails(tx: &mut WriteTx<'_>) -> Result<(usize, Vec<Letter>), SignInError> {
    let until = tx.cx().now.plus(LEASE);
    let taken = mails::take(tx, MOST, until)?;
    let (count, mut letters) = (taken.len(), Vec::new());
    for due in taken {
        match written(tx, &due)? {
            Some((to, subject)) => letters.push(Letter { to, subject, due }),
            None => mails::forget(tx, due.id)?,
        }
    }
    Ok((count, letters))
}

/// Notes what became of a mail: done, or to be tried again later.
///
/// # Errors
/// When it cannot be written.
pub fn settle_mail(tx: &mut WriteTx<'_>, letter: &Letter, sent: Sent) -> Result<Delivery, SignInError> {
    let again = Some(tx.cx().now.plus(pause_after(letter.due.tries))).filter(|at| *at < letter.due.expires_at);
    let delivery = match (sent, again) {
        (Sent::Accepted, _) => Delivery::Delivered,
        (Sent::Failed, Some(at)) => {
            mails::postpone(tx, letter.due.id, at)?;
            return Ok(Delivery::Postponed);
        }
        (Sent::Failed | Sent::Refused, _) => Delivery::GivenUp,
    };
    mails::forget(tx, letter.due.id)?;
    Ok(delivery)
}

fn pause_after(tries: i64) -> Seconds {
    let number = usize::try_from(tries.saturating_sub(1)).unwrap_or_default();
    PAUSES.get(number).or(PAUSES.last()).copied().unwrap_or(CODE_LIFETIME)
}

fn written(tx: &mut WriteTx<'_>, due: &Due) -> Result<Option<(EmailAddress, Subject)>, SignInError> {
    match &due.errand {
        Errand::AddressChanged { address } => Ok(Some((address.clone(), Subject::AddressChanged))),
        Errand::Recovered { address } => Ok(Some((address.clone(), Subject::Recovered))),
        Errand::Confirm { person, address } => {
            let purpose = Purpose::Address { address: address.clone() };
            Ok(code_for(tx, due, *person, address, purpose)?.map(|code| (address.clone(), Subject::Address(code))))
        }
        Errand::Forgotten { username } => forgotten(tx, due, username),
    }
}

fn forgotten(tx: &mut WriteTx<'_>, due: &Due, username: &Username) -> Result<Option<(EmailAddress, Subject)>, SignInError> {
    let now = tx.cx().now;
    let Some(account) = account::account(tx, username.as_str())? else { return Ok(None) };
    let person = account.person;
    let Some(found) = recovery_addresses::of_person(tx, person)? else { return Ok(None) };
    if !account::acts(tx, person, now)? {
        return Ok(None);
    }
    let Some(code) = code_for(tx, due, person, &found.address, Purpose::Password {})? else { return Ok(None) };
    if due.tries == 1 {
        let about = About { person: Some(person), ..About::default() };
        let event = NewEvent::of(Action::RecoveryCodeMailed).by(Actor::System(SystemActor::Mail), None).about(about);
        storage::events::append(tx, event.created(&json!({})).map_err(crate::Error::from)?)?;
    }
    Ok(Some((found.address, Subject::Password(code))))
}

/// A code, unless he or the address has too many. A mail that is tried again has another one, which counts as the same.
fn code_for(
    tx: &mut WriteTx<'_>,
    due: &Due,
    person: PersonId,
    address: &EmailAddress,
    purpose: Purpose,
) -> Result<Option<Secret>, SignInError> {
    let (cx, recipient) = (tx.cx(), hash_of_address(tx.vault(), address));
    let had = mailed_codes::count(tx, due.id, person, &recipient, cx.now)?;
    let too_many = match purpose {
        Purpose::Password {} => had.by_both >= FOR_PASSWORD,
        Purpose::Address { .. } => had.by_person >= TO_PERSON || had.by_address >= TO_ADDRESS,
    };
    if too_many {
        return Ok(None);
    }
    let code = typed_over(cx);
    let kept = MailedCode { mail: due.id, person, recipient, purpose, expires_at: cx.now.plus(CODE_LIFETIME) };
    mailed_codes::insert(tx, &hash_of(tx.vault(), code.expose()), &kept)?;
    Ok(Some(code))
}

fn hash_of_address(vault: &Vault, address: &EmailAddress) -> [u8; 32] {
    vault.blind_index(Sealed::MailedCode, format!("address {}", address.as_str().to_lowercase()).as_bytes())
}
