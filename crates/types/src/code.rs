use std::fmt;

use thiserror::Error;

/// A text that parses: the trait behind every validated string of this crate, so that storage and decoding are written once.
pub trait Parsed: Sized + fmt::Display {
    /// Why a text is refused.
    type Error: std::error::Error;

    /// Parses and normalises.
    ///
    /// # Errors
    /// The rule that the input breaks.
    fn parse(input: &str) -> Result<Self, Self::Error>;

    /// The normalised text.
    fn as_str(&self) -> &str;
}

/// Gives a newtype over `String` its parser, `Display`, `Debug`, `FromStr` and serde by that text.
macro_rules! parsed {
    ($name:ident, $error:ty, |$input:ident| $parse:expr) => {
        impl $crate::Parsed for $name {
            type Error = $error;
            fn parse($input: &str) -> Result<Self, $error> {
                // A function of its own, so that a `return` in it ends the parsing and not this.
                fn normalised($input: &str) -> Result<String, $error> {
                    $parse
                }
                normalised($input).map(Self)
            }
            fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }
        impl std::str::FromStr for $name {
            type Err = $error;
            fn from_str(input: &str) -> Result<Self, $error> {
                <Self as $crate::Parsed>::parse(input)
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
                <Self as $crate::Parsed>::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use parsed;

/// Why a code is refused. The message does not repeat the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CodeError {
    /// Empty, or longer than a code may be.
    #[error("1 to {0} characters expected")]
    Length(usize),
    /// A character that this kind of code may not have.
    #[error("letters, digits and '.', '_', '-' expected, beginning with a letter or digit")]
    Character,
}

impl CodeError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Length(_) => "codeLength",
            Self::Character => "codeCharacter",
        }
    }
}

const LONGEST: usize = 64;

fn code(input: &str) -> Result<String, CodeError> {
    if input.is_empty() || input.len() > LONGEST {
        return Err(CodeError::Length(LONGEST));
    }
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let first = input.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    if first && input.bytes().all(inner) { Ok(input.to_owned()) } else { Err(CodeError::Character) }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// 1 to 64 letters, digits, `.`, `_`, `-`, beginning with a letter or digit; upper and lower case differ.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);
        parsed!($name, CodeError, |input| code(input));
    )*};
}

codes! {
    /// A doelgroep: `GID`, `EA`, `LB`, `OV`, `BUR` by default; the list is configuration.
    Doelgroep;
    /// The classification of an organisation: `gemeente`, `OCMW`, `AGB`, `IGS`, `onderneming`, `school`, ...; the list is configuration.
    Classification;
    /// The category of a werkrelatie: `vasteMedewerker`, `externeMedewerker`, ...; which are allowed depends on the doelgroep.
    Category;
    /// The code of a toepassing, unique in an environment; it names the application in URLs and never changes.
    ApplicationCode;
    /// The code of a gebruikersrecht, unique in an environment; it names the right in URLs and never changes.
    RightCode;
    /// The code of a context value within one gebruikersrecht.
    ContextCode;
    /// A right or context as it stands in a role claim: `<Recht>-<context>:<orgcode>`. Configured; in the field it is irregular.
    /// A `:` is not possible: consumers split on it.
    TechnicalName;
    /// The name of a role claim without its `_rol_3d` or `_rol_2d`.
    ClaimName;
    /// An OAuth scope (a subset of RFC 6749 section 3.3).
    ScopeName;
    /// An OAuth client identifier.
    ClientId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_keep_case_and_refuse_what_a_role_claim_cannot_hold() {
        assert_eq!(ClaimName::parse("abb_loketLB").unwrap().as_str(), "abb_loketLB");
        for bad in ["", "-a", "a:b", "a b", "a/b", "é", &"a".repeat(65)] {
            assert!(TechnicalName::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_code_decodes_by_its_own_rule() {
        assert_eq!(serde_json::from_str::<Doelgroep>("\"LB\"").unwrap().as_str(), "LB");
        assert!(serde_json::from_str::<Doelgroep>("\"L B\"").is_err());
    }
}
