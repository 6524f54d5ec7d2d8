//! The token endpoint: who asks ([`credentials`]), what is asked ([`TokenRequest`]), and what an authorization code stands for
//! ([`CodeGrant`]), and a refresh token ([`RefreshGrant`]).

mod assertion;
mod authentication;
mod error;
mod exchange;
mod grant;
mod refresh;
mod request;

pub use assertion::{ASSERTION_TYPE, SpentAssertion, accept, keys_of};
pub use authentication::{ClientCredentials, Proof, credentials};
pub use error::{ErrorClass, TokenError, TokenErrorBody};
pub use exchange::{ACCESS_TOKEN, Exchange, ExchangeRequest};
pub use grant::{CodeGrant, redeem};
pub use refresh::{Coming, REPEATABLE, RefreshGrant};
pub use request::{CodeRequest, DeviceRequest, RefreshRequest, TokenRequest};

use serde::Serialize;
use tokens::claims::Confirmation;
use types::Secret;

use crate::Scopes;

/// By which scheme an access token is used.
#[must_use]
pub fn token_type(bound: Option<&Confirmation>) -> &'static str {
    if bound.is_some_and(|bound| bound.jkt.is_some()) { "DPoP" } else { "Bearer" }
}

/// The answer of the token endpoint (RFC 6749 section 5.1, OpenID Connect Core 1.0 section 3.1.3.3).
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct TokenResponse {
    /// The access token.
    pub access_token: String,
    /// `Bearer`, or `DPoP` for one that is bound to a key (RFC 9449 section 5).
    pub token_type: &'static str,
    /// How many seconds it lives.
    pub expires_in: i64,
    /// What it allows.
    pub scope: Scopes,
    /// What the token is, when it came of another (RFC 8693 section 2.2.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_token_type: Option<&'static str>,
    /// The ID token, with the scope `openid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
    /// What the next tokens are asked with, for the scope `offline_access`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
}

impl TokenResponse {
    /// An answer with an access token that is bound to something, or not.
    #[must_use]
    pub fn new(
        access_token: String,
        bound: Option<&Confirmation>,
        expires_in: i64,
        scope: Scopes,
        id_token: Option<String>,
    ) -> Self {
        Self {
            access_token,
            token_type: token_type(bound),
            expires_in,
            scope,
            issued_token_type: None,
            id_token,
            refresh_token: None,
        }
    }

    /// The same for a token that came of another.
    #[must_use]
    pub fn exchanged(self) -> Self {
        Self { issued_token_type: Some(ACCESS_TOKEN), ..self }
    }

    /// The same with a refresh token.
    #[must_use]
    pub fn with_refresh(self, token: Option<&Secret>) -> Self {
        Self { refresh_token: token.map(|token| token.expose().to_owned()), ..self }
    }
}
