use serde::Serialize;
use utoipa::ToSchema;

use super::{Facts, Issue, Problem};

/// What went wrong (RFC 9457).
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Problem)]
pub(crate) struct ProblemDocument {
    /// Which problem; programs look at this.
    #[serde(rename = "type")]
    #[schema(example = "urn:problem-type:belgif:resourceNotFound")]
    kind: String,
    /// The problem in words.
    #[schema(example = "Resource Not Found")]
    title: &'static str,
    /// The HTTP status code.
    #[schema(example = 404)]
    status: u16,
    /// What went wrong this time, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// The rule that refused, where it is finer than the type.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    /// What is wrong with the input, all at once where possible.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    issues: Vec<Issue>,
    /// Tell this to the operator: it leads to the log of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "4bf92f3577b34da6a3ce929d0e0e4736")]
    trace_id: Option<String>,
    /// What the rule that refused looked at: its `limit`, the `holders` of a right that is full, the `organisation` that holds the rights, ...
    #[serde(flatten)]
    #[schema(value_type = std::collections::BTreeMap<String, serde_json::Value>)]
    facts: Facts,
}

impl From<&Problem> for ProblemDocument {
    fn from(problem: &Problem) -> Self {
        Self {
            kind: problem.kind.to_string(),
            title: problem.title,
            status: problem.status.as_u16(),
            detail: problem.detail.as_deref().map(str::to_owned),
            code: problem.code,
            issues: problem.issues.to_vec(),
            trace_id: problem.trace.map(|trace| trace.to_string()),
            facts: (*problem.facts).clone(),
        }
    }
}
