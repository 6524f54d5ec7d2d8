//! What surrounds every request: its trace, its moment, the limits, headers that browsers obey, an answer when a handler panics, the log.

mod harden;

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, ResponseError, web};
use futures_util::FutureExt;
use types::{Context, TraceId};

use crate::frame::Frame;
use crate::journal::{self, Answered, Seen};
use crate::metrics::NO_ROUTE;
use crate::problem::Problem;
use crate::unknown::Routes;
use crate::{Limits, State};
use harden::harden;

/// What a handler has at hand: the state, and the context of this request.
pub(crate) fn at_hand(request: &HttpRequest) -> Result<(State, Context), Problem> {
    let state = request.app_data::<web::Data<State>>().ok_or_else(Problem::internal)?;
    let cx = request.extensions().get::<Context>().cloned().ok_or_else(Problem::internal)?;
    Ok((state.as_ref().clone(), cx))
}

/// The outermost layer.
pub(crate) async fn surround(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let begun = Instant::now();
    let state = request.app_data::<web::Data<State>>().cloned().ok_or_else(Problem::internal)?;
    let cx = incoming(request.headers()).map_or_else(|| state.outside.fresh_context(), |trace| state.outside.context(trace));
    let asked = Asked { trace: cx.trace, method: request.method().clone(), path: request.path().to_owned(), begun };
    request.extensions_mut().insert(cx);
    // What can be read has a head (RFC 9110 section 9.3.2); the connection leaves the body out.
    if asked.method == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    let refused = too_long(&request, &state.frame.limits);
    let entered = state.frame.enter();
    let refused = refused.or_else(|| entered.is_none().then(|| Problem::unavailable().because("too many requests at once")));
    if let Some(problem) = refused {
        let response = request.error_response(problem).map_into_boxed_body();
        return Ok(asked.finish(&state.frame, response));
    }
    let routes = request.app_data::<web::Data<Routes>>().cloned();
    match AssertUnwindSafe(next.call(request)).catch_unwind().await {
        Ok(answered) => Ok(asked.finish(&state.frame, answered?.map_into_boxed_body())),
        Err(_) => Err(asked.panicked(&state.frame, routes.as_deref().and_then(|routes| routes.template(&asked.path)))),
    }
}

/// What is still known of a request when it was answered.
struct Asked {
    trace: TraceId,
    method: Method,
    path: String,
    begun: Instant,
}

impl Asked {
    /// Completes an answer and writes it down.
    fn finish(&self, frame: &Frame, response: ServiceResponse) -> ServiceResponse {
        let problem = problem(&response).map(|problem| problem.traced(self.trace));
        let mut response = match &problem {
            Some(problem) => explained(response, problem),
            None => response,
        };
        harden(response.headers_mut(), self.path.starts_with("/docs"));
        let route = response.request().match_pattern();
        let seen = response.request().extensions().get::<Seen>().cloned();
        let inside = response.response().extensions().get::<Problem>().cloned();
        self.record(frame, route.as_deref(), response.status(), seen.as_ref(), problem.or(inside).as_ref());
        response
    }

    /// The answer when a handler panicked; where it did is in the log already.
    fn panicked(&self, frame: &Frame, route: Option<&str>) -> Error {
        let problem = Problem::internal().caused("panic", "a handler panicked").traced(self.trace);
        let mut response = problem.error_response();
        harden(response.headers_mut(), false);
        frame.metrics.panicked();
        self.record(frame, route, response.status(), None, Some(&problem));
        InternalError::from_response(problem, response).into()
    }

    fn record(&self, frame: &Frame, route: Option<&str>, status: StatusCode, seen: Option<&Seen>, problem: Option<&Problem>) {
        let Self { trace, ref method, begun, .. } = *self;
        let route = route.unwrap_or(NO_ROUTE);
        let answered = Answered { trace, method, route, status: status.as_u16(), took: begun.elapsed(), seen, problem };
        journal::record(&frame.metrics, &answered);
    }
}

/// The trace id of a `traceparent` (W3C Trace Context section 3.2).
fn incoming(headers: &HeaderMap) -> Option<TraceId> {
    let text = headers.get("traceparent")?.to_str().ok()?;
    let mut parts = text.split('-');
    let version = parts.next().filter(|version| version.len() == 2 && *version != "ff");
    version.and(parts.next()).and_then(TraceId::parse)
}

fn too_long(request: &ServiceRequest, limits: &Limits) -> Option<Problem> {
    let fields = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4);
    let line = request.uri().path_and_query().map_or(0, |asked| asked.as_str().len());
    if line > limits.head / 2 {
        return Some(Problem::own(StatusCode::URI_TOO_LONG, "uriTooLong", "URI Too Long"));
    }
    let status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
    (fields.sum::<usize>() + line > limits.head)
        .then(|| Problem::own(status, "requestHeaderFieldsTooLarge", "Request Header Fields Too Large"))
}

/// The problem in an answer; an error that is none becomes one.
fn problem(response: &ServiceResponse) -> Option<Problem> {
    let error = response.response().error();
    if let Some(problem) = error.and_then(|error| error.as_error::<Problem>()) {
        return Some(problem.clone());
    }
    match response.status().as_u16() {
        // A page, or an answer of an endpoint of OAuth, is whole as it is.
        _ if response.headers().contains_key(CONTENT_TYPE) => None,
        404 => Some(Problem::not_found()),
        500.. => Some(Problem::internal().caused("error", error.map(ToString::to_string).unwrap_or_default())),
        _ => None,
    }
}

fn explained(response: ServiceResponse, problem: &Problem) -> ServiceResponse {
    let mut response = response.map_body(|_, _| BoxBody::new(problem.body()));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}
