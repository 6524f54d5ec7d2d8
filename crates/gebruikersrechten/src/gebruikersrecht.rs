use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use types::{ApplicationCode, Classification, ContextCode, Doelgroep, MonthDay, Name, Period, RightCode, TechnicalName, Text};

/// A gebruikersrecht: the definition of a right of an application. Its limits are data, set by the application's owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Gebruikersrecht {
    /// Unique in the environment; names it in URLs; never changes.
    pub code: RightCode,
    /// Whose right it is.
    pub application: ApplicationCode,
    /// For people.
    pub name: Name,
    /// What it allows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// As it stands in a role claim.
    pub technical_name: TechnicalName,
    /// For whom it can be granted.
    #[serde(default)]
    pub publication: Publication,
    /// Which contexts refine it.
    #[serde(default)]
    pub contexts: ContextRule,
    /// How long a grant lasts.
    #[serde(default)]
    pub durations: Durations,
    /// When it is active; always when there is none.
    #[serde(default)]
    pub windows: Vec<Window>,
    /// What the grants of it must satisfy together.
    #[serde(default)]
    pub constraints: Vec<Constraint>,
    /// A grant is refused while the werkrelatie has no e-mail address.
    #[serde(default)]
    pub email_required: bool,
    /// From its start to its last day.
    pub period: Period,
    /// Counts the changes; the `ETag` of the REST API.
    pub version: i64,
}

/// For whom something is published: empty means for everyone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Publication {
    /// The doelgroep of the werkrelatie must be one of these.
    #[serde(default)]
    pub doelgroepen: BTreeSet<Doelgroep>,
    /// The classification of the organisation must be one of these.
    #[serde(default)]
    pub classifications: BTreeSet<Classification>,
}

/// How many contexts a grant has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "rule", content = "values", deny_unknown_fields)]
pub enum ContextRule {
    /// None exist.
    #[default]
    None,
    /// Any number of these.
    Optional(Vec<ContextValue>),
    /// At least one of these.
    AtLeastOne(Vec<ContextValue>),
    /// Exactly one of these.
    ExactlyOne(Vec<ContextValue>),
}

/// A context(waarde) that refines a right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ContextValue {
    /// Unique within the right.
    pub code: ContextCode,
    /// For people.
    pub name: Name,
    /// As it stands in a role claim.
    pub technical_name: TechnicalName,
}

/// How long a grant lasts, in calendar months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Durations {
    /// When nobody says an end date: 48 by default.
    pub default_months: u32,
    /// The longest, counted from the begin; none when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum_months: Option<u32>,
}

impl Default for Durations {
    /// Four years, and no maximum.
    fn default() -> Self {
        Self { default_months: 48, maximum_months: None }
    }
}

/// When a right is active; both ends inclusive, Europe/Brussels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "kind", deny_unknown_fields)]
pub enum Window {
    /// Every year from a day to a day; it may pass New Year.
    Yearly {
        /// First day.
        from: MonthDay,
        /// Last day.
        until: MonthDay,
    },
    /// Once.
    Dated {
        /// First to last day.
        period: Period,
    },
}

/// What grants of a right must satisfy together, at every moment of their period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "kind", deny_unknown_fields)]
pub enum Constraint {
    /// At most so many persons hold it.
    MaxHolders {
        /// How many.
        limit: u32,
        /// Counted where.
        per: Per,
    },
    /// A person holds this right or one of these at an organisation, not both.
    Excludes {
        /// The other rights.
        rights: BTreeSet<RightCode>,
    },
    /// A person holds it only while he also holds this right at the organisation.
    Requires {
        /// The other right.
        right: RightCode,
    },
}

/// Where holders are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Per {
    /// In each organisation.
    Organisation,
    /// In each organisation for each context.
    OrganisationAndContext,
}
