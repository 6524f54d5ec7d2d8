//! Whoever tries a password, the code of a second factor, of a mail or of a device comes by here: at the login, to change it, by page and by REST. Tries are
//! held back by one throttle, refused
//! ones are kept, and who has no account costs the same work.

use std::net::IpAddr;

use actix_web::{HttpRequest, web};
use audit::Refused;
use service::sign_in::{self, PasswordRefusal, SignInError};
use storage::WriteTx;
use storage::accounts::Account;
use tokens::password::{Hasher, PasswordError, PasswordHash};
use types::{Actor, Context, PersonId, Seconds, Secret};

use super::openings::What;
use super::throttle::Try;
use crate::State;

/// Stands before the passwords, for one request.
pub(crate) struct PasswordGuard<'a> {
    state: &'a State,
    cx: &'a Context,
    address: IpAddr,
}

/// Whether a password is that of an account.
pub(super) enum Verdict {
    /// It is.
    Right(Account),
    /// It is not, or there is no account.
    Wrong,
    /// Nobody looked: there were too many tries. In seconds.
    Wait(u64),
}

/// What became of the code of a second factor, or from a mail.
pub(super) enum Tried<T> {
    /// It was right.
    Right(T),
    /// It was not.
    Wrong,
    /// Nobody looked: there were too many tries. In seconds.
    Wait(u64),
}

/// Why a password is not replaced.
pub(crate) enum NotReplaced {
    /// Nobody looked: there were too many tries. In seconds.
    Wait(u64),
    /// A rule.
    Refused(PasswordRefusal),
    /// It could not be hashed.
    Failed(PasswordError),
}

impl<'a> PasswordGuard<'a> {
    pub(crate) fn of(request: &HttpRequest, state: &'a State, cx: &'a Context) -> Self {
        Self { state, cx, address: state.sign_in.proxies.caller(request) }
    }

    /// Verifies a password, no more often than the throttle lets it.
    pub(super) async fn verify(
        &self,
        username: &str,
        account: Option<Account>,
        password: &Secret,
    ) -> Result<Verdict, PasswordError> {
        let (throttle, now) = (&self.state.sign_in.throttle, self.cx.now);
        let begun = match throttle.begin(username, self.address, now) {
            Ok(begun) => begun,
            Err(wait) => {
                self.keep(account.as_ref(), "tooManyAttempts");
                return Ok(Verdict::Wait(seconds(wait)));
            }
        };
        let stored = account.as_ref().map(|account| PasswordHash::parse(&account.password)).transpose()?;
        let password = password.clone();
        let work = move |hasher: &Hasher| match stored {
            Some(stored) => hasher.verify(password.expose(), &stored),
            None => hasher.verify_unknown(password.expose()),
        };
        let right = self.blocking(work).await?;
        if !right {
            self.keep(account.as_ref(), "credentials");
        }
        Ok(match account.filter(|_| right) {
            Some(account) => {
                throttle.succeeded(&begun, now);
                Verdict::Right(account)
            }
            None => Verdict::Wrong,
        })
    }

    /// Lets a person who is signed in try the code of a device, or says how many seconds to wait. It counts as wrong until it is said to be
    /// [right](Self::right).
    pub(super) fn guess(&self, person: PersonId) -> Result<Try, u64> {
        self.state.sign_in.throttle.begin(&format!("user code {person}"), self.address, self.cx.now).map_err(|wait| {
            self.state
                .refusals
                .keep(self.cx, Refused::new(self.cx, Some(Actor::Person(person)), "signIn", "tooManyAttempts", None));
            seconds(wait)
        })
    }

    /// Lets a stranger open one more, or tells how many seconds to wait: he fills no table.
    pub(super) fn opens(&self, what: What) -> Result<(), u64> {
        self.state.sign_in.openings.open(what, self.address, self.cx.now).map_err(|wait| {
            self.keep(None, "tooManyOpen");
            seconds(wait)
        })
    }

    /// A device shows what was tried. What was tried wrong before stays counted: he may have a device of his own.
    pub(super) fn right(&self, guess: &Try) {
        self.state.sign_in.throttle.right(guess);
    }

