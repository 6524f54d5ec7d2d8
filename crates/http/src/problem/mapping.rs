//! Which status and type an error gets. The one place.

use std::fmt::Display;

use actix_web::http::StatusCode;
use service::Error;
use storage::StorageError;
use tokens::password::PasswordError;

use super::{Issue, IssueKind, Place, Problem, facts};

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let code = error.code();
        match error {
            Error::NotFound | Error::Hidden => Self::not_found(),
            Error::Forbidden(refusal) => Self::belgif(StatusCode::FORBIDDEN, "missingPermission", "Missing Permission")
                .coded(code)
                .because(refusal.to_string())
                .with(facts::of_mandate(&refusal)),
            Error::Account(refusal) => Self::belgif(StatusCode::FORBIDDEN, "missingPermission", "Missing Permission")
                .coded(code)
                .because(refusal.to_string()),
            Error::Stale { .. } => {
                Self::own(StatusCode::PRECONDITION_FAILED, code, "Precondition Failed").because(error.to_string())
            }
            Error::Exists => {
                Self::own(StatusCode::CONFLICT, code, "Conflict").because("another one has this number or code already")
            }
            Error::Reference { member } | Error::HiddenReference { member } => {
                let issue =
                    Issue::new(IssueKind::ReferencedResourceNotFound, Place::Body, Some(member.into()), "there is no such thing");
                Self::input(vec![issue]).coded(code)
            }
            Error::Client(mistakes) => {
                let issue = |one: oidc::ClientMistake| {
                    Issue::new(
                        IssueKind::InvalidInput,
                        Place::Body,
                        Some(one.member.into()),
                        format!("expected: {}", one.expected),
                    )
                };
                Self::input(mistakes.into_iter().map(issue).collect()).coded(code)
            }
            Error::Register(_) => unavailable().coded(code).because(error.to_string()),
            Error::Storage(error) => storage(error),
            Error::Audit(_) => {
                tracing::error!(code, "a change could not be recorded");
                Self::internal()
            }
            Error::Right(refusal) => refused(code, &refusal).with(facts::of_right(&refusal)),
            Error::Werkrelatie(error) => refused(code, &error).with(facts::of_werkrelatie(&error)),
            rule => refused(code, &rule),
        }
    }
}

impl From<PasswordError> for Problem {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy => unavailable().coded(error.code()).because(error.to_string()),
            other => {
                tracing::error!(code = other.code(), "a password could not be hashed");
                Self::internal()
            }
        }
    }
}

impl From<StorageError> for Problem {
    fn from(error: StorageError) -> Self {
        storage(error)
    }
}

fn refused(code: &'static str, rule: &impl Display) -> Problem {
    Problem::own(StatusCode::UNPROCESSABLE_ENTITY, code, "Refused By A Rule").because(rule.to_string())
}

#[expect(clippy::needless_pass_by_value, reason = "an error ends here")]
fn storage(error: StorageError) -> Problem {
    tracing::error!(code = error.code(), %error, "storage");
    if passes(&error) { unavailable() } else { Problem::internal() }
}

/// Whether an error is one of the moment: what goes wrong now may go right in a while.
pub(crate) fn unavailable_for_a_while(error: &Error) -> bool {
    match error {
        Error::Storage(error) => passes(error),
        Error::Register(_) => true,
        _ => false,
    }
}

fn passes(error: &StorageError) -> bool {
    error.is_temporary() || matches!(error, StorageError::Full)
}

fn unavailable() -> Problem {
    Problem::belgif(StatusCode::SERVICE_UNAVAILABLE, "serviceUnavailable", "Service Unavailable")
}
