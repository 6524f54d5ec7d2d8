use oidc::Client;
use oidc::token::{ClientCredentials, TokenError};
use storage::{ReadTx, clients};
use tokens::machine::MachineSecret;
use types::Instant;

use super::SignInError;

/// The client that presents itself, when it proves who it is: with one of its secrets, or as a public client without (RFC 6749 section 2.3).
///
/// # Errors
/// [`SignInError::Token`] with [`TokenError::Client`], never saying what is wrong; an unknown client takes as long as a wrong secret.
pub fn client(tx: &mut ReadTx<'_>, presented: &ClientCredentials, now: Instant) -> Result<Client, SignInError> {
    let found = clients::by_id(tx, presented.client_id())?;
    let Some((client, secrets)) = found else {
        let _ = MachineSecret::verify(tx.vault(), "", &[0; 32]);
        return Err(TokenError::Client.into());
    };
    let proven = match presented.secret_for(&client, now.day())? {
        Some(secret) => secrets.accept(tx.vault(), secret.expose(), now),
        None => true,
    };
    if proven { Ok(client) } else { Err(TokenError::Client.into()) }
}
