use serde::Deserialize;
use types::{Language, Name};

use crate::{OwnFields, Person};

/// A change of a person's own fields, in the shape of a JSON merge patch (RFC 7396): left out stays, `null` is taken away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OwnEdit {
    /// What colleagues call the person.
    #[serde(default, deserialize_with = "types::patch::clearable")]
    pub roepnaam: Option<Option<Name>>,
    /// Initials.
    #[serde(default, deserialize_with = "types::patch::clearable")]
    pub initialen: Option<Option<Name>>,
    /// Preferred language.
    #[serde(default, deserialize_with = "types::patch::clearable")]
    pub language: Option<Option<Language>>,
}

/// Changes the fields that are Poort's own, and nothing that the register says. What changes nothing is no new version.
#[must_use]
pub fn edit_own(person: &Person, edit: OwnEdit) -> Person {
    let OwnEdit { roepnaam, initialen, language } = edit;
    let before = &person.own;
    let own = OwnFields {
        roepnaam: roepnaam.unwrap_or_else(|| before.roepnaam.clone()),
        initialen: initialen.unwrap_or_else(|| before.initialen.clone()),
        language: language.unwrap_or_else(|| before.language.clone()),
    };
    let version = person.version + i64::from(own != *before);
    Person { own, version, ..person.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::person;

    fn edit(json: &str) -> Result<OwnEdit, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn left_out_stays_and_null_is_taken_away() {
        let named = edit_own(&person(), edit(r#"{"roepnaam": "Jo", "initialen": "J.P.", "language": "fr"}"#).unwrap());
        assert_eq!(named.version, 2);
        let cleared = edit_own(&named, edit(r#"{"initialen": null}"#).unwrap());
        assert_eq!(cleared.own.roepnaam, "Jo".parse().ok());
        assert_eq!(cleared.own.initialen, None);
        assert_eq!(cleared.own.language, "fr".parse().ok());
        assert_eq!(Person { own: person().own, version: 1, ..cleared }, person(), "nothing else changed");
    }

    #[test]
    fn what_changes_nothing_is_no_new_version() {
        assert_eq!(edit_own(&person(), OwnEdit::default()), person());
        assert_eq!(edit_own(&person(), edit(r#"{"roepnaam": null}"#).unwrap()), person());
    }

    #[test]
    fn register_data_cannot_be_typed_over() {
        assert!(edit(r#"{"name": {"family": "Anders"}}"#).unwrap_err().contains("unknown field"));
        assert!(edit(r#"{"language": "Dutch"}"#).is_err());
    }
}
