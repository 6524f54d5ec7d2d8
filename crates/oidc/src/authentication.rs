//! How a person proved who he is in a session: by which methods, when, and what that is worth.

use serde::{Deserialize, Serialize};
use types::Instant;

use crate::authorize::{ACR_CARD, ACR_PASSKEY, ACR_PASSWORD, ACR_TOTP, strength};
use crate::relying::ProviderId;

/// A way in which a person proves who he is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Method {
    /// A password that he knows.
    Password,
    /// A passkey of a device that verified him.
    Passkey,
    /// The certificate on his identity card, whose key his PIN opens.
    Card,
    /// A code of a device that he has (RFC 6238).
    Totp,
    /// A code that he kept for when he has lost that device.
    RecoveryCode,
    /// At another provider.
    Upstream {
        /// At which.
        provider: ProviderId,
        /// What that is worth, as ACM/IDM names it.
        acr: String,
    },
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

/// The weakest way in which two things are proven.
const TWO_FACTORS: &str = "urn:be:vlaanderen:authmech:csamsms";

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

    /// The same with one more.
    #[must_use]
    pub fn with(mut self, method: Method, at: Instant) -> Self {
        self.0.retain(|proof| proof.method != method);
        self.0.push(Proof { method, at });
        self
    }

    /// Whether more than one thing was proven: what he knows and what he has.
    #[must_use]
    pub fn has_two_factors(&self) -> bool {
        strength(self.acr()) >= strength(TWO_FACTORS)
    }

    /// Each of them, in the order in which they were given.
    pub fn iter(&self) -> impl Iterator<Item = &Proof> {
        self.0.iter()
    }

    /// What all of them together are worth, as ACM/IDM names it.
    #[must_use]
    pub fn acr(&self) -> &str {
        self.0.iter().map(|proof| proof.method.acr()).max_by_key(|acr| strength(acr)).unwrap_or_default()
    }

    /// Whether there is a password among them.
    #[must_use]
    pub fn has_password(&self) -> bool {
        self.0.iter().any(|proof| proof.method == Method::Password)
    }

    /// How, in the words of RFC 8176.
    #[must_use]
    pub fn amr(&self) -> Vec<String> {
        let mut amr: Vec<String> = self.0.iter().flat_map(|proof| proof.method.amr()).map(|word| (*word).to_owned()).collect();
        amr.dedup();
        amr.extend((amr.len() > 1).then(|| "mfa".to_owned()));
        amr
    }
}

impl Method {
    fn acr(&self) -> &str {
        match self {
            Self::Password => ACR_PASSWORD,
            Self::Passkey => ACR_PASSKEY,
            Self::Card => ACR_CARD,
            Self::Totp | Self::RecoveryCode => ACR_TOTP,
            Self::Upstream { acr, .. } => acr,
        }
    }

    /// Nothing for another provider: how it found out who somebody is, it says in words of its own.
    fn amr(&self) -> &'static [&'static str] {
        match self {
            Self::Password => &["pwd"],
            Self::Passkey => &["pop"],
            Self::Card => &["sc", "pin"],
            Self::Totp | Self::RecoveryCode => &["otp"],
            Self::Upstream { .. } => &[],
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
    fn a_card_with_its_pin_is_worth_most() {
        let proofs = Proofs::begin(Method::Card, at("2026-11-23T10:00:00Z"));
        assert_eq!((proofs.acr(), proofs.amr().join(" ").as_str()), ("urn:be:vlaanderen:authmech:eid", "sc pin mfa"));
        assert!(proofs.has_two_factors() && !proofs.has_password());
        assert_eq!(serde_json::from_value::<Proofs>(serde_json::to_value(&proofs).unwrap()).unwrap(), proofs);
    }

    #[test]
    fn a_password_is_worth_a_password() {
        let proofs = Proofs::begin(Method::Password, at("2026-11-23T10:00:00Z"));
        assert_eq!((proofs.acr(), proofs.amr()), (ACR_PASSWORD, vec!["pwd".to_owned()]));
        let text = serde_json::to_string(&proofs).unwrap();
        assert_eq!(text, r#"[{"method":"password","at":"2026-11-23T10:00:00Z"}]"#);
        assert_eq!(serde_json::from_str::<Proofs>(&text).unwrap(), proofs);
        assert!(!proofs.has_two_factors());
    }

    #[test]
    fn a_code_beside_it_is_worth_more_until_he_signs_in_again() {
        let now = at("2026-11-23T10:00:00Z");
        for method in [Method::Totp, Method::RecoveryCode] {
            let proofs = Proofs::begin(Method::Password, now).with(method, now);
            assert_eq!((proofs.acr(), proofs.amr().join(" ").as_str()), (ACR_TOTP, "pwd otp mfa"));
            assert!(proofs.has_two_factors());
        }
    }

    #[test]
    fn another_provider_is_worth_what_the_environment_says() {
        let (provider, acr) = (ProviderId::parse("itsme").unwrap(), "urn:be:vlaanderen:authmech:itsme".to_owned());
        let proofs = Proofs::begin(Method::Upstream { provider, acr: acr.clone() }, at("2026-11-23T10:00:00Z"));
        assert_eq!((proofs.acr(), proofs.amr(), proofs.has_password()), (acr.as_str(), vec![], false));
        assert_eq!(serde_json::from_value::<Proofs>(serde_json::to_value(&proofs).unwrap()).unwrap(), proofs);
    }
}
