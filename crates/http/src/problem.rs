//! Problem documents (RFC 9457) with the types of the Belgian REST guide.

mod document;
mod facts;
mod issue;
mod mapping;

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, CONTENT_TYPE, HeaderName, HeaderValue, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use types::TraceId;

pub(crate) use document::ProblemDocument;
pub(crate) use facts::{Facts, of_right};
pub(crate) use issue::{Issue, IssueKind, Place};
pub(crate) use mapping::unavailable_for_a_while;

/// Why a request got no answer. It never holds a value that was sent.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    kind: Box<str>,
    title: &'static str,
    detail: Option<Box<str>>,
    code: Option<&'static str>,
    issues: Box<[Issue]>,
    facts: Box<Facts>,
    header: Option<Box<(HeaderName, HeaderValue)>>,
    trace: Option<TraceId>,
}

impl Problem {
    /// A problem that the Belgian guide names.
    pub(crate) fn belgif(status: StatusCode, name: &str, title: &'static str) -> Self {
        Self::new(status, format!("urn:problem-type:belgif:{name}"), title)
    }

    /// A problem of Poort's own.
    pub(crate) fn own(status: StatusCode, code: &'static str, title: &'static str) -> Self {
        Self { code: Some(code), ..Self::new(status, format!("urn:problem-type:poort:{code}"), title) }
    }

    /// Input that does not parse, with what is wrong where.
    pub(crate) fn input(issues: Vec<Issue>) -> Self {
        let problem = Self::belgif(StatusCode::BAD_REQUEST, "badRequest", "Bad Request");
        Self { issues: issues.into(), ..problem }.because("the input does not have the expected form")
    }

    /// There is no such thing, or the caller may not know of it.
    pub(crate) fn not_found() -> Self {
        Self::belgif(StatusCode::NOT_FOUND, "resourceNotFound", "Resource Not Found")
    }

    /// A mistake of this program; the trace id leads to its log.
    pub(crate) fn internal() -> Self {
        Self::belgif(StatusCode::INTERNAL_SERVER_ERROR, "internalServerError", "Internal Server Error")
    }

    /// The path exists, not with this method (RFC 9110 section 15.5.6).
    pub(crate) fn method_not_allowed(allowed: &str) -> Self {
        Self::own(StatusCode::METHOD_NOT_ALLOWED, "methodNotAllowed", "Method Not Allowed").header(ALLOW, allowed)
    }

    /// A token is wanted, with the challenge of RFC 6750 section 3.
    pub(crate) fn challenge(self, challenge: &str) -> Self {
        self.header(WWW_AUTHENTICATE, challenge)
    }

    pub(crate) fn because(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into().into_boxed_str()), ..self }
    }

    pub(crate) fn coded(self, code: &'static str) -> Self {
        Self { code: Some(code), ..self }
    }

    /// What the rule that refused looked at, as members of the document (RFC 9457 section 3.2).
    pub(crate) fn with(self, facts: Facts) -> Self {
        Self { facts: Box::new(facts), ..self }
    }

    pub(crate) fn traced(self, trace: TraceId) -> Self {
        Self { trace: Some(trace), ..self }
    }

    fn new(status: StatusCode, kind: String, title: &'static str) -> Self {
        let (kind, issues, facts) = (kind.into(), Box::default(), Box::default());
        Self { status, kind, title, detail: None, code: None, issues, facts, header: None, trace: None }
    }

    fn header(self, name: HeaderName, value: &str) -> Self {
        Self { header: HeaderValue::from_str(value).ok().map(|value| Box::new((name, value))), ..self }
    }

    /// The document as bytes.
    pub(crate) fn body(&self) -> Vec<u8> {
        serde_json::to_vec(&ProblemDocument::from(self)).unwrap_or_default()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.status.as_u16(), self.kind)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status);
        response.insert_header((CONTENT_TYPE, "application/problem+json"));
        if let Some(header) = &self.header {
            response.insert_header((**header).clone());
        }
        response.body(self.body())
    }
}
