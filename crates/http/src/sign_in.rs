//! Signing in over HTTP: the OpenID Connect endpoints and the pages that people see on the way.

use service::sign_in::Issuance;
use tokens::password::Hasher;

/// What signing in works with; made once per process.
pub struct SignIn {
    pub(crate) issuance: Issuance,
    #[expect(dead_code, reason = "the login page is the next to be served")]
    pub(crate) hasher: Hasher,
}

impl SignIn {
    /// With what every token of this environment shares, and with who hashes passwords.
    #[must_use]
    pub fn new(issuance: Issuance, hasher: Hasher) -> Self {
        Self { issuance, hasher }
    }
}
