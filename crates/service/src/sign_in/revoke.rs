use audit::{About, Action, NewEvent};
use oidc::Client;
use serde_json::json;
use storage::{WriteTx, refresh_tokens, revoked_tokens};
use tokens::claims::AccessTokenClaims;
use tokens::machine::Opaque;
use types::{Actor, Instant, Parsed, PersonId, Secret, SessionId};

use super::refresh::end_family;
use super::{SignInError, live};

/// A token that a client gives up.
#[derive(Clone, Debug)]
pub enum GivenUp {
    /// An access token, verified.
    Access(Box<AccessTokenClaims>),
    /// Anything else: perhaps a refresh token.
    Other(Secret),
}

/// Takes the worth of a token of the client that asks (RFC 7009): an access token alone, a refresh token with its whole family and the access
/// tokens of it. What is another client's, or no token, stays as it is, and the answer does not tell.
///
/// # Errors
/// When it cannot be written.
pub fn revoke(tx: &mut WriteTx<'_>, asker: &Client, token: &GivenUp) -> Result<(), SignInError> {
    match token {
        GivenUp::Access(token) if token.client_id == asker.client_id.as_str() => revoke_access(tx, asker, token),
        GivenUp::Access(_) => Ok(()),
        GivenUp::Other(text) => {
            let found = refresh_tokens::find(tx, &Opaque::hash(text.expose()))?;
            match found.filter(|(family, _)| family.grant.client_id == asker.client_id) {
                Some((family, _)) => end_family(tx, asker, &family, "revoked"),
                None => Ok(()),
            }
        }
    }
}

fn revoke_access(tx: &mut WriteTx<'_>, asker: &Client, token: &AccessTokenClaims) -> Result<(), SignInError> {
    let Ok(until) = Instant::from_unix(token.exp.unix()) else { return Ok(()) };
    let (now, session) = (tx.cx().now, token.sid.as_deref().and_then(|sid| sid.parse().ok()));
    let person = live::behind_person(tx, token, now)?;
    // Of a session that ended the tokens did too, and the history tells that.
    let ended = token.sid.is_some() && person.is_none();
    if ended || !revoked_tokens::revoke(tx, &token.jti, until)? {
        return Ok(());
    }
    record(tx, asker, person, session, "revoked")
}

/// Tells the history that tokens of a client are worth nothing any more: that of their person, or of a machine itself.
pub(super) fn record(
    tx: &mut WriteTx<'_>,
    client: &Client,
    person: Option<PersonId>,
    session: Option<SessionId>,
    because: &'static str,
) -> Result<(), SignInError> {
    let about = About { person, client: person.is_none().then(|| client.client_id.clone()), ..About::default() };
    let event = NewEvent::of(Action::TokenRevoked).by(Actor::Client(client.client_id.clone()), None).about(about);
    let event = event.created(&json!({ "session": session, "because": because })).map_err(crate::Error::from)?;
    Ok(storage::events::append(tx, event)?)
}
