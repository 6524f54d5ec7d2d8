use ::mandates::{Holder, Mandate};
use oidc::token::TokenError;
use oidc::{Client, Scopes, claims};
use organisations::is_active;
use serde_json::{Map, Value};
use storage::ReadTx;
use types::{Context, Doelgroep, Instant, Parsed};

use super::issue::{self, Roles, Unsigned};
use super::{Issuance, SignInError, choices, facts};

/// Gives an authenticated client a token for itself.
///
/// # Errors
/// [`SignInError::Token`] with [`TokenError::Unauthorized`] when the organisation on whose behalf it acts exists no longer.
pub fn client_credentials(
    tx: &mut ReadTx<'_>,
    issuance: &Issuance,
    client: &Client,
    scopes: &Scopes,
    cx: &Context,
) -> Result<Unsigned, SignInError> {
    let (extra, untils) = told(tx, client, scopes, cx.now)?.ok_or(TokenError::Unauthorized)?;
    let sub = client.client_id.to_string();
    let access = issue::access_token(issuance, client, scopes, sub, &untils, cx).ok_or(TokenError::Unauthorized)?;
    let access = tokens::claims::AccessTokenClaims { extra, ..access };
    let (access_alg, id_alg) = (client.access_token_alg, client.id_token_alg);
    let roles = Roles::of(issuance, Vec::new(), scopes);
    Ok(Unsigned { access, id: None, refresh: None, access_alg, id_alg, roles, scopes: scopes.clone(), now: cx.now })
}

/// Claims, and the moments at which something that they say may lapse.
type Said = (Map<String, Value>, Vec<Instant>);

/// Whether a machine may act: the organisation on whose behalf it does exists. One that acts for none is not registered through the API.
pub(super) fn acts(tx: &mut ReadTx<'_>, client: &Client, at: Instant) -> Result<bool, SignInError> {
    let Some(id) = client.organisation else { return Ok(true) };
    Ok(storage::organisations::by_id(tx, id)?.is_some_and(|one| is_active(&one, at.day())))
}

/// What a machine's token says now, and when that may lapse; `None` when its organisation exists no longer.
pub(super) fn told(tx: &mut ReadTx<'_>, client: &Client, scopes: &Scopes, at: Instant) -> Result<Option<Said>, SignInError> {
    let Some(id) = client.organisation else { return Ok(None) };
    let organisation = storage::organisations::by_id(tx, id)?.filter(|one| is_active(one, at.day()));
    let Some(organisation) = organisation else { return Ok(None) };
    let application = match &client.application {
        Some(code) => storage::applications::by_code(tx, code)?.map(|application| application.name),
        None => None,
    };
    let mut untils = vec![facts::client_ends(client), organisation.period.ends_at()];
    if scopes.api().next().is_some() {
        let mandates = choices::in_force(tx, &Holder::Client(client.client_id.clone()), at)?;
        untils.extend(mandates.iter().map(Mandate::ends_at));
    }
    // A Flemish entity is known by its OVO code, every other organisation by its KBO number.
    let gid = organisation.doelgroepen.iter().find(|doelgroep| doelgroep.as_str() == "GID");
    let code = gid.or(organisation.doelgroepen.first()).map(|doelgroep: &Doelgroep| organisation.orgcode(doelgroep));
    let code = code.unwrap_or_else(|| organisation.kbo.to_string());
    let name = application.as_ref().unwrap_or(&client.name);
    Ok(Some((claims::machine(Some(name), &code, &organisation.name), untils)))
}
