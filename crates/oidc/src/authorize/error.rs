use std::borrow::Cow;

use thiserror::Error;

use crate::response::{AuthorizationAnswer, ResponseMode};
use crate::{Issuer, ParamError, RedirectUri, ScopeError};

/// An authorization request that is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AuthorizeError {
    /// To be shown to the person, because the address to go back to is not trusted (RFC 6749 section 4.1.2.1).
    #[error(transparent)]
    Page(#[from] PageError),
    /// To be told to the client.
    #[error("{}", .0.description)]
    Redirect(RedirectError),
}

/// An error for a page.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PageError {
    /// No client, an unknown one, or one that is not active: not told apart, so that nobody can find out which exist.
    #[error("the application that sent you here is not known")]
    Client,
    /// The client may not let people sign in.
    #[error("the application that sent you here may not let people sign in")]
    Grant,
    /// No `redirect_uri`, or none that is registered to the letter.
    #[error("the address to return to is not registered for this application")]
    RedirectUri,
    /// One of these two parameters itself is wrong.
    #[error(transparent)]
    Param(#[from] ParamError),
}

/// An error for the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedirectError {
    /// Where to: registered.
    pub redirect_uri: RedirectUri,
    /// How.
    pub response_mode: ResponseMode,
    /// What is wrong.
    pub error: AuthorizeErrorCode,
    /// For the client's developer; ASCII without quotes (RFC 6749 section 4.1.2.1).
    pub description: Cow<'static, str>,
    /// The client's own, given back.
    pub state: Option<String>,
    /// Whether the answer names the issuer.
    pub iss: bool,
}

/// The `error` of an answer (RFC 6749 section 4.1.2.1, OpenID Connect Core 1.0 section 3.1.2.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthorizeErrorCode {
    /// A parameter is missing, wrong or sent twice.
    InvalidRequest,
    /// A response type other than `code`.
    UnsupportedResponseType,
    /// A scope that the client may not ask.
    InvalidScope,
    /// The person, or Poort on his behalf, refuses.
    AccessDenied,
    /// Something is wrong on Poort's side.
    ServerError,
    /// Poort cannot answer now.
    TemporarilyUnavailable,
    /// Nobody is signed in, and `prompt=none` forbids asking.
    LoginRequired,
    /// A choice has to be made, and `prompt=none` forbids asking.
    InteractionRequired,
    /// No way to sign in here is as strong as the client asks (OpenID Connect Core Unmet Authentication Requirements 1.0).
    UnmetAuthenticationRequirements,
    /// `request` is not supported.
    RequestNotSupported,
    /// `request_uri` is not supported.
    RequestUriNotSupported,
    /// `registration` is not supported.
    RegistrationNotSupported,
}

impl AuthorizeErrorCode {
    /// As it travels.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::InvalidScope => "invalid_scope",
            Self::AccessDenied => "access_denied",
            Self::ServerError => "server_error",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
            Self::LoginRequired => "login_required",
            Self::InteractionRequired => "interaction_required",
            Self::UnmetAuthenticationRequirements => "unmet_authentication_requirements",
            Self::RequestNotSupported => "request_not_supported",
            Self::RequestUriNotSupported => "request_uri_not_supported",
            Self::RegistrationNotSupported => "registration_not_supported",
        }
    }
}

impl AuthorizeError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Page(page) => page.code(),
            Self::Redirect(redirect) => redirect.error.as_str(),
        }
    }
}

impl PageError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Client => "unknownClient",
            Self::Grant => "clientMayNotSignIn",
            Self::RedirectUri => "unknownRedirectUri",
            Self::Param(_) => "invalidParameter",
        }
    }
}

impl RedirectError {
    /// What goes back to the client.
    #[must_use]
    pub fn answer(&self, issuer: &Issuer) -> AuthorizationAnswer {
        let mut members = vec![("error", self.error.as_str().to_owned()), ("error_description", self.description.to_string())];
        members.extend(self.state.clone().map(|state| ("state", state)));
        members.extend(self.iss.then(|| ("iss", issuer.as_str().to_owned())));
        AuthorizationAnswer { redirect_uri: self.redirect_uri.clone(), mode: self.response_mode, members }
    }
}

/// Why a request is refused, before it is known where the answer goes.
pub(super) struct Refusal {
    pub(super) error: AuthorizeErrorCode,
    pub(super) description: Cow<'static, str>,
}

impl Refusal {
    pub(super) fn new(error: AuthorizeErrorCode, description: &'static str) -> Self {
        Self { error, description: description.into() }
    }

    pub(super) fn request(description: &'static str) -> Self {
        Self::new(AuthorizeErrorCode::InvalidRequest, description)
    }
}

impl From<ParamError> for Refusal {
    fn from(error: ParamError) -> Self {
        Self { error: AuthorizeErrorCode::InvalidRequest, description: error.to_string().into() }
    }
}

impl From<ScopeError> for Refusal {
    fn from(error: ScopeError) -> Self {
        Self { error: AuthorizeErrorCode::InvalidScope, description: error.to_string().into() }
    }
}