    /// Tries the code of a second factor, or a recovery code, of a person: `work` answers nothing for a wrong one. A right password gives no fresh start
    /// here.
    pub(super) async fn second_factor<T: Send + 'static>(
        &self,
        person: PersonId,
        work: impl FnOnce(&mut WriteTx<'_>) -> Result<Option<T>, SignInError> + Send + 'static,
    ) -> Result<Tried<T>, SignInError> {
        let (throttle, now) = (&self.state.sign_in.throttle, self.cx.now);
        let refused = |code| {
            self.state.refusals.keep(self.cx, Refused::new(self.cx, Some(Actor::Person(person)), "signIn", code, None));
        };
        let begun = match throttle.begin_second(&person.to_string(), self.address, now) {
            Ok(begun) => begun,
            Err(wait) => {
                refused("tooManyAttempts");
                return Ok(Tried::Wait(seconds(wait)));
            }
        };
        let Some(done) = self.state.store.write(self.cx.clone(), work).await? else {
            refused("secondFactorWrong");
            return Ok(Tried::Wrong);
        };
        throttle.succeeded(&begun, now);
        Ok(Tried::Right(done))
    }

    /// Lets somebody ask for a code by mail, or says how many seconds to wait; whose account it would be, and whether there is one, plays no part.
    pub(super) fn asks(&self, username: &str) -> Result<(), u64> {
        let begun = self.state.sign_in.throttle.begin(&format!("asks a code {username}"), self.address, self.cx.now);
        begun.map(drop).map_err(|wait| {
            self.keep(None, "tooManyAttempts");
            seconds(wait)
        })
    }

    /// Tries a code from a mail, for somebody's account; `work` answers nothing for a wrong one. What was tried wrong before stays counted.
    pub(super) async fn mailed_code<T>(
        &self,
        owner: &str,
        work: impl Future<Output = Result<Option<T>, SignInError>>,
    ) -> Result<Tried<T>, SignInError> {
        let (throttle, now) = (&self.state.sign_in.throttle, self.cx.now);
        let begun = match throttle.begin(&format!("mailed code {owner}"), self.address, now) {
            Ok(begun) => begun,
            Err(wait) => {
                self.keep(None, "tooManyAttempts");
                return Ok(Tried::Wait(seconds(wait)));
            }
        };
        let Some(done) = work.await? else {
            self.keep(None, "mailedCodeWrong");
            return Ok(Tried::Wrong);
        };
        throttle.right(&begun);
        Ok(Tried::Right(done))
    }

    /// A password that was right, hashed anew when the hash that is kept costs less than new ones do; another time when too many wait for a hash.
    pub(super) async fn rehashed(&self, account: &Account, password: &Secret) -> Option<PasswordHash> {
        let stored = PasswordHash::parse(&account.password).ok()?;
        if !self.state.sign_in.hasher.needs_rehash(&stored) {
            return None;
        }
        self.hash(password).await.ok()
    }

    /// Verifies the current password of an account, and hashes the one that may take its place. `known`: of its person.
    pub(crate) async fn replacement(
        &self,
        account: Account,
        known: &[String],
        current: &Secret,
        new: &Secret,
    ) -> Result<(Account, PasswordHash), NotReplaced> {
        let username = account.username.clone();
        let account = match self.verify(&username, Some(account), current).await? {
            Verdict::Right(account) => account,
            Verdict::Wrong => return Err(PasswordRefusal::Wrong.into()),
            Verdict::Wait(seconds) => return Err(NotReplaced::Wait(seconds)),
        };
        sign_in::may_become(&self.state.sign_in.policy, current, new, known)?;
        Ok((account, self.hash(new).await?))
    }

    pub(super) async fn hash(&self, password: &Secret) -> Result<PasswordHash, PasswordError> {
        let (password, cx) = (password.clone(), self.cx.clone());
        self.blocking(move |hasher| hasher.hash(password.expose(), &cx)).await
    }

    /// Off the thread that serves others: a hash takes 15 ms.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Hasher) -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let sign_in = self.state.sign_in.clone();
        web::block(move || work(&sign_in.hasher)).await.map_err(|_| PasswordError::Busy)?
    }

    /// Keeps that a password was refused, and whose it would have been; never what was typed.
    fn keep(&self, account: Option<&Account>, code: &'static str) {
        let actor = account.map(|account| Actor::Person(account.person));
        self.state.refusals.keep(self.cx, Refused::new(self.cx, actor, "signIn", code, None));
    }
}

impl From<PasswordError> for NotReplaced {
    fn from(error: PasswordError) -> Self {
        Self::Failed(error)
    }
}

impl From<PasswordRefusal> for NotReplaced {
    fn from(refusal: PasswordRefusal) -> Self {
        Self::Refused(refusal)
    }
}

/// As people are told them.
fn seconds(wait: Seconds) -> u64 {
    u64::try_from(wait.0).unwrap_or(1)
}
