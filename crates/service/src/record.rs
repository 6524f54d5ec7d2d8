use ::mandates::Mandate;
use audit::{About, Action, NewEvent};
use gebruikersrechten::Toekenning;
use serde::Serialize;
use storage::WriteTx;
use types::{MandateId, Reason};
use werkrelaties::Werkrelatie;

use crate::{Caller, Error};

/// Who does something, by which mandate and why: what every entry of the history says first.
#[derive(Clone, Debug)]
pub(crate) struct Deed {
    caller: types::Actor,
    mandate: Option<MandateId>,
    reason: Option<Reason>,
}

impl Deed {
    pub(crate) fn of(caller: &Caller, mandate: &Mandate, reason: Option<Reason>) -> Self {
        Self { caller: caller.actor.clone(), mandate: mandate.recorded_id(), reason }
    }

    fn event(&self, action: Action, about: About) -> NewEvent {
        let event = NewEvent::of(action).by(self.caller.clone(), self.mandate).about(about);
        match &self.reason {
            Some(reason) => event.because(reason.clone()),
            None => event,
        }
    }
}

/// Records that something came to be.
pub(crate) fn created(
    tx: &mut WriteTx<'_>,
    deed: &Deed,
    action: Action,
    about: About,
    after: &impl Serialize,
) -> Result<(), Error> {
    let event = deed.event(action, about).created(after)?;
    Ok(storage::events::append(tx, event)?)
}

/// Records a change, with what was there before.
pub(crate) fn changed<T: Serialize>(
    tx: &mut WriteTx<'_>,
    deed: &Deed,
    action: Action,
    about: About,
    before: &T,
    after: &T,
) -> Result<(), Error> {
    let event = deed.event(action, about).changed(before, after)?;
    Ok(storage::events::append(tx, event)?)
}

/// Everything that an event about a grant is about.
pub(crate) fn about_grant(grant: &Toekenning) -> About {
    About {
        person: Some(grant.person),
        organisation: Some(grant.organisation),
        werkrelatie: Some(grant.werkrelatie),
        toekenning: Some(grant.id),
        application: Some(grant.application.clone()),
        right: Some(grant.right.clone()),
        ..About::default()
    }
}

/// Everything that an event about a werkrelatie is about.
pub(crate) fn about_werkrelatie(one: &Werkrelatie) -> About {
    About { person: Some(one.person), organisation: Some(one.organisation), werkrelatie: Some(one.id), ..About::default() }
}
