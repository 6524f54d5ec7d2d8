//! One event in the log for each request, built once: which route, how it went, whose token. Never the address as it was asked, a
//! query string, a body, a name, a number or a token.

use std::time::Duration;

use actix_web::http::Method;
use types::{Actor, TraceId};

use crate::metrics::{self, Metrics};
use crate::problem::Problem;

/// Whose token a request came with; an extractor that verifies one puts it into the request's extensions.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// The client that the token was given to.
    pub(crate) client: String,
    /// Who acts: a person by his number-free identifier, or the client itself.
    pub(crate) actor: Actor,
}

/// A request that was answered.
pub(crate) struct Answered<'a> {
    pub(crate) trace: TraceId,
    pub(crate) method: &'a Method,
    pub(crate) route: &'a str,
    pub(crate) status: u16,
    pub(crate) took: Duration,
    pub(crate) seen: Option<&'a Seen>,
    pub(crate) problem: Option<&'a Problem>,
}

/// Writes the event, at the level of how bad it was, and counts.
pub(crate) fn record(metrics: &Metrics, answered: &Answered<'_>) {
    let Answered { trace, method, route, status, took, seen, problem } = answered;
    let method = metrics::method(method.as_str());
    metrics.answered(method, route, *status, *took);
    let microseconds = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    let client = seen.map(|seen| seen.client.as_str());
    let actor = seen.map(|seen| tracing::field::display(&seen.actor));
    let code = problem.and_then(Problem::code);
    let cause = problem.and_then(Problem::cause);
    if let Some((kind, _)) = cause
        && kind.starts_with("storage.")
    {
        metrics.database_failed(kind);
    }
    let cause = cause.map(|(_, text)| text);
    if *status >= 500 {
        tracing::error!(%trace, method, route, status, microseconds, client, actor, code, cause, "request");
    } else {
        tracing::info!(%trace, method, route, status, microseconds, client, actor, code, "request");
    }
}
