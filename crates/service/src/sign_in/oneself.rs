//! What a person did about himself, by no mandate, told to the history.

use audit::{About, Action, NewEvent};
use serde::Serialize;
use serde_json::Value;
use storage::WriteTx;
use types::{Actor, PersonId};

use super::SignInError;

/// Something that was not there before, or that happened.
pub(super) fn record(tx: &mut WriteTx<'_>, action: Action, person: PersonId, after: &Value) -> Result<(), SignInError> {
    let event = event(action, person).created(after).map_err(crate::Error::from)?;
    Ok(storage::events::append(tx, event)?)
}

/// Something that is other than it was.
pub(super) fn record_change<T: Serialize>(
    tx: &mut WriteTx<'_>,
    action: Action,
    person: PersonId,
    before: &T,
    after: &T,
) -> Result<(), SignInError> {
    let event = event(action, person).changed(before, after).map_err(crate::Error::from)?;
    Ok(storage::events::append(tx, event)?)
}

fn event(action: Action, person: PersonId) -> NewEvent {
    NewEvent::of(action).by(Actor::Person(person), None).about(About { person: Some(person), ..About::default() })
}
