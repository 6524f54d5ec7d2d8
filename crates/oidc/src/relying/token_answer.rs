use serde_json::Value;
use tokens::json;
use tokens::jwe;
use tokens::jwt::claimed_key;
use tokens::keys::KeySource;
use types::{Instant, Secret};

use super::{IdentityError, Provider};

/// The answer of a provider's token endpoint (OpenID Connect Core 1.0 section 3.1.3.3). `Debug` is left out: these are tokens.
pub struct TokenAnswer {
    pub(super) id_token: String,
    /// What opens userinfo.
    pub access_token: Secret,
}

impl TokenAnswer {
    /// Reads a body, and decrypts the ID token if it is encrypted.
    ///
    /// # Errors
    /// [`IdentityError::Malformed`], [`IdentityError::Encrypted`].
    pub fn read(body: &[u8], provider: &Provider) -> Result<Self, IdentityError> {
        let members = json::parse_object(body).map_err(|_| IdentityError::Malformed)?;
        let text = |name: &str| members.get(name).and_then(Value::as_str).ok_or(IdentityError::Malformed);
        Ok(Self { id_token: opened(text("id_token")?, provider)?, access_token: Secret::new(text("access_token")?) })
    }

    /// Whether there is a key for its ID token, to find out whether to fetch the keys anew.
    #[must_use]
    pub fn has_key(&self, keys: &impl KeySource, now: Instant) -> bool {
        has_key(&self.id_token, keys, now)
    }
}

/// A signed token, out of what it may be encrypted in.
pub(super) fn opened(token: &str, provider: &Provider) -> Result<String, IdentityError> {
    if !jwe::is_encrypted(token) {
        return Ok(token.to_owned());
    }
    Ok(jwe::decrypt(token, &provider.decryption)?.as_str().to_owned())
}

pub(super) fn has_key(token: &str, keys: &impl KeySource, now: Instant) -> bool {
    claimed_key(token).is_ok_and(|(kid, algorithm)| keys.find(kid.as_deref(), algorithm, now).is_some())
}
