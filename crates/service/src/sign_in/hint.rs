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
