use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use types::{Actor, ApplicationCode, Day, Instant, MandateId, OrganisationId, Period, PersonId, Reason, SystemActor, TypedId};
use uuid::Uuid;

use crate::{Denied, Domain, Holder, Kind, Mandate, OrgPath};

/// What a caller may do at one moment: who he is, and his mandates that are in force then.
///
/// Every question is pure and answers with the mandate that allows it, for the record, or with [`Denied`]. Of several mandates that
/// allow it the least powerful domain answers: an organisation's before an application's before the platform's.
#[derive(Clone, Debug)]
pub struct Powers {
    pub(crate) actor: Actor,
    pub(crate) policy: Policy,
    session: Option<OrganisationId>,
    mandates: Vec<Mandate>,
    house: Option<Box<Mandate>>,
}

/// What an environment decides about delegation where practice differs (own choices).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", default, deny_unknown_fields)]
pub struct Policy {
    /// Whether a lokale beheerder creates and changes werkrelaties too, or only a hoofd lokale beheerder. Default: both.
    pub lokale_beheerder_manages_werkrelaties: bool,
    /// Whether an administrator may widen what he himself can do: grant himself a right, couple himself, extend or resume his own
    /// werkrelatie. Default: no. A mandate or an account is never given to oneself.
    pub self_grant: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Self { lokale_beheerder_manages_werkrelaties: true, self_grant: false }
    }
}

/// Where a caller may read, for a query over many objects. It says of a set what the questions say of one object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Everywhere.
    Everything,
    /// Here; nowhere when both are empty.
    Only {
        /// Organisations, by the session already narrowed to what it acts for.
        organisations: Vec<Root>,
        /// All of these must lie within this organisation, or be it.
        within: Option<OrganisationId>,
        /// Applications whose holders may be read at every organisation.
        applications: BTreeSet<ApplicationCode>,
    },
}

/// An organisation that may be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Root {
    /// Which.
    pub organisation: OrganisationId,
    /// With all that is below it.
    pub sub_entities: bool,
}

impl Powers {
    /// The powers of a caller. Mandates that are another's, not in force at this moment or inconsistent count for nothing. When the
    /// session acts for one organisation ('wissel van organisatie'), organisation mandates reach no further than it and what is below
    /// it; platform and application mandates remain.
    #[must_use]
    pub fn new(actor: Actor, session_organisation: Option<OrganisationId>, mandates: Vec<Mandate>, at: Instant) -> Self {
        let counts = |mandate: &Mandate| mandate.in_force(at) && mandate.is_held_by(&actor) && mandate.is_consistent();
        let mut mandates: Vec<Mandate> = mandates.into_iter().filter(counts).collect();
        mandates.sort_by_key(|mandate| (mandate.kind, mandate.id));
        Self { actor, policy: Policy::default(), session: session_organisation, mandates, house: None }
    }

    /// Poort itself, on the word of who runs it: the loader of demo data, the command line, the register. Everything is allowed; the
    /// mandate in the answers has no [`Mandate::recorded_id`].
    #[must_use]
    pub fn system(actor: SystemActor, reason: Reason) -> Self {
        let actor = Actor::System(actor);
        let house = Mandate {
            id: MandateId::from_uuid(Uuid::nil()),
            holder: Holder::Person(PersonId::from_uuid(Uuid::nil())),
            kind: Kind::PlatformOperator,
            domain: Domain::Platform,
            rights: None,
            contexts: None,
            maximum_months: None,
            may_redelegate: true,
            period: Period::from_day(Day::FOREVER),
            reason,
            granted_by: actor.clone(),
            revoked: None,
            version: 0,
        };
        Self { actor, policy: Policy::default(), session: None, mandates: Vec::new(), house: Some(Box::new(house)) }
    }

    /// The same powers under another policy than the default.
    #[must_use]
    pub fn under(self, policy: Policy) -> Self {
        Self { policy, ..self }
    }

    /// Who the caller is.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The organisation that the session acts for.
    #[must_use]
    pub fn session_organisation(&self) -> Option<OrganisationId> {
        self.session
    }

    /// The mandates that count.
    #[must_use]
    pub fn mandates(&self) -> &[Mandate] {
        &self.mandates
    }

    /// Where the caller may read.
    #[must_use]
    pub fn reach(&self) -> Reach {
        if self.sees_everything().is_ok() {
            return Reach::Everything;
        }
        let (mut organisations, mut applications) = (Vec::new(), BTreeSet::new());
        for mandate in &self.mandates {
            match &mandate.domain {
                Domain::Organisation { organisation, sub_entities } => {
                    organisations.push(Root { organisation: *organisation, sub_entities: *sub_entities });
                }
                Domain::Application { application } => {
                    applications.insert(application.clone());
                }
                Domain::Platform => {}
            }
        }
        Reach::Only { organisations, within: self.session, applications }
    }

    /// The first mandate that a judge accepts, else the most telling of his refusals.
    pub(crate) fn decide(&self, judge: impl Fn(&Mandate) -> Result<(), Denied>) -> Result<&Mandate, Denied> {
        if let Some(house) = &self.house {
            return Ok(house);
        }
        let mut denied = Denied::Unknown;
        for mandate in &self.mandates {
            match judge(mandate) {
                Ok(()) => return Ok(mandate),
                Err(refusal) => denied = denied.max(refusal),
            }
        }
        Err(denied)
    }

    /// To whom an organisation lies outside the mandate or the session, it does not exist.
    pub(crate) fn sees(&self, mandate: &Mandate, path: &OrgPath) -> Result<(), Denied> {
        let in_session = mandate.domain == Domain::Platform || self.session.is_none_or(|session| path.is_within(session));
        if in_session && mandate.covers(path) { Ok(()) } else { Err(Denied::Unknown) }
    }
}
