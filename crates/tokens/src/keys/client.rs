//! The keys with which a client signs.

use types::Instant;

use super::{Algorithm, Jwks, KeyError, KeySource, VerifyingKey};

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
