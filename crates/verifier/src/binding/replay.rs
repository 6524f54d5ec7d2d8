//! The DPoP proofs that were seen (RFC 9449 section 11.1).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::sha256;
use crate::error::{ProofFault, VerifyError};

/// What was seen and is not too old yet, bounded. When it is full, proofs are refused rather than forgotten: a forgotten one could be used again.
#[derive(Debug)]
pub(crate) struct Seen {
    capacity: usize,
    /// Until when each counts, in seconds since 1970.
    until: Mutex<HashMap<[u8; 32], i64>>,
}

impl Seen {
    pub(crate) fn new(capacity: usize) -> Self {
        Self { capacity, until: Mutex::default() }
    }

    /// Remembers a proof of this key until `ends`.
    pub(crate) fn first_time(&self, key: &[u8; 32], jti: &str, ends: i64, now: i64) -> Result<(), VerifyError> {
        let id = sha256(&[key.as_slice(), jti.as_bytes()].concat());
        let mut until = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        if until.get(&id).is_some_and(|end| *end > now) {
            return Err(ProofFault::Replayed.into());
        }
        if until.len() >= self.capacity {
            until.retain(|_, end| *end > now);
        }
        if until.len() >= self.capacity {
            return Err(VerifyError::TooManyProofs);
        }
        until.insert(id, ends);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_counts_once_for_its_key() {
        let seen = Seen::new(10);
        assert_eq!(seen.first_time(&[1; 32], "a", 60, 0), Ok(()));
        assert_eq!(seen.first_time(&[1; 32], "a", 60, 0), Err(ProofFault::Replayed.into()));
        assert_eq!(seen.first_time(&[1; 32], "a", 60, 59), Err(ProofFault::Replayed.into()));
        assert_eq!(seen.first_time(&[2; 32], "a", 60, 0), Ok(()));
        assert_eq!(seen.first_time(&[1; 32], "b", 60, 0), Ok(()));
    }

    #[test]
    fn nothing_is_forgotten_before_its_time_and_the_memory_is_bounded() {
        let seen = Seen::new(2);
        assert_eq!((seen.first_time(&[1; 32], "a", 60, 0), seen.first_time(&[1; 32], "b", 90, 0)), (Ok(()), Ok(())));
        assert_eq!(seen.first_time(&[1; 32], "c", 90, 59), Err(VerifyError::TooManyProofs));
        assert_eq!(seen.first_time(&[1; 32], "a", 60, 59), Err(ProofFault::Replayed.into()));
        assert_eq!(seen.first_time(&[1; 32], "c", 120, 60), Ok(()));
        assert_eq!(seen.first_time(&[1; 32], "b", 90, 60), Err(ProofFault::Replayed.into()));
    }
}
