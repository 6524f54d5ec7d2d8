//! Problem documents (RFC 9457) with the types of the Belgian REST guide.

mod document;
mod facts;
mod issue;
mod mapping;

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use types::TraceId;

pub(crate) use document::ProblemDocument;
pub(crate) use facts::{Facts, of_right};
pub(crate) use issue::{Issue, IssueKind, Place};
pub(crate) use mapping::inside;

/// Why a request got no answer. It never holds a value that was sent.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    kind: Box<str>,
    title: &'static str,
    detail: Option<Box<str>>,
    code: Option<&'static str>,
    issues: Box<[Issue]>,
    header: Option<Box<(HeaderName, HeaderValue)>>,
    trace: Option<TraceId>,
    aside: Option<Box<Aside>>,
}

/// What few problems have.
#[derive(Clone, Debug, Default)]
struct Aside {
    facts: Facts,
    cause: Option<(&'static str, String)>,
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

    /// The service cannot work now; trying again later makes sense (RFC 9110 section 15.6.4).
    pub(crate) fn unavailable() -> Self {
        Self::belgif(StatusCode::SERVICE_UNAVAILABLE, "serviceUnavailable", "Service Unavailable").header(RETRY_AFTER, "1")
    }

    /// Too many tries; in so many seconds there is another one.
    pub(crate) fn too_many(seconds: u64) -> Self {
        Self::belgif(StatusCode::TOO_MANY_REQUESTS, "tooManyRequests", "Too Many Requests")
            .header(RETRY_AFTER, &seconds.to_string())
            .because("too many tries of a password")
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
        self.beside(|aside| aside.facts = facts)
    }

    /// Why, for the log only: a code and a text without values that were sent.
    pub(crate) fn caused(self, code: &'static str, text: impl Into<String>) -> Self {
        self.beside(|aside| aside.cause = Some((code, text.into())))
    }

    /// What the log says of why.
    pub(crate) fn cause(&self) -> Option<(&'static str, &str)> {
        self.aside.as_ref()?.cause.as_ref().map(|(code, text)| (*code, text.as_str()))
    }

    fn beside(mut self, change: impl FnOnce(&mut Aside)) -> Self {
        change(self.aside.get_or_insert_default());
        self
    }

    /// The rule that refused.
    pub(crate) fn code(&self) -> Option<&'static str> {
        self.code
    }

    pub(crate) fn traced(self, trace: TraceId) -> Self {
        Self { trace: Some(trace), ..self }
    }

    fn new(status: StatusCode, kind: String, title: &'static str) -> Self {
        Self {
            status,
            kind: kind.into(),
            title,
            detail: None,
            code: None,
            issues: Box::default(),
            header: None,
            trace: None,
            aside: None,
        }
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
