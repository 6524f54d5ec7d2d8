//! The one key outside the database.

use std::fmt;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::engine::{DecodePaddingMode, general_purpose};
use types::{Context, Secret};
use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::SealError;

/// The key from which all others are derived: 32 random bytes, kept outside the database, wiped from memory when dropped.
#[derive(Clone, ZeroizeOnDrop)]
pub struct MasterKey([u8; 32]);

/// People paste keys with and without the padding.
const LENIENT: GeneralPurpose =
    GeneralPurpose::new(&STANDARD, GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent));

impl MasterKey {
    /// A new one.
    #[must_use]
    pub fn generate(cx: &Context) -> Self {
        Self(cx.random::<32>())
    }

    /// Reads the base64 text (standard alphabet, padding optional, surrounding white space ignored: it comes from a file).
    ///
    /// # Errors
    /// [`SealError::MasterKeyFormat`] unless it is exactly 32 bytes.
    pub fn from_base64(text: &str) -> Result<Self, SealError> {
        let mut bytes = Zeroizing::new([0; 33]);
        let length = LENIENT.decode_slice(text.trim(), bytes.as_mut_slice()).map_err(|_| SealError::MasterKeyFormat)?;
        if length != 32 {
            return Err(SealError::MasterKeyFormat);
        }
        Ok(Self(crate::random::leading(bytes.as_slice())))
    }

    /// The text that [`MasterKey::from_base64`] reads; 44 characters.
    #[must_use]
    pub fn to_base64(&self) -> Secret {
        Secret::new(general_purpose::STANDARD.encode(self.0))
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey([secret])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::context;

    #[test]
    fn survives_its_text_form() {
        let key = MasterKey::generate(&context());
        let text = key.to_base64();
        assert_eq!(text.expose().len(), 44);
        for text in [text.expose().to_owned(), format!("  {}\n", text.expose()), text.expose().trim_end_matches('=').to_owned()] {
            assert_eq!(MasterKey::from_base64(&text).unwrap().0, key.0);
        }
    }

    #[test]
    fn only_exactly_32_bytes_are_a_key() {
        for bytes in [0, 1, 16, 31, 33, 34, 64] {
            let text = general_purpose::STANDARD.encode(vec![7; bytes]);
            let refused = MasterKey::from_base64(&text).unwrap_err();
            assert_eq!(refused, SealError::MasterKeyFormat, "{bytes} bytes");
        }
        assert!(MasterKey::from_base64("not base64 at all, really, but long enough").is_err());
    }

    #[test]
    fn debug_does_not_show_it() {
        let key = MasterKey([65; 32]);
        assert_eq!(format!("{key:?}"), "MasterKey([secret])");
    }
}
