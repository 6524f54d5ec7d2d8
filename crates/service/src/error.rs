use ::mandates::{Denied, MandateError};
use ::organisations::OrganisationError;
use ::persons::{PersonError, RegisterError};
use ::werkrelaties::WerkrelatieError;
use audit::AuditError;
use gebruikersrechten::{DefinitionError, Refusal};
use oidc::ClientMistake;
use storage::StorageError;
use thiserror::Error;

use crate::accounts::AccountError;
use crate::sign_in::PasswordRefusal;

/// Why a use case was not done. Nothing of it was kept.
#[derive(Clone, Debug, Error)]
pub enum Error {
    /// There is no such thing.
    #[error("not found")]
    NotFound,
    /// The caller may not know of it: the same answer as [`Error::NotFound`], but the attempt is kept ([`crate::refusals`]).
    #[error("not found")]
    Hidden,
    /// The caller may read it, and may not do this.
    #[error("{0}")]
    Forbidden(::mandates::Refusal),
    /// Somebody changed it since the caller read it.
    #[error("changed by somebody else: it is at version {current} now")]
    Stale {
        /// The version that is there.
        current: i64,
    },
    /// Somebody changed it while the register was asked: what came back may be older.
    #[error("changed by somebody else while the register was asked")]
    Overtaken,
    /// Another thing has this code or number already.
    #[error("exists already")]
    Exists,
    /// What was sent refers to something that does not exist.
    #[error("{member} refers to something that does not exist")]
    Reference {
        /// The member of what was sent, as in JSON.
        member: &'static str,
    },
    /// What was sent refers to something that the caller may not know of: the same answer as [`Error::Reference`], but the attempt is kept.
    #[error("{member} refers to something that does not exist")]
    HiddenReference {
        /// The member of what was sent, as in JSON.
        member: &'static str,
    },
    /// What is wrong in the configuration of a client: everything at once.
    #[error("the client has {} mistakes, in {}", .0.len(), .0.iter().map(|one| one.member).collect::<Vec<_>>().join(", "))]
    Client(Vec<ClientMistake>),
    /// A rule of persons.
    #[error(transparent)]
    Person(#[from] PersonError),
    /// A rule of organisations.
    #[error(transparent)]
    Organisation(#[from] OrganisationError),
    /// A rule of werkrelaties.
    #[error(transparent)]
    Werkrelatie(#[from] WerkrelatieError),
    /// A rule of rights.
    #[error(transparent)]
    Right(#[from] Refusal),
    /// A rule of what an application or right may be.
    #[error(transparent)]
    Definition(#[from] DefinitionError),
    /// A rule of mandates.
    #[error(transparent)]
    Mandate(#[from] MandateError),
    /// A rule of accounts.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// A rule of a person's own password.
    #[error(transparent)]
    Password(#[from] PasswordRefusal),
    /// The person register gave no answer.
    #[error(transparent)]
    Register(#[from] RegisterError),
    /// The change could not be recorded.
    #[error(transparent)]
    Audit(#[from] AuditError),
    /// The database.
    #[error(transparent)]
    Storage(StorageError),
}

impl From<StorageError> for Error {
    /// A unique key that is taken is the caller's business; everything else is ours.
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Conflict { .. } => Self::Exists,
            other => Self::Storage(other),
        }
    }
}

impl From<Denied> for Error {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Unknown => Self::Hidden,
            Denied::Forbidden(refusal) => Self::Forbidden(refusal),
        }
    }
}

impl Error {
    /// The code under which the attempt is kept, when it is the caller's permission that was missing.
    #[must_use]
    pub fn refusal(&self) -> Option<&'static str> {
        match self {
            Self::Hidden | Self::HiddenReference { .. } => Some("hidden"),
            Self::Forbidden(refusal) => Some(refusal.code()),
            Self::Account(error) => Some(error.code()),
            _ => None,
        }
    }

    /// The same when it is not the thing itself that was not found, but what a member of what was sent refers to.
    pub(crate) fn refers_to(self, member: &'static str) -> Self {
        match self {
            Self::NotFound => Self::Reference { member },
            Self::Hidden => Self::HiddenReference { member },
            other => other,
        }
    }

    /// A stable code for callers.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound | Self::Hidden => "notFound",
            Self::Forbidden(refusal) => refusal.code(),
            Self::Stale { .. } => "stale",
            Self::Overtaken => "overtaken",
            Self::Exists => "exists",
            Self::Reference { .. } | Self::HiddenReference { .. } => "referenceUnknown",
            Self::Client(_) => "clientConfiguration",
            Self::Person(error) => error.code(),
            Self::Organisation(error) => error.code(),
            Self::Werkrelatie(error) => error.code(),
            Self::Right(refusal) => refusal.code(),
            Self::Definition(error) => error.code(),
            Self::Mandate(error) => error.code(),
            Self::Account(error) => error.code(),
            Self::Password(refusal) => refusal.code(),
            Self::Register(error) => error.code(),
            Self::Audit(error) => error.code(),
            Self::Storage(error) => error.code(),
        }
    }
}

/// Refuses a change that was prepared on another version.
pub(crate) fn unchanged(current: i64, expected: i64) -> Result<(), Error> {
    if current == expected { Ok(()) } else { Err(Error::Stale { current }) }
}
