//! What can be wrong with a token.

use crate::keys::KeyError;

/// Why a token is not accepted. Never contains anything of the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum VerifyError {
    /// Not a JWT as this program reads them: too long, not three parts, not strict base64url, not unique JSON members, a
    /// header that brings its own key or demands an extension, a claim of the wrong type, a mandatory claim absent.
    #[error("the token is malformed")]
    Malformed,
    /// `alg` is not one of ours, or not the one of the key that it names.
    #[error("the token is signed with an algorithm that is not accepted")]
    WrongAlgorithm,
    /// The key that it names does not exist or counts no more.
    #[error("the token is signed with an unknown key")]
    UnknownKey,
    /// It was not signed with that key, or was changed.
    #[error("the signature of the token is wrong")]
    BadSignature,
    /// A token of another kind (`typ`).
    #[error("the token is of another type")]
    WrongType,
    /// Issued by somebody else.
    #[error("the token was issued by another issuer")]
    WrongIssuer,
    /// Meant for somebody else.
    #[error("the token is meant for another audience")]
    WrongAudience,
    /// Past its `exp`.
    #[error("the token has expired")]
    Expired,
    /// Before its `nbf`, or issued in the future.
    #[error("the token is not valid yet")]
    NotYetValid,
}

impl VerifyError {
    /// A stable code for logs and problem documents.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "tokenMalformed",
            Self::WrongAlgorithm => "tokenWrongAlgorithm",
            Self::UnknownKey => "tokenUnknownKey",
            Self::BadSignature => "tokenBadSignature",
            Self::WrongType => "tokenWrongType",
            Self::WrongIssuer => "tokenWrongIssuer",
            Self::WrongAudience => "tokenWrongAudience",
            Self::Expired => "tokenExpired",
            Self::NotYetValid => "tokenNotYetValid",
        }
    }
}

/// Why a token could not be signed. Never contains anything of the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// The claims cannot be written: a configured claim has a reserved name.
    #[error("the claims cannot be written as JSON with unique members")]
    Claims,
    /// The token would be longer than anybody accepts.
    #[error("the token would be longer than {} bytes", super::MAX_TOKEN_BYTES)]
    TooLong,
    /// The key refused.
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl SignError {
    /// A stable code for logs and problem documents.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Claims => "tokenClaims",
            Self::TooLong => "tokenTooLong",
            Self::Key(error) => error.code(),
        }
    }
}
