use audit::Action;
use oidc::authorize::AuthorizationRequest;
use oidc::{Client, ConsentRule, Scopes};
use serde_json::json;
use storage::consents::{self, Consent};
use storage::sessions::Session;
use storage::{ReadTx, WriteTx};
use types::PersonId;

use super::SignInError;
use super::oneself::record;

/// Whether the person of a session is asked to agree before this client gets what it asks.
///
/// # Errors
/// When it cannot be read.
pub fn asks_consent(
    tx: &mut ReadTx<'_>,
    session: &Session,
    client: &Client,
    request: &AuthorizationRequest,
) -> Result<bool, SignInError> {
    let agreed = match client.consent {
        ConsentRule::Once => consents::find(tx, session.person, &client.client_id)?,
        ConsentRule::Never | ConsentRule::Always => None,
    };
    Ok(client.consent.asks(request, agreed.map(|consent| consent.scopes).as_ref()))
}

/// What a person said of what a request gives a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreed {
    /// He was shown what this very request gives it, and agrees.
    Yes,
    /// He was not asked.
    NotAsked,
}

/// Whether a person still agrees to what this client was given for him, where he is asked.
///
/// # Errors
/// When it cannot be read.
pub(super) fn is_given(tx: &mut ReadTx<'_>, person: PersonId, client: &Client) -> Result<bool, SignInError> {
    Ok(client.consent == ConsentRule::Never || consents::find(tx, person, &client.client_id)?.is_some())
}

/// Keeps what a person agreed to, where he had to be asked.
///
/// # Errors
/// [`SignInError::NoAccess`] when he had to be, and did not agree.
pub(super) fn settle(
    tx: &mut WriteTx<'_>,
    session: &Session,
    client: &Client,
    request: &AuthorizationRequest,
    agreed: Agreed,
) -> Result<(), SignInError> {
    if !asks_consent(tx, session, client, request)? {
        return Ok(());
    }
    if agreed == Agreed::NotAsked {
        return Err(SignInError::NoAccess);
    }
    let (person, client_id, since) = (session.person, client.client_id.clone(), tx.cx().now);
    let former = consents::find(tx, person, &client_id)?.map(|consent| consent.scopes).unwrap_or_default();
    let scopes: Scopes = former.iter().chain(request.scopes.iter()).cloned().collect();
    consents::put(tx, &Consent { person, client_id, scopes, since })?;
    let told = json!({ "client": client.client_id, "scope": request.scopes, "session": session.id });
    record(tx, Action::ConsentGiven, person, &told)
}
