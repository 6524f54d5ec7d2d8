use oidc::introspection::{Introspection, may_see};
use oidc::{Client, Scopes, claims};
use serde_json::{Map, Value};
use storage::{ReadTx, clients, revoked_tokens, sessions};
use tokens::claims::{AccessTokenClaims, Act};
use types::{ClientId, FamilyId, Instant, OrganisationId, Parsed, PersonId, SessionId};

use super::facts::{Asked, told};
use super::issue::{ORGANISATION_CLAIM, PERSON_CLAIM};
use super::refresh::{FAMILY_CLAIM, family_of};
use super::{Issuance, SignInError, account, machine};
use oidc::claims::SubjectFacts;

/// What stands behind a token now.
enum Behind {
    Person(Box<SubjectFacts>),
    Machine(Map<String, Value>),
}

/// What a verified access token is worth now, for a client that asks: roles and organisation as they are at this moment. Worth nothing when
/// its person may not act, its client is not active, its session ended, its scopes were taken from its client, or it is none of the asker's.
///
/// # Errors
/// When it cannot be read.
pub fn introspect(
    tx: &mut ReadTx<'_>,
    issuance: &Issuance,
    asker: &Client,
    token: AccessTokenClaims,
    now: Instant,
) -> Result<Introspection, SignInError> {
    if !may_see(asker.client_id.as_str(), &token) {
        return Ok(Introspection::inactive());
    }
    Ok(match behind(tx, issuance, &token, now)? {
        None => Introspection::inactive(),
        Some((_, _, Behind::Machine(claims))) => Introspection::active(token, claims),
        Some((_, scopes, Behind::Person(subject))) => Introspection::active(token, claims::access_token(&subject, &scopes)),
    })
}

/// The answer of userinfo, and the client for whom it is, to a verified access token of a person with the scope `openid`: as things are now.
///
/// # Errors
/// [`SignInError::Inactive`] for every other token.
pub fn userinfo(
    tx: &mut ReadTx<'_>,
    issuance: &Issuance,
    token: &AccessTokenClaims,
    now: Instant,
) -> Result<(Client, Map<String, Value>), SignInError> {
    match behind(tx, issuance, token, now)? {
        Some((client, scopes, Behind::Person(subject))) if scopes.has("openid") => {
            let claims = claims::userinfo(&subject, &scopes, &client);
            Ok((client, claims))
        }
        _ => Err(SignInError::Inactive),
    }
}

/// Whether a verified access token is still worth something at Poort's own API: its client, its session and its person are as they were when
/// it was issued, and it was not revoked. What it allows is the mandates' to say.
///
/// # Errors
/// [`SignInError::Inactive`] when it is worth nothing any more.
pub fn check(tx: &mut ReadTx<'_>, token: &AccessTokenClaims, now: Instant) -> Result<(), SignInError> {
    let (client, _) = standing(tx, token, now)?.ok_or(SignInError::Inactive)?;
    let stands = if is_of_machine(token) {
        machine::acts(tx, &client, now)?
    } else {
        match behind_person(tx, token, now)? {
            Some(person) => account::acts(tx, person, now)?,
            None => false,
        }
    };
    if stands { Ok(()) } else { Err(SignInError::Inactive) }
}

/// The person of a token, and what he signed in for.
pub(super) struct Token {
    pub(super) person: PersonId,
    pub(super) session: SessionId,
    pub(super) family: Option<FamilyId>,
    pub(super) organisation: Option<OrganisationId>,
}

/// Whose a verified token is, while it is worth something and its person may act; none for a machine's.
pub(super) fn holder(tx: &mut ReadTx<'_>, token: &AccessTokenClaims, now: Instant) -> Result<Option<Token>, SignInError> {
    if is_of_machine(token) || standing(tx, token, now)?.is_none() {
        return Ok(None);
    }
    let Some(person) = behind_person(tx, token, now)? else { return Ok(None) };
    let session: Option<SessionId> = token.sid.as_ref().and_then(|sid| sid.parse().ok());
    let Some(session) = session else { return Ok(None) };
    let family = family_of(tx, token, now)?.map(|family| family.id);
    let acts = account::acts(tx, person, now)?;
    Ok(acts.then(|| Token { person, session, family, organisation: organisation_of(token) }))
}

