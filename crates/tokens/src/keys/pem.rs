//! Private keys in files, as `openssl genpkey` writes them.

use zeroize::Zeroizing;

use crate::base64;

/// The PKCS#8 DER of a private key in PEM that is not encrypted (RFC 7468 section 10).
pub(super) fn pkcs8(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let body = text.trim().strip_prefix("-----BEGIN PRIVATE KEY-----")?.strip_suffix("-----END PRIVATE KEY-----")?;
    let body: Zeroizing<String> = Zeroizing::new(body.split_ascii_whitespace().collect());
    base64::decode_padded(&body).map(Zeroizing::new)
}

/// Whether a text is meant as JSON.
pub(super) fn is_json(text: &str) -> bool {
    text.trim_start().starts_with('{')
}
