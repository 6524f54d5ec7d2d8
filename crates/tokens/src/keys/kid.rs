//! The names of keys.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use super::KeyError;

/// The identifier of a key of Poort: the RFC 7638 thumbprint of its public part, or for an imported key 1 to 64 characters
/// of the base64url alphabet. So it needs no escaping anywhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Kid(String);

impl Kid {
    /// Reads one.
    ///
    /// # Errors
    /// [`KeyError::InvalidKid`].
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        if (1..=64).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(KeyError::InvalidKid)
        }
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Kid {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        Self::parse(text)
    }
}

impl fmt::Display for Kid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_queries_are_no_key_identifiers() {
        assert!(Kid::parse("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs").is_ok());
        for other in ["", "../../dev/null", "a b", "' OR 1=1", "a\"", "a.b", "é", &"a".repeat(65)] {
            assert_eq!(Kid::parse(other), Err(KeyError::InvalidKid), "{other}");
        }
    }
}
