//! What pages of other sites may read (CORS): discovery, the keys, and the three endpoints that an application in a browser calls itself. `*` is
//! safe there: none of them looks at a cookie, so a page of another site gets nothing that any program could not ask. Introspection is for
//! servers, the other endpoints are navigated to: browsers let no page read those.

use actix_web::HttpResponse;
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS,
    ACCESS_CONTROL_MAX_AGE, HeaderValue,
};
use oidc::paths;

/// The paths.
pub(super) const OPEN: [&str; 6] =
    [paths::DISCOVERY, paths::METADATA, paths::KEYS, paths::TOKEN, paths::USERINFO, paths::REVOCATION];

/// Lets pages of any site read an answer.
pub(super) fn open(mut response: HttpResponse) -> HttpResponse {
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("WWW-Authenticate"));
    response
}

/// What a browser asks first.
pub(super) async fn preflight() -> HttpResponse {
    let mut response = HttpResponse::NoContent();
    response.insert_header((ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"));
    response.insert_header((ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type, dpop"));
    response.insert_header((ACCESS_CONTROL_MAX_AGE, "7200"));
    open(response.finish())
}
