use std::collections::BTreeSet;

use ::organisations::Organisation;
use serde::{Deserialize, Serialize};
use types::{
    Classification, Day, Doelgroep, Instellingsnummer, KboNumber, Name, NisCode, OrganisationId, OvoCode, Period, Reason,
};
use utoipa::{IntoParams, ToSchema};

use crate::schema;

/// The last day of an organisation.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Cessation {
    /// Inclusive.
    #[schema(value_type = schema::Day)]
    pub(crate) last_day: Day,
    /// Why it ends.
    #[schema(value_type = schema::Reason)]
    pub(crate) reason: Reason,
}

/// Which organisations; every part that is given must hold.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Listed {
    /// A part of the name.
    #[param(value_type = Option<schema::Search>)]
    pub(crate) name: Option<Name>,
    /// With this KBO number.
    #[param(value_type = Option<schema::KboNumber>)]
    pub(crate) kbo: Option<KboNumber>,
    /// With this OVO code.
    #[param(value_type = Option<schema::OvoCode>)]
    pub(crate) ovo: Option<OvoCode>,
    /// With this instellingsnummer.
    #[param(value_type = Option<schema::Instellingsnummer>)]
    pub(crate) instellingsnummer: Option<Instellingsnummer>,
    /// Of this classification.
    #[param(value_type = Option<schema::Code>)]
    pub(crate) classification: Option<Classification>,
    /// In this doelgroep.
    #[param(value_type = Option<schema::Code>)]
    pub(crate) doelgroep: Option<Doelgroep>,
}

/// An organisation.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Organisation)]
pub(crate) struct OrganisationView {
    /// Identifier in the API.
    #[schema(value_type = schema::Uuid)]
    id: OrganisationId,
    /// Ten digits.
    #[schema(value_type = schema::KboNumber)]
    kbo: KboNumber,
    /// For entities of the Flemish government.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::OvoCode>)]
    ovo: Option<OvoCode>,
    /// For schools.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Instellingsnummer>)]
    instellingsnummer: Option<Instellingsnummer>,
    /// Official name.
    #[schema(value_type = schema::Name)]
    name: Name,
    /// At least one.
    #[schema(value_type = Vec<schema::Code>, min_items = 1, max_items = 200)]
    doelgroepen: BTreeSet<Doelgroep>,
    /// gemeente, OCMW, AGB, ...
    #[schema(value_type = schema::Code)]
    classification: Classification,
    /// The organisation that this is a part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Uuid>)]
    parent: Option<OrganisationId>,
    /// Of municipalities.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::NisCode>)]
    nis: Option<NisCode>,
    /// From the founding to the last day.
    #[schema(value_type = schema::Period)]
    period: Period,
    /// Rights are not granted here but on this organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Uuid>)]
    rights_held_on: Option<OrganisationId>,
}

impl From<Organisation> for OrganisationView {
    fn from(organisation: Organisation) -> Self {
        let Organisation {
            id,
            kbo,
            ovo,
            instellingsnummer,
            name,
            doelgroepen,
            classification,
            parent,
            nis,
            period,
            rights_held_on,
            version: _,
        } = organisation;
        Self { id, kbo, ovo, instellingsnummer, name, doelgroepen, classification, parent, nis, period, rights_held_on }
    }
}

/// An organisation to be. Parsed as `organisations::NewOrganisation`.
#[derive(ToSchema)]
#[schema(as = NewOrganisation, rename_all = "camelCase")]
#[expect(dead_code, reason = "documentation")]
pub(crate) struct OrganisationNew {
    /// Unique, but for entities of the Flemish government.
    #[schema(value_type = schema::KboNumber)]
    kbo: (),
    /// For entities of the Flemish government.
    #[schema(value_type = Option<schema::OvoCode>)]
    ovo: (),
    /// For schools.
    #[schema(value_type = Option<schema::Instellingsnummer>)]
    instellingsnummer: (),
    /// Official name.
    #[schema(value_type = schema::Name)]
    name: (),
    /// At least one.
    #[schema(value_type = Vec<schema::Code>, min_items = 1, max_items = 200)]
    doelgroepen: (),
    /// gemeente, OCMW, AGB, ...
    #[schema(value_type = schema::Code)]
    classification: (),
    /// The organisation that this is a part of.
    #[schema(value_type = Option<schema::Uuid>)]
    parent: (),
    /// Of municipalities.
    #[schema(value_type = Option<schema::NisCode>)]
    nis: (),
    /// From the founding to the last day.
    #[schema(value_type = schema::Period)]
    period: (),
    /// Where its rights are granted instead.
    #[schema(value_type = Option<schema::Uuid>)]
    rights_held_on: (),
}

/// A change of an organisation: left out stays, `null` is taken away. Parsed as `organisations::Edit`.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "documentation")]
pub(crate) struct OrganisationEdit {
    /// For entities of the Flemish government.
    #[schema(value_type = Option<schema::OvoCode>)]
    ovo: (),
    /// For schools.
    #[schema(value_type = Option<schema::Instellingsnummer>)]
    instellingsnummer: (),
    /// Official name.
    #[schema(value_type = schema::Name, required = false)]
    name: (),
    /// All of them.
    #[schema(value_type = Vec<schema::Code>, required = false, min_items = 1, max_items = 200)]
    doelgroepen: (),
    /// gemeente, OCMW, AGB, ...
    #[schema(value_type = schema::Code, required = false)]
    classification: (),
    /// The organisation that this is a part of.
    #[schema(value_type = Option<schema::Uuid>)]
    parent: (),
    /// Of municipalities.
    #[schema(value_type = Option<schema::NisCode>)]
    nis: (),
    /// First and last day.
    #[schema(value_type = PeriodEdit, required = false)]
    period: (),
    /// Where its rights are granted instead.
    #[schema(value_type = Option<schema::Uuid>)]
    rights_held_on: (),
}

/// A change of a period.
#[derive(ToSchema)]
#[expect(dead_code, reason = "documentation")]
pub(crate) struct PeriodEdit {
    /// The first day.
    #[schema(value_type = schema::Day, required = false)]
    begin: (),
    /// The last day; `null` for no end.
    #[schema(value_type = Option<schema::Day>)]
    end: (),
}
