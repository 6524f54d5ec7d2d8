use oidc::token::{ClientCredentials, Proof, SpentAssertion, TokenError, accept};
use oidc::{Client, Issuer};
use storage::{ReadTx, WriteTx, clients, used_assertions};
use tokens::machine::MachineSecret;
use types::Instant;

use super::SignInError;

/// A client that proved who it is.
#[derive(Clone, Debug)]
pub struct Proven {
    /// Which.
    pub client: Client,
    /// What it proved it with, when that is good for once: to be [spent](spend) before it gets anything.
    pub assertion: Option<SpentAssertion>,
}

/// The client that presents itself, when it proves who it is: with one of its secrets, with what it signed, or as a public client without (RFC 6749
/// section 2.3).
///
/// # Errors
/// [`SignInError::Token`] with [`TokenError::Client`], never saying what is wrong; an unknown client takes as long as a wrong secret.
pub fn client(tx: &mut ReadTx<'_>, issuer: &Issuer, presented: &ClientCredentials, now: Instant) -> Result<Proven, SignInError> {
    let found = clients::by_id(tx, presented.client_id())?;
    let Some((client, secrets)) = found else {
        let _ = MachineSecret::verify(tx.vault(), "", &[0; 32]);
        return Err(TokenError::Client.into());
    };
    let assertion = match presented.proof_of(&client, now.day())? {
        Proof::Secret(secret) if secrets.accept(tx.vault(), secret.expose(), now) => None,
        Proof::Secret(_) => return Err(TokenError::Client.into()),
        Proof::Assertion(assertion) => Some(accept(assertion.expose(), &client, issuer, now)?),
        Proof::None => None,
    };
    Ok(Proven { client, assertion })
}

/// Accepts an assertion, once (RFC 7523 section 3): whoever reads along has nothing.
///
/// # Errors
/// [`SignInError::Token`] with [`TokenError::Client`] when it was accepted before.
pub fn spend(tx: &mut WriteTx<'_>, assertion: &SpentAssertion) -> Result<(), SignInError> {
    let first = used_assertions::spend(tx, &assertion.digest, assertion.until)?;
    if first { Ok(()) } else { Err(TokenError::Client.into()) }
}
