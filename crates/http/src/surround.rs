//! What surrounds every request: its trace, its moment, headers that browsers obey, and an answer when a handler panics.

use std::panic::AssertUnwindSafe;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, web};
use futures_util::FutureExt;
use types::{Context, TraceId};

use crate::State;
use crate::problem::Problem;

/// What a handler has at hand: the state, and the context of this request.
pub(crate) fn at_hand(request: &HttpRequest) -> Result<(State, Context), Problem> {
    let state = request.app_data::<web::Data<State>>().ok_or_else(Problem::internal)?;
    let cx = request.extensions().get::<Context>().cloned().ok_or_else(Problem::internal)?;
    Ok((state.as_ref().clone(), cx))
}

/// The outermost layer.
pub(crate) async fn surround(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let state = request.app_data::<web::Data<State>>().ok_or_else(Problem::internal)?;
    let cx = incoming(request.headers()).map_or_else(|| state.outside.fresh_context(), |trace| state.outside.context(trace));
    let trace = cx.trace;
    let page = request.path().starts_with("/docs");
    request.extensions_mut().insert(cx);
    let Ok(answered) = AssertUnwindSafe(next.call(request)).catch_unwind().await else {
        tracing::error!(%trace, "a handler panicked");
        return Err(Problem::internal().traced(trace).into());
    };
    let mut response = explained(answered?.map_into_boxed_body(), trace);
    harden(response.headers_mut(), page);
    Ok(response)
}

/// The trace id of a `traceparent` (W3C Trace Context section 3.2).
fn incoming(headers: &HeaderMap) -> Option<TraceId> {
    let text = headers.get("traceparent")?.to_str().ok()?;
    let mut parts = text.split('-');
    let version = parts.next().filter(|version| version.len() == 2 && *version != "ff");
    version.and(parts.next()).and_then(TraceId::parse)
}

/// Problems get their trace id; an error that is no problem document becomes one.
fn explained(response: ServiceResponse, trace: TraceId) -> ServiceResponse {
    let status = response.status();
    let problem = match response.response().error() {
        Some(error) => error.as_error::<Problem>().cloned(),
        None => None,
    };
    let problem = match problem {
        Some(problem) => problem.traced(trace),
        // A page, or an answer of an endpoint of OAuth, is whole as it is.
        None if response.headers().contains_key(CONTENT_TYPE) => return response,
        None if status.as_u16() == 404 => Problem::not_found().traced(trace),
        None if status.is_server_error() => Problem::internal().traced(trace),
        None => return response,
    };
    let mut response = response.map_body(|_, _| BoxBody::new(problem.body()));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

/// Where a layer further in did not say otherwise.
fn harden(headers: &mut HeaderMap, page: bool) {
    let policy = if page {
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"
    } else {
        "default-src 'none'; frame-ancestors 'none'"
    };
    let wanted: [(HeaderName, &'static str); 4] = [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "no-referrer"),
        (CONTENT_SECURITY_POLICY, policy),
    ];
    for (name, value) in wanted {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
}
