use std::fmt;

use thiserror::Error;

use crate::code::parsed;

/// Why a user name is refused. The message does not repeat the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum UsernameError {
    /// Too short or too long.
    #[error("2 to 64 characters expected")]
    Length,
    /// A character that a user name may not have.
    #[error("letters, digits and '.', '_', '-', '+', '@' expected, beginning with a letter or digit")]
    Character,
    /// It has the form of an INSZ: a number of the register is nobody's user name.
    #[error("a user name is not a rijksregisternummer")]
    Number,
}

impl UsernameError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Length => "usernameLength",
            Self::Character => "usernameCharacter",
            Self::Number => "usernameNumber",
        }
    }
}

/// By what a person calls himself when he signs in with a password: unique, kept in lower case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Username(String);

parsed!(Username, UsernameError, |input| {
    let name = input.trim().to_ascii_lowercase();
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-+@".contains(&byte);
    if !(2..=64).contains(&name.len()) {
        return Err(UsernameError::Length);
    }
    if !name.starts_with(|first: char| first.is_ascii_alphanumeric()) || !name.bytes().all(allowed) {
        return Err(UsernameError::Character);
    }
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    if digits == 11 && !name.bytes().any(|byte| byte.is_ascii_lowercase()) { Err(UsernameError::Number) } else { Ok(name) }
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Parsed;

    #[test]
    fn user_names_are_lower_case_and_no_number_of_the_register() {
        assert_eq!(Username::parse(" An.Peeters@Leuven.be ").unwrap().as_str(), "an.peeters@leuven.be");
        assert_eq!(Username::parse("a"), Err(UsernameError::Length));
        assert_eq!(Username::parse(&"a".repeat(65)), Err(UsernameError::Length));
        for bad in ["an peeters", "-an", "an/p", "anné"] {
            assert_eq!(Username::parse(bad), Err(UsernameError::Character), "{bad}");
        }
        for number in ["85073100130", "85.07.31-001.30"] {
            assert_eq!(Username::parse(number), Err(UsernameError::Number));
        }
    }
}
