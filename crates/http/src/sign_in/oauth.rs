//! Answers of the endpoints that programs call: JSON that nobody keeps.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue, PRAGMA, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use oidc::token::{ErrorClass, TokenError, TokenErrorBody};
use serde::Serialize;
use service::sign_in::SignInError;
use tokens::jwt::TokenType;
use tokens::keys::Algorithm;

use super::form::NoForm;
use super::visit::Visit;
use crate::problem::{Problem, inside};

/// An answer that nobody keeps (RFC 6749 section 5.1).
pub(super) fn json(status: StatusCode, body: &impl Serialize) -> HttpResponse {
    let mut response = HttpResponse::build(status);
    response.insert_header((CACHE_CONTROL, "no-store")).insert_header((PRAGMA, "no-cache"));
    response.json(body)
}

/// A signed answer that nobody keeps.
pub(super) fn jwt(
    visit: &Visit,
    algorithm: Algorithm,
    token_type: TokenType,
    media_type: &'static str,
    claims: &impl Serialize,
) -> Result<HttpResponse, SignInError> {
    let keys = visit.state.keys.current();
    let key = keys.signer(algorithm, visit.cx.now).ok_or(SignInError::NoKey(algorithm))?;
    let signed = tokens::jwt::sign(key, token_type, claims)?;
    let mut response = HttpResponse::Ok();
    response.insert_header((CACHE_CONTROL, "no-store")).insert_header((PRAGMA, "no-cache"));
    Ok(response.content_type(media_type).body(signed))
}

/// A request that got nothing.
pub(super) struct Refused {
    status: StatusCode,
    body: TokenErrorBody,
    challenge: Option<&'static str>,
    inside: Option<Box<Problem>>,
    wait: Option<u64>,
}

impl Refused {
    /// A token that is missing, or worth nothing (RFC 6750 section 3).
    pub(super) fn bearer(status: StatusCode, error: &'static str, description: &str, challenge: &'static str) -> Self {
        Self { challenge: Some(challenge), ..Self::plain(status, error, description) }
    }

    pub(super) fn plain(status: StatusCode, error: &'static str, description: &str) -> Self {
        let body = TokenErrorBody { error, error_description: description.to_owned() };
        Self { status, body, challenge: None, inside: None, wait: None }
    }

    /// Too much is open already: in so many seconds it may be less.
    pub(super) fn too_many(seconds: u64) -> Self {
        let description = "too many are waiting from your address: try again later";
        let refused = Self::plain(StatusCode::TOO_MANY_REQUESTS, "temporarily_unavailable", description);
        Self { wait: Some(seconds), ..refused }
    }

    pub(super) fn response(&self) -> HttpResponse {
        let mut response = json(self.status, &self.body);
        if let Some(challenge) = self.challenge {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        let wait = self.wait.or_else(|| (self.status == StatusCode::SERVICE_UNAVAILABLE).then_some(5));
        if let Some(seconds) = wait {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Some(problem) = &self.inside {
            response.extensions_mut().insert(Problem::clone(problem));
        }
        response
    }
}

impl From<TokenError> for Refused {
    fn from(error: TokenError) -> Self {
        let (status, challenge) = match error.class() {
            ErrorClass::BadRequest => (StatusCode::BAD_REQUEST, None),
            ErrorClass::Unauthorized => (StatusCode::UNAUTHORIZED, Some(r#"Basic realm="poort", charset="UTF-8""#)),
        };
        Self { status, body: error.body(), challenge, inside: None, wait: None }
    }
}

impl From<NoForm> for Refused {
    fn from(error: NoForm) -> Self {
        let status = match error {
            NoForm::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            NoForm::MediaType | NoForm::Unreadable => StatusCode::BAD_REQUEST,
        };
        Self::plain(status, "invalid_request", &error.to_string())
    }
}

impl From<SignInError> for Refused {
    fn from(error: SignInError) -> Self {
        let problem = match error {
            SignInError::Token(error) => return error.into(),
            error => inside(error),
        };
        let status = problem.status_code();
        let refused = match status {
            StatusCode::SERVICE_UNAVAILABLE => Self::plain(status, "temporarily_unavailable", "try again in a moment"),
            _ => Self::plain(StatusCode::INTERNAL_SERVER_ERROR, "server_error", "this is a mistake of Poort"),
        };
        Self { inside: Some(Box::new(problem)), ..refused }
    }
}
