use oidc::authorize::KeptRequest;
use storage::{ReadTx, WriteTx, authorization_requests};
use tokens::machine::Opaque;
use types::{ClientId, Instant, Secret};

use super::SignInError;

/// Keeps a request that a client pushed or signed, and tells under which reference.
///
/// # Errors
/// When it cannot be written.
pub fn keep_request(tx: &mut WriteTx<'_>, request: &KeptRequest) -> Result<Secret, SignInError> {
    let (reference, hash) = Opaque::generate(tx.cx());
    authorization_requests::insert(tx, &hash, request)?;
    Ok(reference)
}

/// The request that a browser carries for a client, while it lasts.
///
/// # Errors
/// [`SignInError::RequestEnded`] when there is none, or it is another client's.
pub fn kept_request(
    tx: &mut ReadTx<'_>,
    reference: &Secret,
    client: &ClientId,
    now: Instant,
) -> Result<KeptRequest, SignInError> {
    let found = authorization_requests::find(tx, &Opaque::hash(reference.expose()), now)?;
    found.filter(|request| request.client_id == *client).ok_or(SignInError::RequestEnded)
}

/// Opens a request for the first browser that comes with its reference: from then on it goes by another, which only this browser knows (RFC 9126 section 4: a
/// reference is used once).
///
/// # Errors
/// [`SignInError::RequestEnded`].
pub fn open_request(tx: &mut WriteTx<'_>, reference: &Secret, client: &ClientId) -> Result<Secret, SignInError> {
    let now = tx.cx().now;
    let request = kept_request(tx, reference, client, now)?;
    close_request(tx, reference)?;
    keep_request(tx, &request.open(now))
}

/// Ends a request that got its answer: it gets no second one.
///
/// # Errors
/// [`SignInError::RequestEnded`] when it had one.
pub fn close_request(tx: &mut WriteTx<'_>, reference: &Secret) -> Result<(), SignInError> {
    let taken = authorization_requests::take(tx, &Opaque::hash(reference.expose()))?;
    if taken { Ok(()) } else { Err(SignInError::RequestEnded) }
}
