use std::collections::BTreeSet;

use serde::Deserialize;
use types::patch::{clearable, present};
use types::{Classification, Day, Doelgroep, Instellingsnummer, Name, NisCode, OrganisationId, OvoCode, Period};

use crate::{Around, Organisation, OrganisationError, check};

/// A change of an organisation, in the shape of a JSON merge patch (RFC 7396): left out stays, `null` is taken away. The KBO number stays:
/// municipalities that merge get a new one and are a new organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Edit {
    /// For entities of the Flemish government.
    #[serde(default, deserialize_with = "clearable")]
    pub ovo: Option<Option<OvoCode>>,
    /// For schools.
    #[serde(default, deserialize_with = "clearable")]
    pub instellingsnummer: Option<Option<Instellingsnummer>>,
    /// Official name.
    #[serde(default, deserialize_with = "present")]
    pub name: Option<Name>,
    /// All of them, as arrays are replaced whole.
    #[serde(default, deserialize_with = "present")]
    pub doelgroepen: Option<BTreeSet<Doelgroep>>,
    /// One of the catalogue's.
    #[serde(default, deserialize_with = "present")]
    pub classification: Option<Classification>,
    /// The organisation that this is a part of.
    #[serde(default, deserialize_with = "clearable")]
    pub parent: Option<Option<OrganisationId>>,
    /// Of municipalities.
    #[serde(default, deserialize_with = "clearable")]
    pub nis: Option<Option<NisCode>>,
    /// First and last day.
    #[serde(default, deserialize_with = "present")]
    pub period: Option<PeriodEdit>,
    /// Where its rights are granted instead.
    #[serde(default, deserialize_with = "clearable")]
    pub rights_held_on: Option<Option<OrganisationId>>,
}

/// A change of a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodEdit {
    /// The first day.
    #[serde(default, deserialize_with = "present")]
    pub begin: Option<Day>,
    /// The last day; `null` for no end.
    #[serde(default, deserialize_with = "clearable")]
    pub end: Option<Option<Day>>,
}

impl PeriodEdit {
    fn apply(self, before: Period) -> Result<Period, OrganisationError> {
        let end = self.end.map_or(before.end(), |end| end.unwrap_or(Day::FOREVER));
        Ok(Period::new(self.begin.unwrap_or(before.begin()), end)?)
    }
}

/// Changes an organisation. What changes nothing is no new version.
///
/// # Errors
/// [`OrganisationError`]: the first rule that the result would break.
pub fn apply(organisation: &Organisation, edit: Edit, around: &Around<'_>) -> Result<Organisation, OrganisationError> {
    let Edit { ovo, instellingsnummer, name, doelgroepen, classification, parent, nis, period, rights_held_on } = edit;
    let before = organisation.clone();
    let after = Organisation {
        id: before.id,
        kbo: before.kbo,
        ovo: ovo.unwrap_or(before.ovo),
        instellingsnummer: instellingsnummer.unwrap_or(before.instellingsnummer),
        name: name.unwrap_or(before.name),
        doelgroepen: doelgroepen.unwrap_or(before.doelgroepen),
        classification: classification.unwrap_or(before.classification),
        parent: parent.unwrap_or(before.parent),
        nis: nis.unwrap_or(before.nis),
        period: period.unwrap_or_default().apply(before.period)?,
        rights_held_on: rights_held_on.unwrap_or(before.rights_held_on),
        version: before.version,
    };
    check(&after, around)?;
    Ok(renumbered(organisation, after))
}

/// Ends an organisation with a last day (inclusive), today, in the past or in the future. From the next day on it gives nobody anything.
///
/// # Errors
/// [`OrganisationError::Period`] before its begin, [`OrganisationError::AlreadyCeased`] when it ends earlier: that is no ending but a
/// revival, for [`apply`].
pub fn cease(organisation: &Organisation, on: Day) -> Result<Organisation, OrganisationError> {
    if on > organisation.period.end() {
        return Err(OrganisationError::AlreadyCeased(organisation.period.end()));
    }
    let period = organisation.period.with_end(on)?;
    Ok(renumbered(organisation, Organisation { period, ..organisation.clone() }))
}

fn renumbered(before: &Organisation, after: Organisation) -> Organisation {
    let version = before.version + i64::from(after != *before);
    Organisation { version, ..after }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Catalogue,
        testing::{agb, day, gemeente, id},
    };

    fn edited(organisation: &Organisation, json: &str) -> Result<Organisation, String> {
        let edit: Edit = serde_json::from_str(json).map_err(|error| error.to_string())?;
        let (catalogue, gemeente) = (Catalogue::default(), gemeente());
        let around = Around { catalogue: &catalogue, ancestors: &[id(1)], holder: Some(&gemeente), holds_for_others: false };
        apply(organisation, edit, &around).map_err(|error| error.code().to_owned())
    }

    #[test]
    fn what_is_left_out_stays() {
        assert_eq!(edited(&agb(), "{}"), Ok(agb()));
        let renamed = edited(&agb(), r#"{"name": "AGB Sport"}"#).unwrap();
        assert_eq!(renamed, Organisation { name: "AGB Sport".parse().unwrap(), version: 2, ..agb() });
    }

    #[test]
    fn null_takes_away_what_can_be_missing() {
        let alone = edited(&agb(), r#"{"parent": null, "rightsHeldOn": null, "ovo": "OVO000001"}"#).unwrap();
        assert_eq!((alone.parent, alone.rights_held_on, alone.version), (None, None, 2));
        assert_eq!(alone.ovo, "OVO000001".parse().ok());
        for member in ["name", "doelgroepen", "classification", "period"] {
            assert!(edited(&agb(), &format!(r#"{{"{member}": null}}"#)).is_err(), "{member}");
        }
    }

    #[test]
    fn a_period_is_changed_in_parts() {
        let ended = edited(&agb(), r#"{"period": {"end": "2026-12-31"}}"#).unwrap();
        assert_eq!(ended.period, Period::new(agb().period.begin(), day("2026-12-31")).unwrap());
        assert_eq!(edited(&ended, r#"{"period": {"end": null}}"#).unwrap().period, agb().period);
        assert_eq!(edited(&ended, r#"{"period": {"begin": "2027-01-01"}}"#), Err("organisationPeriod".into()));
    }

    #[test]
    fn the_result_keeps_every_rule() {
        assert_eq!(edited(&agb(), r#"{"doelgroepen": []}"#), Err("organisationNoDoelgroep".into()));
        let own = format!(r#"{{"parent": "{}"}}"#, agb().id);
        assert_eq!(edited(&agb(), &own), Err("organisationParentCycle".into()));
        assert!(edited(&agb(), r#"{"kbo": "0405546706"}"#).is_err(), "the KBO number stays");
    }

    #[test]
    fn an_organisation_ceases_on_its_last_day() {
        let ceased = cease(&gemeente(), day("2026-12-31")).unwrap();
        assert_eq!((ceased.period.end(), ceased.version), (day("2026-12-31"), 2));
        assert_eq!(cease(&ceased, day("2026-12-31")), Ok(ceased.clone()));
        assert_eq!(cease(&ceased, day("2027-01-01")), Err(OrganisationError::AlreadyCeased(day("2026-12-31"))));
        assert_eq!(cease(&ceased, day("1976-12-31")).unwrap_err().code(), "organisationPeriod");
    }
}
