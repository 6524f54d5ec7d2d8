//! Signing in with an identity card.

use oidc::authentication::Method;
use storage::WriteTx;
use storage::sessions::Session;
use types::Insz;

use super::{Policy, SignInError, upstream};

/// Signs in who showed his card, under the hash of a new cookie; `earlier` as at [`super::begin_session`]. He needs no account; when he has one it is not
/// switched off.
///
/// # Errors
/// [`SignInError::UnknownPerson`], [`SignInError::Person`] for who died or was struck.
pub fn begin_card_session(
    tx: &mut WriteTx<'_>,
    insz: Insz,
    cookie_hash: &[u8; 32],
    earlier: Option<&[u8; 32]>,
    policy: &Policy,
) -> Result<Session, SignInError> {
    let now = tx.cx().now;
    let person = storage::persons::by_insz(tx, insz)?.ok_or(SignInError::UnknownPerson)?;
    upstream::begin_session_of(tx, &person, (Method::Card, now), cookie_hash, earlier, policy)
}
