//! Private keys ready to sign with.

use std::fmt;

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaEncoding,
    RsaKeyPair, RsaPublicKeyComponents,
};
use types::Context;
use zeroize::Zeroizing;

use super::{Algorithm, Jwk, KeyError, Kid, PublicKey, SealedKey, SignatureUse, pem};
use crate::base64;
use crate::seal::{Purpose, Vault};

/// A private key, parsed once: `jsonwebtoken` parses it at each signature, which for RS256 is more than half of the time.
pub struct SigningKey {
    pair: Pair,
    jwk: Jwk,
    kid: Kid,
}

pub(super) enum Pair {
    Es256(EcdsaKeyPair),
    EdDsa(Ed25519KeyPair),
    Rs256(RsaKeyPair),
    Ps256(RsaKeyPair),
}

impl SigningKey {
    /// A new key; RSA gets 2048 bits, and takes a good part of a second.
    ///
    /// The randomness is the cryptographic library's own: it does not take it from elsewhere.
    ///
    /// # Errors
    /// [`KeyError::Refused`] when the cryptographic library fails.
    pub fn generate(algorithm: Algorithm) -> Result<Self, KeyError> {
        let pair = match algorithm {
            Algorithm::ES256 => EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map(Pair::Es256),
            Algorithm::EdDSA => Ed25519KeyPair::generate().map(Pair::EdDsa),
            Algorithm::RS256 => RsaKeyPair::generate(KeySize::Rsa2048).map(Pair::Rs256),
            Algorithm::PS256 => RsaKeyPair::generate(KeySize::Rsa2048).map(Pair::Ps256),
        };
        Self::named(pair.map_err(|_| KeyError::Refused)?)
    }

