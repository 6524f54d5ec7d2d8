use serde::Serialize;
use utoipa::ToSchema;

use crate::schema;

/// One thing that is wrong with the input.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Issue {
    /// Which kind of mistake.
    #[serde(rename = "type")]
    #[schema(value_type = schema::IssueType)]
    kind: IssueKind,
    /// The kind in words.
    #[schema(value_type = schema::Words)]
    title: &'static str,
    /// What was expected.
    #[schema(value_type = schema::Words)]
    detail: String,
    /// Which part of the request.
    #[serde(rename = "in")]
    #[schema(value_type = schema::Place)]
    place: Place,
    /// Which member, as a path, or which parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 500, pattern = "^[^\\u0000]+$", example = "period.begin")]
    name: Option<String>,
}

/// The kinds of mistakes in input that the Belgian guide names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum IssueKind {
    /// Another form than the OpenAPI document says.
    #[serde(rename = "urn:problem-type:belgif:input-validation:schemaViolation")]
    SchemaViolation,
    /// The right form, an impossible value.
    #[serde(rename = "urn:problem-type:belgif:input-validation:invalidInput")]
    InvalidInput,
    /// It refers to something that does not exist, or that the caller may not know of.
    #[serde(rename = "urn:problem-type:belgif:input-validation:referencedResourceNotFound")]
    ReferencedResourceNotFound,
    /// Nothing of that name is expected.
    #[serde(rename = "urn:problem-type:belgif:input-validation:unknownInput")]
    UnknownInput,
}

/// The part of a request.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Place {
    /// The body.
    Body,
    /// The query string.
    Query,
    /// A header field.
    Header,
}

impl Issue {
    pub(crate) fn new(kind: IssueKind, place: Place, name: Option<String>, detail: impl Into<String>) -> Self {
        let title = match kind {
            IssueKind::SchemaViolation => "Input does not have the expected form",
            IssueKind::InvalidInput => "Input is not valid",
            IssueKind::ReferencedResourceNotFound => "Referenced resource not found",
            IssueKind::UnknownInput => "Unknown input",
        };
        Self { kind, title, detail: detail.into(), place, name }
    }

    /// The same of something that stands within a member.
    pub(crate) fn within(self, member: &str) -> Self {
        let name = match self.name {
            _ if member.is_empty() => self.name,
            Some(name) => Some(format!("{member}.{name}")),
            None => Some(member.to_owned()),
        };
        Self { name, ..self }
    }

    /// Which member or parameter.
    pub(crate) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// What was expected.
    #[cfg(test)]
    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }
}
