use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use types::{Category, Contact, Doelgroep, Name, Parsed};

use crate::WerkrelatieError;

/// What each doelgroep asks of a werkrelatie. Configuration; the default holds the values of the field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// How long a werkrelatie lasts when nobody says its end.
    #[serde(default = "ten_years")]
    pub duration_months: u32,
    /// Every doelgroep of the environment.
    pub doelgroepen: BTreeMap<Doelgroep, DoelgroepPolicy>,
}

/// What one doelgroep asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoelgroepPolicy {
    /// For people, and for the claim `vo_doelgroepnaam`.
    pub name: Name,
    /// The allowed categories; none for a doelgroep without werkrelaties.
    #[serde(default)]
    pub categories: BTreeMap<Category, Mandatory>,
}

/// Which attributes a category must have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mandatory {
    /// An e-mail address.
    #[serde(default)]
    pub email: bool,
    /// A phone number.
    #[serde(default)]
    pub phone: bool,
}

impl Policy {
    /// Whether a category with these attributes is allowed in a doelgroep.
    ///
    /// # Errors
    /// An unknown doelgroep, one without werkrelaties, a category that is not allowed, a mandatory attribute that is missing.
    pub fn check(&self, doelgroep: &Doelgroep, category: &Category, contact: &Contact) -> Result<(), WerkrelatieError> {
        let known = self.doelgroepen.get(doelgroep);
        let categories = &known.ok_or_else(|| WerkrelatieError::DoelgroepUnknown(doelgroep.clone()))?.categories;
        if categories.is_empty() {
            return Err(WerkrelatieError::DoelgroepWithoutWerkrelaties(doelgroep.clone()));
        }
        let (category, doelgroep) = (category.clone(), doelgroep.clone());
        let Some(mandatory) = categories.get(&category) else {
            let allowed = categories.keys().cloned().collect();
            return Err(WerkrelatieError::CategoryNotAllowed { category, doelgroep, allowed });
        };
        if mandatory.email && contact.email.is_none() {
            return Err(WerkrelatieError::EmailMandatory { category, doelgroep });
        }
        if mandatory.phone && contact.phone.is_none() {
            return Err(WerkrelatieError::PhoneMandatory { category, doelgroep });
        }
        Ok(())
    }
}

fn ten_years() -> u32 {
    120
}

/// Code, name, and the categories with whether an e-mail address is mandatory.
type Row = (&'static str, &'static str, &'static [(&'static str, bool)]);

/// Own choice where the field documents nothing: who comes from outside must be reachable by e-mail.
const FIELD: [Row; 5] = [
    ("GID", "VO-medewerkers", &[("ambtenaar", false), ("vasteMedewerker", false), ("externeMedewerker", true)]),
    (
        "EA",
        "Economische Actoren",
        &[("wettelijkVertegenwoordiger", false), ("vasteMedewerker", false), ("externeMedewerker", true)],
    ),
    ("LB", "Lokale Besturen", &[("vasteMedewerker", false), ("externeMedewerker", true), ("occasioneleMedewerker", false)]),
    (
        "OV",
        "Onderwijs- en Vormingsinstellingen",
        &[("vasteMedewerker", false), ("externeMedewerker", true), ("occasioneleMedewerker", false)],
    ),
    ("BUR", "Burgers", &[]),
];

impl Default for Policy {
    fn default() -> Self {
        Self { duration_months: ten_years(), doelgroepen: FIELD.iter().filter_map(doelgroep).collect() }
    }
}

fn doelgroep((code, name, categories): &Row) -> Option<(Doelgroep, DoelgroepPolicy)> {
    let category = |(code, email): &(&str, bool)| Some((Category::parse(code).ok()?, Mandatory { email: *email, phone: false }));
    let categories = categories.iter().filter_map(category).collect();
    Some((Doelgroep::parse(code).ok()?, DoelgroepPolicy { name: Name::parse(name).ok()?, categories }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{category, contact, doelgroep};

    fn checked(code: &str, name: &str, email: Option<&str>) -> Result<(), &'static str> {
        Policy::default().check(&doelgroep(code), &category(name), &contact(email)).map_err(|error| error.code())
    }

    #[test]
    fn the_default_is_the_field() {
        let policy = Policy::default();
        assert_eq!(policy.doelgroepen.len(), 5);
        assert_eq!(policy.doelgroepen.values().map(|one| one.categories.len()).sum::<usize>(), 12);
        assert_eq!(policy.duration_months, 120);
    }

    #[test]
    fn a_category_belongs_to_its_doelgroep() {
        assert_eq!(checked("LB", "vasteMedewerker", None), Ok(()));
        assert_eq!(checked("EA", "wettelijkVertegenwoordiger", None), Ok(()));
        assert_eq!(checked("LB", "ambtenaar", None), Err("categoryNotAllowed"));
        assert_eq!(checked("BUR", "vasteMedewerker", None), Err("doelgroepWithoutWerkrelaties"));
        assert_eq!(checked("XX", "vasteMedewerker", None), Err("doelgroepUnknown"));
    }

    #[test]
    fn mandatory_attributes_must_be_there() {
        assert_eq!(checked("LB", "externeMedewerker", None), Err("emailMandatory"));
        assert_eq!(checked("LB", "externeMedewerker", Some("an@igs.example")), Ok(()));
        let mut policy = Policy::default();
        for one in policy.doelgroepen.values_mut().flat_map(|one| one.categories.values_mut()) {
            one.phone = true;
        }
        let refused = policy.check(&doelgroep("LB"), &category("vasteMedewerker"), &contact(None)).unwrap_err();
        assert_eq!(refused.code(), "phoneMandatory");
    }
}
