use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;
use types::{
    Actor, ApplicationCode, ClientId, Context, Instant, MandateId, OrganisationId, PersonId, Reason, RightCode, ToekenningId,
    TraceId, WerkrelatieId,
};

use crate::{Action, trace};

/// Something that happened, as it is kept and shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// Its place in the gap-free order of commits; it names the event.
    pub revision: i64,
    /// When.
    pub at: Instant,
    /// The request that it belongs to.
    #[serde(with = "trace")]
    pub trace: TraceId,
    /// What, who and why.
    #[serde(flatten)]
    pub what: NewEvent,
}

/// An event before it is committed: it has no revision yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewEvent {
    /// What was done.
    pub action: Action,
    /// Who did it.
    pub actor: Actor,
    /// By which mandate; none when Poort itself acts, or a person for himself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandate: Option<MandateId>,
    /// Why, where a reason is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// In whose history it stands.
    #[serde(default)]
    pub about: About,
    /// What was; left out for what is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// What became of it; left out for what is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
}

/// What an event is about: it can be read in the history of each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct About {
    /// The person whom it concerns, never the one who acts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// The organisation whose administrators may read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<OrganisationId>,
    /// The werkrelatie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub werkrelatie: Option<WerkrelatieId>,
    /// The toekenning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub toekenning: Option<ToekenningId>,
    /// The mandate that is given, changed or taken back; not the one used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandate: Option<MandateId>,
    /// The toepassing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<ApplicationCode>,
    /// The gebruikersrecht.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<RightCode>,
    /// The OAuth client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientId>,
}

/// Why an event cannot be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AuditError {
    /// A snapshot that JSON cannot express: a mistake in Poort. The use case fails with it: nothing happens unrecorded.
    #[error("the change cannot be recorded")]
    Snapshot,
}

impl AuditError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Snapshot => "auditSnapshot",
        }
    }
}

/// An action that nobody has answered for yet.
#[derive(Clone, Copy, Debug)]
#[must_use = "an event needs an actor"]
pub struct Unsigned(Action);

impl NewEvent {
    /// Begins the record of an action.
    pub fn of(action: Action) -> Unsigned {
        Unsigned(action)
    }

    /// Why.
    #[must_use]
    pub fn because(self, reason: Reason) -> Self {
        Self { reason: Some(reason), ..self }
    }

    /// In whose history it stands.
    #[must_use]
    pub fn about(self, about: About) -> Self {
        Self { about, ..self }
    }

    /// What is new.
    ///
    /// # Errors
    /// [`AuditError::Snapshot`].
    pub fn created(self, after: &impl Serialize) -> Result<Self, AuditError> {
        Ok(Self { after: Some(snapshot(after)?), ..self })
    }

    /// What was and what became of it.
    ///
    /// # Errors
    /// [`AuditError::Snapshot`].
    pub fn changed(self, before: &impl Serialize, after: &impl Serialize) -> Result<Self, AuditError> {
        Ok(Self { before: Some(snapshot(before)?), after: Some(snapshot(after)?), ..self })
    }

    /// The event as committed: at this revision, at the moment and in the trace of its request.
    #[must_use]
    pub fn recorded(self, revision: i64, cx: &Context) -> Event {
        Event { revision, at: cx.now, trace: cx.trace, what: self }
    }
}

impl Unsigned {
    /// Who did it, by which mandate.
    #[must_use]
    pub fn by(self, actor: Actor, mandate: Option<MandateId>) -> NewEvent {
        let about = About::default();
        NewEvent { action: self.0, actor, mandate, reason: None, about, before: None, after: None }
    }
}

fn snapshot(value: &impl Serialize) -> Result<Value, AuditError> {
    serde_json::to_value(value).map_err(|_| AuditError::Snapshot)
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use types::{Parsed, testing};

    use super::*;

    fn granted() -> NewEvent {
        let organisation = "01938f6e-0000-7000-8000-000000000001".parse().unwrap();
        NewEvent::of(Action::ToekenningEndChanged)
            .by("client:hr-leuven".parse().unwrap(), None)
            .because(Reason::parse("uit dienst").unwrap())
            .about(About { organisation: Some(organisation), ..About::default() })
            .changed(&json!({"end": "2030-11-22"}), &json!({"end": "2026-11-30"}))
            .unwrap()
    }

    #[test]
    fn an_event_is_flat_json_without_empty_members_and_reads_back() {
        let event = granted().recorded(42, &testing::context("2026-11-23T10:00:00Z"));
        let json = serde_json::to_value(&event).unwrap();
        let expected = json!({
            "revision": 42,
            "at": "2026-11-23T10:00:00Z",
            "trace": "01010101010101010101010101010101",
            "action": "toekenningEndChanged",
            "actor": "client:hr-leuven",
            "reason": "uit dienst",
            "about": {"organisation": "01938f6e-0000-7000-8000-000000000001"},
            "before": {"end": "2030-11-22"},
            "after": {"end": "2026-11-30"},
        });
        assert_eq!(json, expected);
        assert_eq!(serde_json::from_value::<Event>(json).unwrap(), event);
    }

    #[test]
    fn what_json_cannot_express_is_an_error_and_not_silence() {
        let nameless = std::collections::BTreeMap::from([((1, 2), 3)]);
        let event = NewEvent::of(Action::RightEdited).by("system:commandLine".parse().unwrap(), None);
        assert_eq!(event.created(&nameless), Err(AuditError::Snapshot));
    }
}
