use oidc::Client;
use oidc::token::{ExchangeRequest, RefreshGrant, TokenError};
use storage::ReadTx;
use tokens::claims::AccessTokenClaims;
use types::{Context, Instant};

use super::code::{Basis, tokens_of};
use super::facts::{Asked, told};
use super::issue::Unsigned;
use super::{Issuance, SignInError, live};

/// Gives an authenticated client a token for another API, for the person of a verified token that was meant for this client: with what he may now and no
/// more than that token had, until that ends, and with the session (or the refresh tokens) in which it does (RFC 8693).
///
/// # Errors
/// [`SignInError::Token`]: [`TokenError::Subject`] for a token that is worth nothing, is not of a person or not for this client; and what
/// [`ExchangeRequest::give`] refuses.
pub fn exchange(
    tx: &mut ReadTx<'_>,
    issuance: &Issuance,
    client: &Client,
    request: &ExchangeRequest,
    subject: &AccessTokenClaims,
    cx: &Context,
) -> Result<Unsigned, SignInError> {
    let given = request.give(subject, client)?;
    let holder = live::holder(tx, subject, cx.now)?.ok_or(TokenError::Subject)?;
    let (person, organisation, scopes) = (holder.person, holder.organisation, &given.scopes);
    let told = told(tx, &issuance.catalogue, &Asked { person, client, scopes, organisation, at: cx.now })?;
    // For whom he acts no longer, nobody acts for him.
    let told = told.filter(|told| organisation.is_none() || told.subject.organisation.is_some()).ok_or(TokenError::Subject)?;
    let moment = |seconds: i64| Instant::from_unix(seconds).map_err(|_| TokenError::Subject);
    let grant = RefreshGrant {
        client_id: client.client_id.clone(),
        person,
        session: holder.session,
        organisation,
        scopes: scopes.clone(),
        auth_time: moment(subject.auth_time.unwrap_or(subject.iat).unix())?,
        acr: subject.acr.clone(),
        // Told in ID tokens only.
        amr: Vec::new(),
        cnf: None,
        expires: moment(subject.exp.unix())?,
    };
    let basis = Basis { grant: &grant, scopes, nonce: None, family: holder.family };
    let (mut tokens, _) = tokens_of(issuance, client, basis, told, cx).ok_or(TokenError::Subject)?;
    tokens.access.aud = given.audience;
    tokens.access.act = Some(given.act);
    Ok(tokens)
}
