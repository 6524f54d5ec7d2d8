use thiserror::Error;
use types::Insz;

use crate::{Absence, RegisterError};

/// Why something asked of a person is refused. A number is masked wherever it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PersonError {
    /// No person has this number.
    #[error("the person register knows nobody with the number {insz}")]
    UnknownToRegister {
        /// The number that was asked; it prints masked.
        insz: Insz,
    },
    /// Died or struck from the register.
    #[error(transparent)]
    Absent(#[from] Absence),
    /// The register gave no answer; nothing was written.
    #[error(transparent)]
    Register(#[from] RegisterError),
}

impl PersonError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownToRegister { .. } => "personUnknownToRegister",
            Self::Absent(absence) => absence.code(),
            Self::Register(error) => error.code(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{day, record};

    #[test]
    fn no_message_holds_a_number() {
        let error = PersonError::UnknownToRegister { insz: record().insz };
        for text in [error.to_string(), format!("{error:?}")] {
            assert!(text.contains("85.**.**-***.**"), "{text}");
            assert!(!text.contains("0731"), "{text}");
        }
    }

    #[test]
    fn every_error_has_a_code_of_its_own() {
        let errors = [
            PersonError::UnknownToRegister { insz: record().insz },
            Absence::Deceased(day("2026-11-23")).into(),
            Absence::Struck(day("2026-11-23")).into(),
            RegisterError::Unavailable.into(),
            RegisterError::Unreadable.into(),
            RegisterError::Refused.into(),
        ];
        let codes: std::collections::BTreeSet<_> = errors.iter().map(PersonError::code).collect();
        assert_eq!(codes.len(), errors.len());
    }
}
