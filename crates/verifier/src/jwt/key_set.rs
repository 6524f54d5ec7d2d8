//! The keys of an issuer (RFC 7517 section 5).

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;

use super::{Algorithm, Jwk, VerifyingKey};
use crate::strict;

/// Its keys by name, each with its one algorithm. A set without keys is a set: the issuer withdrew them.
#[derive(Debug, Default)]
pub(crate) struct KeySet(HashMap<String, Arc<VerifyingKey>>);

/// The key that a token names.
#[derive(Debug)]
pub(crate) enum Found {
    Key(Arc<VerifyingKey>),
    /// There is one by that name, for another algorithm.
    WrongAlgorithm,
    Unknown,
}

/// More keys than this are a mistake, or an attack.
const MAX_KEYS: usize = 64;

impl KeySet {
    /// Reads a set; keys that are of no use to us are passed over (RFC 7517 section 5), and so is a name that two keys have: which of both
    /// is meant cannot be known. `None` when it is not a set of keys.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let document = strict::parse_object(bytes)?;
        let keys = document.get("keys")?.as_array()?;
        if keys.len() > MAX_KEYS {
            return None;
        }
        let mut by_name: HashMap<_, Vec<_>> = HashMap::new();
        for (kid, key) in keys.iter().filter_map(usable) {
            by_name.entry(kid).or_default().push(key);
        }
        let unique =
            by_name.into_iter().filter_map(|(kid, keys)| <[_; 1]>::try_from(keys).ok().map(|[key]| (kid, Arc::new(key))));
        Some(Self(unique.collect()))
    }

    pub(crate) fn find(&self, kid: &str, algorithm: Algorithm) -> Found {
        match self.0.get(kid) {
            Some(key) if key.algorithm == algorithm => Found::Key(Arc::clone(key)),
            Some(_) => Found::WrongAlgorithm,
            None => Found::Unknown,
        }
    }
}

fn usable(jwk: &Value) -> Option<(String, VerifyingKey)> {
    let jwk = Jwk::parse(jwk.as_object()?)?;
    let key = jwk.for_algorithm(jwk.algorithm.unwrap_or_else(|| jwk.usual_algorithm()))?;
    Some((jwk.kid?, key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn ed(kid: &str) -> Value {
        json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "kid": kid })
    }

    fn set(keys: &[Value]) -> Option<KeySet> {
        KeySet::parse(json!({ "keys": keys }).to_string().as_bytes())
    }

    #[test]
    fn a_key_is_found_by_its_name_for_its_algorithm_only() {
        let set = set(&[ed("a"), json!({ "kty": "oct", "k": "AA", "kid": "b" }), json!("nonsense")]).unwrap();
        assert!(matches!(set.find("a", Algorithm::EdDsa), Found::Key(_)));
        assert!(matches!(set.find("a", Algorithm::Rs256), Found::WrongAlgorithm));
        assert!(
            matches!(set.find("b", Algorithm::EdDsa), Found::Unknown) && matches!(set.find("", Algorithm::EdDsa), Found::Unknown)
        );
    }

    #[test]
    fn a_name_that_two_keys_have_names_none() {
        let set = set(&[ed("a"), ed("a"), ed("c")]).unwrap();
        assert!(
            matches!(set.find("a", Algorithm::EdDsa), Found::Unknown) && matches!(set.find("c", Algorithm::EdDsa), Found::Key(_))
        );
    }

    #[test]
    fn what_is_not_a_set_is_refused_and_an_empty_one_is_a_set() {
        assert!(set(&[]).is_some());
        assert!(set(&vec![ed("a"); MAX_KEYS]).is_some() && set(&vec![ed("a"); MAX_KEYS + 1]).is_none());
        for text in ["", "{}", "[]", r#"{"keys":{}}"#, r#"{"keys":[],"keys":[]}"#, "<html>"] {
            assert!(KeySet::parse(text.as_bytes()).is_none(), "{text}");
        }
    }
}
