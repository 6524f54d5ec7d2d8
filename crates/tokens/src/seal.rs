//! Sealing at rest: what leaves the database without the master key says nothing.
//!
//! One [`MasterKey`] outside the database; per [`Purpose`] two keys derived from it with HKDF-SHA256 (RFC 5869), one
//! for AES-256-GCM and one for the HMAC-SHA256 of blind indexes, so that a value of one purpose can neither be opened
//! nor found as another's.

mod master;
mod purpose;
mod vault;

pub use master::MasterKey;
pub use purpose::Purpose;
pub use vault::Vault;

/// Why something could not be sealed or opened. Says nothing of the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The text of a master key is not base64 of 32 bytes.
    #[error("a master key is the base64 of exactly 32 bytes")]
    MasterKeyFormat,
    /// The bytes are too short to have been sealed.
    #[error("the sealed value is truncated")]
    Truncated,
    /// The first byte is not a version that this build knows.
    #[error("the sealed value has a version that is not known")]
    UnknownVersion,
    /// Another master key, another purpose, other associated data, or changed bytes.
    #[error("the sealed value was not sealed with this key for this use, or it was changed")]
    NotAuthentic,
    /// The cryptographic library refused; does not happen with keys of the right length.
    #[error("the cryptographic library refused")]
    Refused,
}

impl SealError {
    /// A stable code for logs and problem documents.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::MasterKeyFormat => "masterKeyFormat",
            Self::Truncated => "sealedValueTruncated",
            Self::UnknownVersion => "sealedValueVersion",
            Self::NotAuthentic => "sealedValueNotAuthentic",
            Self::Refused => "cryptographyRefused",
        }
    }
}
