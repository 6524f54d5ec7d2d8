use serde::Deserialize;
use types::Day;
use utoipa::ToSchema;

use crate::schema;

/// First to last day, both inclusive; for what is left out the rule has a default.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProposedPeriod)]
pub(crate) struct ProposedPeriod {
    /// The first day.
    #[serde(default)]
    #[schema(value_type = Option<schema::Day>)]
    pub(crate) begin: Option<Day>,
    /// The last day.
    #[serde(default)]
    #[schema(value_type = Option<schema::Day>)]
    pub(crate) end: Option<Day>,
}
