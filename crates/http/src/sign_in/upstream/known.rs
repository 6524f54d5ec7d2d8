use oidc::fetched_keys::FetchedKeys;
use oidc::relying::{self, Metadata, Provider, ProviderId};
use serde_json::Value;
use tokens::keys::ClientKeys;
use tokio::sync::{Mutex, MutexGuard};
use types::{Instant, Seconds};

use crate::sign_in::visit::Visit;

/// For how long nobody asks again what a provider says of itself.
const FRESH: Seconds = Seconds(3600);
/// How often a provider that does not answer is asked at most.
const PAUSE: Seconds = Seconds(10);

/// The other providers at which people may sign in, in the order of the configuration.
#[derive(Default)]
pub(in crate::sign_in) struct Upstream {
    providers: Vec<Provider>,
    known: Vec<Known>,
}

/// One of them, and what is remembered of it.
pub(in crate::sign_in) struct Known {
    pub(in crate::sign_in) provider: Provider,
    metadata: Mutex<Remembered>,
    keys: Mutex<FetchedKeys>,
}

#[derive(Default)]
struct Remembered {
    metadata: Option<(Metadata, Instant)>,
    tried: Option<Instant>,
}

impl Upstream {
    pub(in crate::sign_in) fn new(providers: Vec<Provider>) -> Self {
        let known =
            |provider: &Provider| Known { provider: provider.clone(), metadata: Mutex::default(), keys: Mutex::default() };
        Self { known: providers.iter().map(known).collect(), providers }
    }

    pub(in crate::sign_in) fn providers(&self) -> &[Provider] {
        &self.providers
    }

    /// Those that know no number, at which people link themselves.
    pub(in crate::sign_in) fn links(&self) -> impl Iterator<Item = &Provider> {
        self.providers.iter().filter(|provider| provider.insz_claim.is_none())
    }

    pub(in crate::sign_in) fn get(&self, id: &ProviderId) -> Option<&Known> {
        self.known.iter().find(|known| known.provider.id == *id)
    }
}

impl Known {
    /// What it says of itself; what it said before when it does not answer now, nothing when it never did. While one asks, others go on with what is known; when
    /// nothing is they wait for him.
    pub(super) async fn metadata(&self, visit: &Visit) -> Option<Metadata> {
        let (mut remembered, now) = (self.metadata.lock().await, visit.cx.now);
        if remembered.is_wanted(now) {
            remembered.tried = Some(now);
            let held = remembered.metadata.is_none().then_some(remembered);
            let issuer = &self.provider.issuer;
            let read = |document: Value| Metadata::read(&document, issuer).map_err(|error| self.complain(error.code())).ok();
            let found = self.fetch(visit, &relying::discovery_of(issuer)).await.and_then(read);
            remembered = again(held, &self.metadata).await;
            if let Some(metadata) = found {
                remembered.metadata = Some((metadata, now));
            }
        }
        remembered.metadata.as_ref().map(|(metadata, _)| metadata.clone())
    }

    /// Its keys; fetched again when they are old or none of them will do, but not more often than [`FetchedKeys`] allows. Whoever can go on with those that are
    /// known does not wait for who fetches.
    pub(super) async fn keys(&self, visit: &Visit, metadata: &Metadata, will_do: impl Fn(&ClientKeys) -> bool) -> ClientKeys {
        let (mut keys, now) = (self.keys.lock().await, visit.cx.now);
        if keys.are_wanted(&will_do, now) {
            keys.note(None, now);
            let suffice = keys.current(now).is_some_and(&will_do);
            let held = (!suffice).then_some(keys);
            let document = self.fetch(visit, &metadata.jwks_uri).await;
            keys = again(held, &self.keys).await;
            keys.note(document.and_then(|document| ClientKeys::usable(&document)), now);
        }
        keys.current(now).cloned().unwrap_or_default()
    }

    async fn fetch(&self, visit: &Visit, address: &str) -> Option<Value> {
        visit.state.outgoing.get_json(address, None).await.map_err(|error| self.complain(error.code())).ok()
    }

    fn complain(&self, code: &'static str) {
        tracing::warn!(provider = self.provider.id.as_str(), code, "another provider could not be asked");
    }
}

/// What is remembered, locked: as it was held meanwhile, or anew.
async fn again<'a, T>(held: Option<MutexGuard<'a, T>>, of: &'a Mutex<T>) -> MutexGuard<'a, T> {
    match held {
        Some(held) => held,
        None => of.lock().await,
    }
}

impl Remembered {
    fn is_wanted(&self, now: Instant) -> bool {
        let fresh = self.metadata.as_ref().is_some_and(|(_, since)| now < since.plus(FRESH));
        !fresh && self.tried.is_none_or(|tried| now >= tried.plus(PAUSE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_asked_seldom_and_less_so_while_it_does_not_answer() {
        let at = |seconds: i64| Instant::from_unix(1_795_428_000 + seconds).unwrap();
        let mut remembered = Remembered::default();
        assert!(remembered.is_wanted(at(0)));
        remembered.tried = Some(at(0));
        assert!(!remembered.is_wanted(at(9)) && remembered.is_wanted(at(10)));
        let document = serde_json::json!({
            "issuer": "https://a", "authorization_endpoint": "https://a/", "token_endpoint": "https://a/", "jwks_uri": "https://a/",
        });
        remembered.metadata = Some((Metadata::read(&document, "https://a").unwrap(), at(0)));
        assert!(!remembered.is_wanted(at(3599)) && remembered.is_wanted(at(3600)));
    }
}
