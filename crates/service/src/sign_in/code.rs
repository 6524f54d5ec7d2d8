use oidc::authorize::AuthorizationRequest;
use oidc::claims;
use oidc::token::{CodeGrant, CodeRequest, TokenError, redeem};
use oidc::{Client, Level};
use storage::sessions::{self, Session};
use storage::{WriteTx, codes};
use tokens::claims::{Audience, IdTokenClaims};
use tokens::machine::Opaque;
use types::{Context, OrganisationId, Parsed, Seconds, Secret};

use super::facts::{Asked, Told, told};
use super::issue::{self, Unsigned};
use super::{Issuance, SignInError, choices};

/// How a person proves who he is here: a password.
pub const ACR_PASSWORD: &str = "urn:be:vlaanderen:authmech:password";

/// Gives a code for the person of a session, for the organisation that he chose (none at a client of doelgroep level).
///
/// # Errors
/// [`SignInError::SessionEnded`], [`SignInError::NoAccess`] for an organisation that is not among his [`choices`].
pub fn issue_code(
    tx: &mut WriteTx<'_>,
    session: &Session,
    client: &Client,
    request: &AuthorizationRequest,
    organisation: Option<OrganisationId>,
) -> Result<Secret, SignInError> {
    let (cx, now) = (tx.cx(), tx.cx().now);
    sessions::by_id(tx, session.id, now)?.ok_or(SignInError::SessionEnded)?;
    let choices = choices(tx, session.person, client, &request.scopes, now)?;
    let organisation = organisation.filter(|_| client.level == Level::Organisation);
    let may = match organisation {
        None => choices.without,
        Some(chosen) => choices.organisations.iter().any(|choice| choice.organisation == chosen),
    };
    if !may || request.client_id != client.client_id {
        return Err(SignInError::NoAccess);
    }
    let (code, hash) = Opaque::generate(cx);
    codes::insert(tx, &hash, &grant(session, client, request, organisation, cx))?;
    Ok(code)
}

fn grant(
    session: &Session,
    client: &Client,
    request: &AuthorizationRequest,
    organisation: Option<OrganisationId>,
    cx: &Context,
) -> CodeGrant {
    CodeGrant {
        client_id: client.client_id.clone(),
        redirect_uri: request.redirect_uri.clone(),
        person: session.person,
        session: session.id,
        organisation,
        scopes: request.scopes.clone(),
        nonce: request.nonce.clone(),
        code_challenge: request.code_challenge.clone(),
        auth_time: session.auth_time,
        acr: (!request.acr_values.is_empty()).then(|| ACR_PASSWORD.to_owned()),
        expires: cx.now.plus(Seconds(client.code_seconds)),
    }
}

/// Gives the tokens for a code to an authenticated client. The code is gone when this succeeds; when it is refused everything stays as it was,
/// so that another client cannot spoil the code of the one that it was made for.
///
/// # Errors
/// [`SignInError::Token`] with [`TokenError::Grant`], never saying what is wrong.
pub fn redeem_code(
    tx: &mut WriteTx<'_>,
    issuance: &Issuance,
    client: &Client,
    request: &CodeRequest,
) -> Result<Unsigned, SignInError> {
    let (cx, now) = (tx.cx(), tx.cx().now);
    let kept = codes::take(tx, &Opaque::hash(request.code.expose()))?.ok_or(TokenError::Grant)?;
    let grant = redeem(kept, request, client, now)?;
    let session = sessions::by_id(tx, grant.session, now)?.ok_or(TokenError::Grant)?;
    let (person, organisation, scopes) = (grant.person, grant.organisation, &grant.scopes);
    let told = told(tx, &issuance.catalogue, &Asked { person, client, scopes, organisation, at: now })?;
    let told = told.ok_or(TokenError::Grant)?;
    Ok(tokens_of(issuance, client, &grant, &session, told, cx).ok_or(TokenError::Grant)?)
}

/// A token ends with the session from which it came, at the latest (own choice): both are gone at the same moment.
fn tokens_of(
    issuance: &Issuance,
    client: &Client,
    grant: &CodeGrant,
    session: &Session,
    mut told: Told,
    cx: &Context,
) -> Option<Unsigned> {
    told.untils.push(session.expires_at);
    let sub = claims::subject(&told.subject);
    let mut access = issue::access_token(issuance, client, &grant.scopes, sub, &told.untils, cx)?;
    access.auth_time = Some(grant.auth_time.into());
    access.acr = grant.acr.clone();
    access.sid = Some(grant.session.to_string());
    access.extra = claims::access_token(&told.subject, &grant.scopes);
    issue::put_organisation(&mut access.extra, grant.organisation);
    let id = grant.scopes.has("openid").then(|| IdTokenClaims {
        iss: access.iss.clone(),
        sub: access.sub.clone(),
        aud: Audience::one(client.client_id.as_str()),
        azp: access.client_id.clone(),
        iat: access.iat,
        exp: access.exp,
        nonce: grant.nonce.clone(),
        at_hash: None,
        acr: grant.acr.clone(),
        auth_time: access.auth_time,
        sid: access.sid.clone(),
        extra: claims::id_token(&told.subject, &grant.scopes, client),
    });
    let (access_alg, id_alg, scopes) = (client.access_token_alg, client.id_token_alg, grant.scopes.clone());
    Some(Unsigned { access, id, access_alg, id_alg, scopes, now: cx.now })
}
