//! A password as it is stored.

use std::fmt;

use argon2::Params;
use argon2::password_hash::phc;

use super::{Cost, PasswordError};

/// An argon2id hash in PHC string form (`$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>`), parsed and checked.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash {
    text: String,
    pub(super) cost: Cost,
    pub(super) salt: phc::Salt,
    pub(super) output: phc::Output,
}

/// The version of argon2 (1.3) that everybody uses.
const VERSION: u32 = 0x13;

impl PasswordHash {
    /// Reads the text form.
    ///
    /// # Errors
    /// [`PasswordError::Unreadable`] unless it is argon2id, version 19, with salt and hash, within sane bounds.
    pub fn parse(text: &str) -> Result<Self, PasswordError> {
        let read = phc::PasswordHash::new(text).map_err(|_| PasswordError::Unreadable)?;
        let params = Params::try_from(&read).map_err(|_| PasswordError::Unreadable)?;
        let argon2id = read.algorithm.as_str() == "argon2id" && read.version == Some(VERSION);
        match (argon2id, Cost::of(&params), read.salt, read.hash) {
            (true, Some(cost), Some(salt), Some(output)) => Ok(Self { text: text.to_owned(), cost, salt, output }),
            _ => Err(PasswordError::Unreadable),
        }
    }

    /// What it cost.
    #[must_use]
    pub fn cost(&self) -> Cost {
        self.cost
    }

    /// The text to store.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn write(cost: Cost, salt: &[u8], output: &[u8]) -> Result<Self, PasswordError> {
        let salt = phc::Salt::new(salt).map_err(|_| PasswordError::Refused)?;
        let output = phc::Output::new(output).map_err(|_| PasswordError::Refused)?;
        let argon2 = cost.argon2(output.len())?;
        let read = phc::PasswordHash {
            algorithm: argon2::Algorithm::Argon2id.ident(),
            version: Some(VERSION),
            params: phc::ParamsString::try_from(argon2.params()).map_err(|_| PasswordError::Refused)?,
            salt: Some(salt),
            hash: Some(output),
        };
        Ok(Self { text: read.to_string(), cost, salt, output })
    }
}

/// Masked: a hash can be attacked off line.
impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PasswordHash([secret], {:?})", self.cost)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SALT_AND_HASH: &str = "c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    #[test]
    fn only_argon2id_of_today_with_sane_parameters_is_read() {
        let text = format!("$argon2id$v=19$m=19456,t=2,p=1${SALT_AND_HASH}");
        let read = PasswordHash::parse(&text).unwrap();
        assert_eq!((read.as_str(), read.cost), (text.as_str(), Cost::FLOOR));
        for other in [
            format!("$argon2i$v=19$m=19456,t=2,p=1${SALT_AND_HASH}"),
            format!("$argon2d$v=19$m=19456,t=2,p=1${SALT_AND_HASH}"),
            format!("$argon2id$v=16$m=19456,t=2,p=1${SALT_AND_HASH}"),
            format!("$argon2id$m=19456,t=2,p=1${SALT_AND_HASH}"),
            format!("$argon2id$v=19$m=4294967295,t=2,p=1${SALT_AND_HASH}"),
            format!("$argon2id$v=19$m=19456,t=4000000000,p=1${SALT_AND_HASH}"),
            format!("$argon2id$v=19$m=19456,t=2,p=0${SALT_AND_HASH}"),
            "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0".to_owned(),
            "$2b$12$abcdefghijklmnopqrstuuWdnoL1ysM5RPZ1zLLdO1m8S3PpQpXTi".to_owned(),
            "plain text".to_owned(),
            String::new(),
        ] {
            assert_eq!(PasswordHash::parse(&other), Err(PasswordError::Unreadable), "{other}");
        }
    }

    #[test]
    fn debug_shows_neither_salt_nor_hash() {
        let text = format!("$argon2id$v=19$m=19456,t=2,p=1${SALT_AND_HASH}");
        let shown = format!("{:?}", PasswordHash::parse(&text).unwrap());
        assert!(!shown.contains("c2FsdH") && !shown.contains("AAAA"), "{shown}");
    }
}
