//! Which status and type an error gets. The one place.

use std::fmt::Display;

use actix_web::http::StatusCode;
use service::Error;
use service::sign_in::SignInError;
use storage::StorageError;
use tokens::password::PasswordError;

use super::{Issue, IssueKind, Place, Problem, facts};
use crate::sign_in::NotReplaced;

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
            Error::Overtaken => Self::own(StatusCode::CONFLICT, code, "Conflict").because(error.to_string()),
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
            Error::Register(_) => Problem::unavailable().coded(code).because(error.to_string()),
            Error::Storage(error) => storage(error),
            Error::Audit(error) => Self::internal().caused(code, error.to_string()),
            Error::Right(refusal) => refused(code, &refusal).with(facts::of_right(&refusal)),
            Error::Werkrelatie(error) => refused(code, &error).with(facts::of_werkrelatie(&error)),
            Error::Person(error) => refused(code, &error).with(facts::of_person(&error)),
            Error::Mandate(error) => refused(code, &error).with(facts::of_proposal(&error)),
            rule => refused(code, &rule),
        }
    }
}

impl From<PasswordError> for Problem {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy => Self::unavailable().coded(error.code()).because(error.to_string()),
            other => Self::internal().caused(other.code(), "a password could not be hashed"),
        }
    }
}

impl From<NotReplaced> for Problem {
    fn from(error: NotReplaced) -> Self {
        match error {
            NotReplaced::Wait(seconds) => Self::too_many(seconds),
            NotReplaced::Refused(refusal) => Error::from(refusal).into(),
            NotReplaced::Failed(error) => error.into(),
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
    let problem = if error.is_temporary() { Problem::unavailable() } else { Problem::internal() };
    problem.caused(error.code(), error.to_string())
}

/// What went wrong inside, where the answer is a page or what OAuth prescribes: for the log and the counts.
pub(crate) fn inside(error: SignInError) -> Problem {
    match error {
        SignInError::Service(error @ (Error::Storage(_) | Error::Register(_) | Error::Audit(_))) => error.into(),
        mistake => Problem::internal().caused(mistake.code(), mistake.to_string()),
    }
}
