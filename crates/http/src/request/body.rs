use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::{Method, StatusCode};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;

use super::{Repeat, headers, issues};
use crate::problem::{Issue, IssueKind, Place, Problem};

/// The largest body, in bytes.
const LARGEST: usize = 64 * 1024;

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
            let bytes = collect(payload).await?;
            let value = parse(&bytes)?;
            Ok(Self { value, repeat: Repeat::new(key, &request, &bytes) })
        })
    }
}

fn media_type(request: &HttpRequest) -> Result<(), Problem> {
    let given = request.content_type();
    let patch = *request.method() == Method::PATCH && given.eq_ignore_ascii_case("application/merge-patch+json");
    if patch || given.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    let problem = Problem::own(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupportedMediaType", "Unsupported Media Type");
    Err(problem.because("application/json expected; with PATCH also application/merge-patch+json"))
}

async fn collect(mut payload: Payload) -> Result<web::BytesMut, Problem> {
    let mut bytes = web::BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| malformed("the body ended early"))?;
        if bytes.len() + chunk.len() > LARGEST {
            let problem = Problem::belgif(StatusCode::PAYLOAD_TOO_LARGE, "payloadTooLarge", "Payload Too Large");
            return Err(problem.because(format!("at most {LARGEST} bytes are read")));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| match error.inner().classify() {
        serde_json::error::Category::Data => Problem::input(vec![issues::of(Place::Body, &error)]),
        _ => position(error.inner()),
    })?;
    deserializer.end().map_err(|error| position(&error))?;
    Ok(value)
}

fn position(error: &serde_json::Error) -> Problem {
    malformed(&format!("no JSON at line {}, column {}", error.line(), error.column()))
}

fn malformed(detail: &str) -> Problem {
    Problem::input(vec![Issue::new(IssueKind::SchemaViolation, Place::Body, None, detail)])
}
