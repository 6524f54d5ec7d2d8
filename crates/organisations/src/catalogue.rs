use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use types::{Classification, Doelgroep, Name};

use crate::defaults;

/// The doelgroepen and classifications of an environment: configuration, with the real lists ([`crate::Catalogue::default`]) as default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Shape", into = "Shape")]
pub struct Catalogue {
    doelgroepen: Vec<DoelgroepEntry>,
    classifications: Vec<ClassificationEntry>,
}

/// A doelgroep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DoelgroepEntry {
    /// Stands in tokens as `vo_doelgroepcode`.
    pub code: Doelgroep,
    /// Stands in tokens as `vo_doelgroepnaam`.
    pub name: Name,
    /// Whether organisations and werkrelaties belong to it: not to BUR, whose people act for themselves.
    #[serde(default = "yes")]
    pub organisations: bool,
}

/// A classification of organisations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClassificationEntry {
    /// As organisations and rights name it.
    pub code: Classification,
    /// For people.
    pub name: Name,
}

/// What is wrong with a configured list.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CatalogueError {
    /// Without one, no organisation can exist.
    #[error("at least one doelgroep with organisations and one classification are expected")]
    Empty,
    /// One code, two entries.
    #[error("{0} stands in the list twice")]
    Duplicate(String),
}

impl CatalogueError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "catalogueEmpty",
            Self::Duplicate(_) => "catalogueDuplicate",
        }
    }
}

impl Catalogue {
    /// From two lists, in the order in which people see them.
    ///
    /// # Errors
    /// [`CatalogueError`]: a list that is empty or names a code twice.
    pub fn new(doelgroepen: Vec<DoelgroepEntry>, classifications: Vec<ClassificationEntry>) -> Result<Self, CatalogueError> {
        if !doelgroepen.iter().any(|entry| entry.organisations) || classifications.is_empty() {
            return Err(CatalogueError::Empty);
        }
        unique(doelgroepen.iter().map(|entry| &entry.code))?;
        unique(classifications.iter().map(|entry| &entry.code))?;
        Ok(Self { doelgroepen, classifications })
    }

    /// All doelgroepen, in order.
    #[must_use]
    pub fn doelgroepen(&self) -> &[DoelgroepEntry] {
        &self.doelgroepen
    }

    /// All classifications, in order.
    #[must_use]
    pub fn classifications(&self) -> &[ClassificationEntry] {
        &self.classifications
    }

    /// One doelgroep.
    #[must_use]
    pub fn doelgroep(&self, code: &Doelgroep) -> Option<&DoelgroepEntry> {
        self.doelgroepen.iter().find(|entry| entry.code == *code)
    }

    /// One classification.
    #[must_use]
    pub fn classification(&self, code: &Classification) -> Option<&ClassificationEntry> {
        self.classifications.iter().find(|entry| entry.code == *code)
    }
}

impl Default for Catalogue {
    /// The real lists.
    fn default() -> Self {
        Self { doelgroepen: defaults::doelgroepen(), classifications: defaults::classifications() }
    }
}

fn unique<T: Ord + ToString>(codes: impl Iterator<Item = T>) -> Result<(), CatalogueError> {
    let mut seen = BTreeSet::new();
    for code in codes {
        let text = code.to_string();
        if !seen.insert(code) {
            return Err(CatalogueError::Duplicate(text));
        }
    }
    Ok(())
}

fn yes() -> bool {
    true
}

/// The written form; a list that is left out has its default.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Shape {
    #[serde(default = "defaults::doelgroepen")]
    doelgroepen: Vec<DoelgroepEntry>,
    #[serde(default = "defaults::classifications")]
    classifications: Vec<ClassificationEntry>,
}

impl TryFrom<Shape> for Catalogue {
    type Error = CatalogueError;

    fn try_from(shape: Shape) -> Result<Self, CatalogueError> {
        Self::new(shape.doelgroepen, shape.classifications)
    }
}

impl From<Catalogue> for Shape {
    fn from(catalogue: Catalogue) -> Self {
        Self { doelgroepen: catalogue.doelgroepen, classifications: catalogue.classifications }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Catalogue, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_left_out_is_the_default_and_survives_a_round_trip() {
        assert_eq!(read("{}"), Ok(Catalogue::default()));
        assert_eq!(read(&serde_json::to_string(&Catalogue::default()).unwrap()), Ok(Catalogue::default()));
    }

    #[test]
    fn an_environment_has_its_own_lists() {
        let catalogue = read(r#"{"doelgroepen": [{"code": "ZORG", "name": "Zorginstellingen"}]}"#).unwrap();
        assert!(catalogue.doelgroep(&"ZORG".parse().unwrap()).is_some_and(|entry| entry.organisations));
        assert_eq!(catalogue.doelgroep(&"LB".parse().unwrap()), None);
        assert_eq!(catalogue.classifications(), Catalogue::default().classifications());
    }

    #[test]
    fn a_list_is_not_empty_and_names_nothing_twice() {
        let twice = r#"{"classifications": [{"code": "AGB", "name": "een"}, {"code": "AGB", "name": "twee"}]}"#;
        assert!(read(twice).unwrap_err().contains("AGB stands in the list twice"));
        for empty in [
            r#"{"classifications": []}"#,
            r#"{"doelgroepen": []}"#,
            r#"{"doelgroepen": [{"code": "BUR", "name": "Burgers", "organisations": false}]}"#,
        ] {
            assert!(read(empty).unwrap_err().contains("at least one"), "{empty}");
        }
        assert!(read(r#"{"doelgroep": []}"#).is_err(), "unknown members are refused");
    }
}
