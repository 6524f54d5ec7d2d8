use actix_web::http::header::AUTHORIZATION;
use oidc::Params;
use oidc::token::{ClientCredentials, TokenError, credentials};

use super::visit::Visit;

/// How a client presents itself in a request (RFC 6749 section 2.3).
pub(super) fn presented(visit: &Visit, form: &Params) -> Result<ClientCredentials, TokenError> {
    let mut headers = visit.request.headers().get_all(AUTHORIZATION);
    let first = headers.next().map(|value| value.to_str().map_err(|_| TokenError::Client)).transpose()?;
    if headers.next().is_some() {
        return Err(TokenError::Request("two methods of client authentication at once"));
    }
    credentials(first, form)
}
