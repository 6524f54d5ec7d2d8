use oidc::dpop::{AcceptedProof, ProofError};
use oidc::token::{ClientCredentials, Proof, SpentAssertion, TokenError, accept};
use oidc::{Client, Issuer, RedirectUri, mtls};
use storage::{ReadTx, WriteTx, clients, used_assertions};
use tokens::keys::ClientKeys;
use tokens::machine::MachineSecret;
use types::{ClientId, Instant};

use super::SignInError;

/// A client that proved who it is.
#[derive(Clone, Debug)]
pub struct Proven {
    /// Which.
    pub client: Client,
    /// What it proved it with, when that is good for once: to be [spent](spend) before it gets anything.
    pub assertion: Option<SpentAssertion>,
}

/// The client that presents itself, when it proves who it is: with one of its secrets, with what it signed, by the
/// certificate of its connection, or as a public client without (RFC 6749 section 2.3). `published`: its keys, when it publishes them itself ([`jwks_uri`]).
///
/// # Errors
/// [`SignInError::Token`] with [`TokenError::Client`], never saying what is wrong; an unknown client takes as long as a wrong secret.
pub fn client(
    tx: &mut ReadTx<'_>,
    issuer: &Issuer,
    presented: &ClientCredentials,
    published: Option<&ClientKeys>,
    certificate: Option<&mtls::Shown>,
    now: Instant,
) -> Result<Proven, SignInError> {
    let found = clients::by_id(tx, presented.client_id())?;
    let Some((client, secrets)) = found else {
        let _ = MachineSecret::verify(tx.vault(), "", &[0; 32]);
        return Err(TokenError::Client.into());
    };
    let assertion = match presented.proof_of(&client, now.day())? {
        Proof::Secret(secret) if secrets.accept(tx.vault(), secret.expose(), now) => None,
        Proof::Secret(_) => return Err(TokenError::Client.into()),
        Proof::Assertion(assertion) => {
            Some(accept(assertion.expose(), &client, published.filter(|_| client.jwks_uri.is_some()), issuer, now)?)
        }
        Proof::Certificate => {
            mtls::accept(certificate, &client, published.filter(|_| client.jwks_uri.is_some()), now)?;
            None
        }
        Proof::None => None,
    };
    Ok(Proven { client, assertion })
}

/// Where a client publishes its keys, when it does so itself and is active: to be fetched before the transaction.
///
/// # Errors
/// When it cannot be read.
pub fn jwks_uri(tx: &mut ReadTx<'_>, client: &ClientId, now: Instant) -> Result<Option<RedirectUri>, SignInError> {
    let found = clients::by_id(tx, client)?.filter(|(client, _)| client.is_active(now.day()));
    Ok(found.and_then(|(client, _)| client.jwks_uri))
}

/// Accepts a proof of possession, once: whoever reads along has nothing (RFC 9449 section 11.1).
///
/// # Errors
/// [`SignInError::Token`] with [`TokenError::Proof`] when it was accepted before.
pub fn spend_proof(tx: &mut WriteTx<'_>, proof: &AcceptedProof) -> Result<(), SignInError> {
    let first = used_assertions::spend(tx, &proof.spent.digest, proof.spent.until)?;
    if first { Ok(()) } else { Err(TokenError::from(ProofError::Again).into()) }
}

/// Accepts an assertion, once (RFC 7523 section 3): whoever reads along has nothing.
///
/// # Errors
/// [`SignInError::Token`] with [`TokenError::Client`] when it was accepted before.
pub fn spend(tx: &mut WriteTx<'_>, assertion: &SpentAssertion) -> Result<(), SignInError> {
    let first = used_assertions::spend(tx, &assertion.digest, assertion.until)?;
    if first { Ok(()) } else { Err(TokenError::Client.into()) }
}
