use ::persons::{Person, PersonName, Status};
use serde::{Deserialize, Serialize};
use types::{Day, Instant, Language, Name, OrganisationId, PartialDate, PersonId, Reason, Secret, Sex};
use utoipa::{IntoParams, ToSchema};

use crate::schema;

/// A person whom the register knows, to be admitted.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Admission {
    /// The number.
    #[schema(value_type = schema::Insz)]
    pub(crate) insz: Secret,
    /// Why he is admitted.
    #[schema(value_type = schema::Reason)]
    pub(crate) reason: Reason,
    /// What Poort keeps itself.
    #[serde(default)]
    pub(crate) own: Option<Own>,
}

/// The fields that Poort keeps itself.
#[derive(Default, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Own {
    /// What colleagues call the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Name>)]
    pub(crate) roepnaam: Option<Name>,
    /// Initials.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Name>)]
    pub(crate) initialen: Option<Name>,
    /// Preferred language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Language>)]
    pub(crate) language: Option<Language>,
}

/// A change of the fields that Poort keeps itself: left out stays, `null` is taken away. Parsed as `persons::OwnEdit`.
#[derive(ToSchema)]
#[schema(as = PersonEdit)]
#[expect(dead_code, reason = "documentation")]
pub(crate) struct EditPerson {
    /// What colleagues call the person.
    #[schema(value_type = Option<schema::Name>)]
    roepnaam: (),
    /// Initials.
    #[schema(value_type = Option<schema::Name>)]
    initialen: (),
    /// Preferred language.
    #[schema(value_type = Option<schema::Language>)]
    language: (),
}

/// A number to find a person by.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NumberQuery {
    /// The number.
    #[schema(value_type = schema::Insz)]
    pub(crate) insz: Secret,
}

/// Nothing needs to be said.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reload {}

/// Which persons.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Listed {
    /// A part of the name.
    #[param(value_type = Option<schema::Search>)]
    pub(crate) name: Option<Name>,
    /// With a werkrelatie at this organisation.
    #[param(value_type = Option<schema::Uuid>)]
    pub(crate) organisation: Option<OrganisationId>,
}

/// A natural person. The number is shown masked.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Person)]
pub(crate) struct PersonView {
    /// The number-free identifier (`vo_id`).
    #[schema(value_type = schema::Uuid)]
    pub(crate) id: PersonId,
    /// Masked.
    #[schema(value_type = schema::MaskedInsz)]
    insz: String,
    /// As the register writes it.
    #[schema(value_type = FullName)]
    name: PersonName,
    /// Possibly partial.
    #[schema(value_type = schema::PartialDay)]
    birth: PartialDate,
    /// `male` or `female`; unknown for some BIS numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Sex>)]
    sex: Option<Sex>,
    /// What the register says of life and registration.
    status: StatusView,
    /// What Poort keeps itself.
    own: Own,
    /// Why he was admitted.
    #[schema(value_type = schema::Reason)]
    admission: Reason,
    /// Whether the register gives him another number, which another person has here: for an operator to sort out.
    number_taken: bool,
    /// When the register was last asked.
    #[schema(value_type = schema::Moment)]
    reloaded: Instant,
}

/// A name in the register.
#[derive(ToSchema)]
#[schema(as = PersonName)]
#[expect(dead_code, reason = "documentation")]
pub(crate) struct FullName {
    /// First names, in one text.
    #[schema(value_type = Option<schema::Name>)]
    given: (),
    /// Family name.
    #[schema(value_type = schema::Name)]
    family: (),
}

/// Whether a person can act.
#[derive(Serialize, ToSchema)]
#[schema(as = PersonStatus)]
pub(crate) struct StatusView {
    /// `active`, `deceased` or `struck` (afgevoerd).
    #[schema(value_type = schema::PersonState)]
    state: &'static str,
    /// Since when he cannot.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Day>)]
    on: Option<Day>,
}

impl From<Status> for StatusView {
    fn from(status: Status) -> Self {
        match status {
            Status::Active => Self { state: "active", on: None },
            Status::Deceased(day) => Self { state: "deceased", on: Some(day) },
            Status::Struck(day) => Self { state: "struck", on: Some(day) },
        }
    }
}

impl From<Person> for PersonView {
    fn from(person: Person) -> Self {
        let Person { id, insz, name, birth, sex, status, own, admission, number_taken, reloaded, version: _ } = person;
        let own = Own { roepnaam: own.roepnaam, initialen: own.initialen, language: own.language };
        Self { id, insz: insz.to_string(), name, birth, sex, status: status.into(), own, admission, number_taken, reloaded }
    }
}
