use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tokens::jwe::{decrypt, is_encrypted};
use tokens::keys::DecryptionKey;

/// The key and the token of RFC 7516 appendix A.1.
static KEYS: LazyLock<[DecryptionKey; 1]> = LazyLock::new(|| {
    [DecryptionKey::from_text(include_str!("../../../crates/tokens/src/keys/fixtures/rfc7516_a1.json")).unwrap()]
});
const TOKEN: &str = include_str!("../corpus/jwe/token");
const HEADER: &[u8] = br#"{"alg":"RSA-OAEP","enc":"A256GCM"}"#;

/// An encrypted token as another provider sends it, and its header: the one that was encrypted opens, written in its one way, and no other does.
pub fn jwe(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data)
        && let Ok(inside) = decrypt(text, KEYS.as_slice())
    {
        assert!(is_encrypted(text) && text == TOKEN, "another token opens");
        assert_eq!(inside.as_str(), "The true sign of intelligence is not knowledge but imagination.");
    }
    let (_, rest) = TOKEN.split_once('.').unwrap();
    let behind = format!("{}.{rest}", URL_SAFE_NO_PAD.encode(data));
    assert_eq!(
        decrypt(&behind, KEYS.as_slice()).is_ok(),
        data == HEADER,
        "a header decides what it did not when it was encrypted"
    );
}
