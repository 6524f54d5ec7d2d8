//! The header of an encrypted token.

use serde_json::{Map, Value};

use super::DecryptError;
use super::content::Cipher;
use crate::json;
use crate::keys::KeyEncryption;

/// What a header decides.
pub(super) struct Header {
    pub(super) key_encryption: KeyEncryption,
    pub(super) cipher: Cipher,
    pub(super) kid: Option<String>,
}

/// Extensions of which we know none, compression, and members by which a token brings along a key (RFC 7516 section 4.1).
const REFUSED: [&str; 6] = ["crit", "zip", "jwk", "jku", "x5u", "x5c"];

impl Header {
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, DecryptError> {
        let members = json::parse_object(bytes).map_err(|_| DecryptError::Malformed)?;
        if REFUSED.iter().any(|name| members.contains_key(*name)) {
            return Err(DecryptError::Malformed);
        }
        let algorithm = text(&members, "alg")?.ok_or(DecryptError::Malformed)?;
        let cipher = text(&members, "enc")?.ok_or(DecryptError::Malformed)?;
        Ok(Self {
            key_encryption: KeyEncryption::parse(algorithm).ok_or(DecryptError::WrongAlgorithm)?,
            cipher: Cipher::parse(cipher).ok_or(DecryptError::WrongAlgorithm)?,
            kid: text(&members, "kid")?.map(str::to_owned),
        })
    }
}

fn text<'a>(members: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, DecryptError> {
    match members.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(DecryptError::Malformed),
    }
}
