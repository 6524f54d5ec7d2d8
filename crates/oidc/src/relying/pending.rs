use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use tokens::random::constant_time_eq;
use tokens::seal::{Purpose, Vault};
use types::{Instant, Seconds, Secret, SessionId};

use super::ProviderId;

/// How long a person may take at the other provider (own choice: long enough to find a telephone).
pub const LIFETIME: Seconds = Seconds(600);

/// A person who is away at another provider: what is kept under the hash of the `state` until he comes back, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Pending {
    /// At which.
    pub provider: ProviderId,
    /// The keyed hash of what his browser has.
    browser: String,
    /// Where he goes on then.
    pub continue_to: String,
    /// How long ago he may have proved there who he is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_age: Option<Seconds>,
    /// In which session he wants to be linked to who he is there; none: he signs in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<SessionId>,
    /// When he left.
    pub begun: Instant,
}

/// What ties the provider's answer to the question beside `state`. Both follow from that under the master key, so that nothing of them is kept: who
/// reads the database can redeem nothing.
pub struct Ties {
    /// Comes back in the ID token.
    pub nonce: String,
    /// Of PKCE (RFC 7636).
    pub verifier: Secret,
}

impl Pending {
    /// A person who leaves; `browser`: the text of a cookie that only his browser has.
    #[must_use]
    pub fn new(
        vault: &Vault,
        provider: ProviderId,
        browser: &Secret,
        continue_to: String,
        max_age: Option<Seconds>,
        begun: Instant,
    ) -> Self {
        Self { provider, browser: keyed(vault, "browser", browser.expose()), continue_to, max_age, link: None, begun }
    }

    /// The same for who is signed in, and wants to be linked to who he is there.
    #[must_use]
    pub fn linking(self, session: SessionId) -> Self {
        Self { link: Some(session), ..self }
    }

    /// Until when he may come back.
    #[must_use]
    pub fn expires(&self) -> Instant {
        self.begun.plus(LIFETIME)
    }

    /// Whether it is the browser that left who comes back, in time, from the provider to which it went.
    #[must_use]
    pub fn is_of(&self, vault: &Vault, provider: &ProviderId, browser: &Secret, now: Instant) -> bool {
        let own = keyed(vault, "browser", browser.expose());
        self.provider == *provider && now < self.expires() && constant_time_eq(own.as_bytes(), self.browser.as_bytes())
    }
}

impl Ties {
    /// Those of a `state`.
    #[must_use]
    pub fn of(vault: &Vault, state: &str) -> Self {
        Self { nonce: keyed(vault, "nonce", state), verifier: Secret::new(keyed(vault, "verifier", state)) }
    }
}

fn keyed(vault: &Vault, what: &str, text: &str) -> String {
    URL_SAFE_NO_PAD.encode(vault.blind_index(Purpose::LoginState, format!("upstream {what} {text}").as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at, vault};

    #[test]
    fn only_the_browser_that_left_comes_back_in_time_and_from_where_it_went() {
        let (vault, now, browser) = (vault(), at("2026-11-23T10:00:00Z"), Secret::new("cookie"));
        let id = |text| ProviderId::parse(text).unwrap();
        let pending = Pending::new(&vault, id("itsme"), &browser, "/".to_owned(), None, now);
        let last = now.plus(Seconds(599));
        assert!(pending.is_of(&vault, &id("itsme"), &browser, last));
        assert!(!pending.is_of(&vault, &id("itsme"), &browser, now.plus(LIFETIME)));
        assert!(!pending.is_of(&vault, &id("eid"), &browser, last));
        assert!(!pending.is_of(&vault, &id("itsme"), &Secret::new("cookie2"), last));
        let text = serde_json::to_string(&pending).unwrap();
        assert!(!text.contains("cookie") && serde_json::from_str::<Pending>(&text).unwrap() == pending);
    }

    #[test]
    fn each_state_has_its_own_proofs() {
        let vault = vault();
        let (a, b) = (Ties::of(&vault, "a"), Ties::of(&vault, "b"));
        assert!(a.nonce != b.nonce && a.verifier.expose() != b.verifier.expose() && a.nonce != a.verifier.expose());
        assert_eq!(a.verifier.expose().len(), 43);
    }
}
