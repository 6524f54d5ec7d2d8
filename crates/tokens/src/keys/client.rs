//! The keys with which a client signs.

use serde_json::Value;
use types::Instant;

use super::{Algorithm, Jwk, Jwks, KeyError, KeySource, PublicKey, VerifyingKey};

/// How many keys of a document are looked at.
const MOST: usize = 20;

/// The registered public keys of one client.
#[derive(Clone, Debug, Default)]
pub struct ClientKeys(Vec<VerifyingKey>);

impl ClientKeys {
    /// Checks and prepares them.
    ///
    /// # Errors
    /// [`KeyError::InvalidPublicKey`] when any of them is unusable.
    pub fn new(keys: &Jwks) -> Result<Self, KeyError> {
        keys.keys.iter().map(VerifyingKey::from_jwk).collect::<Result<_, _>>().map(Self)
    }

    /// Whether a key is among them, whatever it is called.
    #[must_use]
    pub fn has(&self, key: &PublicKey) -> bool {
        self.0.iter().any(|known| known.public() == key)
    }

    /// Those of a document of somebody else (RFC 7517 section 5) that can be used here; others are passed over, as are all beyond the first `MOST`. None when it is
    /// no set of keys at all, such as an error.
    #[must_use]
    pub fn usable(document: &Value) -> Option<Self> {
        let all = document.get("keys")?.as_array()?;
        let keys = all.iter().take(MOST).filter_map(|key| serde_json::from_value::<Jwk>(key.clone()).ok());
        Some(Self(keys.filter_map(|key| VerifyingKey::from_jwk(&key).ok()).collect()))
    }
}

impl KeySource for ClientKeys {
    /// The key that `kid` names. A client with one key for the algorithm need not name it, nor have given it a name.
    fn find(&self, kid: Option<&str>, algorithm: Algorithm, _at: Instant) -> Option<&VerifyingKey> {
        if let Some(named) = kid.and_then(|kid| self.0.iter().find(|key| key.kid() == Some(kid))) {
            return Some(named);
        }
        let mut unnamed = self.0.iter().filter(|key| key.algorithm() == algorithm && (kid.is_none() || key.kid().is_none()));
        match (unnamed.next(), unnamed.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::SigningKey;
    use crate::testing::at;

    fn keys(kids: &[Option<&str>]) -> ClientKeys {
        let keys = kids
            .iter()
            .map(|kid| {
                let mut jwk = SigningKey::generate(Algorithm::ES256).unwrap().public_jwk();
                jwk.kid = kid.map(str::to_owned);
                jwk
            })
            .collect();
        ClientKeys::new(&Jwks { keys }).unwrap()
    }

    #[test]
    fn of_a_document_what_can_be_used_counts() {
        let sound = SigningKey::generate(Algorithm::ES256).unwrap().public_jwk();
        let other = serde_json::json!({ "kty": "EC", "crv": "P-521", "x": "AA", "y": "AA" });
        let broken = serde_json::json!({ "kty": "EC", "crv": "P-256", "x": "AA", "y": "AA" });
        let keys = ClientKeys::usable(&serde_json::json!({ "keys": [other, broken, 1, sound] })).unwrap();
        assert!(finds(&keys, None, Algorithm::ES256));
        let many: Vec<_> = (0..MOST).map(|_| serde_json::json!({})).chain([serde_json::to_value(&sound).unwrap()]).collect();
        assert!(!finds(&ClientKeys::usable(&serde_json::json!({ "keys": many })).unwrap(), None, Algorithm::ES256));
        for nothing in
            [serde_json::json!({ "keys": {} }), serde_json::json!([sound]), serde_json::json!({ "error": "x" }), Value::Null]
        {
            assert!(ClientKeys::usable(&nothing).is_none(), "{nothing}");
        }
    }

    fn finds(keys: &ClientKeys, kid: Option<&str>, algorithm: Algorithm) -> bool {
        keys.find(kid, algorithm, at(0)).is_some()
    }

    #[test]
    fn a_name_decides_and_may_be_absent_when_there_is_no_choice() {
        let one = keys(&[Some("a")]);
        assert!(finds(&one, Some("a"), Algorithm::ES256) && finds(&one, None, Algorithm::ES256));
        assert!(!finds(&one, Some("b"), Algorithm::ES256) && !finds(&one, None, Algorithm::RS256));
        let two = keys(&[Some("a"), Some("b")]);
        assert!(finds(&two, Some("b"), Algorithm::ES256) && !finds(&two, None, Algorithm::ES256));
        let nameless = keys(&[None]);
        assert!(finds(&nameless, Some("whatever"), Algorithm::ES256) && finds(&nameless, None, Algorithm::ES256));
        assert!(!finds(&ClientKeys::default(), None, Algorithm::ES256));
    }
}
