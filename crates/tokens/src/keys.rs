//! Signing keys: made, sealed, announced, used, retired.

mod algorithm;
mod client;
mod decryption;
mod jwk;
mod kid;
mod pem;
mod private_jwk;
mod record;
mod ring;
mod rotation;
mod signing;
mod verifying;

pub use algorithm::Algorithm;
pub use client::ClientKeys;
#[cfg(test)]
pub(crate) use decryption::tests as decryption_tests;
pub use decryption::{DecryptionKey, KeyEncryption};
pub use jwk::{Jwk, Jwks, PublicKey, SignatureUse};
pub use kid::Kid;
pub use record::{KeyRecord, KeyState, SealedKey, signer, state};
pub use ring::KeyRing;
pub use rotation::{JWKS_MAX_AGE, revoke, rotate};
pub use signing::SigningKey;
pub use verifying::{KeySource, VerifyingKey};

use crate::seal::SealError;

/// Why a key cannot be used. Says nothing of the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not one of the algorithms that Poort knows.
    #[error("the algorithm is not one of ES256, EdDSA, RS256")]
    UnknownAlgorithm,
    /// A key identifier has 1 to 64 characters of the base64url alphabet.
    #[error("a key identifier has 1 to 64 letters, figures, - and _")]
    InvalidKid,
    /// It is not a private key of that algorithm in PKCS#8, nor a private JWK, or too weak a one.
    #[error("not a private key of that algorithm in PKCS#8 form or as a JWK")]
    InvalidPrivateKey,
    /// The JWK is not a public signature key of that algorithm, or too weak a one.
    #[error("not a public signature key of a supported algorithm")]
    InvalidPublicKey,
    /// The JWK has private members: it must never be handed over.
    #[error("the JWK contains the private key; hand over the public part only")]
    PrivateKeyExposed,
    /// The key that was opened is not the one that its record names.
    #[error("the sealed key is not the one that its record names")]
    KidMismatch,
    /// Generating or signing failed in the cryptographic library.
    #[error("the cryptographic library refused")]
    Refused,
    /// The key could not be sealed or opened.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl KeyError {
    /// A stable code for logs and problem documents.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::UnknownAlgorithm => "unknownAlgorithm",
            Self::InvalidKid => "invalidKeyIdentifier",
            Self::InvalidPrivateKey => "invalidPrivateKey",
            Self::InvalidPublicKey => "invalidPublicKey",
            Self::PrivateKeyExposed => "privateKeyExposed",
            Self::KidMismatch => "keyIdentifierMismatch",
            Self::Refused => "cryptographyRefused",
            Self::Seal(error) => error.code(),
        }
    }
}
