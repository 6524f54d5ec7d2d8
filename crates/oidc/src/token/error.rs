use serde::Serialize;
use thiserror::Error;

use crate::device::DeviceError;
use crate::dpop::ProofError;
use crate::{ParamError, ScopeError};

/// Why no token is given (RFC 6749 section 5.2).
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TokenError {
    /// A parameter is missing, wrong or sent twice; or two methods of authentication at once.
    #[error("{0}")]
    Request(&'static str),
    /// A parameter breaks a rule of its own.
    #[error(transparent)]
    Param(#[from] ParamError),
    /// Unknown client, wrong secret, none where one is needed: not told apart.
    #[error("the client could not be authenticated")]
    Client,
    /// The code or refresh token is unknown, used, expired, another client's, or does not fit its redirect_uri or verifier: not told apart.
    #[error("the authorization code or refresh token is not valid")]
    Grant,
    /// The client may not use this grant type.
    #[error("this client may not use this grant type")]
    Unauthorized,
    /// No such grant type here.
    #[error("this grant type is not supported: see grant_types_supported in discovery")]
    GrantType,
    /// The token to exchange is worth nothing, not of a person or not meant for this client: not told apart (RFC 8693 section 2.2.2).
    #[error("the subject token cannot be exchanged by this client")]
    Subject,
    /// An API that this client may not call for somebody (RFC 8693 section 2.2.2).
    #[error("an audience or resource that this client was not given for exchange, or none")]
    Target,
    /// A device gets no tokens (yet).
    #[error(transparent)]
    Device(#[from] DeviceError),
    /// The scope is wrong or not given to this client.
    #[error(transparent)]
    Scope(#[from] ScopeError),
    /// The proof that came along, or did not where it must (RFC 9449 section 5).
    #[error(transparent)]
    Proof(#[from] ProofError),
}

/// What HTTP makes of a [`TokenError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorClass {
    /// 400.
    BadRequest,
    /// 401, with `WWW-Authenticate: Basic` (RFC 6749 section 5.2).
    Unauthorized,
}

/// The body of the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TokenErrorBody {
    /// The code.
    pub error: &'static str,
    /// For the client's developer; ASCII without quotes.
    pub error_description: String,
}

impl TokenError {
    /// The `error` of the answer, stable.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Request(_) | Self::Param(_) | Self::Subject => "invalid_request",
            Self::Client => "invalid_client",
            Self::Grant => "invalid_grant",
            Self::Unauthorized => "unauthorized_client",
            Self::GrantType => "unsupported_grant_type",
            Self::Target => "invalid_target",
            Self::Device(error) => error.code(),
            Self::Scope(_) => "invalid_scope",
            Self::Proof(_) => "invalid_dpop_proof",
        }
    }

    /// What HTTP makes of it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        if *self == Self::Client { ErrorClass::Unauthorized } else { ErrorClass::BadRequest }
    }

    /// The body of the answer.
    #[must_use]
    pub fn body(&self) -> TokenErrorBody {
        TokenErrorBody { error: self.code(), error_description: self.to_string() }
    }
}
