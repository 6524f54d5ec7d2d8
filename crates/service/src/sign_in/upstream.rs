//! Signing in at another provider. What is slow, asking that provider, is the caller's, between [`come_back`] and [`begin_upstream_session`].

use ::persons::{Person, may_act};
use oidc::authentication::Method;
use oidc::relying::{Identity, Named, Pending, Provider, ProviderId};
use storage::sessions::Session;
use storage::{WriteTx, accounts, upstream_links, upstream_sign_ins};
use tokens::machine::Opaque;
use types::{Instant, Secret};

use super::{Policy, SignInError, links, session};

/// A person leaves for another provider: the `state` with which he comes back.
///
/// # Errors
/// When it cannot be written.
pub fn leave(tx: &mut WriteTx<'_>, pending: &Pending) -> Result<Secret, SignInError> {
    let (state, hash) = Opaque::generate(tx.cx());
    upstream_sign_ins::insert(tx, &hash, pending)?;
    Ok(state)
}

/// Who left with a `state`, when it is his browser that comes back, in time, from this provider. Whoever tries, the `state` is spent, on all machines.
///
/// # Errors
/// When it cannot be read or written.
pub fn come_back(
    tx: &mut WriteTx<'_>,
    state: &Secret,
    provider: &ProviderId,
    browser: &Secret,
) -> Result<Option<Pending>, SignInError> {
    let now = tx.cx().now;
    let pending = upstream_sign_ins::take(tx, &Opaque::hash(state.expose()))?;
    Ok(pending.filter(|pending| pending.is_of(tx.vault(), provider, browser, now)))
}

/// Signs in whom another provider named, under the hash of a new cookie; `earlier` as at [`super::begin_session`]. He needs no account; when he has
/// one it is not switched off.
///
/// # Errors
/// [`SignInError::UnknownPerson`], [`SignInError::Person`] for who died or was struck.
pub fn begin_upstream_session(
    tx: &mut WriteTx<'_>,
    provider: &Provider,
    identity: &Identity,
    cookie_hash: &[u8; 32],
    earlier: Option<&[u8; 32]>,
    policy: &Policy,
) -> Result<Session, SignInError> {
    let person = known(tx, provider, &identity.named)?.ok_or(SignInError::UnknownPerson)?;
    let method = Method::Upstream { provider: provider.id.clone(), acr: identity.acr.clone() };
    begin_session_of(tx, &person, (method, identity.auth_time), cookie_hash, earlier, policy)
}

/// The same for whoever proved elsewhere who he is: how, and when.
pub(super) fn begin_session_of(
    tx: &mut WriteTx<'_>,
    person: &Person,
    proven: (Method, Instant),
    cookie_hash: &[u8; 32],
    earlier: Option<&[u8; 32]>,
    policy: &Policy,
) -> Result<Session, SignInError> {
    may_act(person, tx.cx().now)?;
    if accounts::of_person(tx, person.id)?.is_some_and(|account| account.disabled) {
        return Err(SignInError::UnknownPerson);
    }
    session::open(tx, person.id, proven, cookie_hash, earlier, policy)
}

/// By his number; or by what he linked, where the provider knows none.
fn known(tx: &mut WriteTx<'_>, provider: &Provider, named: &Named) -> Result<Option<Person>, SignInError> {
    let subject = match named {
        Named::Insz(insz) => return Ok(storage::persons::by_insz(tx, *insz)?),
        Named::Subject(subject) => links::hash_of(tx.vault(), provider, subject),
    };
    let Some(link) = upstream_links::find(tx, &subject)? else { return Ok(None) };
    upstream_links::used(tx, &subject)?;
    Ok(storage::persons::by_id(tx, link.person)?)
}