    /// Reads a private key in PKCS#8 DER form.
    ///
    /// # Errors
    /// [`KeyError::InvalidPrivateKey`] unless it is one for that algorithm; RSA needs 2048 bits or more.
    pub fn from_pkcs8(algorithm: Algorithm, der: &[u8]) -> Result<Self, KeyError> {
        let pair = match algorithm {
            Algorithm::ES256 => EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der).map(Pair::Es256),
            Algorithm::EdDSA => Ed25519KeyPair::from_pkcs8_maybe_unchecked(der).map(Pair::EdDsa),
            Algorithm::RS256 => RsaKeyPair::from_pkcs8(der).map(Pair::Rs256),
            Algorithm::PS256 => RsaKeyPair::from_pkcs8(der).map(Pair::Ps256),
        };
        Self::named(pair.map_err(|_| KeyError::InvalidPrivateKey)?)
    }

    /// Reads a private key of any algorithm that Poort knows, as `openssl genpkey` writes it: PKCS#8 in PEM (RFC 7468 section 10), not
    /// encrypted.
    ///
    /// # Errors
    /// [`KeyError::InvalidPrivateKey`].
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        let der = pem::pkcs8(text).ok_or(KeyError::InvalidPrivateKey)?;
        let read = |algorithm| Self::from_pkcs8(algorithm, &der).ok();
        Algorithm::ALL.into_iter().find_map(read).ok_or(KeyError::InvalidPrivateKey)
    }

    /// The private key in PKCS#8 DER form; wiped when dropped.
    ///
    /// # Errors
    /// [`KeyError::Refused`] when the cryptographic library fails.
    pub fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let copy = |der: &[u8]| Zeroizing::new(der.to_vec());
        match &self.pair {
            Pair::Es256(pair) => pair.to_pkcs8v1().map(|der| copy(der.as_ref())),
            Pair::EdDsa(pair) => pair.to_pkcs8v1().map(|der| copy(der.as_ref())),
            Pair::Rs256(pair) | Pair::Ps256(pair) => pair.as_der().map(|der| copy(der.as_ref())),
        }
        .map_err(|_| KeyError::Refused)
    }

    /// Seals it for the database.
    ///
    /// # Errors
    /// [`KeyError`] of sealing.
    pub fn seal(&self, vault: &Vault, cx: &Context) -> Result<SealedKey, KeyError> {
        let sealed = vault.seal(Purpose::SigningKey, self.kid.as_str().as_bytes(), &self.to_pkcs8()?, cx)?;
        Ok(SealedKey { kid: self.kid.clone(), algorithm: self.algorithm(), sealed })
    }

    /// Opens what [`SigningKey::seal`] sealed.
    ///
    /// # Errors
    /// [`KeyError::Seal`] when it does not open, [`KeyError::KidMismatch`] when it is another key.
    pub fn open(vault: &Vault, key: &SealedKey) -> Result<Self, KeyError> {
        let der = Zeroizing::new(vault.open(Purpose::SigningKey, key.kid.as_str().as_bytes(), &key.sealed)?);
        let opened = Self::from_pkcs8(key.algorithm, &der)?;
        if opened.kid != key.kid {
            return Err(KeyError::KidMismatch);
        }
        Ok(opened)
    }

    /// Signs `message`, for a JWS `base64url(header).base64url(payload)`; gives the raw bytes, as a JWS carries them.
    ///
    /// # Errors
    /// [`KeyError::Refused`] when the cryptographic library fails.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let random = SystemRandom::new();
        match &self.pair {
            Pair::Es256(pair) => pair.sign(&random, message).map(|signature| signature.as_ref().to_vec()),
            Pair::EdDsa(pair) => pair.try_sign(message).map(|signature| signature.as_ref().to_vec()),
            Pair::Rs256(pair) => signed_by_rsa(pair, &RSA_PKCS1_SHA256, message),
            Pair::Ps256(pair) => signed_by_rsa(pair, &RSA_PSS_SHA256, message),
        }
        .map_err(|_| KeyError::Refused)
    }

    /// How many bytes a signature has.
    #[must_use]
    pub fn signature_len(&self) -> usize {
        match &self.pair {
            Pair::Es256(_) | Pair::EdDsa(_) => 64,
            Pair::Rs256(pair) | Pair::Ps256(pair) => pair.public_modulus_len(),
        }
    }

    /// What it signs with.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.jwk.alg
    }

    /// Its name: the thumbprint of its public part.
    #[must_use]
    pub fn kid(&self) -> &Kid {
        &self.kid
    }

    /// Its public part, for the JWKS.
    #[must_use]
    pub fn public_jwk(&self) -> Jwk {
        self.jwk.clone()
    }

    pub(super) fn named(pair: Pair) -> Result<Self, KeyError> {
        let key = pair.public_key()?;
        let kid = Kid::parse(&key.thumbprint())?;
        let alg = if matches!(pair, Pair::Ps256(_)) { Algorithm::PS256 } else { key.algorithm()? };
        let jwk = Jwk { key, kid: Some(kid.to_string()), alg, public_key_use: SignatureUse::Signature };
        Ok(Self { pair, jwk, kid })
    }
}

fn signed_by_rsa(pair: &RsaKeyPair, padding: &'static dyn RsaEncoding, message: &[u8]) -> Result<Vec<u8>, Unspecified> {
    let mut bytes = vec![0; pair.public_modulus_len()];
    pair.sign(padding, &SystemRandom::new(), message, &mut bytes).map(|()| bytes)
}

