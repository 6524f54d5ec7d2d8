use std::collections::BTreeSet;

use ::persons::PersonName;
use gebruikersrechten::{State, Toekenning, state};
use serde::{Deserialize, Serialize};
use service::Names;
use service::toekenningen::Revoked;
use storage::toekenningen::{By, Query};
use storage::{Known, Sort};
use types::{
    Actor, ApplicationCode, ContextCode, Day, Instant, KboNumber, Name, OrganisationId, Period, PersonId, Reason, RightCode,
    ToekenningId, WerkrelatieId,
};
use utoipa::{IntoParams, ToSchema};

use crate::mandates::Revoked as TakenBack;
use crate::persons::FullName;
use crate::sorting::{Keys, sort};
use crate::{paging, schema};

/// Which toekenningen; every part that is given must hold.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Listed {
    /// Of this person.
    #[param(value_type = Option<schema::Uuid>)]
    person: Option<PersonId>,
    /// A part of the name of the person.
    #[param(value_type = Option<schema::Search>)]
    name: Option<Name>,
    /// On this werkrelatie.
    #[param(value_type = Option<schema::Uuid>)]
    werkrelatie: Option<WerkrelatieId>,
    /// For this organisation.
    #[param(value_type = Option<schema::Uuid>)]
    organisation: Option<OrganisationId>,
    /// Of this application.
    #[param(value_type = Option<schema::Code>)]
    application: Option<ApplicationCode>,
    /// Of this right.
    #[param(value_type = Option<schema::Code>)]
    right: Option<RightCode>,
    /// With this context.
    #[param(value_type = Option<schema::Code>)]
    context: Option<ContextCode>,
    /// In this state now.
    #[param(value_type = Option<schema::ToekenningState>)]
    state: Option<State>,
    /// With this day in its period, and not revoked before it.
    #[param(value_type = Option<schema::Day>)]
    valid_on: Option<Day>,
    /// With its last day, or its revocation, still to come within so many days.
    #[serde(default, deserialize_with = "paging::days")]
    #[param(minimum = 0, maximum = 3660)]
    ends_within_days: Option<u32>,
    /// As Poort knew it at this moment; now when left out.
    #[param(value_type = Option<schema::Moment>)]
    known_at: Option<Instant>,
    /// In this order; by `end` when left out. `right` sorts by its code.
    #[serde(default, deserialize_with = "sort")]
    #[param(value_type = Option<schema::ToekenningSort>)]
    sort: Option<Sort<By>>,
}

impl Listed {
    pub(super) fn query(self, now: Instant) -> Query {
        let until = |days: u32| (now, now.day().plus_days(i64::from(days)).end());
        Query {
            seen: None,
            organisations: self.organisation.map(|one| vec![one]),
            application: self.application,
            person: self.person,
            name: self.name.map(|name| name.to_string()),
            werkrelatie: self.werkrelatie,
            right: self.right,
            context: self.context,
            state: self.state.map(|state| (state, now)),
            valid_on: self.valid_on,
            ends: self.ends_within_days.map(until),
            known: self.known_at.map_or(Known::Now, Known::At),
            sort: self.sort.unwrap_or_default(),
        }
    }
}

impl Keys for By {
    const KEYS: &'static [(&'static str, Self)] = &[
        ("person", Self::Person),
        ("organisation", Self::Organisation),
        ("right", Self::Right),
        ("begin", Self::Begin),
        ("end", Self::End),
    ];
}

/// A right that was granted.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Toekenning)]
pub(crate) struct ToekenningView {
    /// Identifier.
    #[schema(value_type = schema::Uuid)]
    id: ToekenningId,
    /// Who holds it.
    #[schema(value_type = schema::Uuid)]
    person: PersonId,
    /// What he is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<FullName>)]
    person_name: Option<PersonName>,
    /// On which werkrelatie.
    #[schema(value_type = schema::Uuid)]
    werkrelatie: WerkrelatieId,
    /// For which organisation.
    #[schema(value_type = schema::Uuid)]
    organisation: OrganisationId,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Name>)]
    organisation_name: Option<Name>,
    /// Its KBO number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::KboNumber>)]
    organisation_kbo: Option<KboNumber>,
    /// Of which application.
    #[schema(value_type = schema::Code, example = "ovam")]
    application: ApplicationCode,
    /// Which right.
    #[schema(value_type = schema::Code, example = "OVAMGebruiker")]
    right: RightCode,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Name>, example = "OVAM Gebruiker")]
    right_name: Option<Name>,
    /// Refined by these.
    #[schema(value_type = Vec<schema::Code>, max_items = 200)]
    contexts: BTreeSet<ContextCode>,
    /// First to last day, both inclusive.
    #[schema(value_type = schema::Period)]
    period: Period,
    /// What it is now. Whether it gives something then is the access question: a pause or a window can keep it from that.
    #[schema(value_type = schema::ToekenningState)]
    state: State,
    /// Why it was granted.
    #[schema(value_type = schema::Reason)]
    reason: Reason,
    /// On whose word.
    #[schema(value_type = schema::Actor)]
    granted_by: Actor,
    /// Taken back before the end of its period.
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked: Option<TakenBack>,
}

/// What was revoked.
#[derive(Serialize, ToSchema)]
#[schema(as = ToekenningRevoked)]
pub(crate) struct RevokedView {
    /// The one that was asked.
    toekenning: ToekenningView,
    /// Those that needed it, and were revoked with it.
    #[schema(max_items = 1000)]
    touched: Vec<ToekenningView>,
}

impl RevokedView {
    pub(super) fn new(Revoked { toekenning, touched }: Revoked, names: &Names, now: Instant) -> Self {
        let view = |grant| ToekenningView::new(grant, names, now);
        Self { toekenning: view(toekenning), touched: touched.into_iter().map(view).collect() }
    }
}

impl ToekenningView {
    pub(crate) fn new(grant: Toekenning, names: &Names, now: Instant) -> Self {
        let state = state(&grant, now);
        let Toekenning {
            id,
            person,
            werkrelatie,
            organisation,
            application,
            right,
            contexts,
            period,
            reason,
            granted_by,
            revoked,
            version: _,
        } = grant;
        let (organisation_name, organisation_kbo) = names.organisation(organisation).unzip();
        Self {
            id,
            person,
            person_name: names.person(person).cloned(),
            werkrelatie,
            organisation,
            organisation_name: organisation_name.cloned(),
            organisation_kbo: organisation_kbo.cloned(),
            application,
            right_name: names.right(&right).cloned(),
            right,
            contexts,
            period,
            state,
            reason,
            granted_by,
            revoked: revoked.map(TakenBack::from),
        }
    }
}
