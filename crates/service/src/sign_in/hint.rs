use oidc::Client;
use oidc::authorize::AuthorizationRequest;
use storage::sessions::Session;
use storage::{ReadTx, clients};
use tokens::claims::IdTokenClaims;
use types::{ClientId, Parsed, PersonId};

use super::SignInError;

/// Whether an ID token of Poort is about a person (the `id_token_hint` of OpenID Connect Core 1.0 section 3.1.2.1 and of RP-Initiated Logout 1.0
/// section 2): by the name that its client knows him by.
///
/// # Errors
/// When it cannot be read.
pub fn is_about(tx: &mut ReadTx<'_>, hint: &IdTokenClaims, person: PersonId) -> Result<bool, SignInError> {
    let Ok(id) = ClientId::parse(&hint.azp) else { return Ok(false) };
    let client = clients::by_id(tx, &id)?.map(|(client, _)| client);
    Ok(client.is_some_and(|client| oidc::subject(tx.vault(), &client, person) == hint.sub))
}

/// The session, when its person is the one for whom alone the client wants an answer: by the name in the `claims` parameter, or that in its
/// `id_token_hint` (`None` for a hint that says nothing). For another person there is no answer, also when he is signed in (OpenID Connect Core 1.0
/// section 3.1.2.2).
#[must_use]
pub fn of_whom_is_asked<'a>(
    tx: &ReadTx<'_>,
    session: Option<&'a Session>,
    client: &Client,
    request: &AuthorizationRequest,
    hint: Option<&IdTokenClaims>,
) -> Option<&'a Session> {
    let known_as = |session: &Session| oidc::subject(tx.vault(), client, session.person);
    let unreadable = request.id_token_hint.is_some() && hint.is_none();
    // Who cannot be told is nobody, where nobody may be asked; elsewhere a hint that says nothing hints nothing.
    let possible = !(unreadable && request.prompt.none);
    let names = [request.sub.as_ref(), hint.map(|hint| &hint.sub)];
    session.filter(|session| possible && names.into_iter().flatten().all(|name| *name == known_as(session)))
}
