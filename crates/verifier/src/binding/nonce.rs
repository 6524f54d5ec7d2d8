//! Nonces for DPoP proofs (RFC 9449 section 9): they bound how far ahead a proof can have been made.

use std::fmt;

use aws_lc_rs::hmac;

use crate::strict;

/// Makes and recognises nonces without remembering any: each is a code over its stretch of time.
pub(crate) struct Nonces {
    key: hmac::Key,
    /// The length of a stretch, in seconds. A nonce is accepted in its own and the next.
    stretch: i64,
}

impl Nonces {
    pub(crate) fn new(key: &[u8; 32], stretch: i64) -> Self {
        Self { key: hmac::Key::new(hmac::HMAC_SHA256, key), stretch }
    }

    pub(crate) fn current(&self, now: i64) -> String {
        strict::to_base64url(hmac::sign(&self.key, &self.at(now).to_be_bytes()))
    }

    pub(crate) fn accepts(&self, nonce: &str, now: i64) -> bool {
        let Some(tag) = strict::base64url(nonce) else { return false };
        [self.at(now), self.at(now) - 1].iter().any(|at| hmac::verify(&self.key, &at.to_be_bytes(), &tag).is_ok())
    }

    fn at(&self, now: i64) -> i64 {
        now.div_euclid(self.stretch)
    }
}

impl fmt::Debug for Nonces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nonces")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_lives_in_its_stretch_and_the_next() {
        let nonces = Nonces::new(&[1; 32], 60);
        let nonce = nonces.current(119);
        assert!(nonces.accepts(&nonce, 60) && nonces.accepts(&nonce, 179));
        assert!(!nonces.accepts(&nonce, 180) && !nonces.accepts(&nonce, 59));
        assert!(!Nonces::new(&[2; 32], 60).accepts(&nonce, 119) && !nonces.accepts("", 119) && !nonces.accepts("=", 119));
    }
}
