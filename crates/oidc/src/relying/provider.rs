use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use tokens::keys::DecryptionKey;
use types::Name;

use super::Authentication;
use crate::authorize::AuthorizationRequest;

/// What an environment calls a provider, in addresses and in the history: 1 to 32 of `a-z`, `0-9` and `-`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProviderId(String);

impl ProviderId {
    /// Parses; nothing for another text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        ((1..=32).contains(&text.len()) && text.bytes().all(allowed)).then(|| Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ProviderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for ProviderId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ProviderId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("the name of a provider expected"))
    }
}

/// A provider at which people may sign in.
#[derive(Clone, Debug)]
pub struct Provider {
    /// What it is called here.
    pub id: ProviderId,
    /// What its button says.
    pub name: Name,
    /// Its issuer, to the letter.
    pub issuer: String,
    /// What it knows Poort by.
    pub client_id: String,
    /// How Poort proves to it who it is.
    pub authentication: Authentication,
    /// The keys to which it may encrypt what it sends.
    pub decryption: Arc<[DecryptionKey]>,
    /// What is asked, `openid` among them.
    pub scopes: Vec<String>,
    /// The claim that holds the INSZ, of its ID token or else of its userinfo; none: whoever comes from there is known by what he himself linked.
    pub insz_claim: Option<String>,
    /// Which of its `acr` is which of ours.
    pub acr: BTreeMap<String, String>,
    /// Which of ours it is when it says none, or one that is not among them.
    pub default_acr: String,
}

impl Provider {
    /// What of ours its `acr` is worth.
    #[must_use]
    pub fn worth(&self, acr: Option<&str>) -> &str {
        acr.and_then(|acr| self.acr.get(acr)).unwrap_or(&self.default_acr)
    }

    /// Whether a sign-in there can be as strong as a request asks.
    #[must_use]
    pub fn can_reach(&self, request: &AuthorizationRequest) -> bool {
        self.acr.values().chain([&self.default_acr]).any(|ours| request.accepts_acr(ours))
    }

    /// Its `acr` values that are as strong as a request asks; none when it asks none.
    pub(super) fn enough_for<'a>(&'a self, request: &'a AuthorizationRequest) -> impl Iterator<Item = &'a str> {
        let asks = !request.accepts_acr("");
        self.acr.iter().filter(move |(_, ours)| asks && request.accepts_acr(ours)).map(|(theirs, _)| theirs.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relying::testing::provider;

    #[test]
    fn an_id_can_stand_in_an_address() {
        assert!(ProviderId::parse("itsme-2").is_some());
        for wrong in ["", "Itsme", "a/b", "a b", "..", "é", &"a".repeat(33)] {
            assert_eq!(ProviderId::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_a_provider_says_beyond_its_list_is_worth_the_default() {
        let provider = provider();
        assert_eq!(provider.worth(Some("high")), "urn:be:vlaanderen:authmech:eid");
        for other in [None, Some("urn:be:vlaanderen:authmech:eid"), Some("HIGH")] {
            assert_eq!(provider.worth(other), "urn:be:vlaanderen:authmech:itsme");
        }
    }
}
