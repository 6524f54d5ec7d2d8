use std::collections::BTreeSet;

use ::mandates::{Changes, Domain, Holder, Kind, Mandate, Proposal};
use gebruikersrechten::Revocation;
use serde::{Deserialize, Serialize};
use types::{Actor, ApplicationCode, ContextCode, Day, Instant, MandateId, OrganisationId, Period, PersonId, Reason, RightCode};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::schema;

/// A mandate to be.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewMandate {
    /// Whose power it will be.
    #[schema(value_type = HolderView)]
    holder: Holder,
    /// Which power: hoofdLokaleBeheerder, lokaleBeheerder, monitor, toepassingsbeheerder or platformOperator.
    #[schema(value_type = schema::MandateKind)]
    kind: Kind,
    /// Over what.
    #[schema(value_type = DomainView)]
    domain: Domain,
    /// Only these rights; all when left out.
    #[serde(default)]
    #[schema(value_type = Option<Vec<schema::Code>>, max_items = 200)]
    rights: Option<BTreeSet<RightCode>>,
    /// Only these contexts; all when left out.
    #[serde(default)]
    #[schema(value_type = Option<Vec<schema::Code>>, max_items = 200)]
    contexts: Option<BTreeSet<ContextCode>>,
    /// The longest grant, in calendar months; unlimited when left out.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1200)]
    #[validate(range(min = 1, max = 1200))]
    maximum_months: Option<u32>,
    /// Whether its holder may give mandates within it.
    #[serde(default)]
    may_redelegate: bool,
    /// First to last day.
    #[schema(value_type = schema::Period)]
    period: Period,
    /// Why.
    #[schema(value_type = schema::Reason)]
    reason: Reason,
}

impl From<NewMandate> for Proposal {
    fn from(new: NewMandate) -> Self {
        let NewMandate { holder, kind, domain, rights, contexts, maximum_months, may_redelegate, period, reason } = new;
        Self { holder, kind, domain, changes: Changes { rights, contexts, maximum_months, may_redelegate, period, reason } }
    }
}

/// The end of a mandate.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct TakeBack {
    /// The last day on which it counts; now when left out.
    #[serde(default)]
    #[schema(value_type = Option<schema::Day>)]
    pub(crate) last_day: Option<Day>,
    /// Why.
    #[schema(value_type = schema::Reason)]
    pub(crate) reason: Reason,
}

/// Which mandates; every part that is given must hold.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Listed {
    /// Over this organisation.
    #[param(value_type = Option<schema::Uuid>)]
    pub(crate) organisation: Option<OrganisationId>,
    /// Over this application.
    #[param(value_type = Option<schema::Code>)]
    pub(crate) application: Option<ApplicationCode>,
    /// Of this person.
    #[param(value_type = Option<schema::Uuid>)]
    pub(crate) person: Option<PersonId>,
}

/// Power to administer.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Mandate)]
pub(crate) struct MandateView {
    /// Identifier.
    #[schema(value_type = schema::Uuid)]
    id: MandateId,
    /// Whose power it is.
    #[schema(value_type = HolderView)]
    holder: Holder,
    /// Which power.
    #[schema(value_type = schema::MandateKind)]
    kind: Kind,
    /// Over what.
    #[schema(value_type = DomainView)]
    domain: Domain,
    /// Only these rights; all when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<schema::Code>>, max_items = 200)]
    rights: Option<BTreeSet<RightCode>>,
    /// Only these contexts; all when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<schema::Code>>, max_items = 200)]
    contexts: Option<BTreeSet<ContextCode>>,
    /// The longest grant, in calendar months; unlimited when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 1200)]
    maximum_months: Option<u32>,
    /// Whether its holder may give mandates within it.
    may_redelegate: bool,
    /// First to last day.
    #[schema(value_type = schema::Period)]
    period: Period,
    /// Why.
    #[schema(value_type = schema::Reason)]
    reason: Reason,
    /// On whose word.
    #[schema(value_type = schema::Actor)]
    granted_by: Actor,
    /// Taken back before the end of its period.
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked: Option<Revoked>,
}

/// A mandate or toekenning taken back.
#[derive(Serialize, ToSchema)]
pub(crate) struct Revoked {
    /// From this moment on.
    #[schema(value_type = schema::Moment)]
    at: Instant,
    /// Why.
    #[schema(value_type = schema::Reason)]
    reason: Reason,
    /// By whom.
    #[schema(value_type = schema::Actor)]
    by: Actor,
}

impl From<Revocation> for Revoked {
    fn from(Revocation { at, reason, by }: Revocation) -> Self {
        Self { at, reason, by }
    }
}

/// A person or a machine client: one of the two.
#[derive(ToSchema)]
#[schema(as = Holder, rename_all = "camelCase")]
#[expect(dead_code, reason = "documentation")]
pub(crate) enum HolderView {
    /// A person.
    Person(schema::Uuid),
    /// A machine client.
    Client(schema::Code),
}

/// An organisation, an application or the platform.
#[derive(Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[schema(as = MandateDomain)]
#[expect(dead_code, reason = "documentation")]
pub(crate) enum DomainView {
    /// One organisation.
    Organisation {
        /// Which.
        #[schema(value_type = schema::Uuid)]
        organisation: (),
        /// Whether all that is below it is covered too.
        #[serde(rename = "subEntities")]
        sub_entities: bool,
    },
    /// One application.
    Application {
        /// Which.
        #[schema(value_type = schema::Code)]
        application: (),
    },
    /// Everything.
    Platform,
}

impl From<Mandate> for MandateView {
    fn from(mandate: Mandate) -> Self {
        let Mandate {
            id,
            holder,
            kind,
            domain,
            rights,
            contexts,
            maximum_months,
            may_redelegate,
            period,
            reason,
            granted_by,
            revoked,
            version: _,
        } = mandate;
        let revoked = revoked.map(Revoked::from);
        Self { id, holder, kind, domain, rights, contexts, maximum_months, may_redelegate, period, reason, granted_by, revoked }
    }
}
