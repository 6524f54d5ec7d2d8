//! Sealing, opening, finding again.

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, Prk, Salt};
use aws_lc_rs::hmac;
use types::Context;
use zeroize::Zeroizing;

use super::{MasterKey, Purpose, SealError};
use crate::random::leading;

/// Everything that is derived from the master key, ready for use; shared by all threads.
///
/// A sealed value is `version (1 byte) | nonce (12) | ciphertext | tag (16)`: 29 bytes more than the plain one.
/// Nonces are random: under one purpose's key up to 2^32 values may be sealed (NIST SP 800-38D section 8.3).
pub struct Vault {
    insz: Keys,
    signing_key: Keys,
    login_state: Keys,
    session: Keys,
    machine_secret: Keys,
    idempotency: Keys,
    second_factor: Keys,
    refresh_token: Keys,
    subject: Keys,
    user_code: Keys,
    mailed_code: Keys,
    credential: Keys,
    check: [u8; 32],
}

struct Keys {
    seal: LessSafeKey,
    index: hmac::Key,
}

const VERSION: u8 = 1;

impl Vault {
    /// Derives the keys of every purpose.
    ///
    /// # Errors
    /// [`SealError::Refused`] when the cryptographic library fails.
    pub fn new(master: &MasterKey) -> Result<Self, SealError> {
        let root = Salt::new(HKDF_SHA256, b"poort vault v1").extract(master.bytes());
        Ok(Self {
            insz: Keys::derive(&root, Purpose::Insz)?,
            signing_key: Keys::derive(&root, Purpose::SigningKey)?,
            login_state: Keys::derive(&root, Purpose::LoginState)?,
            session: Keys::derive(&root, Purpose::Session)?,
            machine_secret: Keys::derive(&root, Purpose::MachineSecret)?,
            idempotency: Keys::derive(&root, Purpose::Idempotency)?,
            second_factor: Keys::derive(&root, Purpose::SecondFactor)?,
            refresh_token: Keys::derive(&root, Purpose::RefreshToken)?,
            subject: Keys::derive(&root, Purpose::Subject)?,
            user_code: Keys::derive(&root, Purpose::UserCode)?,
            mailed_code: Keys::derive(&root, Purpose::MailedCode)?,
            credential: Keys::derive(&root, Purpose::Credential)?,
            check: *expand(&root, "check", "")?,
        })
    }

    /// Seals `plain`. `aad` is not stored; the same must be given to [`Vault::open`]: name the row it belongs to, so that
    /// a value cannot be moved to another row.
    ///
    /// # Errors
    /// [`SealError::Refused`] when the cryptographic library fails.
    pub fn seal(&self, purpose: Purpose, aad: &[u8], plain: &[u8], cx: &Context) -> Result<Vec<u8>, SealError> {
        let nonce = cx.random::<NONCE_LEN>();
        let mut sealed = Vec::with_capacity(1 + NONCE_LEN + plain.len() + AES_256_GCM.tag_len());
        sealed.push(VERSION);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(plain);
        let (_, content) = sealed.split_at_mut_checked(1 + NONCE_LEN).ok_or(SealError::Refused)?;
        let tag = self
            .keys(purpose)
            .seal
            .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(aad), content)
            .map_err(|_| SealError::Refused)?;
        sealed.extend_from_slice(tag.as_ref());
        Ok(sealed)
    }

    /// Opens what [`Vault::seal`] sealed for the same purpose with the same `aad`.
    ///
    /// # Errors
    /// [`SealError`]: truncated, of an unknown version, or not authentic.
    pub fn open(&self, purpose: Purpose, aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let (version, rest) = sealed.split_first().ok_or(SealError::Truncated)?;
        if *version != VERSION {
            return Err(SealError::UnknownVersion);
        }
        let (nonce, content) = rest.split_first_chunk::<NONCE_LEN>().ok_or(SealError::Truncated)?;
        let length = content.len().checked_sub(AES_256_GCM.tag_len()).ok_or(SealError::Truncated)?;
        let mut content = content.to_vec();
        self.keys(purpose)
            .seal
            .open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(aad), &mut content)
            .map_err(|_| SealError::NotAuthentic)?;
        content.truncate(length);
        Ok(content)
    }

    /// The keyed hash by which a sealed value is found again: equal values give equal indexes, and without the master
    /// key nobody can try values.
    #[must_use]
    pub fn blind_index(&self, purpose: Purpose, value: &[u8]) -> [u8; 32] {
        leading(hmac::sign(&self.keys(purpose).index, value).as_ref())
    }

    /// The keyed hash of a request, to recognise its repetition without keeping what was in it.
    #[must_use]
    pub fn fingerprint(&self, request: &[u8]) -> [u8; 32] {
        self.blind_index(Purpose::Idempotency, request)
    }

    /// A value that depends on the master key only and does not reveal it. A database keeps it, so that starting with
    /// another key is noticed before anything is written under it.
    #[must_use]
    pub fn check_value(&self) -> [u8; 32] {
        self.check
    }

    fn keys(&self, purpose: Purpose) -> &Keys {
        match purpose {
            Purpose::Insz => &self.insz,
            Purpose::SigningKey => &self.signing_key,
            Purpose::LoginState => &self.login_state,
            Purpose::Session => &self.session,
            Purpose::MachineSecret => &self.machine_secret,
            Purpose::Idempotency => &self.idempotency,
            Purpose::SecondFactor => &self.second_factor,
            Purpose::RefreshToken => &self.refresh_token,
            Purpose::Subject => &self.subject,
            Purpose::UserCode => &self.user_code,
            Purpose::MailedCode => &self.mailed_code,
            Purpose::Credential => &self.credential,
        }
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault([secret])")
    }
}

