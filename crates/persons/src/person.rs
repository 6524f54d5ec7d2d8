use serde::{Deserialize, Serialize};
use types::{Day, Instant, Insz, Language, Name, PartialDate, PersonId, Reason, Sex};

/// A natural person (persoon).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The number-free identifier that everyone outside sees (`vo_id`).
    pub id: PersonId,
    /// The present number; earlier ones still find the person.
    pub insz: Insz,
    /// As the register writes it.
    pub name: PersonName,
    /// Possibly partial.
    pub birth: PartialDate,
    /// Unknown for some BIS numbers.
    pub sex: Option<Sex>,
    /// What the register says of life and registration.
    pub status: Status,
    /// What Poort keeps itself.
    pub own: OwnFields,
    /// Why the person was admitted.
    pub admission: Reason,
    /// Whether the register gives him another number that another person has here: two records of one human being, for an operator to
    /// sort out. Everything else that the register says is kept.
    pub number_taken: bool,
    /// When the register was last asked.
    pub reloaded: Instant,
    /// Counts the changes; the `ETag` of the REST API.
    pub version: i64,
}

/// A name in the register: someone may have no given name, nobody has no family name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonName {
    /// First names, in one text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<Name>,
    /// Family name.
    pub family: Name,
}

/// Whether a person can act. Who is not active loses access at once, from the day itself on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "state", content = "on")]
pub enum Status {
    /// Alive and registered.
    Active,
    /// Died on this day.
    Deceased(Day),
    /// Struck from the register (afgevoerd) on this day.
    Struck(Day),
}

/// The fields that an administrator may set; all else comes from the register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OwnFields {
    /// What colleagues call the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roepnaam: Option<Name>,
    /// Initials.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initialen: Option<Name>,
    /// Preferred language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}
