use oidc::Client;
use oidc::token::{Coming, RefreshRequest, TokenError};
use storage::refresh_tokens::{self, Family};
use storage::{ReadTx, WriteTx};
use tokens::machine::Opaque;
use types::Instant;

use super::code::{Basis, Redeemed, tokens_of};
use super::facts::{Asked, told};
use super::{Issuance, SignInError, revoke};

/// The claim by which an access token names the family of refresh tokens beside it: it ends with that, at Poort.
pub const FAMILY_CLAIM: &str = "poort_family";

/// Gives the next tokens for a refresh token to an authenticated client, with what is true now. A refresh token is used once: when it comes back
/// its whole family ends, with the access tokens of it; but for the same request again within seconds, which gets the same successor. Another client
/// spoils nothing.
///
/// # Errors
/// [`SignInError::Token`] with [`TokenError::Grant`], never saying what is wrong, or [`TokenError::Scope`].
pub fn refresh(
    tx: &mut WriteTx<'_>,
    issuance: &Issuance,
    client: &Client,
    request: &RefreshRequest,
) -> Result<Redeemed, SignInError> {
    let (cx, now) = (tx.cx(), tx.cx().now);
    let hash = Opaque::hash(request.token.expose());
    let found = refresh_tokens::find(tx, &hash)?.filter(|(family, _)| family.grant.client_id == client.client_id);
    let (family, used) = found.ok_or(TokenError::Grant)?;
    let (successor, next) = Opaque::successor(tx.vault(), request.token.expose());
    let next_was_used = refresh_tokens::find(tx, &next)?.is_some_and(|(_, used)| used.is_some());
    let coming = Coming::of(used, next_was_used, now);
    if coming == Coming::Reused {
        end_family(tx, client, &family, "refreshTokenReused")?;
        return Ok(Redeemed::Again);
    }
    let scopes = family.grant.give(request, client, now)?;
    let (person, organisation) = (family.grant.person, family.grant.organisation);
    let told = told(tx, &issuance.catalogue, &Asked { person, client, scopes: &scopes, organisation, at: now })?;
    // For whom he acts no longer, he has nothing to refresh.
    let told = told.filter(|told| organisation.is_none() || told.subject.organisation.is_some()).ok_or(TokenError::Grant)?;
    let basis = Basis { grant: &family.grant, scopes: &scopes, nonce: None, family: Some(family.id) };
    let (tokens, _) = tokens_of(issuance, client, basis, told, cx).ok_or(TokenError::Grant)?;
    if coming == Coming::First {
        refresh_tokens::follow(tx, family.id, &hash, &next)?;
    }
    Ok(Redeemed::Tokens(Box::new(tokens.with_refresh(successor))))
}

/// Ends a family, and says why in the history of its person.
pub(super) fn end_family(
    tx: &mut WriteTx<'_>,
    client: &Client,
    family: &Family,
    because: &'static str,
) -> Result<(), SignInError> {
    if !refresh_tokens::end(tx, family.id)? {
        return Ok(());
    }
    revoke::record(tx, client, Some(family.grant.person), Some(family.grant.session), because)
}

/// The family that an access token names, while it lasts.
pub(super) fn family_of(
    tx: &mut ReadTx<'_>,
    token: &tokens::claims::AccessTokenClaims,
    at: Instant,
) -> Result<Option<Family>, SignInError> {
    let id = token.extra.get(FAMILY_CLAIM).and_then(|id| id.as_str()?.parse().ok());
    let Some(id) = id else { return Ok(None) };
    Ok(refresh_tokens::by_id(tx, id, at)?)
}
