//! Where a person is signed in: his browsers, and the applications that go on without him. To see and to end them is his own to do;
//! `accounts::sign_out` is for who could give him another password.

use ::oidc::authentication::Proofs;
use std::collections::BTreeMap;
use storage::refresh_tokens::Family;
use storage::{ReadTx, WriteTx, clients, refresh_tokens};
use types::{Instant, Name, OrganisationId, PersonId, SessionId};

use crate::Error;
use crate::sign_in::{self, Policy, SignInError};

/// A sign-in of a person that still counts somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presence {
    /// By which its tokens name it.
    pub id: SessionId,
    /// When he proved who he is.
    pub since: Instant,
    /// When it ends by itself, everywhere.
    pub until: Instant,
    /// When he last did something in the browser, as far as that is noted.
    pub last_used: Option<Instant>,
    /// How he proved who he is, while the browser is signed in; otherwise only applications go on.
    pub proofs: Option<Proofs>,
    /// For which organisation he acts in the browser.
    pub organisation: Option<(OrganisationId, Name)>,
    /// The applications that go on without him, by name.
    pub applications: Vec<Name>,
}

/// Where a person is signed in, the latest first.
///
/// # Errors
/// When it cannot be read.
pub fn of_person(tx: &mut ReadTx<'_>, me: PersonId, policy: &Policy, now: Instant) -> Result<Vec<Presence>, Error> {
    let mut found = BTreeMap::new();
    for session in storage::sessions::of_person(tx, me, now)? {
        let organisation = match session.organisation {
            Some(id) => storage::organisations::by_id(tx, id)?.map(|one| (id, one.name)),
            None => None,
        };
        // Of one that lay idle for too long only what it gave to applications is left.
        let browser = sign_in::is_open(&session, policy, now);
        let (since, until, last_used) = (session.auth_time, session.expires_at, Some(session.last_used));
        let (proofs, organisation) = (Some(session.proofs).filter(|_| browser), organisation.filter(|_| browser));
        let presence = Presence { id: session.id, since, until, last_used, proofs, organisation, applications: Vec::new() };
        found.insert(session.id, presence);
    }
    for family in refresh_tokens::of_person(tx, me, now)? {
        let name = application(tx, &family)?;
        let grant = family.grant;
        let fresh = Presence {
            id: grant.session,
            since: grant.auth_time,
            until: grant.expires,
            last_used: None,
            proofs: None,
            organisation: None,
            applications: Vec::new(),
        };
        let presence = found.entry(grant.session).or_insert(fresh);
        presence.until = presence.until.max(grant.expires);
        presence.applications.extend(name.filter(|name| !presence.applications.contains(name)));
    }
    let mut all: Vec<Presence> = found.into_values().collect();
    all.sort_by_key(|one| std::cmp::Reverse((one.since, one.id)));
    Ok(all)
}

/// The name of the application that holds refresh tokens, or of its client.
fn application(tx: &mut ReadTx<'_>, family: &Family) -> Result<Option<Name>, Error> {
    let Some((client, _)) = clients::by_id(tx, &family.grant.client_id)? else { return Ok(None) };
    crate::clients::application_name(tx, &client).map(Some)
}

/// A person ends one of his sign-ins: its tokens and its refresh tokens are worth nothing from now on.
///
/// # Errors
/// [`Error::NotFound`] when it is none of his.
pub fn end(tx: &mut WriteTx<'_>, me: PersonId, id: SessionId) -> Result<(), Error> {
    let now = tx.cx().now;
    if !of_person(tx, me, &Policy::default(), now)?.iter().any(|one| one.id == id) {
        return Err(Error::NotFound);
    }
    sign_in::end_named_session(tx, id).map_err(plain)
}

/// A person ends all of his sign-ins but one.
///
/// # Errors
/// When they cannot be written.
pub fn end_others(tx: &mut WriteTx<'_>, me: PersonId, keep: SessionId) -> Result<(), Error> {
    crate::accounts::end_sessions(tx, &types::Actor::Person(me), me, Some(keep)).map(drop)
}

/// Ending asks nothing of the rules of signing in.
fn plain(error: SignInError) -> Error {
    match error {
        SignInError::Service(error) => error,
        _ => Error::NotFound,
    }
}
