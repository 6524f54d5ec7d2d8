//! Secrets of machines: long random texts, of which only a hash is kept.
//!
//! They have 256 bits, so nobody can try them all and a fast hash suffices (argon2id would cap a core at 65 tokens a
//! second). [`Opaque`] is for what Poort hands out and forgets soon: authorization codes, session cookies.

use types::{Context, Secret};

use crate::base64;
use crate::random::{constant_time_eq, sha256};
use crate::seal::{Purpose, Vault};

/// A secret of a machine client, kept as HMAC-SHA256 under the vault: a stolen database does not even allow trying the
/// weak secrets that people choose for test clients.
#[derive(Debug, Clone, Copy)]
pub struct MachineSecret;

impl MachineSecret {
    /// A new secret of 43 characters (256 bits, base64url) with the hash to keep.
    #[must_use]
    pub fn generate(vault: &Vault, cx: &Context) -> (Secret, [u8; 32]) {
        let text = random_text(cx);
        let hash = Self::hash(vault, &text);
        (Secret::new(text), hash)
    }

    /// The hash to keep of a secret.
    #[must_use]
    pub fn hash(vault: &Vault, text: &str) -> [u8; 32] {
        vault.blind_index(Purpose::MachineSecret, text.as_bytes())
    }

    /// Whether `presented` is the secret of which `kept` is the hash; in constant time.
    #[must_use]
    pub fn verify(vault: &Vault, presented: &str, kept: &[u8; 32]) -> bool {
        constant_time_eq(&Self::hash(vault, presented), kept)
    }
}

/// A random text that means nothing in itself: an authorization code, a session cookie. Found again by its SHA-256.
#[derive(Debug, Clone, Copy)]
pub struct Opaque;

impl Opaque {
    /// A new text of 43 characters (256 bits, base64url) with the hash to keep.
    #[must_use]
    pub fn generate(cx: &Context) -> (Secret, [u8; 32]) {
        let text = random_text(cx);
        let hash = Self::hash(&text);
        (Secret::new(text), hash)
    }

    /// The text that takes the place of another when that was used: always the same one, which nobody can tell without the vault.
    #[must_use]
    pub fn successor(vault: &Vault, text: &str) -> (Secret, [u8; 32]) {
        let next = base64::encode(vault.blind_index(Purpose::RefreshToken, text.as_bytes()));
        let hash = Self::hash(&next);
        (Secret::new(next), hash)
    }

    /// The hash under which a text that comes back is looked up.
    #[must_use]
    pub fn hash(text: &str) -> [u8; 32] {
        sha256(text.as_bytes())
    }
}

fn random_text(cx: &Context) -> String {
    base64::encode(cx.random::<32>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::MasterKey;
    use crate::testing::{context, vault};

    #[test]
    fn a_machine_secret_verifies_and_no_other_does() {
        let (vault, cx) = (vault(), context());
        let (secret, kept) = MachineSecret::generate(&vault, &cx);
        assert_eq!(secret.expose().len(), 43);
        assert!(MachineSecret::verify(&vault, secret.expose(), &kept));
        let (other, _) = MachineSecret::generate(&vault, &cx);
        assert_ne!(other.expose(), secret.expose());
        assert!(!MachineSecret::verify(&vault, other.expose(), &kept));
        assert!(!MachineSecret::verify(&vault, "", &kept));
    }

    #[test]
    fn the_hash_of_a_machine_secret_is_keyed() {
        let cx = context();
        let other = Vault::new(&MasterKey::generate(&cx)).unwrap();
        assert_ne!(MachineSecret::hash(&vault(), "s"), MachineSecret::hash(&other, "s"));
        assert_ne!(MachineSecret::hash(&other, "s"), Opaque::hash("s"));
    }

    #[test]
    fn an_opaque_text_is_found_by_its_hash() {
        let cx = context();
        let (text, hash) = Opaque::generate(&cx);
        assert_eq!(text.expose().len(), 43);
        assert_eq!(Opaque::hash(text.expose()), hash);
        assert_ne!(Opaque::generate(&cx).1, hash);
    }
}
