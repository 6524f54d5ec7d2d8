use oidc::authorize::AuthorizationRequest;
use oidc::claims;
use oidc::token::{CodeGrant, CodeRequest, RefreshGrant, TokenError, redeem};
use oidc::{Client, GrantType, Level, Scopes};
use storage::codes::Kept;
use storage::refresh_tokens::{self, Family};
use storage::sessions::{self, Session};
use storage::{WriteTx, codes, revoked_tokens};
use tokens::claims::{Audience, IdTokenClaims};
use tokens::machine::Opaque;
use types::{Context, FamilyId, Instant, OrganisationId, Parsed, Seconds, Secret};

use super::consent::Agreed;
use super::facts::{Asked, Told, told};
use super::issue::{self, Roles, Unsigned};
use super::policy::Policy;
use super::refresh::FAMILY_CLAIM;
use super::session::is_open;
use super::step::suffices;
use super::{Issuance, SignInError, back_channel, choices, consent, revoke};

/// What became of a code (or refresh token) that came back.
#[derive(Clone, Debug)]
pub enum Redeemed {
    /// It gave these tokens.
    Tokens(Box<Unsigned>),
    /// It had given tokens before: whoever has those has them no longer (RFC 6749 section 4.1.2).
    Again,
    /// It gives none, for now or for ever; what was noted of that stays.
    NotYet(TokenError),
}

impl Redeemed {
    /// The tokens; a code that came back again gives none.
    ///
    /// # Errors
    /// [`TokenError::Grant`].
    pub fn tokens(self) -> Result<Unsigned, SignInError> {
        match self {
            Self::Tokens(tokens) => Ok(*tokens),
            Self::Again => Err(TokenError::Grant.into()),
            Self::NotYet(error) => Err(error.into()),
        }
    }
}

/// Gives a code for the person of a session, for the organisation that he chose (none at a client of doelgroep level); the session goes on for it.
///
/// # Errors
/// [`SignInError::SessionEnded`], [`SignInError::NoAccess`] for an organisation that is not among his [`choices`], when he proved too little, or did not
/// agree to what he has to agree to.
pub fn issue_code(
    tx: &mut WriteTx<'_>,
    session: &Session,
    client: &Client,
    request: &AuthorizationRequest,
    organisation: Option<OrganisationId>,
    policy: &Policy,
    agreed: Agreed,
) -> Result<Secret, SignInError> {
    let cx = tx.cx();
    let (session, organisation) = permitted(tx, session, client, request, organisation, policy)?;
    consent::settle(tx, &session, client, request, agreed)?;
    let (code, hash) = Opaque::generate(cx);
    codes::insert(tx, &hash, &grant(&session, client, request, organisation, cx))?;
    Ok(code)
}

/// The session as it is now, and the organisation for which its person goes on (none at a client of doelgroep level), when that is his to choose and he
/// proved enough; the session goes on for it.
pub(super) fn permitted(
    tx: &mut WriteTx<'_>,
    session: &Session,
    client: &Client,
    request: &AuthorizationRequest,
    organisation: Option<OrganisationId>,
    policy: &Policy,
) -> Result<(Session, Option<OrganisationId>), SignInError> {
    let now = tx.cx().now;
    let session = sessions::by_id(tx, session.id, now)?.filter(|session| is_open(session, policy, now));
    let session = session.ok_or(SignInError::SessionEnded)?;
    let choices = choices(tx, session.person, client, &request.scopes, now)?;
    let organisation = organisation.filter(|_| client.level == Level::Organisation);
    let may = match organisation {
        None => choices.without,
        Some(chosen) => choices.organisations.iter().any(|choice| choice.organisation == chosen),
    };
    if !may || request.client_id != client.client_id || !suffices(tx, &session, request, policy, now)? {
        return Err(SignInError::NoAccess);
    }
    if organisation.is_some() && organisation != session.organisation {
        sessions::choose(tx, session.id, organisation)?;
    }
    Ok((session, organisation))
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
        dpop_jkt: request.dpop_jkt.clone(),
        auth_time: session.auth_time,
        acr: request.asks_acr.then(|| session.proofs.acr().to_owned()),
        amr: if request.asks_acr { session.proofs.amr() } else { Vec::new() },
        family: request.scopes.offline().then(|| cx.new_id()),
        expires: cx.now.plus(Seconds(client.code_seconds)),
    }
}

/// Gives the tokens for a code to an authenticated client, once. When it is refused everything stays as it was, so that another client cannot
/// spoil the code of the one that it was made for; when its own client brings it a second time, the tokens that it gave are revoked.
///
/// # Errors
/// [`SignInError::Token`] with [`TokenError::Grant`], never saying what is wrong.
pub fn redeem_code(
    tx: &mut WriteTx<'_>,
    issuance: &Issuance,
    client: &Client,
    request: &CodeRequest,
) -> Result<Redeemed, SignInError> {
    let now = tx.cx().now;
    let hash = Opaque::hash(request.code.expose());
    let kept = codes::find(tx, &hash)?.ok_or(TokenError::Grant)?;
    if let Some(jti) = &kept.redeemed_as {
        return again(tx, client, &kept, jti);
    }
    let grant = redeem(kept.grant, request, client, now)?;
    let (nonce, family) = (grant.nonce.clone(), grant.family);
    let (tokens, until) = begin(tx, issuance, client, grant.until(now).bound_for(client, &request.shown), nonce, family)?;
    codes::redeemed(tx, &hash, &tokens.access.jti, until)?;
    Ok(Redeemed::Tokens(Box::new(tokens)))
}

