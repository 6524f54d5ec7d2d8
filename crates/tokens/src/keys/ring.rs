//! All keys, opened: what the process signs and verifies with.

use std::sync::Arc;

use types::Instant;

use super::record::{self, KeyRecord, KeyState};
use super::{Algorithm, Jwk, Jwks, KeyError, KeySource, Kid, SigningKey, VerifyingKey};
use crate::seal::Vault;

/// A snapshot of the stored keys, opened and parsed. Immutable: after a rotation it is read anew and replaced as a whole.
/// A clone shares the keys.
#[derive(Clone, Debug, Default)]
pub struct KeyRing {
    records: Arc<[KeyRecord]>,
    keys: Arc<[Opened]>,
}

#[derive(Debug)]
struct Opened {
    signing: SigningKey,
    verifying: VerifyingKey,
    jwk: Jwk,
}

impl KeyRing {
    /// Opens every key that is not gone at `now`.
    ///
    /// # Errors
    /// [`KeyError`] when one of them does not open: another master key, or a changed row.
    pub fn open(records: Vec<KeyRecord>, vault: &Vault, now: Instant) -> Result<Self, KeyError> {
        let records: Vec<_> = records.into_iter().filter(|record| record.counts(now)).collect();
        let keys = records.iter().map(|record| Opened::new(record, vault)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { records: records.into(), keys: keys.into() })
    }

    /// The key to sign with, if there is one for `algorithm`.
    #[must_use]
    pub fn signer(&self, algorithm: Algorithm, at: Instant) -> Option<&SigningKey> {
        let record = record::signer(&self.records, algorithm, at)?;
        self.keys.iter().map(|key| &key.signing).find(|key| key.kid() == &record.key.kid)
    }

    /// The key to verify with that has this name, if it counts at `at`.
    #[must_use]
    pub fn verifier(&self, kid: &str, at: Instant) -> Option<&VerifyingKey> {
        self.counting(at).find(|key| key.signing.kid().as_str() == kid).map(|key| &key.verifying)
    }

    /// The public keys to publish at `at`: announced, signing and verifying ones.
    #[must_use]
    pub fn jwks(&self, at: Instant) -> Jwks {
        Jwks { keys: self.counting(at).map(|key| key.jwk.clone()).collect() }
    }

    /// The algorithms that something signs with at `at`.
    #[must_use]
    pub fn algorithms(&self, at: Instant) -> Vec<Algorithm> {
        let signs = |algorithm: &Algorithm| self.signer(*algorithm, at).is_some();
        Algorithm::ALL.into_iter().filter(signs).collect()
    }

    /// What the key of this name does at `at`; `None` for one that was gone when the ring was opened.
    #[must_use]
    pub fn state(&self, kid: &Kid, at: Instant) -> Option<KeyState> {
        let found = self.records.iter().find(|record| &record.key.kid == kid)?;
        Some(record::state(&self.records, found, at))
    }

    fn counting(&self, at: Instant) -> impl Iterator<Item = &Opened> {
        self.records.iter().zip(self.keys.iter()).filter(move |(record, _)| record.counts(at)).map(|(_, key)| key)
    }
}

impl Opened {
    fn new(record: &KeyRecord, vault: &Vault) -> Result<Self, KeyError> {
        let signing = SigningKey::open(vault, &record.key)?;
        let jwk = signing.public_jwk();
        Ok(Self { verifying: VerifyingKey::from_jwk(&jwk)?, signing, jwk })
    }
}

impl KeySource for KeyRing {
    /// Poort's own tokens always name their key.
    fn find(&self, kid: Option<&str>, _algorithm: Algorithm, at: Instant) -> Option<&VerifyingKey> {
        self.verifier(kid?, at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::rotate;
    use crate::seal::MasterKey;
    use crate::testing::{at, context, vault};
    use types::Seconds;

    fn two_keys() -> (Vec<KeyRecord>, Kid, Kid) {
        let (vault, cx) = (vault(), context());
        let fresh = || SigningKey::generate(Algorithm::ES256).unwrap().seal(&vault, &cx).unwrap();
        let first = rotate(&[], fresh(), at(0), Seconds(3600));
        let both = rotate(&first, fresh(), at(10_000), Seconds(3600));
        let (new, old) = (both[0].key.kid.clone(), both[1].key.kid.clone());
        (both, old, new)
    }

    #[test]
    fn the_signer_changes_over_and_both_verify_meanwhile() {
        let (records, old, new) = two_keys();
        let ring = KeyRing::open(records, &vault(), at(10_000)).unwrap();
        let signer = |unix| ring.signer(Algorithm::ES256, at(unix)).unwrap().kid();
        assert_eq!((signer(10_299), signer(10_300)), (&old, &new));
        for unix in [10_000, 10_300, 14_199] {
            assert!(ring.verifier(old.as_str(), at(unix)).is_some());
            assert!(ring.verifier(new.as_str(), at(unix)).is_some());
            assert_eq!(ring.jwks(at(unix)).keys.len(), 2);
        }
        assert!(ring.verifier(old.as_str(), at(14_200)).is_none());
        assert_eq!(ring.jwks(at(14_200)).keys.len(), 1);
        assert_eq!(ring.state(&old, at(14_200)), Some(KeyState::Gone));
        assert!(ring.verifier("unknown", at(10_000)).is_none());
        assert_eq!(
            (ring.signer(Algorithm::RS256, at(10_000)).is_none(), ring.algorithms(at(10_000))),
            (true, vec![Algorithm::ES256])
        );
    }

    #[test]
    fn what_is_published_is_public() {
        let (records, _, new) = two_keys();
        let ring = KeyRing::open(records, &vault(), at(20_000)).unwrap();
        let json = serde_json::to_value(ring.jwks(at(20_000))).unwrap();
        let names: Vec<_> = json["keys"][0].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, ["kty", "crv", "x", "y", "kid", "alg", "use"]);
        assert_eq!(json["keys"][0]["kid"], new.as_str());
        assert!(serde_json::from_value::<Jwks>(json).is_ok());
    }

    #[test]
    fn another_master_key_opens_no_ring() {
        let (records, ..) = two_keys();
        let other = Vault::new(&MasterKey::generate(&context())).unwrap();
        assert!(matches!(KeyRing::open(records, &other, at(10_000)), Err(KeyError::Seal(_))));
    }
}
