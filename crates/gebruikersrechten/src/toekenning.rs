use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use types::{
    Actor, ApplicationCode, ContextCode, Instant, OrganisationId, Period, PersonId, Reason, RightCode, ToekenningId,
    WerkrelatieId,
};

/// A toekenning: a right granted on a werkrelatie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Toekenning {
    /// Identifier.
    pub id: ToekenningId,
    /// Who holds it.
    pub person: PersonId,
    /// On which werkrelatie.
    pub werkrelatie: WerkrelatieId,
    /// For which organisation; the werkrelatie's.
    pub organisation: OrganisationId,
    /// Of which application.
    pub application: ApplicationCode,
    /// Which right.
    pub right: RightCode,
    /// Refined by these.
    pub contexts: BTreeSet<ContextCode>,
    /// First to last day, both inclusive.
    pub period: Period,
    /// Why.
    pub reason: Reason,
    /// On whose word.
    pub granted_by: Actor,
    /// Taken back before the end of its period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<Revocation>,
    /// Counts the changes; the `ETag` of the REST API.
    pub version: i64,
}

/// From this moment on the grant gives nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Revocation {
    /// From when: now, or the start of the day after a last day.
    pub at: Instant,
    /// Why.
    pub reason: Reason,
    /// On whose word.
    pub by: Actor,
}
