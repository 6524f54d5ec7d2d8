use serde::Deserialize;
use storage::Sort;
use types::Name;
use utoipa::{IntoParams, ToSchema};

use crate::sorting::Keys;
use crate::{schema, sorting};

/// Which applications.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Listed {
    /// A part of the name.
    #[param(value_type = Option<schema::Search>)]
    pub(crate) name: Option<Name>,
    /// In which order: by `code` when left out.
    #[serde(default, deserialize_with = "sorting::sort")]
    #[param(value_type = Option<schema::NameSort>)]
    pub(crate) sort: Option<Sort<By>>,
}

/// By what something with a code and a name is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum By {
    #[default]
    Code,
    Name,
}

impl Keys for By {
    const KEYS: &'static [(&'static str, Self)] = &[("code", Self::Code), ("name", Self::Name)];
}

/// Puts a list that is in the order of its codes in the order that was asked.
pub(crate) fn sorted<T>(mut all: Vec<T>, sort: Option<Sort<By>>, name: impl Fn(&T) -> &Name) -> Vec<T> {
    let sort = sort.unwrap_or_default();
    if sort.by == By::Name {
        all.sort_by(|one, other| name(one).cmp(name(other)));
    }
    if sort.descending {
        all.reverse();
    }
    all
}

/// A toepassing: a portal that consumes tokens. Parsed and written as `gebruikersrechten::Application`.
#[derive(ToSchema)]
#[schema(as = Application, rename_all = "camelCase")]
#[expect(dead_code, reason = "documentation")]
pub(crate) struct ApplicationView {
    /// Names it in addresses; never changes.
    #[schema(value_type = schema::Code, example = "ovam")]
    code: (),
    /// For people.
    #[schema(value_type = schema::Name, example = "OVAM, centraal non-conformiteitenregister")]
    name: (),
    /// What it is for.
    #[schema(value_type = Option<schema::Text>)]
    description: (),
    /// The organisation that owns it.
    #[schema(value_type = schema::Uuid)]
    owner: (),
    /// Mailboxes that are told of every change.
    #[schema(value_type = Vec<schema::Email>, required = false, max_items = 20)]
    notify: (),
    /// For whom its rights can be granted.
    #[schema(value_type = PublicationView, required = false)]
    publication: (),
    /// The stem of the role claims: `<claim>_rol_3d`, `<claim>_rol_2d`.
    #[schema(value_type = schema::Code, example = "ovam_cnr")]
    claim: (),
    /// The scope that brings the role claims.
    #[schema(value_type = schema::Code, example = "ovam_cnr")]
    scope: (),
    /// The full name of the three-part role claim, where it is irregular.
    #[schema(value_type = Option<schema::Code>, example = "ovam_cnr_rol_3D")]
    claim_3d: (),
    /// The full name of the two-part role claim, where it is irregular.
    #[schema(value_type = Option<schema::Code>)]
    claim_2d: (),
    /// From its start to its last day.
    #[schema(value_type = schema::Period)]
    period: (),
}

/// For whom something can be granted; an empty list means everybody.
#[derive(ToSchema)]
#[schema(as = Publication)]
#[expect(dead_code, reason = "documentation")]
pub(crate) struct PublicationView {
    /// The doelgroep of the werkrelatie is one of these.
    #[schema(value_type = Vec<schema::Code>, required = false, max_items = 100, example = json!(["EA"]))]
    doelgroepen: (),
    /// The classification of the organisation is one of these.
    #[schema(value_type = Vec<schema::Code>, required = false, max_items = 100, example = json!(["onderneming"]))]
    classifications: (),
}

crate::patch::patch_of!(ApplicationEdit, ApplicationView, gebruikersrechten::Application);
