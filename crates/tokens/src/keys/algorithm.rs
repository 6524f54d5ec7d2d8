//! The signature algorithms.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::KeyError;

/// How a token is signed (RFC 7518 section 3.1, RFC 8037); the names are those of the `alg` header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256: the default.
    ES256,
    /// Ed25519.
    EdDSA,
    /// RSA PKCS#1 v1.5 with SHA-256, 2048 bits: for clients that expect what ACM/IDM signs.
    RS256,
    /// RSA PSS with SHA-256: from clients only, Poort itself does not sign with it.
    PS256,
}

impl Algorithm {
    /// Those that Poort signs with, the default first.
    pub const ALL: [Self; 3] = [Self::ES256, Self::EdDSA, Self::RS256];

    /// Those that are accepted from a key that is known.
    pub const ACCEPTED: [Self; 4] = [Self::ES256, Self::EdDSA, Self::RS256, Self::PS256];

    /// The name in the `alg` header.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ES256 => "ES256",
            Self::EdDSA => "EdDSA",
            Self::RS256 => "RS256",
            Self::PS256 => "PS256",
        }
    }

    /// The one of this name among those that are accepted; exactly as written in RFC 7518.
    #[must_use]
    pub fn accepted(name: &str) -> Option<Self> {
        Self::ACCEPTED.into_iter().find(|algorithm| algorithm.as_str() == name)
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Algorithm {
    type Err = KeyError;

    /// One that Poort signs with, exactly as written in RFC 7518: `es256`, `none`, `HS256` are errors.
    fn from_str(text: &str) -> Result<Self, KeyError> {
        Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == text).ok_or(KeyError::UnknownAlgorithm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_exact_names_are_read() {
        for algorithm in Algorithm::ALL {
            assert_eq!(algorithm.as_str().parse(), Ok(algorithm));
            assert_eq!(serde_json::to_value(algorithm).unwrap(), algorithm.as_str());
        }
        for other in ["none", "None", "HS256", "es256", "ES256 ", "", "RS512", "PS256"] {
            assert_eq!(other.parse::<Algorithm>(), Err(KeyError::UnknownAlgorithm), "{other}");
        }
        assert_eq!(Algorithm::accepted("PS256"), Some(Algorithm::PS256));
        assert_eq!(["none", "HS256", "ps256", "PS384"].map(Algorithm::accepted), [None; 4]);
    }
}