impl Keys {
    fn derive(root: &Prk, purpose: Purpose) -> Result<Self, SealError> {
        let seal = expand(root, "seal", purpose.label())?;
        let index = expand(root, "index", purpose.label())?;
        let seal = UnboundKey::new(&AES_256_GCM, seal.as_slice()).map_err(|_| SealError::Refused)?;
        Ok(Self { seal: LessSafeKey::new(seal), index: hmac::Key::new(hmac::HMAC_SHA256, index.as_slice()) })
    }
}

fn expand(root: &Prk, r#use: &str, label: &str) -> Result<Zeroizing<[u8; 32]>, SealError> {
    let info = [r#use.as_bytes(), b" ", label.as_bytes()];
    let mut key = Zeroizing::new([0; 32]);
    root.expand(&info, HKDF_SHA256).and_then(|okm| okm.fill(key.as_mut_slice())).map_err(|_| SealError::Refused)?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::testing::{context, vault};
    use proptest::prelude::*;

    #[test]
    fn a_sealed_value_opens_only_for_its_purpose_and_place() {
        let (vault, cx) = (vault(), context());
        let sealed = vault.seal(Purpose::Insz, b"person 1", b"85073100130", &cx).unwrap();
        assert_eq!(sealed.len(), 29 + 11);
        assert_eq!(vault.open(Purpose::Insz, b"person 1", &sealed).unwrap(), b"85073100130");
        let elsewhere = vault.open(Purpose::Insz, b"person 2", &sealed);
        assert_eq!(elsewhere, Err(SealError::NotAuthentic));
        for purpose in Purpose::ALL.into_iter().filter(|p| *p != Purpose::Insz) {
            let other = vault.open(purpose, b"person 1", &sealed);
            assert_eq!(other, Err(SealError::NotAuthentic), "{purpose:?}");
        }
    }

    #[test]
    fn another_master_key_opens_nothing_and_is_noticed() {
        let cx = context();
        let (one, two) = (MasterKey::generate(&cx), MasterKey::generate(&cx));
        let (one, two) = (Vault::new(&one).unwrap(), Vault::new(&two).unwrap());
        let sealed = one.seal(Purpose::SigningKey, b"", b"key", &cx).unwrap();
        assert_eq!(two.open(Purpose::SigningKey, b"", &sealed), Err(SealError::NotAuthentic));
        assert_ne!(one.check_value(), two.check_value());
    }

    #[test]
    fn the_derivation_never_changes() {
        // A changed label or salt would make every existing database unreadable. These values of version 1 were
        // computed with another implementation of HKDF and HMAC.
        let master = MasterKey::from_base64("AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=").unwrap();
        let vault = Vault::new(&master).unwrap();
        let shown = |bytes: [u8; 32]| crate::base64::encode(bytes);
        assert_eq!(shown(vault.check_value()), "muGBV5P-o4hElGidkbqXn1_otoe-TUmmZiLTVST9R8w");
        let index = vault.blind_index(Purpose::Insz, b"85073100130");
        assert_eq!(shown(index), "-XTWRUGLSc75lvR33J63-V6zKWzdqHhWoHnOGR8C__M");
    }

    #[test]
    fn each_purpose_has_its_own_index() {
        let vault = vault();
        let indexes: HashSet<_> = Purpose::ALL.map(|p| vault.blind_index(p, b"value")).into();
        assert_eq!(indexes.len(), Purpose::ALL.len());
        assert_eq!(vault.fingerprint(b"value"), vault.blind_index(Purpose::Idempotency, b"value"));
    }

    #[test]
    fn equal_values_are_sealed_differently() {
        let (vault, cx) = (vault(), context());
        let seal = || vault.seal(Purpose::Insz, b"", b"same", &cx).unwrap();
        assert_ne!(seal(), seal());
    }

    #[test]
    fn other_versions_and_short_values_are_told_apart() {
        let vault = vault();
        assert_eq!(vault.open(Purpose::Insz, b"", &[]), Err(SealError::Truncated));
        assert_eq!(vault.open(Purpose::Insz, b"", &[1; 28]), Err(SealError::Truncated));
        assert_eq!(vault.open(Purpose::Insz, b"", &[2; 40]), Err(SealError::UnknownVersion));
        assert_eq!(vault.open(Purpose::Insz, b"", &[1; 29]), Err(SealError::NotAuthentic));
    }

    proptest! {
        #[test]
        fn everything_round_trips(plain: Vec<u8>, aad: Vec<u8>) {
            let vault = vault();
            let sealed = vault.seal(Purpose::LoginState, &aad, &plain, &context()).unwrap();
            prop_assert_eq!(vault.open(Purpose::LoginState, &aad, &sealed), Ok(plain));
        }

        #[test]
        fn no_changed_byte_goes_unnoticed(plain: Vec<u8>, place: prop::sample::Index, flip in 1u8..) {
            let vault = vault();
            let mut sealed = vault.seal(Purpose::Insz, b"aad", &plain, &context()).unwrap();
            let place = place.index(sealed.len());
            sealed[place] ^= flip;
            prop_assert!(vault.open(Purpose::Insz, b"aad", &sealed).is_err());
        }
    }
}
