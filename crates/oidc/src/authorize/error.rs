use std::borrow::Cow;

use thiserror::Error;
use types::Day;

use crate::response::{AuthorizationAnswer, ResponseMode};
use crate::{Client, Issuer, ParamError, Params, RedirectUri, ScopeError};

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
    /// What the client signed is not valid (or it signs nothing), and no registered address stands beside it.
    #[error("the signed request of the application is not valid")]
    Object(AuthorizeErrorCode),
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
    /// The person has to agree, and `prompt=none` forbids asking.
    ConsentRequired,
    /// No way to sign in here is as strong as the client asks (OpenID Connect Core Unmet Authentication Requirements 1.0).
    UnmetAuthenticationRequirements,
    /// What the client signed is not valid (RFC 9101 section 7).
    InvalidRequestObject,
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
            Self::ConsentRequired => "consent_required",
            Self::UnmetAuthenticationRequirements => "unmet_authentication_requirements",
            Self::InvalidRequestObject => "invalid_request_object",
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

impl AuthorizeError {
    /// The `error` for the client itself, which pushed the request (RFC 9126 section 2.3).
    #[must_use]
    pub fn oauth_code(&self) -> &'static str {
        match self {
            Self::Page(PageError::Grant) => "unauthorized_client",
            Self::Page(PageError::Object(code)) => code.as_str(),
            Self::Page(_) => "invalid_request",
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
            Self::Object(_) => "invalidRequestObject",
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

    /// Told to the client, at an address of it that is registered.
    pub(super) fn returned(self, params: &Params, client: &Client, redirect_uri: RedirectUri) -> AuthorizeError {
        AuthorizeError::Redirect(RedirectError {
            redirect_uri,
            response_mode: super::request::response_mode(params).unwrap_or_default(),
            error: self.error,
            description: self.description,
            state: params.get("state").ok().flatten().map(str::to_owned),
            iss: client.response_iss,
        })
    }

    /// The same for a request that cannot be read: the address beside it is used when it is registered, else this is a page.
    pub(super) fn unreturned(self, params: &Params, client: &Client, today: Day) -> AuthorizeError {
        match super::trusted_address(params, client, today) {
            Ok(address) => self.returned(params, client, address),
            Err(PageError::RedirectUri | PageError::Param(_)) => PageError::Object(self.error).into(),
            Err(error) => error.into(),
        }
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
