use oidc::back_channel::{self, LEASE, TOLD_FOR};
use oidc::{Client, Issuer, RedirectUri};
use storage::session_clients::{self, Due};
use storage::{ReadTx, StorageError, WriteTx, clients};
use tokens::claims::LogoutClaims;
use tokens::jwt::{self, TokenType};
use tokens::keys::{Algorithm, KeyRing};
use types::{ClientId, Instant, PersonId, Seconds, SessionId};

use super::{Delivery, SignInError};

/// How many are told at a time.
const MOST: i64 = 16;
/// For how long a client is remembered without refresh tokens: a session that is renewed by signing in again lasts longer than it began.
const REMEMBERED: Seconds = Seconds(86_400);

/// A client to be told that a session ended.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Where.
    pub address: RedirectUri,
    claims: LogoutClaims,
    algorithm: Algorithm,
    due: Due,
}

/// What became of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// There was an answer, with this status.
    Answered(u16),
    /// There was none.
    Unanswered,
}

impl Notice {
    /// Whom it is for.
    #[must_use]
    pub fn client(&self) -> &ClientId {
        &self.due.client
    }

    /// The logout token, signed as the client's ID tokens are.
    ///
    /// # Errors
    /// [`SignInError::NoKey`], [`SignInError::Sign`].
    pub fn sign(&self, keys: &KeyRing, now: Instant) -> Result<String, SignInError> {
        let key = keys.signer(self.algorithm, now).ok_or(SignInError::NoKey(self.algorithm))?;
        Ok(jwt::sign(key, TokenType::Logout, &self.claims)?)
    }
}

/// Notes that a client takes part in a session, when it wants to be told of its end.
pub(super) fn joined(
    tx: &mut WriteTx<'_>,
    client: &Client,
    session: SessionId,
    person: PersonId,
    lasting: Option<Instant>,
) -> Result<(), StorageError> {
    if client.backchannel_logout_uri.is_none() {
        return Ok(());
    }
    let until = tx.cx().now.plus(REMEMBERED);
    session_clients::note(tx, session, &client.client_id, person, lasting.map_or(until, |lasting| until.max(lasting)))
}

/// Puts down whom to tell, in the transaction in which a session ends: what was acknowledged is told, also by a process that starts later.
pub(crate) fn ended(tx: &mut WriteTx<'_>, session: SessionId) -> Result<(), StorageError> {
    let until = tx.cx().now.plus(TOLD_FOR);
    session_clients::ended(tx, session, until)
}

/// Whether anybody is to be told of anything.
///
/// # Errors
/// When it cannot be read.
pub fn notices_wait(tx: &mut ReadTx<'_>, now: Instant) -> Result<bool, SignInError> {
    Ok(session_clients::any_due(tx, now)?)
}

/// Takes some of the notices that wait, so that no other process sends them meanwhile. Clients that are gone, or want to be told no longer, are passed over.
///
/// # Errors
/// When they cannot be read or written.
pub fn take_notices(tx: &mut WriteTx<'_>, issuer: &Issuer) -> Result<Vec<Notice>, SignInError> {
    let now = tx.cx().now;
    let mut notices = Vec::new();
    for due in session_clients::take(tx, MOST, now.plus(LEASE))? {
        let client = clients::by_id(tx, &due.client)?.map(|(client, _)| client).filter(|client| client.is_active(now.day()));
        let told = client.and_then(|client| client.backchannel_logout_uri.clone().map(|address| (client, address)));
        let Some((client, address)) = told else {
            session_clients::forget(tx, &due)?;
            continue;
        };
        let sub = oidc::subject(tx.vault(), &client, due.person);
        let claims = back_channel::claims(issuer, sub, &client, due.session, now);
        notices.push(Notice { address, claims, algorithm: client.id_token_alg, due });
    }
    Ok(notices)
}

/// Notes what became of a notice: done, or to be tried again later.
///
/// # Errors
/// When it cannot be written.
pub fn settle(tx: &mut WriteTx<'_>, notice: &Notice, told: Told) -> Result<Delivery, SignInError> {
    let again = match told {
        Told::Answered(status) if back_channel::is_final(status) => None,
        _ => back_channel::pause_after(notice.due.tries),
    };
    if let Some(pause) = again {
        session_clients::postpone(tx, &notice.due, tx.cx().now.plus(pause))?;
        return Ok(Delivery::Postponed);
    }
    session_clients::forget(tx, &notice.due)?;
    let success = matches!(told, Told::Answered(status) if (200..300).contains(&status));
    Ok(if success { Delivery::Delivered } else { Delivery::GivenUp })
}
