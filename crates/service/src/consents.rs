//! What a person agreed to: to see and to withdraw it is his own to do.

use audit::{About, Action, NewEvent};
use oidc::Scopes;
use serde_json::json;
use storage::{ReadTx, WriteTx, clients, consents, refresh_tokens};
use types::{Actor, ClientId, Instant, Name, PersonId};

use crate::Error;

/// What a person agreed to for one client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Which client.
    pub client: ClientId,
    /// How its application is called, for people.
    pub application: Name,
    /// What it may learn and do.
    pub scopes: Scopes,
    /// When he last said so.
    pub since: Instant,
}

/// Everything that a person agreed to, by application.
///
/// # Errors
/// When it cannot be read.
pub fn of_person(tx: &mut ReadTx<'_>, me: PersonId) -> Result<Vec<Agreement>, Error> {
    let mut all = Vec::new();
    for consent in consents::of_person(tx, me)? {
        let Some((client, _)) = clients::by_id(tx, &consent.client_id)? else { continue };
        let application = crate::clients::application_name(tx, &client)?;
        all.push(Agreement { client: client.client_id, application, scopes: consent.scopes, since: consent.since });
    }
    all.sort_by(|one, other| (&one.application, &one.client).cmp(&(&other.application, &other.client)));
    Ok(all)
}

/// A person agrees no longer: he is asked again, and the client gets nothing more for him by its refresh tokens, nor by the access tokens that came with
/// them.
///
/// # Errors
/// [`Error::NotFound`] when he agreed to nothing there.
pub fn withdraw(tx: &mut WriteTx<'_>, me: PersonId, client: &ClientId) -> Result<(), Error> {
    let now = tx.cx().now;
    if !consents::delete(tx, me, client)? {
        return Err(Error::NotFound);
    }
    let families = refresh_tokens::of_person(tx, me, now)?;
    for family in families.iter().filter(|family| family.grant.client_id == *client) {
        refresh_tokens::end(tx, family.id)?;
    }
    let about = About { person: Some(me), ..About::default() };
    let event = NewEvent::of(Action::ConsentWithdrawn).by(Actor::Person(me), None).about(about);
    Ok(storage::events::append(tx, event.created(&json!({ "client": client }))?)?)
}
