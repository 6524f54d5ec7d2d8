use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use oidc::discovery::Discovery;
use pages::{STYLE, STYLE_CACHE_CONTROL, STYLE_CONTENT_TYPE};
use tokens::keys::JWKS_MAX_AGE;

use super::cross_origin;
use super::visit::Visit;

/// The discovery document. That answers name the issuer (RFC 9207) is not announced, although it is so for most clients: a library that a real
/// consumer uses refuses to work where it is.
pub(super) async fn discovery(visit: Visit) -> HttpResponse {
    let document = Discovery::new(&visit.sign_in().issuance.issuer, false);
    let response = HttpResponse::Ok().insert_header((CACHE_CONTROL, "public, max-age=300")).json(document);
    cross_origin::open(response)
}

/// The public keys (RFC 7517). A new key is announced longer ahead than this may be kept, also by a process that noticed it late.
pub(super) async fn keys(visit: Visit) -> HttpResponse {
    let keep = format!("public, max-age={}", JWKS_MAX_AGE.0 - LATE);
    let keys = visit.state.keys.current().jwks(visit.cx.now);
    let mut response = HttpResponse::Ok();
    response.insert_header((CACHE_CONTROL, keep)).insert_header((CONTENT_TYPE, "application/jwk-set+json"));
    cross_origin::open(response.body(serde_json::to_vec(&keys).unwrap_or_default()))
}

/// How long a process may take to notice a new key, in seconds.
const LATE: i64 = 60;

/// The style sheet of the pages.
pub(super) async fn style() -> HttpResponse {
    HttpResponse::Ok().insert_header((CACHE_CONTROL, STYLE_CACHE_CONTROL)).content_type(STYLE_CONTENT_TYPE).body(STYLE)
}
