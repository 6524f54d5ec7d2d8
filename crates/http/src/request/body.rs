use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_ENCODING;
use actix_web::http::{Method, StatusCode};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Repeat, gather, headers, strict};
use crate::problem::{Issue, IssueKind, Place, Problem};
use crate::{Limits, surround};

/// A JSON body, and what is needed to recognise its repetition.
pub(crate) struct Body<T> {
    /// What it says.
    pub(crate) value: T,
    /// For `Authorised::write`.
    pub(crate) repeat: Repeat,
}

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            media_type(&request)?;
            let key = headers::idempotency_key(&request)?;
            let limits = surround::at_hand(&request)?.0.frame.limits;
            let bytes = collect(payload, &limits).await?;
            let value = parse(&bytes)?;
            Ok(Self { value, repeat: Repeat::new(key, &request, &bytes) })
        })
    }
}

fn media_type(request: &HttpRequest) -> Result<(), Problem> {
    let given = request.content_type();
    let patch = *request.method() == Method::PATCH && given.eq_ignore_ascii_case("application/merge-patch+json");
    let plain = !request.headers().contains_key(CONTENT_ENCODING);
    if plain && (patch || given.eq_ignore_ascii_case("application/json")) {
        return Ok(());
    }
    let problem = Problem::own(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupportedMediaType", "Unsupported Media Type");
    Err(problem.because("application/json expected, not compressed; with PATCH also application/merge-patch+json"))
}

async fn collect(payload: Payload, limits: &Limits) -> Result<web::BytesMut, Problem> {
    let late = |_| {
        Problem::own(StatusCode::REQUEST_TIMEOUT, "requestTimeout", "Request Timeout").because("the body did not come in time")
    };
    tokio::time::timeout(limits.body_time, bytes(payload, limits.body)).await.map_err(late)?
}

async fn bytes(mut payload: Payload, most: usize) -> Result<web::BytesMut, Problem> {
    let mut bytes = web::BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| malformed("the body ended early"))?;
        if bytes.len() + chunk.len() > most {
            let problem = Problem::belgif(StatusCode::PAYLOAD_TOO_LARGE, "payloadTooLarge", "Payload Too Large");
            return Err(problem.because(format!("at most {most} bytes are read")));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    if bytes.is_empty() {
        return Err(malformed("a JSON object expected; there is no body"));
    }
    let wrong = strict::check(bytes).map_err(|error| position(&error))?;
    if !wrong.is_empty() {
        return Err(Problem::input(wrong));
    }
    let mut value = serde_json::from_slice(bytes).map_err(|error| position(&error))?;
    whole(&mut value);
    gather::read(Place::Body, value).map_err(Problem::input)
}

/// To JSON Schema, `79.0` is an integer.
fn whole(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(whole),
        Value::Object(members) => members.values_mut().for_each(whole),
        Value::Number(number) if number.is_f64() => {
            // Without its point when it has no fraction; what is too large for an integer stays what it is.
            let integer = number.as_f64().and_then(|number| number.to_string().parse::<i64>().ok());
            *value = integer.map_or_else(|| value.take(), Value::from);
        }
        _ => {}
    }
}

fn position(error: &serde_json::Error) -> Problem {
    malformed(&format!("no JSON at line {}, column {}", error.line(), error.column()))
}

fn malformed(detail: &str) -> Problem {
    Problem::input(vec![Issue::new(IssueKind::SchemaViolation, Place::Body, None, detail)])
}
