use std::fmt;

use thiserror::Error;

use crate::code::parsed;

/// Why a text for people is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TextError {
    /// Nothing but white space.
    #[error("a text is expected")]
    Empty,
    /// Longer than the limit, in characters.
    #[error("at most {0} characters expected")]
    TooLong(usize),
    /// A control character (a line break is allowed in a [`Text`]).
    #[error("a control character is not allowed")]
    Control,
    /// Not `nl`, `fr`, `de` or `en`.
    #[error("nl, fr, de or en expected")]
    Language,
}

impl TextError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "textEmpty",
            Self::TooLong(_) => "textTooLong",
            Self::Control => "textControl",
            Self::Language => "language",
        }
    }
}

fn text(input: &str, longest: usize, breaks: bool) -> Result<String, TextError> {
    let trimmed = input.trim();
    if trimmed.is_empty() {
        return Err(TextError::Empty);
    }
    if trimmed.chars().count() > longest {
        return Err(TextError::TooLong(longest));
    }
    let allowed = |character: char| !character.is_control() || (breaks && character == '\n');
    if trimmed.chars().all(allowed) { Ok(trimmed.to_owned()) } else { Err(TextError::Control) }
}

/// A name of a person, organisation, application, right or context: 1 to 200 characters on one line.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

/// A reden: why something was done. 1 to 500 characters; mandatory on every grant, revocation, admission and pause.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reason(String);

/// A description: 1 to 2000 characters, line breaks allowed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(String);

/// A person's preferred language: `nl`, `fr`, `de` or `en` (ISO 639-1).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(String);

parsed!(Name, TextError, |input| text(input, 200, false));
parsed!(Reason, TextError, |input| text(input, 500, true));
parsed!(Text, TextError, |input| text(input, 2000, true));
parsed!(Language, TextError, |input| {
    matches!(input, "nl" | "fr" | "de" | "en").then(|| input.to_owned()).ok_or(TextError::Language)
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Parsed;

    #[test]
    fn a_reason_says_something_and_not_too_much() {
        assert_eq!(Reason::parse("  dossier 12 ").unwrap().as_str(), "dossier 12");
        assert_eq!(Reason::parse(" \n "), Err(TextError::Empty));
        assert_eq!(Reason::parse(&"é".repeat(501)), Err(TextError::TooLong(500)));
        assert!(Reason::parse(&"é".repeat(500)).is_ok());
        assert_eq!(Name::parse("a\nb"), Err(TextError::Control));
    }
}
