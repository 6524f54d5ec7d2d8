use thiserror::Error;
use tokens::jwe::DecryptError;
use tokens::jwt::VerifyError;
use types::{Instant, Insz};

/// What a provider says of a person, as far as Poort listens. `Debug` masks the number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Who he is.
    pub named: Named,
    /// How he proved who he is, in our words.
    pub acr: String,
    /// When.
    pub auth_time: Instant,
}

/// By what a provider names somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// By his number.
    Insz(Insz),
    /// By a name of its own (`sub`): it knows no number.
    Subject(String),
}

/// Why what a provider sent does not say who somebody is. Holds nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum IdentityError {
    /// No JSON with an ID token and an access token.
    #[error("the answer of the token endpoint cannot be read")]
    Malformed,
    /// It is encrypted, and does not open.
    #[error(transparent)]
    Encrypted(#[from] DecryptError),
    /// What it signed is not accepted.
    #[error(transparent)]
    Token(#[from] VerifyError),
    /// For somebody else too, and not given to Poort.
    #[error("the ID token was given to another client")]
    Party,
    /// The answer to another question.
    #[error("the nonce is another")]
    Nonce,
    /// With another access token.
    #[error("the access token is another")]
    AccessToken,
    /// The person did not prove again who he is, although that was asked.
    #[error("the person signed in too long ago")]
    TooLongAgo,
    /// No number, or none that exists.
    #[error("neither the ID token nor userinfo has an INSZ")]
    NoInsz,
    /// Userinfo is about somebody else than the ID token.
    #[error("userinfo is about somebody else")]
    OtherPerson,
    /// An empty `sub`.
    #[error("the ID token names nobody")]
    NoSubject,
}

impl IdentityError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "upstreamTokenAnswer",
            Self::Encrypted(error) => error.code(),
            Self::Token(error) => error.code(),
            Self::Party => "upstreamParty",
            Self::Nonce => "upstreamNonce",
            Self::AccessToken => "upstreamAccessToken",
            Self::TooLongAgo => "upstreamTooLongAgo",
            Self::NoInsz => "upstreamNoInsz",
            Self::OtherPerson => "upstreamOtherPerson",
            Self::NoSubject => "upstreamNoSubject",
        }
    }
}
