//! Texts read so that no two readers can understand them differently.

mod json;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

pub(crate) use json::parse_object;

/// base64url without padding, each text for one value only (RFC 7515 section 2).
pub(crate) fn base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

pub(crate) fn to_base64url(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// base64 with padding, as in HTTP structured fields.
pub(crate) fn base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

pub(crate) fn to_base64(bytes: impl AsRef<[u8]>) -> String {
    STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn padding_spaces_other_alphabets_and_loose_bits_are_refused() {
        assert_eq!(base64url("-_8").as_deref(), Some([0xfb, 0xff].as_slice()));
        for text in ["-_8=", "+/8", "-_9", " -_8", "-_8\n", "-", "-_8.", "é"] {
            assert_eq!(base64url(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_has_one_text(text in "[A-Za-z0-9_-]{0,20}") {
            if let Some(bytes) = base64url(&text) {
                prop_assert_eq!(to_base64url(bytes), text);
            }
        }
    }
}
