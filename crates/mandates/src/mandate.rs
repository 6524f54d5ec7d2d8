use std::collections::BTreeSet;

use gebruikersrechten::Revocation;
use serde::{Deserialize, Deserializer, Serialize};
use types::{Actor, ApplicationCode, ClientId, ContextCode, Day, MandateId, OrganisationId, Period, PersonId, Reason, RightCode};

/// A mandate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Mandate {
    /// Identifier.
    pub id: MandateId,
    /// Whose power it is.
    pub holder: Holder,
    /// Which power.
    pub kind: Kind,
    /// Over what.
    pub domain: Domain,
    /// Only these rights; all when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rights: Option<BTreeSet<RightCode>>,
    /// Only these contexts; all when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contexts: Option<BTreeSet<ContextCode>>,
    /// The longest grant, in calendar months; unlimited when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum_months: Option<u32>,
    /// Whether its holder may give mandates within it.
    pub may_redelegate: bool,
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

/// Who holds a mandate: a person, or a machine client (an HR system).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Holder {
    /// A person.
    Person(PersonId),
    /// A machine client, by client_credentials.
    Client(ClientId),
}

/// The kinds of power.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// Hoofd lokale beheerder: manages werkrelaties, grants, and gives mandates.
    HoofdLokaleBeheerder,
    /// Lokale beheerder: manages werkrelaties and grants within the mandate.
    LokaleBeheerder,
    /// Reads only.
    Monitor,
    /// Manages one application's rights, contexts and clients; reads who holds its rights.
    Toepassingsbeheerder,
    /// Runs the platform: organisations, applications, every mandate.
    PlatformOperator,
}

/// What a mandate is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "kind", deny_unknown_fields)]
pub enum Domain {
    /// One organisation, perhaps with all that is below it.
    #[serde(rename_all = "camelCase")]
    Organisation {
        /// Which.
        organisation: OrganisationId,
        /// Whether organisations whose parent (or its parent, ...) it is are covered too.
        sub_entities: bool,
    },
    /// One application.
    Application {
        /// Which.
        application: ApplicationCode,
    },
    /// Everything.
    #[serde(deserialize_with = "alone")]
    Platform,
}

/// Of a variant without members, serde takes whatever else is sent.
fn alone<'de, D: Deserializer<'de>>(members: D) -> Result<(), D::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Nothing {}
    Nothing::deserialize(members).map(|Nothing {}| ())
}

/// What a grant asked for that a mandate does not reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Limit {
    /// The right is not in its list.
    Right,
    /// A context is not in its list.
    Context,
    /// Longer than it allows.
    Duration {
        /// The longest, in calendar months.
        months: u32,
        /// The last day that this allows to a grant with this begin.
        until: Day,
    },
    /// Past its own end.
    Period {
        /// Its last day.
        until: Day,
    },
}
