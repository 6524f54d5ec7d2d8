use serde::{Deserialize, Serialize};
use storage::Sort;
use types::{ApplicationCode, Doelgroep, Name};
use utoipa::{IntoParams, ToSchema};

use crate::applications::{By, PublicationView};
use crate::request::document::Members;
use crate::{schema, sorting};

/// The most rights of one request.
pub(crate) const MOST: usize = 50;

/// Rights of one application to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewGebruikersrechten)]
pub(crate) struct NewRights {
    /// Of which application.
    #[schema(value_type = schema::Code, example = "ovam")]
    pub(crate) application: ApplicationCode,
    /// The rights; each without `application`.
    #[schema(value_type = Vec<RightView>, min_items = 1, max_items = 50)]
    pub(crate) items: Vec<Members>,
}

/// Rights that were added.
#[derive(ToSchema)]
#[schema(as = Gebruikersrechten)]
#[expect(dead_code, reason = "documentation")]
pub(crate) struct Rights {
    /// In the order in which they were sent.
    #[schema(value_type = Vec<RightView>, max_items = 50)]
    items: (),
}

/// Which rights; every part that is given must hold.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Listed {
    /// Of this application.
    #[param(value_type = Option<schema::Code>)]
    pub(crate) application: Option<ApplicationCode>,
    /// That can be granted in this doelgroep.
    #[param(value_type = Option<schema::Code>)]
    pub(crate) doelgroep: Option<Doelgroep>,
    /// A part of the name.
    #[param(value_type = Option<schema::Search>)]
    pub(crate) name: Option<Name>,
    /// In which order: by `code` when left out.
    #[serde(default, deserialize_with = "sorting::sort")]
    #[param(value_type = Option<schema::NameSort>)]
    pub(crate) sort: Option<Sort<By>>,
}

/// The definition of a right. Parsed and written as `gebruikersrechten::Gebruikersrecht`.
#[derive(ToSchema)]
#[schema(as = Gebruikersrecht, rename_all = "camelCase")]
#[expect(dead_code, reason = "documentation")]
pub(crate) struct RightView {
    /// Unique in the environment; names it in addresses; never changes.
    #[schema(value_type = schema::Code, example = "OVAMGebruiker")]
    code: (),
    /// Whose right it is. Not sent when it is defined: there it stands beside the items.
    #[schema(value_type = schema::Code, required = false, read_only, example = "ovam")]
    application: (),
    /// For people.
    #[schema(value_type = schema::Name, example = "OVAM Gebruiker")]
    name: (),
    /// What it allows.
    #[schema(value_type = Option<schema::Text>)]
    description: (),
    /// As it stands in a role claim.
    #[schema(value_type = schema::Code, example = "OVAMGebruiker")]
    technical_name: (),
    /// For whom it can be granted.
    #[schema(value_type = PublicationView, required = false)]
    publication: (),
    /// Which contexts refine it; none when left out.
    #[schema(value_type = ContextRuleView, required = false)]
    contexts: (),
    /// How long a grant lasts.
    #[schema(value_type = DurationsView, required = false)]
    durations: (),
    /// When it is active; always when there is none.
    #[schema(value_type = Vec<WindowView>, required = false, max_items = 50)]
    windows: (),
    /// What the grants of it must satisfy together.
    #[schema(value_type = Vec<ConstraintView>, required = false, max_items = 50)]
    constraints: (),
    /// A grant is refused while the werkrelatie has no e-mail address.
    #[schema(value_type = bool, required = false)]
    email_required: (),
    /// From its start to its last day.
    #[schema(value_type = schema::Period)]
    period: (),
}

/// How many contexts a grant has.
#[derive(Serialize, ToSchema)]
#[serde(tag = "rule", rename_all = "camelCase")]
#[schema(as = ContextRule)]
#[expect(dead_code, reason = "documentation")]
pub(crate) enum ContextRuleView {
    /// None exist.
    None,
    /// Any number of these.
    Optional {
        /// The contexts.
        #[schema(value_type = Vec<ContextValueView>, max_items = 200)]
        values: (),
    },
    /// At least one of these.
    AtLeastOne {
        /// The contexts.
        #[schema(value_type = Vec<ContextValueView>, max_items = 200)]
        values: (),
    },
    /// Exactly one of these.
    ExactlyOne {
        /// The contexts.
        #[schema(value_type = Vec<ContextValueView>, max_items = 200)]
        values: (),
    },
}

/// A context that refines a right.
#[derive(ToSchema)]
#[schema(as = ContextValue, rename_all = "camelCase")]
#[expect(dead_code, reason = "documentation")]
pub(crate) struct ContextValueView {
    /// Unique within the right.
    #[schema(value_type = schema::Code, example = "MatisMelder")]
    code: (),
    /// For people.
    #[schema(value_type = schema::Name, example = "MATIS melder")]
    name: (),
    /// As it stands in a role claim.
    #[schema(value_type = schema::Code, example = "MatisMelder")]
    technical_name: (),
}

/// How long a grant lasts, in calendar months.
#[derive(ToSchema)]
#[schema(as = Durations, rename_all = "camelCase")]
#[expect(dead_code, reason = "documentation")]
pub(crate) struct DurationsView {
    /// When nobody says an end.
    #[schema(value_type = u32, example = 48, minimum = 1, maximum = 1200)]
    default_months: (),
    /// The longest; none when left out.
    #[schema(value_type = Option<u32>, example = 60, minimum = 1, maximum = 1200)]
    maximum_months: (),
}

/// When a right is active; both ends inclusive.
#[derive(Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[schema(as = Window)]
#[expect(dead_code, reason = "documentation")]
pub(crate) enum WindowView {
    /// Every year; it may pass New Year.
    Yearly {
        /// The first day of each year.
        #[schema(value_type = schema::MonthDay)]
        from: (),
        /// The last day of each year.
        #[schema(value_type = schema::MonthDay)]
        until: (),
    },
    /// Once.
    Dated {
        /// First to last day.
        #[schema(value_type = schema::Period)]
        period: (),
    },
}

/// What grants of a right must satisfy together.
#[derive(Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[schema(as = Constraint)]
#[expect(dead_code, reason = "documentation")]
pub(crate) enum ConstraintView {
    /// At most so many persons hold it.
    MaxHolders {
        /// How many.
        #[schema(value_type = u32, minimum = 1, maximum = 1_000_000, example = 3)]
        limit: (),
        /// Counted where.
        #[schema(value_type = schema::Per)]
        per: (),
    },
    /// A person holds one of these or this right at an organisation, not both.
    Excludes {
        /// The other rights.
        #[schema(value_type = Vec<schema::Code>, max_items = 200)]
        rights: (),
    },
    /// A person holds it only while he also holds this right there.
    Requires {
        /// The other right.
        #[schema(value_type = schema::Code)]
        right: (),
    },
}

crate::patch::patch_of!(GebruikersrechtEdit, RightView, ::gebruikersrechten::Gebruikersrecht);
