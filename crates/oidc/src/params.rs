use std::collections::BTreeSet;

use thiserror::Error;

use crate::encoding;

/// The parameters of a request, decoded. A parameter that is sent twice is an error when it is asked for, never the first or
/// the last of them; one without a value counts as not sent (RFC 6749 section 3.1). Unknown ones are ignored, as it requires.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Params {
    pairs: Vec<(String, String)>,
    duplicates: BTreeSet<String>,
}

/// Why a parameter, or all of them, are refused. Never the value that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ParamError {
    /// Sent more than once (RFC 6749 section 3.1).
    #[error("the parameter {0} is sent more than once")]
    Duplicate(&'static str),
    /// Longer than this parameter may be, in bytes.
    #[error("the parameter {0} is longer than {1} bytes")]
    TooLong(&'static str, usize),
    /// A control character.
    #[error("the parameter {0} has a control character")]
    Control(&'static str),
    /// More parameters than any request needs.
    #[error("too many parameters")]
    TooMany,
    /// A broken `%` sequence, or no UTF-8.
    #[error("the parameters are not form-encoded UTF-8")]
    Encoding,
}

const MOST: usize = 64;

impl Params {
    /// From a raw query or form body.
    ///
    /// # Errors
    /// [`ParamError::Encoding`], [`ParamError::TooMany`].
    pub fn decode(raw: &str) -> Result<Self, ParamError> {
        let parts = raw.split('&').filter(|part| !part.is_empty());
        let mut pairs = Vec::new();
        for part in parts.take(MOST + 1) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let pair = encoding::decode(name).zip(encoding::decode(value)).ok_or(ParamError::Encoding)?;
            pairs.push(pair);
        }
        Self::from_pairs(pairs)
    }

    /// From pairs that are decoded already.
    ///
    /// # Errors
    /// [`ParamError::TooMany`] above 64.
    pub fn from_pairs(pairs: Vec<(String, String)>) -> Result<Self, ParamError> {
        if pairs.len() > MOST {
            return Err(ParamError::TooMany);
        }
        let mut seen = BTreeSet::new();
        let duplicates = pairs.iter().filter(|(name, _)| !seen.insert(name.as_str())).map(|(name, _)| name.clone()).collect();
        Ok(Self { pairs, duplicates })
    }

    /// One parameter, when it was sent with a value.
    ///
    /// # Errors
    /// [`ParamError`]: sent twice, too long, or with a control character.
    pub fn get(&self, name: &'static str) -> Result<Option<&str>, ParamError> {
        if self.duplicates.contains(name) {
            return Err(ParamError::Duplicate(name));
        }
        let value = self.pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let Some(value) = value.filter(|value| !value.is_empty()) else { return Ok(None) };
        if value.len() > longest(name) {
            return Err(ParamError::TooLong(name, longest(name)));
        }
        if value.chars().any(char::is_control) {
            return Err(ParamError::Control(name));
        }
        Ok(Some(value))
    }

    /// Whether any parameter, known or not, came more than once.
    #[must_use]
    pub fn has_duplicates(&self) -> bool {
        !self.duplicates.is_empty()
    }

    /// The same request without some parameters: after a login, for example, without the `prompt` that asked for it.
    #[must_use]
    pub fn without(&self, names: &[&str]) -> Self {
        let keep = |name: &str| !names.contains(&name);
        Self {
            pairs: self.pairs.iter().filter(|(name, _)| keep(name)).cloned().collect(),
            duplicates: self.duplicates.iter().filter(|name| keep(name)).cloned().collect(),
        }
    }

    /// The same request with one parameter more.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.pairs.push((name.to_owned(), value.to_owned()));
        self
    }

    /// As a query.
    #[must_use]
    pub fn encode(&self) -> String {
        encoding::encode_pairs(self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }
}

impl std::fmt::Debug for Params {
    /// Only the names: values may be secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.pairs.iter().map(|(name, _)| name)).finish()
    }
}

/// In bytes. Own choice: several times what real clients send, little enough that a request stays below 16 KiB.
fn longest(name: &str) -> usize {
    match name {
        // A whole authorization request, which a form carries along.
        "continue" => 16 * 1024,
        "audience" | "resource" | "state" | "redirect_uri" | "post_logout_redirect_uri" | "scope" | "claims" => 2048,
        "credential" | "ticket" | "id_token_hint" | "client_assertion" | "request" | "token" | "subject_token" => 8192,
        "login_hint" => 1024,
        "nonce" | "client_secret" | "code" | "refresh_token" | "password" | "current" | "new" | "repeat" => 512,
        "code_verifier" | "code_challenge" => 128,
        "client_id" => 64,
        _ => 256,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_parameter_sent_twice_is_refused_and_an_empty_one_is_absent() {
        let params = Params::decode("a=1&client_id=x&client_id=x&state=").unwrap();
        assert_eq!(params.get("a"), Ok(Some("1")));
        assert_eq!(params.get("client_id"), Err(ParamError::Duplicate("client_id")));
        assert_eq!(params.get("state"), Ok(None));
        assert_eq!(params.get("nonce"), Ok(None));
        assert!(params.has_duplicates());
    }

    #[test]
    fn limits_hold() {
        let long = format!("client_id={}", "a".repeat(65));
        assert_eq!(Params::decode(&long).unwrap().get("client_id"), Err(ParamError::TooLong("client_id", 64)));
        assert_eq!(Params::decode("state=a%00").unwrap().get("state"), Err(ParamError::Control("state")));
        assert_eq!(Params::decode(&"a=1&".repeat(65)), Err(ParamError::TooMany));
        assert_eq!(Params::decode("a=%zz"), Err(ParamError::Encoding));
    }

    #[test]
    fn what_is_left_out_is_gone_and_debug_shows_no_value() {
        let params = Params::decode("prompt=login&code=geheim&scope=openid+vo").unwrap();
        assert_eq!(params.without(&["prompt", "code"]).encode(), "scope=openid%20vo");
        assert!(!format!("{params:?}").contains("geheim"));
    }

    proptest! {
        #[test]
        fn reading_never_panics_and_comes_back(raw in ".{0,200}") {
            if let Ok(params) = Params::decode(&raw) {
                prop_assert_eq!(Params::decode(&params.encode()), Ok(params));
            }
        }
    }
}
