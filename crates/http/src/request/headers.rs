use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::IF_MATCH;
use actix_web::{FromRequest, HttpRequest};
use storage::Vault;
use tokens::random::sha256;
use types::Actor;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::{IntoParams, PartialSchema};

use crate::problem::{Issue, IssueKind, Place, Problem};

/// The version that the caller read: the number in its `ETag`.
pub(crate) struct IfMatch(pub(crate) i64);

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(version(request).map(Self))
    }
}

impl IntoParams for IfMatch {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let parameter = ParameterBuilder::new().name("If-Match").parameter_in(ParameterIn::Header).required(Required::True);
        vec![parameter.schema(Some(String::schema())).build()]
    }
}

/// A tag that Poort never gave matches nothing (RFC 9110 section 13.1.1).
fn version(request: &HttpRequest) -> Result<i64, Problem> {
    let Some(value) = request.headers().get(IF_MATCH) else {
        let problem = Problem::own(StatusCode::PRECONDITION_REQUIRED, "preconditionRequired", "Precondition Required");
        return Err(problem.because("send the ETag that you read in If-Match"));
    };
    let tag = value.to_str().ok().and_then(|text| text.trim().strip_prefix('"')?.strip_suffix('"'));
    let stale = || {
        Problem::own(StatusCode::PRECONDITION_FAILED, "stale", "Precondition Failed")
            .because("If-Match holds no ETag of this resource")
    };
    tag.and_then(|tag| tag.parse().ok()).ok_or_else(stale)
}

/// What recognises a repetition of a request: its `Idempotency-Key`, where it has one, and a digest of all of it.
#[derive(Clone)]
pub(crate) struct Repeat {
    key: Option<String>,
    digest: [u8; 32],
}

impl Repeat {
    pub(crate) fn new(key: Option<String>, request: &HttpRequest, body: &[u8]) -> Self {
        let precondition = request.headers().get(IF_MATCH).map_or(&[][..], |value| value.as_bytes());
        let parts = [request.method().as_str().as_bytes(), request.path().as_bytes(), precondition, body];
        Self { key, digest: sha256(&parts.map(sha256).concat()) }
    }

    /// Of a request that needs none: to repeat it changes nothing.
    pub(crate) fn never() -> Self {
        Self { key: None, digest: [0; 32] }
    }

    /// The keyed hashes of the key, per caller, and of the request; nothing when there is no key.
    pub(crate) fn hashes(&self, vault: &Vault, actor: &Actor) -> Option<([u8; 32], [u8; 32])> {
        let key = self.key.as_ref()?;
        Some((vault.fingerprint(format!("{actor} {key}").as_bytes()), vault.fingerprint(&self.digest)))
    }
}

/// 1 to 255 visible ASCII characters.
pub(crate) fn idempotency_key(request: &HttpRequest) -> Result<Option<String>, Problem> {
    let Some(value) = request.headers().get("Idempotency-Key") else { return Ok(None) };
    let text =
        value.to_str().ok().filter(|text| (1..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic()));
    text.map(|text| Some(text.to_owned())).ok_or_else(|| {
        let (name, detail) = (Some("Idempotency-Key".into()), "1 to 255 visible ASCII characters expected");
        Problem::input(vec![Issue::new(IssueKind::InvalidInput, Place::Header, name, detail)])
    })
}
