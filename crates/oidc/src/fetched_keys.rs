//! The keys of a client that it publishes itself (`jwks_uri`, OpenID Connect Dynamic Client Registration 1.0 section 2): how long what was fetched counts, and
//! when it is fetched again.

use tokens::keys::ClientKeys;
use types::{Instant, Seconds};

/// For how long nobody looks again, unless a key is missing.
const FRESH: Seconds = Seconds(300);
/// How often they are asked for at most, whoever asks for whatever: nobody sends Poort to knock at a door again and again.
const PAUSE: Seconds = Seconds(10);
/// For how long they count when their client's server does not answer (own choice): a key that was taken out is refused within this.
const LONGEST: Seconds = Seconds(3600);

/// What is remembered of the keys of one client.
#[derive(Clone, Debug, Default)]
pub struct FetchedKeys {
    keys: Option<(ClientKeys, Instant)>,
    tried: Option<Instant>,
}

impl FetchedKeys {
    /// Whether to fetch them now; `has`: whether these keys have the one that is wanted.
    #[must_use]
    pub fn are_wanted(&self, has: impl FnOnce(&ClientKeys) -> bool, now: Instant) -> bool {
        let enough = self.keys.as_ref().is_some_and(|(keys, since)| now < since.plus(FRESH) && has(keys));
        !enough && self.tried.is_none_or(|tried| now >= tried.plus(PAUSE))
    }

    /// Notes what came of it; what failed leaves those of before.
    pub fn note(&mut self, fetched: Option<ClientKeys>, now: Instant) {
        self.tried = Some(now);
        if let Some(keys) = fetched {
            self.keys = Some((keys, now));
        }
    }

    /// The keys that count.
    #[must_use]
    pub fn current(&self, now: Instant) -> Option<&ClientKeys> {
        self.keys.as_ref().filter(|(_, since)| now < since.plus(LONGEST)).map(|(keys, _)| keys)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::at;

    fn after(seconds: i64) -> Instant {
        at("2026-11-23T10:00:00Z").plus(Seconds(seconds))
    }

    fn fetched() -> FetchedKeys {
        let mut keys = FetchedKeys::default();
        keys.note(Some(ClientKeys::default()), after(0));
        keys
    }

    #[test]
    fn they_are_asked_for_when_they_are_old_or_lack_a_key() {
        assert!(FetchedKeys::default().are_wanted(|_| true, after(0)));
        let keys = fetched();
        assert!(!keys.are_wanted(|_| true, after(299)) && keys.are_wanted(|_| true, after(300)));
        assert!(!keys.are_wanted(|_| false, after(9)) && keys.are_wanted(|_| false, after(10)));
    }

    #[test]
    fn a_server_that_does_not_answer_is_left_alone_and_its_keys_count_for_an_hour() {
        let mut keys = fetched();
        keys.note(None, after(300));
        assert!(!keys.are_wanted(|_| true, after(309)) && keys.are_wanted(|_| true, after(310)));
        assert!(keys.current(after(3599)).is_some() && keys.current(after(3600)).is_none());
        let mut none = FetchedKeys::default();
        none.note(None, after(0));
        assert!(none.current(after(0)).is_none() && !none.are_wanted(|_| true, after(9)));
    }
}
