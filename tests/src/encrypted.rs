//! Tokens that somebody encrypts to Poort.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa::{OAEP_SHA256_MGF1SHA256, OaepPublicEncryptingKey, PublicEncryptingKey};
use aws_lc_rs::signature::RsaPublicKeyComponents;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use tokens::keys::{Algorithm, DecryptionKey, SigningKey};

/// A text, encrypted to a public key with RSA-OAEP-256 and A256GCM (RFC 7516 section 3.1).
///
/// # Panics
/// When the key is no public RSA key.
#[must_use]
#[expect(clippy::unwrap_used, reason = "a test without its token has failed")]
pub fn encrypted(text: &str, jwk: &Value) -> String {
    let number = |name: &str| URL_SAFE_NO_PAD.decode(jwk[name].as_str().unwrap()).unwrap();
    let public = RsaPublicKeyComponents { n: number("n"), e: number("e") }.as_der().unwrap();
    let public = OaepPublicEncryptingKey::new(PublicEncryptingKey::from_der(public.as_ref()).unwrap()).unwrap();
    let secret = [7; 32];
    let mut room = vec![0; public.ciphertext_size()];
    let sealed = public.encrypt(&OAEP_SHA256_MGF1SHA256, &secret, &mut room, None).unwrap();
    let header = URL_SAFE_NO_PAD.encode(json!({ "alg": "RSA-OAEP-256", "enc": "A256GCM", "kid": jwk["kid"] }).to_string());
    let mut content = text.as_bytes().to_vec();
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &secret).unwrap());
    key.seal_in_place_append_tag(Nonce::assume_unique_for_key([7; 12]), Aad::from(&header), &mut content).unwrap();
    let (content, tag) = content.split_at(text.len());
    let parts = [&*sealed, &[7; 12], content, tag].map(|part| URL_SAFE_NO_PAD.encode(part));
    format!("{header}.{}", parts.join("."))
}

/// A key to which others encrypt.
///
/// # Panics
/// When none can be made.
#[must_use]
#[expect(clippy::unwrap_used, reason = "a test without its key has failed")]
pub fn decryption_key() -> DecryptionKey {
    let der = SigningKey::generate(Algorithm::RS256).unwrap().to_pkcs8().unwrap();
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(der));
    DecryptionKey::from_text(&pem).unwrap()
}
