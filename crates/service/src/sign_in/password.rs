use thiserror::Error;
use tokens::password::{PasswordPolicy, PolicyViolation};
use types::Secret;

/// Why a person's own password is not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PasswordRefusal {
    /// It is not the one that he has.
    #[error("the current password is not right")]
    Wrong,
    /// It is the one that he has.
    #[error("the new password is the current one")]
    Unchanged,
    /// It breaks a rule for passwords.
    #[error(transparent)]
    Policy(#[from] PolicyViolation),
}

impl PasswordRefusal {
    /// A stable code for callers.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Wrong => "passwordWrong",
            Self::Unchanged => "passwordUnchanged",
            Self::Policy(violation) => violation.code(),
        }
    }
}

/// Whether a password may take the place of the current one of somebody of whom `known` is known.
///
/// # Errors
/// The first rule that it breaks.
pub fn may_become(policy: &PasswordPolicy, current: &Secret, new: &Secret, known: &[String]) -> Result<(), PasswordRefusal> {
    if new.expose() == current.expose() {
        return Err(PasswordRefusal::Unchanged);
    }
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    Ok(policy.check(new.expose(), &known)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_password_is_another_and_follows_the_rules() {
        let (policy, current) = (PasswordPolicy::default(), Secret::new("een zin van vier woorden"));
        let become_ =
            |new: &str| may_become(&policy, &current, &Secret::new(new), &["Katrien".to_owned()]).map_err(PasswordRefusal::code);
        assert_eq!(become_("een zin van vijf woorden"), Ok(()));
        assert_eq!(become_("een zin van vier woorden"), Err("passwordUnchanged"));
        assert_eq!(become_("kort"), Err("passwordTooShort"));
        assert_eq!(become_("Katrien2026!"), Err("passwordFromOwnData"));
    }
}
