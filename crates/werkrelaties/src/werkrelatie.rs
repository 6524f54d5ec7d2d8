use serde::{Deserialize, Serialize};
use types::{Category, Contact, Doelgroep, OrganisationId, Period, PersonId, Reason, WerkrelatieId};

/// A werkrelatie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Werkrelatie {
    /// Identifier.
    pub id: WerkrelatieId,
    /// Who.
    pub person: PersonId,
    /// Where.
    pub organisation: OrganisationId,
    /// As what kind of user.
    pub doelgroep: Doelgroep,
    /// vasteMedewerker, externeMedewerker, ...
    pub category: Category,
    /// First to last working day, both inclusive.
    pub period: Period,
    /// E-mail and phone in this werkrelatie.
    #[serde(flatten)]
    pub contact: Contact,
    /// Past, running and planned, the first first; no day lies in two. While one lasts the rights give nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// Taken back before it was ever effective.
    #[serde(default)]
    pub removed: bool,
    /// Counts the changes; the `ETag` of the REST API.
    pub version: i64,
}

/// An interruption: parental leave, illness, an inquiry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Pause {
    /// First to last day without rights; the end may be open.
    pub period: Period,
    /// Why.
    pub reason: Reason,
}

/// What a werkrelatie is on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum State {
    /// Begins later.
    Planned,
    /// In force.
    Active,
    /// In force, without rights.
    Paused,
    /// Its last day is past.
    Ended,
    /// Was never effective.
    Removed,
}
