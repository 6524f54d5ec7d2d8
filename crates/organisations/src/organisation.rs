use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use types::{Classification, Doelgroep, Instellingsnummer, KboNumber, Name, NisCode, OrganisationId, OvoCode, Period};

/// An organisation (organisatie).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Organisation {
    /// Identifier in the API.
    pub id: OrganisationId,
    /// Unique, but for entities of the Flemish government: these share one and differ by their OVO code.
    pub kbo: KboNumber,
    /// For entities of the Flemish government.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ovo: Option<OvoCode>,
    /// For schools.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instellingsnummer: Option<Instellingsnummer>,
    /// Official name.
    pub name: Name,
    /// At least one.
    pub doelgroepen: BTreeSet<Doelgroep>,
    /// gemeente, OCMW, AGB, ...
    pub classification: Classification,
    /// The organisation that this is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<OrganisationId>,
    /// Of municipalities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nis: Option<NisCode>,
    /// From the founding to the last day.
    pub period: Period,
    /// Rights are not granted here but on this organisation (AGB -> its gemeente).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rights_held_on: Option<OrganisationId>,
    /// Counts the changes; the `ETag` of the REST API.
    pub version: i64,
}

/// The code that stands for an organisation in a token: `vo_orgcode` and the end of a role.
pub type Orgcode = String;

impl Organisation {
    /// The OVO code where there is one and the doelgroep is GID, else the KBO number.
    #[must_use]
    pub fn orgcode(&self, doelgroep: &Doelgroep) -> Orgcode {
        match &self.ovo {
            Some(ovo) if types::Parsed::as_str(doelgroep) == "GID" => ovo.to_string(),
            _ => self.kbo.to_string(),
        }
    }
}
