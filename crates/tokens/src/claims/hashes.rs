//! Hashes of one token inside another.

use aws_lc_rs::digest::{self, SHA256, SHA512};

use crate::base64;
use crate::keys::Algorithm;

/// The `at_hash` of an access token, for an ID token that `algorithm` signs: the left half of the hash that the algorithm
/// uses, in base64url (OpenID Connect Core 1.0 section 3.1.3.6). Ed25519 hashes with SHA-512.
#[must_use]
pub fn at_hash(algorithm: Algorithm, access_token: &str) -> String {
    let hash = match algorithm {
        Algorithm::ES256 | Algorithm::RS256 | Algorithm::PS256 => &SHA256,
        Algorithm::EdDSA => &SHA512,
    };
    let digest = digest::digest(hash, access_token.as_bytes());
    let (left, _) = digest.as_ref().split_at(hash.output_len() / 2);
    base64::encode(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_that_of_openid_connect_core_appendix_a() {
        let token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        assert_eq!(at_hash(Algorithm::RS256, token), "77QmUPtjPfzWtF2AnpK9RQ");
        assert_eq!(at_hash(Algorithm::ES256, token), "77QmUPtjPfzWtF2AnpK9RQ");
    }

    #[test]
    fn with_eddsa_it_is_half_of_sha_512() {
        // sha512("abc") = ddaf35a1 93617aba cc417349 ae204131 12e6fa4e 89a97ea2 0a9eeee6 4b55d39a | 2192992a ...
        let half = base64::decode(&at_hash(Algorithm::EdDSA, "abc")).unwrap();
        assert_eq!(half.len(), 32);
        assert_eq!(half[..8], [0xdd, 0xaf, 0x35, 0xa1, 0x93, 0x61, 0x7a, 0xba]);
        assert_eq!(half[28..], [0x4b, 0x55, 0xd3, 0x9a]);
    }
}
