use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use types::{Classification, Doelgroep, Instellingsnummer, KboNumber, Name, NisCode, OrganisationId, OvoCode, Period};

use crate::{Around, Organisation, OrganisationError, check};

/// An organisation to be: all of it but what Poort itself gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewOrganisation {
    /// Unique, but for entities of the Flemish government.
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
    /// One of the catalogue's.
    pub classification: Classification,
    /// The organisation that this is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<OrganisationId>,
    /// Of municipalities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nis: Option<NisCode>,
    /// From the founding to the last day.
    pub period: Period,
    /// Where its rights are granted instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rights_held_on: Option<OrganisationId>,
}

/// Makes an organisation.
///
/// # Errors
/// [`OrganisationError`]: the first rule that it breaks.
pub fn create(new: NewOrganisation, id: OrganisationId, around: &Around<'_>) -> Result<Organisation, OrganisationError> {
    let NewOrganisation { kbo, ovo, instellingsnummer, name, doelgroepen, classification, parent, nis, period, rights_held_on } =
        new;
    let version = 1;
    let organisation = Organisation {
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
        version,
    };
    check(&organisation, around).map(|()| organisation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Catalogue, testing::gemeente};

    fn new(doelgroep: &str) -> NewOrganisation {
        let text = serde_json::json!({
            "kbo": "0207.509.031", "name": "Gemeente Voorbeeld", "doelgroepen": [doelgroep], "classification": "gemeente",
            "nis": "12345", "period": {"begin": "1977-01-01"},
        });
        serde_json::from_value(text).unwrap()
    }

    fn around(catalogue: &Catalogue) -> Around<'_> {
        Around { catalogue, ancestors: &[], holder: None, holds_for_others: false }
    }

    #[test]
    fn what_is_given_becomes_the_first_version() {
        assert_eq!(create(new("LB"), gemeente().id, &around(&Catalogue::default())), Ok(gemeente()));
    }

    #[test]
    fn what_breaks_a_rule_is_not_made() {
        let refused = create(new("XX"), gemeente().id, &around(&Catalogue::default())).unwrap_err();
        assert_eq!(refused.code(), "organisationUnknownDoelgroep");
    }

    #[test]
    fn unknown_members_are_refused() {
        let mut json = serde_json::to_value(new("LB")).unwrap();
        json["version"] = 7.into();
        assert!(serde_json::from_value::<NewOrganisation>(json).is_err());
    }
}
