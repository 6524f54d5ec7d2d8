//! Real randomness, and the small hashes and comparisons that protocols ask for.

use aws_lc_rs::{constant_time, digest, rand};
use types::Entropy;

use crate::base64;

/// The entropy of production: the operating system's, through AWS-LC.
///
/// Without randomness no answer would be safe, so a failing source ends the process (as AWS-LC itself does)
/// rather than letting it go on with predictable bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        if rand::fill(bytes).is_err() {
            std::process::abort();
        }
    }
}

/// Whether two byte strings are equal, in a time that does not depend on where they differ.
///
/// Different lengths answer at once: the length is not a secret.
#[must_use]
pub fn constant_time_eq(a: &[u8], b: &[u8]) -> bool {
    constant_time::verify_slices_are_equal(a, b).is_ok()
}

/// SHA-256 of `bytes`.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    leading(digest::digest(&digest::SHA256, bytes).as_ref())
}

/// SHA-256 of `bytes` in base64url, as protocols write it: the `ath` of a DPoP proof (RFC 9449 section 4.2), `x5t#S256` (RFC 7515 section 4.1.8).
#[must_use]
pub fn sha256_text(bytes: &[u8]) -> String {
    base64::encode(sha256(bytes))
}

/// The S256 code challenge of a PKCE verifier: `BASE64URL(SHA256(verifier))` (RFC 7636 section 4.2).
#[must_use]
pub fn pkce_s256(verifier: &str) -> String {
    sha256_text(verifier.as_bytes())
}

/// The first 32 bytes of a digest or tag that has at least as many.
pub(crate) fn leading(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    for (to, from) in out.iter_mut().zip(bytes) {
        *to = *from;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pkce_is_that_of_rfc_7636_appendix_b() {
        assert_eq!(pkce_s256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn comparison_sees_every_byte_and_the_length() {
        assert!(constant_time_eq(b"poort", b"poort"));
        for other in [&b"poorT"[..], b"Poort", b"poor", b"poortt", b""] {
            assert!(!constant_time_eq(b"poort", other));
        }
        assert!(constant_time_eq(b"", b""));
    }

    #[test]
    fn the_system_gives_other_bytes_each_time() {
        let (mut a, mut b) = ([0; 32], [0; 32]);
        SystemEntropy.fill(&mut a);
        SystemEntropy.fill(&mut b);
        assert_ne!(a, b);
        assert_ne!(a, [0; 32]);
    }
}
