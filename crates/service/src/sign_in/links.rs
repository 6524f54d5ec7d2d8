//! Who a person is at other providers that know no national number: he links himself, while he is signed in by something else.

use audit::Action;
use oidc::authentication::Method;
use oidc::relying::{Named, Provider, ProviderId};
use serde_json::json;
use storage::sessions::{self, Session};
use storage::upstream_links::{self, UpstreamLink};
use storage::{ReadTx, WriteTx};
use tokens::seal::{Purpose, Vault};
use types::{Instant, PersonId};

use super::SignInError;
use super::oneself::record;
use super::session::is_recent;

/// How many a person has at most.
pub const MOST_LINKS: usize = 8;

/// Whether the person of a session may link himself to who he is at a provider: he signed in not long ago, and not only there.
#[must_use]
pub fn may_link(session: &Session, provider: &ProviderId, now: Instant) -> bool {
    let there = |method: &Method| matches!(method, Method::Upstream { provider: there, .. } if there == provider);
    is_recent(session, now) && session.proofs.iter().any(|proof| !there(&proof.method))
}

/// Those of a person.
///
/// # Errors
/// When they cannot be read.
pub fn links(tx: &mut ReadTx<'_>, person: PersonId) -> Result<Vec<UpstreamLink>, SignInError> {
    Ok(upstream_links::of_person(tx, person)?)
}

/// Links the person of a session to who the provider says that he is there; what he is already stays.
///
/// # Errors
/// [`SignInError::SessionEnded`] for who may not ([`may_link`]) or has enough of them; [`crate::Error::Exists`] when somebody else is that, or the provider
/// knows people by their number.
pub fn link(tx: &mut WriteTx<'_>, session: &Session, provider: &Provider, named: &Named) -> Result<(), SignInError> {
    let (now, Named::Subject(subject)) = (tx.cx().now, named) else { return Err(crate::Error::Exists.into()) };
    let current = sessions::by_id(tx, session.id, now)?.filter(|current| may_link(current, &provider.id, now));
    let person = current.ok_or(SignInError::SessionEnded)?.person;
    let subject = hash_of(tx.vault(), provider, subject);
    match upstream_links::find(tx, &subject)? {
        Some(own) if own.person == person => return Ok(()),
        Some(_) => return Err(crate::Error::Exists.into()),
        None => {}
    }
    if upstream_links::of_person(tx, person)?.len() >= MOST_LINKS {
        return Err(SignInError::SessionEnded);
    }
    upstream_links::insert(tx, &subject, person, &provider.id)?;
    record(tx, Action::UpstreamLinked, person, &json!({ "provider": provider.id }))
}

/// The person of a session takes one of his away; one that he does not have is gone already.
///
/// # Errors
/// [`SignInError::SessionEnded`] for who signed in too long ago.
pub fn unlink(tx: &mut WriteTx<'_>, session: &Session, subject: &[u8]) -> Result<(), SignInError> {
    let now = tx.cx().now;
    let current = sessions::by_id(tx, session.id, now)?.filter(|current| is_recent(current, now));
    let person = current.ok_or(SignInError::SessionEnded)?.person;
    match upstream_links::delete(tx, person, subject)? {
        Some(provider) => record(tx, Action::UpstreamUnlinked, person, &json!({ "provider": provider })),
        None => Ok(()),
    }
}

/// Who somebody is at an issuer, as it is kept. The issuer, not what it is called here: another provider under the same name is another.
pub(super) fn hash_of(vault: &Vault, provider: &Provider, subject: &str) -> [u8; 32] {
    vault.blind_index(Purpose::Subject, format!("upstream\n{}\n{subject}", provider.issuer).as_bytes())
}
