use audit::{About, Action, NewEvent};
use oidc::Client;
use oidc::authorize::AuthorizationRequest;
use oidc::device::{DeviceAnswer, DeviceAsk, DeviceGrant, UserCode};
use oidc::token::{DeviceRequest, RefreshGrant, TokenError};
use serde_json::json;
use storage::sessions::Session;
use storage::{ReadTx, WriteTx, device_codes};
use tokens::machine::Opaque;
use types::{Actor, Instant, OrganisationId, Secret};

use super::code::{Redeemed, begin, permitted};
use super::consent::Agreed;
use super::{Issuance, Policy, SignInError, consent};

/// A device that waits, with its two codes: told once.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// With this it asks for its tokens.
    pub device_code: Secret,
    /// This it shows its user.
    pub user_code: UserCode,
    /// What they stand for.
    pub grant: DeviceGrant,
}

/// Lets a device of a client wait for its person.
///
/// # Errors
/// When it cannot be written.
pub fn begin_device(tx: &mut WriteTx<'_>, client: &Client, asked: DeviceAsk) -> Result<Waiting, SignInError> {
    let cx = tx.cx();
    let (device_code, hash) = Opaque::generate(cx);
    let grant = DeviceGrant::new(client, asked, cx.now);
    let mut user_code = UserCode::generate(cx);
    // Two devices never show the same code at a time.
    while device_codes::by_user_code(tx, &user_code)?.is_some() {
        user_code = UserCode::generate(cx);
    }
    device_codes::insert(tx, &hash, &user_code, &grant)?;
    Ok(Waiting { device_code, user_code, grant })
}

/// The device that shows a code and waits for an answer, with its client.
///
/// # Errors
/// When it cannot be read.
pub fn waiting_device(tx: &mut ReadTx<'_>, code: &UserCode, now: Instant) -> Result<Option<(DeviceGrant, Client)>, SignInError> {
    let found = device_codes::by_user_code(tx, code)?.map(|(_, grant)| grant).filter(|grant| grant.waits(now));
    let Some(grant) = found else { return Ok(None) };
    let client = storage::clients::by_id(tx, &grant.client_id)?.map(|(client, _)| client);
    Ok(client.filter(|client| client.is_active(now.day())).map(|client| (grant, client)))
}

/// What a person says of the device that shows a code: that it may act for him, for an organisation that is his to choose, or that it may not. It is
/// said once.
///
/// # Errors
/// [`SignInError::SessionEnded`]; [`SignInError::NoAccess`] for an organisation that is not among his choices, and when nothing waits any more.
pub fn answer_device(
    tx: &mut WriteTx<'_>,
    session: &Session,
    client: &Client,
    request: &AuthorizationRequest,
    code: &UserCode,
    allowed: Option<Option<OrganisationId>>,
    policy: &Policy,
) -> Result<(), SignInError> {
    let now = tx.cx().now;
    let (hash, grant) = device_codes::by_user_code(tx, code)?.ok_or(SignInError::NoAccess)?;
    if !grant.waits(now) || grant.client_id != client.client_id {
        return Err(SignInError::NoAccess);
    }
    let answer = match allowed {
        None => DeviceAnswer::Denied,
        Some(organisation) => {
            let (session, organisation) = permitted(tx, session, client, request, organisation, policy)?;
            // The page on which he let it in says what it gets.
            consent::settle(tx, &session, client, request, Agreed::Yes)?;
            DeviceAnswer::Allowed(Box::new(RefreshGrant {
                client_id: client.client_id.clone(),
                person: session.person,
                session: session.id,
                organisation,
                scopes: grant.scopes.clone(),
                auth_time: session.auth_time,
                acr: request.asks_acr.then(|| session.proofs.acr().to_owned()),
                amr: if request.asks_acr { session.proofs.amr() } else { Vec::new() },
                cnf: None,
                expires: session.expires_at,
            }))
        }
    };
    record(tx, session, client, &answer)?;
    Ok(device_codes::update(tx, &hash, &DeviceGrant { answer: Some(answer), ..grant })?)
}

/// Gives the tokens to a device whose person allowed it, once. What is not allowed (yet) is told, and kept: how often it asked.
///
/// # Errors
/// [`SignInError::Token`] with [`TokenError::Grant`] for a code that is none, another client's, or whose person or session may not any more.
pub fn redeem_device(
    tx: &mut WriteTx<'_>,
    issuance: &Issuance,
    client: &Client,
    request: &DeviceRequest,
) -> Result<Redeemed, SignInError> {
    let (cx, hash) = (tx.cx(), Opaque::hash(request.device_code.expose()));
    let mut grant = device_codes::by_device(tx, &hash)?.ok_or(TokenError::Grant)?;
    let allowed = match grant.ask(client, cx.now) {
        Ok(allowed) => allowed,
        Err(error) => {
            device_codes::update(tx, &hash, &grant)?;
            return Ok(Redeemed::NotYet(error));
        }
    };
    let family = grant.scopes.offline().then(|| cx.new_id());
    let (tokens, _) = begin(tx, issuance, client, allowed.bound_for(client, &request.shown), None, family)?;
    device_codes::delete(tx, &hash)?;
    Ok(Redeemed::Tokens(Box::new(tokens)))
}

fn record(tx: &mut WriteTx<'_>, session: &Session, client: &Client, answer: &DeviceAnswer) -> Result<(), SignInError> {
    if *answer == DeviceAnswer::Denied {
        return Ok(());
    }
    let about = About { person: Some(session.person), ..About::default() };
    let event = NewEvent::of(Action::DeviceAllowed).by(Actor::Person(session.person), None).about(about);
    let told = json!({ "session": session.id, "client": client.client_id });
    Ok(storage::events::append(tx, event.created(&told).map_err(crate::Error::from)?)?)
}
