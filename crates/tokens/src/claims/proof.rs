//! Proofs of possession.

use serde::Deserialize;

use super::NumericDate;

/// The claims of a DPoP proof (RFC 9449 section 4.2): signed by whoever has the key, so read only.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ProofClaims {
    /// Its own identifier: to be accepted once.
    pub jti: String,
    /// The method of the request that it is for.
    pub htm: String,
    /// The address of that request.
    pub htu: String,
    /// When it was made.
    pub iat: NumericDate,
    /// The hash of the access token that it comes with.
    #[serde(default)]
    pub ath: Option<String>,
}
