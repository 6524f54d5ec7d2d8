//! Passwords of people: argon2id, with bounded memory and bounded concurrency.

mod cost;
mod hasher;
mod policy;
mod pool;
mod stored;

pub use cost::Cost;
pub use hasher::{Hasher, MAX_CHARACTERS};
pub use policy::{PasswordPolicy, PolicyViolation};
pub use stored::PasswordHash;

/// Why a password could not be hashed or checked. Says nothing of the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// More than [`MAX_CHARACTERS`].
    #[error("a password has at most {MAX_CHARACTERS} characters")]
    TooLong,
    /// So many wait for a hash already that this one would wait too long: to be tried again in a moment.
    #[error("too many passwords are being checked at this moment")]
    Busy,
    /// What is stored is not an argon2id hash in PHC form with sane parameters.
    #[error("the stored password hash cannot be read")]
    Unreadable,
    /// A cost below the floor or beyond what this program is willing to spend.
    #[error("the cost of a password hash is out of bounds")]
    CostOutOfBounds,
    /// The hashing library refused; does not happen within the bounds above.
    #[error("the hashing library refused")]
    Refused,
}

impl PasswordError {
    /// A stable code for logs and problem documents.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLong => "passwordTooLong",
            Self::Busy => "passwordHashingBusy",
            Self::Unreadable => "passwordHashUnreadable",
            Self::CostOutOfBounds => "passwordCostOutOfBounds",
            Self::Refused => "passwordHashingRefused",
        }
    }
}
