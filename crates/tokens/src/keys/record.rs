//! Keys as the database has them, and what each may do when.

use std::fmt;

use types::Instant;

use super::{Algorithm, Kid};

/// A private key as it is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedKey {
    /// Its name.
    pub kid: Kid,
    /// What it signs with.
    pub algorithm: Algorithm,
    /// Its PKCS#8 form, sealed for [`crate::seal::Purpose::SigningKey`] with the name as associated data.
    pub sealed: Vec<u8>,
}

/// One row: a key and its times. Nothing switches a key on or off: its state follows from the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRecord {
    /// The key.
    pub key: SealedKey,
    /// When it was made.
    pub created: Instant,
    /// From when on it may sign; before, it is published only.
    pub signs_from: Instant,
    /// From when on it counts for nothing: neither published nor accepted. `None`: no end yet.
    pub retires_at: Option<Instant>,
}

/// What a key does at some instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// Published, so that everybody who caches the keys knows it before the first token that it signs.
    Announced,
    /// Signs the tokens of its algorithm.
    Signing,
    /// A later key signs; what this one signed is still accepted.
    Verifying,
    /// Neither published nor accepted.
    Gone,
}

impl KeyRecord {
    /// Whether it is published and accepted at `at`.
    #[must_use]
    pub fn counts(&self, at: Instant) -> bool {
        self.retires_at.is_none_or(|end| at < end)
    }

    fn may_sign(&self, at: Instant) -> bool {
        self.counts(at) && self.signs_from <= at
    }
}

/// The key that signs for `algorithm` at `at`: of those that may, the one that began last. All processes over one
/// database answer the same.
#[must_use]
pub fn signer(records: &[KeyRecord], algorithm: Algorithm, at: Instant) -> Option<&KeyRecord> {
    records
        .iter()
        .filter(|record| record.key.algorithm == algorithm && record.may_sign(at))
        .max_by_key(|record| (record.signs_from, record.created, &record.key.kid))
}

/// What `record`, one of `records`, does at `at`.
#[must_use]
pub fn state(records: &[KeyRecord], record: &KeyRecord, at: Instant) -> KeyState {
    if !record.counts(at) {
        KeyState::Gone
    } else if !record.may_sign(at) {
        KeyState::Announced
    } else if signer(records, record.key.algorithm, at).is_some_and(|signer| signer.key.kid == record.key.kid) {
        KeyState::Signing
    } else {
        KeyState::Verifying
    }
}

impl fmt::Debug for SealedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedKey({} {})", self.algorithm, self.kid)
    }
}
