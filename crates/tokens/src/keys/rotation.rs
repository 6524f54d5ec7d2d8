//! Changing keys without a failed request.

use types::{Instant, Seconds};

use super::record::signer;
use super::{KeyRecord, SealedKey};

/// How long others may keep the published keys (`Cache-Control: max-age` of the JWKS); so long a new key is announced
/// before it signs.
pub const JWKS_MAX_AGE: Seconds = Seconds(300);

/// Brings a new key into use, and gives every key of its algorithm that has none yet an end. The answer is what to store:
/// the new record first, then the changed ones.
///
/// The new key is announced [`JWKS_MAX_AGE`] ahead, unless nothing of its algorithm signs now: then it signs at once. Its
/// predecessors are accepted for `token_lifetime`, the longest life of a token, after it began; and [`JWKS_MAX_AGE`]
/// longer, for processes that notice the change late.
#[must_use]
pub fn rotate(records: &[KeyRecord], key: SealedKey, now: Instant, token_lifetime: Seconds) -> Vec<KeyRecord> {
    let algorithm = key.algorithm;
    let signs_from = match signer(records, algorithm, now) {
        Some(_) => now.plus(JWKS_MAX_AGE),
        None => now,
    };
    let end = signs_from.plus(token_lifetime).plus(JWKS_MAX_AGE);
    let fresh = KeyRecord { key, created: now, signs_from, retires_at: None };
    let ended = records
        .iter()
        .filter(|record| record.key.algorithm == algorithm && record.retires_at.is_none())
        .map(|record| KeyRecord { retires_at: Some(end), ..record.clone() });
    std::iter::once(fresh).chain(ended).collect()
}

/// Takes a key out at once, for one that somebody else may have: from `now` on it is neither published nor accepted. The answer is what to
/// store: the key with its end; with a `replacement` that signs at once, when nothing else of its algorithm would.
///
/// Whoever keeps the published keys accepts it for [`JWKS_MAX_AGE`] longer; that bound is what `max-age` promises.
#[must_use]
pub fn revoke(records: &[KeyRecord], key: &KeyRecord, replacement: SealedKey, now: Instant) -> Vec<KeyRecord> {
    let ended = KeyRecord { retires_at: Some(now), ..key.clone() };
    let others: Vec<_> = records.iter().filter(|record| record.key.kid != key.key.kid).cloned().collect();
    let needed = signer(&others, key.key.algorithm, now).is_none();
    let fresh = KeyRecord { key: replacement, created: now, signs_from: now, retires_at: None };
    std::iter::once(ended).chain(needed.then_some(fresh)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::{Algorithm, KeyState, Kid, state};
    use crate::testing::at;
    use proptest::prelude::*;

    const HOUR: Seconds = Seconds(3600);

    fn key(kid: &str, algorithm: Algorithm) -> SealedKey {
        SealedKey { kid: Kid::parse(kid).unwrap(), algorithm, sealed: Vec::new() }
    }

    /// Stores what `rotate` answers.
    fn rotated(records: &[KeyRecord], kid: &str, algorithm: Algorithm, now: i64) -> Vec<KeyRecord> {
        let changes = rotate(records, key(kid, algorithm), at(now), HOUR);
        let unchanged = records.iter().filter(|r| changes.iter().all(|c| c.key.kid != r.key.kid));
        unchanged.cloned().chain(changes.clone()).collect()
    }

    fn revoked(records: &[KeyRecord], kid: &str, now: i64) -> Vec<KeyRecord> {
        let which = records.iter().find(|one| one.key.kid.as_str() == kid).unwrap();
        let changes = revoke(records, which, key("new", which.key.algorithm), at(now));
        let unchanged = records.iter().filter(|r| changes.iter().all(|c| c.key.kid != r.key.kid));
        unchanged.cloned().chain(changes.clone()).collect()
    }

    fn states(records: &[KeyRecord], kid: &str, times: &[i64]) -> Vec<KeyState> {
        let record = records.iter().find(|r| r.key.kid.as_str() == kid).unwrap();
        times.iter().map(|unix| state(records, record, at(*unix))).collect()
    }

    #[test]
    fn a_revoked_signer_is_gone_and_another_signs_at_once() {
        use KeyState::{Gone, Signing};
        let records = revoked(&rotated(&[], "a", Algorithm::ES256, 0), "a", 500);
        assert_eq!((states(&records, "a", &[500]), states(&records, "new", &[500])), (vec![Gone], vec![Signing]));
    }

    #[test]
    fn a_key_that_only_verifies_is_revoked_without_another() {
        use KeyState::{Gone, Signing};
        let records = rotated(&rotated(&[], "a", Algorithm::ES256, 0), "b", Algorithm::ES256, 10_000);
        let records = revoked(&records, "a", 10_400);
        assert_eq!(
            (records.len(), states(&records, "a", &[10_400]), states(&records, "b", &[10_400])),
            (2, vec![Gone], vec![Signing])
        );
    }

    #[test]
    fn the_first_key_signs_at_once() {
        let records = rotated(&[], "a", Algorithm::ES256, 1000);
        assert_eq!(states(&records, "a", &[999, 1000, 1_000_000]), [KeyState::Announced, KeyState::Signing, KeyState::Signing]);
    }

    #[test]
    fn a_successor_is_announced_signs_and_its_predecessor_fades_out() {
        use KeyState::{Announced, Gone, Signing, Verifying};
        let records = rotated(&[], "a", Algorithm::ES256, 0);
        let records = rotated(&records, "b", Algorithm::ES256, 10_000);
        let times = [10_000, 10_299, 10_300, 10_300 + 3600 + 299, 10_300 + 3600 + 300];
        assert_eq!(states(&records, "a", &times), [Signing, Signing, Verifying, Verifying, Gone]);
        assert_eq!(states(&records, "b", &times), [Announced, Announced, Signing, Signing, Signing]);
    }

    #[test]
    fn another_algorithm_is_left_alone() {
        let records = rotated(&[], "a", Algorithm::ES256, 0);
        let changes = rotate(&records, key("r", Algorithm::RS256), at(10_000), HOUR);
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0].signs_from, at(10_000));
    }

    #[test]
    fn a_revoked_key_is_replaced_at_once() {
        let mut records = rotated(&[], "a", Algorithm::ES256, 0);
        records[0].retires_at = Some(at(10_000));
        let records = rotated(&records, "b", Algorithm::ES256, 10_000);
        assert_eq!(states(&records, "a", &[9_999, 10_000]), [KeyState::Signing, KeyState::Gone]);
        assert_eq!(states(&records, "b", &[10_000]), [KeyState::Signing]);
    }

    proptest! {
        /// However often and fast keys are changed: from the first on there is exactly one signer, it was published for as
        /// long as others may cache, and what it signed is accepted for as long as it lives.
        #[test]
        fn no_running_token_is_ever_broken(pauses in prop::collection::vec(0i64..8_000, 1..12), probes in prop::collection::vec(0i64..60_000, 20)) {
            let (mut now, mut records) = (0, Vec::new());
            for (index, pause) in pauses.iter().enumerate() {
                records = rotated(&records, &format!("k{index}"), Algorithm::ES256, now);
                now += pause;
            }
            for probe in probes {
                let signing: Vec<_> = records.iter().filter(|r| state(&records, r, at(probe)) == KeyState::Signing).collect();
                prop_assert_eq!(signing.len(), 1);
                let signer = signing[0];
                prop_assert!(signer.created == at(0) || signer.created.plus(JWKS_MAX_AGE) <= at(probe));
                prop_assert!(signer.counts(at(probe).plus(HOUR)));
            }
        }
    }
}