impl Pair {
    fn public_key(&self) -> Result<PublicKey, KeyError> {
        match self {
            Self::Es256(pair) => {
                // 0x04, then both coordinates (SEC 1 section 2.3.3).
                let (_, point) = pair.public_key().as_ref().split_first().ok_or(KeyError::Refused)?;
                let (x, y) = point.split_at_checked(32).ok_or(KeyError::Refused)?;
                Ok(PublicKey::Ec { crv: "P-256".to_owned(), x: base64::encode(x), y: base64::encode(y) })
            }
            Self::EdDsa(pair) => Ok(PublicKey::Okp { crv: "Ed25519".to_owned(), x: base64::encode(pair.public_key()) }),
            Self::Rs256(pair) | Self::Ps256(pair) => {
                let numbers = RsaPublicKeyComponents::<Vec<u8>>::from(pair.public_key());
                Ok(PublicKey::Rsa { n: base64::encode(numbers.n), e: base64::encode(numbers.e) })
            }
        }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({} {}, [secret])", self.algorithm(), self.kid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::VerifyingKey;
    use crate::seal::SealError;
    use crate::testing::{context, signing_key, vault};

    #[test]
    fn what_is_signed_verifies_with_the_published_key_only() {
        for algorithm in Algorithm::ALL {
            let key = signing_key(algorithm);
            let signature = key.sign(b"message").unwrap();
            assert_eq!(signature.len(), key.signature_len());
            let published = VerifyingKey::from_jwk(&key.public_jwk()).unwrap();
            assert!(published.verify(b"message", &signature), "{algorithm}");
            assert!(!published.verify(b"Message", &signature), "{algorithm}");
            let other = SigningKey::generate(algorithm).unwrap().public_jwk();
            let other = VerifyingKey::from_jwk(&other).unwrap();
            assert!(!other.verify(b"message", &signature), "{algorithm}");
        }
    }

    #[test]
    fn a_key_survives_pkcs8_and_is_of_one_algorithm() {
        for algorithm in Algorithm::ALL {
            let key = signing_key(algorithm);
            let der = key.to_pkcs8().unwrap();
            let read = SigningKey::from_pkcs8(algorithm, &der).unwrap();
            assert_eq!((read.kid(), read.public_jwk()), (key.kid(), key.public_jwk()));
            for other in Algorithm::ALL.into_iter().filter(|other| *other != algorithm) {
                assert_eq!(SigningKey::from_pkcs8(other, &der).err(), Some(KeyError::InvalidPrivateKey));
            }
        }
        assert_eq!(SigningKey::from_pkcs8(Algorithm::ES256, b"").err(), Some(KeyError::InvalidPrivateKey));
    }

    #[test]
    fn the_key_of_rfc_8037_signs_what_its_appendix_a_4_shows() {
        // PKCS#8 (RFC 8410 section 7) around the seed of appendix A.1.
        let seed = base64::decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A").unwrap();
        let prefix = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
        let key = SigningKey::from_pkcs8(Algorithm::EdDSA, &[&prefix[..], &seed].concat()).unwrap();
        assert_eq!(key.kid().as_str(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        let signature = key.sign(b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc").unwrap();
        assert_eq!(
            base64::encode(signature),
            "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
        );
    }

    #[test]
    fn a_sealed_key_opens_under_its_own_name_only() {
        let (vault, cx) = (vault(), context());
        let key = SigningKey::generate(Algorithm::ES256).unwrap();
        let sealed = key.seal(&vault, &cx).unwrap();
        assert_eq!(SigningKey::open(&vault, &sealed).unwrap().kid(), key.kid());
        let renamed = SealedKey { kid: Kid::parse("other").unwrap(), ..sealed.clone() };
        assert_eq!(SigningKey::open(&vault, &renamed).err(), Some(KeyError::Seal(SealError::NotAuthentic)));
        let smuggled = vault.seal(Purpose::SigningKey, b"other", &key.to_pkcs8().unwrap(), &cx).unwrap();
        let smuggled = SealedKey { sealed: smuggled, ..renamed };
        assert_eq!(SigningKey::open(&vault, &smuggled).err(), Some(KeyError::KidMismatch));
    }

    #[test]
    fn debug_shows_the_name_and_nothing_private() {
        let key = signing_key(Algorithm::EdDSA);
        assert_eq!(format!("{key:?}"), format!("SigningKey(EdDSA {}, [secret])", key.kid()));
    }
}
