//! How a person proved who he is in a session: by which methods, when, and what that is worth.

use serde::{Deserialize, Serialize};
use types::Instant;

use crate::authorize::{ACR_PASSKEY, ACR_PASSWORD};

/// A way in which a person proves who he is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Method {
    /// A password that he knows.
    Password,
    /// A passkey of a device that verified him.
    Passkey,
}

/// One proof: a method, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Proof {
    /// How.
    pub method: Method,
    /// When.
    pub at: Instant,
}

/// What a person of a session proved since he signed in; never nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Proofs(Vec<Proof>);

impl Proofs {
    /// A sign-in begins with one: whatever was proven before counts for nothing any more.
    #[must_use]
    pub fn begin(method: Method, at: Instant) -> Self {
        Self(vec![Proof { method, at }])
    }

    /// Each of them, in the order in which they were given.
    pub fn iter(&self) -> impl Iterator<Item = &Proof> {
        self.0.iter()
    }

    /// What all of them together are worth, as ACM/IDM names it.
    #[must_use]
    pub fn acr(&self) -> &str {
        if self.0.iter().any(|proof| proof.method == Method::Passkey) { ACR_PASSKEY } else { ACR_PASSWORD }
    }

    /// How, in the words of RFC 8176.
    #[must_use]
    pub fn amr(&self) -> Vec<String> {
        self.0.iter().map(|proof| proof.method.amr().to_owned()).collect()
    }
}

impl Method {
    fn amr(&self) -> &'static str {
        match self {
            Self::Password => "pwd",
            Self::Passkey => "pop",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::at;

    #[test]
    fn a_passkey_is_worth_two_factors() {
        let proofs = Proofs::begin(Method::Passkey, at("2026-11-23T10:00:00Z"));
        assert_eq!((proofs.acr(), proofs.amr()), (ACR_PASSKEY, vec!["pop".to_owned()]));
        assert!(crate::authorize::strength(proofs.acr()) >= crate::authorize::strength("urn:be:vlaanderen:authmech:csamtotp"));
    }

    #[test]
    fn a_password_is_worth_a_password() {
        let proofs = Proofs::begin(Method::Password, at("2026-11-23T10:00:00Z"));
        assert_eq!((proofs.acr(), proofs.amr()), (ACR_PASSWORD, vec!["pwd".to_owned()]));
        let text = serde_json::to_string(&proofs).unwrap();
        assert_eq!(text, r#"[{"method":"password","at":"2026-11-23T10:00:00Z"}]"#);
        assert_eq!(serde_json::from_str::<Proofs>(&text).unwrap(), proofs);
    }
}