fn organisation_of(token: &AccessTokenClaims) -> Option<OrganisationId> {
    token.extra.get(ORGANISATION_CLAIM).and_then(Value::as_str)?.parse().ok()
}

/// The client of a token, its scopes and what stands behind it; `None` when it is worth nothing.
fn behind(
    tx: &mut ReadTx<'_>,
    issuance: &Issuance,
    token: &AccessTokenClaims,
    now: Instant,
) -> Result<Option<(Client, Scopes, Behind)>, SignInError> {
    let Some((client, scopes)) = standing(tx, token, now)? else { return Ok(None) };
    let found = if is_of_machine(token) {
        machine::told(tx, &client, &scopes, now)?.map(|(claims, _)| Behind::Machine(claims))
    } else {
        person(tx, issuance, token, &client, &scopes, now)?
    };
    Ok(found.map(|found| (client, scopes, found)))
}

/// The client and scopes of a token that did not end and was not revoked, while its client is active and still has these scopes.
fn standing(tx: &mut ReadTx<'_>, token: &AccessTokenClaims, now: Instant) -> Result<Option<(Client, Scopes)>, SignInError> {
    if token.exp.unix() <= now.unix() || revoked_tokens::is_revoked(tx, &token.jti)? {
        return Ok(None);
    }
    for actor in token.act.iter().flat_map(Act::actors) {
        if !is_active(tx, actor, now)? {
            return Ok(None);
        }
    }
    let (Ok(client_id), Ok(scopes)) = (ClientId::parse(&token.client_id), Scopes::parse(&token.scope)) else { return Ok(None) };
    let client = clients::by_id(tx, &client_id)?.map(|(client, _)| client);
    let client = client.filter(|client| client.is_active(now.day()) && scopes.within(&client.scopes).is_ok());
    Ok(client.map(|client| (client, scopes)))
}

/// A client that acts for somebody by an exchange, or did before another: when one is switched off, so is what it gave on.
fn is_active(tx: &mut ReadTx<'_>, client: &str, now: Instant) -> Result<bool, SignInError> {
    let Ok(id) = ClientId::parse(client) else { return Ok(false) };
    Ok(clients::by_id(tx, &id)?.is_some_and(|(client, _)| client.is_active(now.day())))
}

/// A machine's token is about itself, and came from no session.
fn is_of_machine(token: &AccessTokenClaims) -> bool {
    token.sub == token.client_id && token.sid.is_none()
}

/// The person of a token, while the session lasts from which it came, or the refresh tokens beside it: they know whose they are, `sub` does not.
pub(super) fn behind_person(
    tx: &mut ReadTx<'_>,
    token: &AccessTokenClaims,
    at: Instant,
) -> Result<Option<PersonId>, SignInError> {
    let sid: Option<SessionId> = token.sid.as_ref().and_then(|sid| sid.parse().ok());
    let Some(sid) = sid else { return Ok(None) };
    let whose = if token.extra.contains_key(FAMILY_CLAIM) {
        family_of(tx, token, at)?.map(|family| family.grant.person)
    } else {
        sessions::by_id(tx, sid, at)?.map(|session| session.person)
    };
    let named = token.extra.get(PERSON_CLAIM).and_then(Value::as_str);
    Ok(whose.filter(|whose| named.is_none_or(|named| named == whose.to_string())))
}

fn person(
    tx: &mut ReadTx<'_>,
    issuance: &Issuance,
    token: &AccessTokenClaims,
    client: &Client,
    scopes: &Scopes,
    at: Instant,
) -> Result<Option<Behind>, SignInError> {
    let Some(person) = behind_person(tx, token, at)? else { return Ok(None) };
    let organisation = organisation_of(token);
    let asked = Asked { person, client, scopes, organisation, at };
    let told = told(tx, &issuance.catalogue, &asked)?;
    Ok(told.map(|told| Behind::Person(Box::new(told.subject))))
}
