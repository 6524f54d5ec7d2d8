use serde::{Deserialize, Deserializer, Serialize};
use tokens::random::{constant_time_eq, pkce_s256};

/// A PKCE code challenge by S256: 43 characters of base64url (RFC 7636 section 4.2). `plain` does not exist here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct CodeChallenge(String);

impl CodeChallenge {
    /// Parses; `None` for what SHA-256 cannot have given.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        (text.len() == 43 && text.bytes().all(allowed)).then(|| Self(text.to_owned()))
    }

    /// Whether `verifier` is what this was made of (RFC 7636 section 4.6), in constant time.
    #[must_use]
    pub fn accepts(&self, verifier: &str) -> bool {
        is_verifier(verifier) && constant_time_eq(pkce_s256(verifier).as_bytes(), self.0.as_bytes())
    }
}

/// 43 to 128 unreserved characters (RFC 7636 section 4.1).
fn is_verifier(text: &str) -> bool {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    (43..=128).contains(&text.len()) && text.bytes().all(unreserved)
}

impl<'de> Deserialize<'de> for CodeChallenge {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("an S256 code challenge expected"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{CHALLENGE, VERIFIER};

    #[test]
    fn only_its_own_verifier_is_accepted() {
        let challenge = CodeChallenge::parse(CHALLENGE).unwrap();
        assert!(challenge.accepts(VERIFIER));
        for other in ["", CHALLENGE, &VERIFIER[1..], &format!("{VERIFIER}a")] {
            assert!(!challenge.accepts(other), "{other}");
        }
        assert_eq!(CodeChallenge::parse("kort"), None);
    }
}
