use ::persons::PersonName;
use ::werkrelaties::{Pause, State, Werkrelatie, state};
use serde::{Deserialize, Serialize};
use service::Names;
use storage::werkrelaties::{By, Query};
use storage::{Known, Sort};
use types::{
    Category, Contact, Day, Doelgroep, EmailAddress, Instant, KboNumber, Name, OrganisationId, Period, PersonId, PhoneNumber,
    Reason, WerkrelatieId,
};
use utoipa::{IntoParams, ToSchema};

use crate::persons::FullName;
use crate::schema;
use crate::sorting::{Keys, sort};

/// As known when.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AsKnown {
    /// As Poort knew it at this moment; now when left out.
    #[param(value_type = Option<schema::Moment>)]
    known_at: Option<Instant>,
}

impl AsKnown {
    pub(crate) fn known(&self) -> Known {
        self.known_at.map_or(Known::Now, Known::At)
    }
}

/// Which werkrelaties; every part that is given must hold.
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
    /// At this organisation.
    #[param(value_type = Option<schema::Uuid>)]
    organisation: Option<OrganisationId>,
    /// In this doelgroep.
    #[param(value_type = Option<schema::Code>)]
    doelgroep: Option<Doelgroep>,
    /// In this category.
    #[param(value_type = Option<schema::Code>)]
    category: Option<Category>,
    /// In this state today.
    #[param(value_type = Option<schema::WerkrelatieState>)]
    state: Option<State>,
    /// With this day in its period; a pause does not matter.
    #[param(value_type = Option<schema::Day>)]
    valid_on: Option<Day>,
    /// As Poort knew it at this moment; now when left out.
    #[param(value_type = Option<schema::Moment>)]
    known_at: Option<Instant>,
    /// In this order; by `end` when left out.
    #[serde(default, deserialize_with = "sort")]
    #[param(value_type = Option<schema::WerkrelatieSort>)]
    sort: Option<Sort<By>>,
}

impl Listed {
    pub(super) fn query(self, today: Day) -> Query {
        let Self { person, name, organisation, doelgroep, category, state, valid_on, known_at, sort } = self;
        Query {
            organisations: organisation.map(|one| vec![one]),
            person,
            name: name.map(|name| name.to_string()),
            doelgroep,
            category,
            state: state.map(|state| (state, today)),
            valid_on,
            known: known_at.map_or(Known::Now, Known::At),
            sort: sort.unwrap_or_default(),
        }
    }
}

impl Keys for By {
    const KEYS: &'static [(&'static str, Self)] =
        &[("person", Self::Person), ("organisation", Self::Organisation), ("begin", Self::Begin), ("end", Self::End)];
}

/// A person at an organisation.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Werkrelatie)]
pub(crate) struct WerkrelatieView {
    /// Identifier.
    #[schema(value_type = schema::Uuid)]
    id: WerkrelatieId,
    /// Who.
    #[schema(value_type = schema::Uuid)]
    person: PersonId,
    /// What he is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<FullName>)]
    person_name: Option<PersonName>,
    /// Where.
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
    /// As what kind of user.
    #[schema(value_type = schema::Code, example = "LB")]
    doelgroep: Doelgroep,
    /// Of what kind.
    #[schema(value_type = schema::Code, example = "vasteMedewerker")]
    category: Category,
    /// First to last working day, both inclusive.
    #[schema(value_type = schema::Period)]
    period: Period,
    /// For mail in this werkrelatie.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Email>)]
    email: Option<EmailAddress>,
    /// In this werkrelatie.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Phone>)]
    phone: Option<PhoneNumber>,
    /// What it is today.
    #[schema(value_type = schema::WerkrelatieState)]
    state: State,
    /// Past, running and planned, the first first; no day lies in two. While one lasts the rights give nothing.
    #[schema(max_items = 100)]
    pauses: Vec<PauseView>,
}

/// An interruption.
#[derive(Serialize, ToSchema)]
#[schema(as = Pause)]
struct PauseView {
    /// First to last day without rights.
    #[schema(value_type = schema::Period)]
    period: Period,
    /// Why.
    #[schema(value_type = schema::Reason)]
    reason: Reason,
}

impl WerkrelatieView {
    pub(crate) fn new(one: Werkrelatie, names: &Names, today: Day) -> Self {
        let state = state(&one, today);
        let Werkrelatie { id, person, organisation, doelgroep, category, period, contact, pauses, removed: _, version: _ } = one;
        let Contact { email, phone } = contact;
        let (organisation_name, organisation_kbo) = names.organisation(organisation).unzip();
        Self {
            id,
            person,
            person_name: names.person(person).cloned(),
            organisation,
            organisation_name: organisation_name.cloned(),
            organisation_kbo: organisation_kbo.cloned(),
            doelgroep,
            category,
            period,
            email,
            phone,
            state,
            pauses: pauses.into_iter().map(|Pause { period, reason }| PauseView { period, reason }).collect(),
        }
    }
}