/// The first tokens of a person at a client, and until when the access token lasts: they end with his session, or with the refresh tokens of `family` that
/// begin beside them, as the grant does from now on.
pub(super) fn begin(
    tx: &mut WriteTx<'_>,
    issuance: &Issuance,
    client: &Client,
    grant: RefreshGrant,
    nonce: Option<String>,
    family: Option<FamilyId>,
) -> Result<(Unsigned, Instant), SignInError> {
    let (cx, now) = (tx.cx(), tx.cx().now);
    let family = family.filter(|_| client.may(GrantType::RefreshToken));
    let session = sessions::by_id(tx, grant.session, now)?.ok_or(TokenError::Grant)?;
    if !consent::is_given(tx, grant.person, client)? {
        return Err(TokenError::Grant.into());
    }
    let lasting = family.map(|_| now.plus(Seconds(client.refresh_token_seconds)));
    let grant = RefreshGrant { expires: lasting.unwrap_or(session.expires_at), ..grant };
    let (person, organisation, scopes) = (grant.person, grant.organisation, &grant.scopes);
    let told = told(tx, &issuance.catalogue, &Asked { person, client, scopes, organisation, at: now })?;
    let told = told.ok_or(TokenError::Grant)?;
    let tokens = tokens_of(issuance, client, Basis { grant: &grant, scopes, nonce, family }, told, cx);
    let (mut tokens, until) = tokens.ok_or(TokenError::Grant)?;
    back_channel::joined(tx, client, session.id, session.person, lasting)?;
    if let Some(id) = family {
        let (token, token_hash) = Opaque::generate(cx);
        refresh_tokens::begin(tx, &Family { id, grant }, &token_hash)?;
        tokens = tokens.with_refresh(token);
    }
    Ok((tokens, until))
}

/// A code that was redeemed comes back: somebody else may have it too.
fn again(tx: &mut WriteTx<'_>, client: &Client, kept: &Kept, jti: &str) -> Result<Redeemed, SignInError> {
    if kept.grant.client_id != client.client_id {
        return Err(TokenError::Grant.into());
    }
    let family = kept.grant.family.map(|family| refresh_tokens::end(tx, family)).transpose()?;
    let token = revoked_tokens::revoke(tx, jti, kept.expires_at)?;
    if token || family == Some(true) {
        revoke::record(tx, client, Some(kept.grant.person), Some(kept.grant.session), "codeReused")?;
    }
    Ok(Redeemed::Again)
}

/// What tokens are made on.
pub(super) struct Basis<'a> {
    pub(super) grant: &'a RefreshGrant,
    /// Those of the grant, or fewer.
    pub(super) scopes: &'a Scopes,
    pub(super) nonce: Option<String>,
    /// The refresh tokens beside them.
    pub(super) family: Option<FamilyId>,
}

/// A token ends with the session from which it came, or the refresh tokens beside it, at the latest (own choice): both are gone at the same moment.
pub(super) fn tokens_of(
    issuance: &Issuance,
    client: &Client,
    Basis { grant, scopes, nonce, family }: Basis<'_>,
    mut told: Told,
    cx: &Context,
) -> Option<(Unsigned, Instant)> {
    told.untils.push(grant.expires);
    let sub = told.subject.sub.clone();
    let mut access = issue::access_token(issuance, client, scopes, sub, &told.untils, cx)?;
    access.auth_time = Some(grant.auth_time.into());
    access.acr = grant.acr.clone();
    access.sid = Some(grant.session.to_string());
    access.extra = claims::access_token(&told.subject, scopes);
    issue::put_organisation(&mut access.extra, grant.organisation);
    issue::put_person(&mut access.extra, scopes, grant.person);
    if let Some(id) = family {
        access.extra.insert(FAMILY_CLAIM.to_owned(), id.to_string().into());
    }
    let id = scopes.has("openid").then(|| IdTokenClaims {
        iss: access.iss.clone(),
        sub: access.sub.clone(),
        aud: Audience::one(client.client_id.as_str()),
        azp: access.client_id.clone(),
        iat: access.iat,
        exp: access.exp,
        nonce,
        at_hash: None,
        acr: grant.acr.clone(),
        amr: grant.amr.clone(),
        auth_time: access.auth_time,
        sid: access.sid.clone(),
        extra: claims::id_token(&told.subject, scopes, client),
    });
    let roles = Roles::of(issuance, claims::role_claims(&told.subject, scopes), scopes);
    let (access_alg, id_alg, scopes) = (client.access_token_alg, client.id_token_alg, scopes.clone());
    let until = cx.now.plus(Seconds(access.exp.unix() - cx.now.unix()));
    Some((Unsigned { access, id, refresh: None, access_alg, id_alg, roles, scopes, now: cx.now }, until))
}
