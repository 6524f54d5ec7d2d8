use serde::Deserialize;
use service::toekenningen::{Edit, NewGrant};
use types::patch::present;
use types::{ContextCode, Day, Reason, RightCode, WerkrelatieId};
use utoipa::ToSchema;

use crate::period::ProposedPeriod;
use crate::problem::{Issue, IssueKind, Place, Problem};
use crate::schema;

/// A right to be granted.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewToekenning {
    /// On which werkrelatie; its person gets the right, for its organisation.
    #[schema(value_type = schema::Uuid)]
    werkrelatie: WerkrelatieId,
    /// Which right.
    #[schema(value_type = schema::Code, example = "OVAMGebruiker")]
    right: RightCode,
    /// Refined by these; how many there must be is the right's to say.
    #[serde(default)]
    #[schema(value_type = Vec<schema::Code>, required = false, max_items = 200)]
    contexts: Vec<ContextCode>,
    /// First to last day; from today, for as long as the right says when left out.
    #[serde(default)]
    period: ProposedPeriod,
    /// Why.
    #[schema(value_type = schema::Reason)]
    reason: Reason,
}

impl From<NewToekenning> for NewGrant {
    fn from(new: NewToekenning) -> Self {
        let NewToekenning { werkrelatie, right, contexts, period: ProposedPeriod { begin, end }, reason } = new;
        Self { werkrelatie, right, contexts, begin, end, reason }
    }
}

/// A change of a toekenning, and why: `contexts`, `period` or both.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = ToekenningEdit)]
pub(crate) struct EditToekenning {
    /// All of them.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Vec<schema::Code>, required = false, max_items = 200)]
    contexts: Option<Vec<ContextCode>>,
    /// Another last day.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = OtherEnd, required = false)]
    period: Option<OtherEnd>,
    /// Why.
    #[schema(value_type = schema::Reason)]
    reason: Reason,
}

/// Another last day.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OtherEnd {
    /// Inclusive.
    #[schema(value_type = schema::Day)]
    end: Day,
}

impl EditToekenning {
    /// The change and why; 400 when nothing is to change.
    pub(super) fn parse(self) -> Result<(Edit, Reason), Problem> {
        let Self { contexts, period, reason } = self;
        if contexts.is_none() && period.is_none() {
            let detail = "contexts or period expected";
            return Err(Problem::input(vec![Issue::new(IssueKind::SchemaViolation, Place::Body, None, detail)]));
        }
        Ok((Edit { contexts, end: period.map(|period| period.end) }, reason))
    }
}

/// The end of a toekenning.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = ToekenningRevocation)]
pub(crate) struct Revocation {
    /// The last day on which it counts; now when left out.
    #[serde(default)]
    #[schema(value_type = Option<schema::Day>)]
    pub(super) last_day: Option<Day>,
    /// Why.
    #[schema(value_type = schema::Reason)]
    pub(super) reason: Reason,
}
