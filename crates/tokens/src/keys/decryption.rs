//! Private keys that open what was encrypted for Poort.

use std::fmt;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OaepPrivateDecryptingKey, PrivateDecryptingKey};
use aws_lc_rs::signature::{KeyPair, RsaKeyPair, RsaPublicKeyComponents};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::private_jwk::Members;
use super::{KeyError, Kid, PublicKey, pem};
use crate::{base64, json};

/// How the key of an encrypted token is itself encrypted: with RSA-OAEP only. RSA1_5 leaks by how it fails (RFC 8725 section 3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyEncryption {
    /// `RSA-OAEP`: with SHA-1, where that need not withstand collisions (RFC 7518 section 4.3).
    RsaOaep,
    /// `RSA-OAEP-256`: with SHA-256.
    RsaOaep256,
}

impl KeyEncryption {
    /// As `alg` names it.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "RSA-OAEP" => Some(Self::RsaOaep),
            "RSA-OAEP-256" => Some(Self::RsaOaep256),
            _ => None,
        }
    }

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RsaOaep => "RSA-OAEP",
            Self::RsaOaep256 => "RSA-OAEP-256",
        }
    }
}

/// A private RSA key with which what others encrypted is opened.
pub struct DecryptionKey {
    key: OaepPrivateDecryptingKey,
    public: PublicKey,
    kid: Kid,
    /// The only algorithm that is accepted from it, when it says so.
    algorithm: Option<KeyEncryption>,
}

impl DecryptionKey {
    /// Reads a private RSA key as a file holds it: PKCS#8 in PEM, or a JWK, which may say for which `alg` it is. Of 2048 bits or more.
    ///
    /// # Errors
    /// [`KeyError::InvalidPrivateKey`].
    pub fn from_text(text: &str) -> Result<Self, KeyError> {
        let read = if pem::is_json(text) { from_jwk(text) } else { from_pem(text) };
        read.ok_or(KeyError::InvalidPrivateKey)
    }

    /// Its name: the thumbprint of its public part.
    #[must_use]
    pub fn kid(&self) -> &Kid {
        &self.kid
    }

    /// Its public part, for who encrypts (RFC 7517 section 4).
    #[must_use]
    pub fn public_jwk(&self) -> Value {
        let mut jwk = json!(self.public);
        if let Value::Object(members) = &mut jwk {
            members.insert("use".to_owned(), "enc".into());
            members.insert("kid".to_owned(), self.kid.as_str().into());
            members.extend(self.algorithm.map(|algorithm| ("alg".to_owned(), algorithm.as_str().into())));
        }
        jwk
    }

    /// Whether it is for an algorithm.
    #[must_use]
    pub fn is_for(&self, algorithm: KeyEncryption) -> bool {
        self.algorithm.is_none_or(|own| own == algorithm)
    }

    /// Opens what was encrypted with its public part.
    ///
    /// # Errors
    /// [`KeyError::Refused`], whatever is wrong.
    pub fn open(&self, algorithm: KeyEncryption, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let oaep = match algorithm {
            KeyEncryption::RsaOaep => &OAEP_SHA1_MGF1SHA1,
            KeyEncryption::RsaOaep256 => &OAEP_SHA256_MGF1SHA256,
        };
        let mut room = Zeroizing::new(vec![0; self.key.min_output_size()]);
        let opened = self.key.decrypt(oaep, sealed, &mut room, None).map_err(|_| KeyError::Refused)?;
        Ok(Zeroizing::new(opened.to_vec()))
    }
}

fn from_pem(text: &str) -> Option<DecryptionKey> {
    of(&pem::pkcs8(text)?, None)
}

fn from_jwk(text: &str) -> Option<DecryptionKey> {
    let members = json::parse_object(text.trim().as_bytes()).ok()?;
    let jwk = Members(&members);
    if jwk.text("kty") != Some("RSA") || jwk.text("use").is_some_and(|purpose| purpose != "enc") {
        return None;
    }
    let algorithm = match jwk.text("alg") {
        Some(name) => Some(KeyEncryption::parse(name)?),
        None => None,
    };
    let der: Pkcs8V1Der<'_> = jwk.rsa()?.as_der().ok()?;
    of(&Zeroizing::new(der.as_ref().to_vec()), algorithm)
}

fn of(der: &[u8], algorithm: Option<KeyEncryption>) -> Option<DecryptionKey> {
    let numbers = RsaPublicKeyComponents::<Vec<u8>>::from(RsaKeyPair::from_pkcs8(der).ok()?.public_key());
    let public = PublicKey::Rsa { n: base64::encode(numbers.n), e: base64::encode(numbers.e) };
    let key = OaepPrivateDecryptingKey::new(PrivateDecryptingKey::from_pkcs8(der).ok()?).ok()?;
    Some(DecryptionKey { key, kid: Kid::parse(&public.thumbprint()).ok()?, public, algorithm })
}

impl fmt::Debug for DecryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecryptionKey({}, [secret])", self.kid)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The key of RFC 7516 appendix A.1.
    pub(crate) const RFC7516: &str = include_str!("fixtures/rfc7516_a1.json");

    #[test]
    fn the_public_part_is_for_encryption_and_nothing_else() {
        let key = DecryptionKey::from_text(RFC7516).unwrap();
        let public = key.public_jwk();
        assert_eq!((public["use"].as_str(), public["kid"].as_str()), (Some("enc"), Some(key.kid().as_str())));
        assert_eq!(public.as_object().unwrap().len(), 5, "{public}");
        assert!(key.is_for(KeyEncryption::RsaOaep) && key.is_for(KeyEncryption::RsaOaep256));
        let pinned = DecryptionKey::from_text(&RFC7516.replacen('{', r#"{"alg":"RSA-OAEP-256","#, 1)).unwrap();
        assert_eq!(pinned.public_jwk()["alg"], "RSA-OAEP-256");
        assert!(!pinned.is_for(KeyEncryption::RsaOaep) && pinned.kid() == key.kid());
        assert_eq!(format!("{key:?}"), format!("DecryptionKey({}, [secret])", key.kid()));
    }

    #[test]
    fn a_key_in_pem_is_the_same_key() {
        let members = json::parse_object(RFC7516.trim().as_bytes()).unwrap();
        let der: Pkcs8V1Der<'_> = Members(&members).rsa().unwrap().as_der().unwrap();
        let standard = base64::encode(der.as_ref()).replace('-', "+").replace('_', "/");
        let padding = "=".repeat((4 - standard.len() % 4) % 4);
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{standard}{padding}\n-----END PRIVATE KEY-----\n");
        let key = DecryptionKey::from_text(&pem).unwrap();
        assert_eq!(key.kid(), DecryptionKey::from_text(RFC7516).unwrap().kid());
    }

    #[test]
    fn what_is_no_key_for_decryption_is_refused() {
        let with = |member: &str| RFC7516.replacen('{', &format!("{{{member},"), 1);
        let signing = [with(r#""use":"sig""#), with(r#""alg":"RS256""#), with(r#""alg":"RSA1_5""#)];
        let others = ["{}", "", r#"{"kty":"oct","k":"AAAA"}"#, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"];
        for text in signing.iter().map(String::as_str).chain(others) {
            assert!(matches!(DecryptionKey::from_text(text), Err(KeyError::InvalidPrivateKey)), "{text}");
        }
    }
}
