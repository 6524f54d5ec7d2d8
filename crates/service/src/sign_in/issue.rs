use oidc::claims::expires_at;
use oidc::token::TokenResponse;
use oidc::{Client, Scopes, claims, paths};
use serde_json::{Map, Value};
use tokens::claims::{AccessTokenClaims, Confirmation, IdTokenClaims, at_hash};
use tokens::jwt::{self, SignError, TokenType};
use tokens::keys::{Algorithm, KeyRing, SigningKey};
use tokens::machine::Opaque;
use types::{Context, Instant, OrganisationId, PersonId, Seconds, Secret};

use super::{Issuance, SignInError};

/// The claim by which an access token names the organisation that was chosen, by its id in the API: what the person does with the token he
/// does for that organisation, and introspection computes the roles there anew.
pub const ORGANISATION_CLAIM: &str = "poort_organisation";

/// The claim by which an access token for Poort's own API names its person, who is known there by his `vo_id`: `sub` is a name at the client.
pub const PERSON_CLAIM: &str = "poort_person";

/// Tokens as they will be: to be signed outside the transaction, which a signature would hold up for everybody.
#[derive(Clone, Debug)]
pub struct Unsigned {
    pub(super) access: AccessTokenClaims,
    pub(super) id: Option<IdTokenClaims>,
    pub(super) refresh: Option<Secret>,
    pub(super) access_alg: Algorithm,
    pub(super) id_alg: Algorithm,
    pub(super) roles: Roles,
    pub(super) scopes: Scopes,
    pub(super) now: Instant,
}

impl Unsigned {
    /// Signs them, each with the client's algorithm.
    ///
    /// # Errors
    /// [`SignInError::NoKey`], [`SignInError::Sign`].
    pub fn sign(self, keys: &KeyRing) -> Result<TokenResponse, SignInError> {
        let signer = |algorithm| keys.signer(algorithm, self.now).ok_or(SignInError::NoKey(algorithm));
        let access = sign_access(signer(self.access_alg)?, &self.access, &self.roles)?;
        let id = match self.id {
            Some(claims) => Some(sign_id(signer(self.id_alg)?, claims, &access, &self.roles)?),
            None => None,
        };
        let seconds = self.access.exp.unix() - self.now.unix();
        let answer = TokenResponse::new(access, self.access.cnf.as_ref(), seconds, self.scopes, id);
        Ok(answer.with_refresh(self.refresh.as_ref()))
    }

    /// The same, for nobody but who shows this.
    #[must_use]
    pub fn bound_to(mut self, shown: Confirmation) -> Self {
        self.access.cnf = shown.binding();
        self
    }

    /// The same with a refresh token beside them.
    pub(super) fn with_refresh(self, token: Secret) -> Self {
        Self { refresh: Some(token), ..self }
    }

    /// The claims of the access token.
    #[must_use]
    pub fn access(&self) -> &AccessTokenClaims {
        &self.access
    }
}

/// What of a token may be said elsewhere, and when.
#[derive(Clone, Debug)]
pub(super) struct Roles {
    names: Vec<String>,
    endpoint: String,
    most: usize,
}

impl Roles {
    /// Those of a token with these scopes. Userinfo says them; introspection, where a token does not open that.
    pub(super) fn of(issuance: &Issuance, names: Vec<String>, scopes: &Scopes) -> Self {
        let path = if scopes.has("openid") { paths::USERINFO } else { paths::INTROSPECTION };
        Self { names, endpoint: issuance.issuer.endpoint(path), most: issuance.token_bytes }
    }

    fn are_too_many(&self, signed: &Result<String, SignError>) -> bool {
        match signed {
            Ok(token) => token.len() > self.most,
            Err(error) => matches!(error, SignError::TooLong),
        }
    }
}

fn sign_access(key: &SigningKey, claims: &AccessTokenClaims, roles: &Roles) -> Result<String, SignInError> {
    let whole = jwt::sign(key, TokenType::Access, claims);
    if !roles.are_too_many(&whole) {
        return Ok(whole?);
    }
    let mut claims = claims.clone();
    claims::refer(&mut claims.extra, &roles.names, &roles.endpoint);
    Ok(jwt::sign(key, TokenType::Access, &claims)?)
}

fn sign_id(key: &SigningKey, claims: IdTokenClaims, access: &str, roles: &Roles) -> Result<String, SignInError> {
    let mut claims = IdTokenClaims { at_hash: Some(at_hash(key.algorithm(), access)), ..claims };
    let whole = jwt::sign(key, TokenType::Id, &claims);
    if !roles.are_too_many(&whole) {
        return Ok(whole?);
    }
    claims::refer(&mut claims.extra, &roles.names, &roles.endpoint);
    Ok(jwt::sign(key, TokenType::Id, &claims)?)
}

/// An access token that lives as long as the client's tokens do, and never longer than what it carries. `None` when that is over already.
pub(super) fn access_token(
    issuance: &Issuance,
    client: &Client,
    scopes: &Scopes,
    sub: String,
    untils: &[Instant],
    cx: &Context,
) -> Option<AccessTokenClaims> {
    let exp = expires_at(cx.now, Seconds(client.access_token_seconds), untils.iter().copied());
    (exp.unix() > cx.now.unix()).then(|| AccessTokenClaims {
        iss: issuance.issuer.to_string(),
        sub,
        aud: oidc::audience(scopes, client, &issuance.api_audience),
        exp: exp.into(),
        iat: cx.now.into(),
        nbf: None,
        jti: Opaque::generate(cx).0.expose().to_owned(),
        client_id: client.client_id.to_string(),
        scope: scopes.to_string(),
        auth_time: None,
        acr: None,
        sid: None,
        cnf: None,
        act: None,
        extra: Map::new(),
    })
}

/// Names the chosen organisation.
pub(super) fn put_organisation(claims: &mut Map<String, Value>, organisation: Option<OrganisationId>) {
    if let Some(id) = organisation {
        claims.insert(ORGANISATION_CLAIM.to_owned(), Value::String(id.to_string()));
    }
}

/// Names the person to Poort's own API.
pub(super) fn put_person(claims: &mut Map<String, Value>, scopes: &Scopes, person: PersonId) {
    if scopes.api().next().is_some() {
        claims.insert(PERSON_CLAIM.to_owned(), Value::String(person.to_string()));
    }
}
