use serde::Serialize;
use utoipa::ToSchema;

use super::{Facts, Issue, Problem};
use crate::schema;

/// What went wrong (RFC 9457). A rule adds the facts of its refusal as members of their own.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Problem)]
pub(crate) struct ProblemDocument {
    /// Which problem; programs look at this.
    #[serde(rename = "type")]
    #[schema(value_type = schema::ProblemType)]
    kind: String,
    /// The problem in words.
    #[schema(value_type = schema::Words, example = "Resource Not Found")]
    title: &'static str,
    /// The HTTP status code.
    #[schema(minimum = 400, maximum = 599, example = 404)]
    status: u16,
    /// What went wrong this time, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Words>)]
    detail: Option<String>,
    /// The rule that refused, where it is finer than the type.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Code>)]
    code: Option<&'static str>,
    /// What is wrong with the input, as much as possible at once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, max_items = 50)]
    issues: Vec<Issue>,
    /// Tell this to the operator: it leads to the log of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Trace>)]
    trace_id: Option<String>,
    /// What the rule that refused looked at: its `limit`, the `holders` of a right that is full, the `organisation` that holds the rights, ...
    #[serde(flatten)]
    #[schema(ignore)]
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
            facts: problem.aside.as_ref().map(|aside| aside.facts.clone()).unwrap_or_default(),
        }
    }
}
