//! The ciphers of the content (RFC 7518 section 5).

use aws_lc_rs::aead::{AES_128_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::cipher::{AES_128, AES_256, DecryptionContext, PaddedBlockDecryptingKey, UnboundCipherKey};
use aws_lc_rs::hmac::{self, HMAC_SHA256, HMAC_SHA512};
use aws_lc_rs::iv::FixedLength;
use zeroize::Zeroizing;

use crate::random::constant_time_eq;

/// How the content of a token is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cipher {
    Aes128CbcHmacSha256,
    Aes256CbcHmacSha512,
    Aes128Gcm,
    Aes256Gcm,
}

impl Cipher {
    /// As `enc` names it. Those with keys of 192 bits nobody uses.
    pub(super) fn parse(name: &str) -> Option<Self> {
        match name {
            "A128CBC-HS256" => Some(Self::Aes128CbcHmacSha256),
            "A256CBC-HS512" => Some(Self::Aes256CbcHmacSha512),
            "A128GCM" => Some(Self::Aes128Gcm),
            "A256GCM" => Some(Self::Aes256Gcm),
            _ => None,
        }
    }

    /// The text, if it and `also` are what was encrypted with this key.
    pub(super) fn open(self, key: &[u8], iv: &[u8], also: &[u8], text: Vec<u8>, tag: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        match self {
            Self::Aes128CbcHmacSha256 | Self::Aes256CbcHmacSha512 => self.open_cbc(key, iv, also, text, tag),
            Self::Aes128Gcm | Self::Aes256Gcm => self.open_gcm(key, iv, also, text, tag),
        }
    }

    fn open_gcm(self, key: &[u8], iv: &[u8], also: &[u8], text: Vec<u8>, tag: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        const TAG: usize = 16;
        let algorithm = if self == Self::Aes128Gcm { &AES_128_GCM } else { &AES_256_GCM };
        let key = LessSafeKey::new(UnboundKey::new(algorithm, key).ok()?);
        let nonce = Nonce::try_assume_unique_for_key(iv).ok()?;
        // Checked here: with a shorter one a piece of the text would pass for the rest of it.
        if tag.len() != TAG {
            return None;
        }
        let mut both = Zeroizing::new(text);
        both.extend_from_slice(tag);
        let length = key.open_in_place(nonce, Aad::from(also), &mut both).ok()?.len();
        both.truncate(length);
        Some(both)
    }

    /// RFC 7518 section 5.2.2.2: the first half of the key authenticates, the second encrypts, and nothing is decrypted before it is authentic.
    fn open_cbc(self, key: &[u8], iv: &[u8], also: &[u8], text: Vec<u8>, tag: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (half, mac, algorithm) = match self {
            Self::Aes256CbcHmacSha512 => (32, HMAC_SHA512, &AES_256),
            _ => (16, HMAC_SHA256, &AES_128),
        };
        let (authenticating, encrypting) = key.split_at_checked(half)?;
        let bits = u64::try_from(also.len()).ok()?.checked_mul(8)?;
        let mut over = hmac::Context::with_key(&hmac::Key::new(mac, authenticating));
        for part in [also, iv, &text, &bits.to_be_bytes()] {
            over.update(part);
        }
        if !constant_time_eq(over.sign().as_ref().get(..half)?, tag) {
            return None;
        }
        let key = PaddedBlockDecryptingKey::cbc_pkcs7(UnboundCipherKey::new(algorithm, encrypting).ok()?).ok()?;
        let iv: [u8; 16] = iv.try_into().ok()?;
        let mut opened = Zeroizing::new(text);
        let length = key.decrypt(&mut opened, DecryptionContext::Iv128(FixedLength::from(iv))).ok()?.len();
        opened.truncate(length);
        Some(opened)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base64;

    const TEXT: &str = "A cipher system must not be required to be secret, and it must be able to fall into the hands of the enemy without inconvenience";
    const ALSO: &str = "The second principle of Auguste Kerckhoffs";
    const IV: &str = "GvOMLcK5b_3YZpQJI0G8BA";

    /// RFC 7518 appendix B.1 and B.3: cipher, text and tag.
    const EXAMPLES: [(Cipher, &str, &str); 2] = [
        (
            Cipher::Aes128CbcHmacSha256,
            "yA7foy3fOdXvAMC0aINCeaLkahuASfeS92v-VLkDqcmpSsm0etJlXF8Q-a73FCfi_G-bPzmaIhSJ8WNixwMjNgnUWsaYZOMyHPgpNaxAlshuEzMUxUAZ6Mp5gN-kuc8bOExIbzpUxRB4FY7l153ln7002Eiz1pVQpnZGNEQnreVLiFH_tZj3-AB0uUc8guLb",
            "ZSw_o2sKfFsyGfqzowvBxA",
        ),
        (
            Cipher::Aes256CbcHmacSha512,
            "Sv-qrbeMMcXaSxtZDRD_vT3Y1dMCQjUmkS2gN-y8x72CLDAd1nw3O8y1hK0-knnC5tEqE3S3fwd1U9-ClBBEazbr2XBmKWrmQn6nXC4IRqEaCcz1Nw3IC_7LrSjHPwmzo7deZiollEEK5Jay4uZgnjHm4CzIN_BT0h83_09RlQu-JjjQndekkwkwgG0HA7H2",
            "TdO0wIin9FwhaDlkWyASvy5iaajFaoFtvBsmd2GVW8U",
        ),
    ];

    fn open(cipher: Cipher, key: &[u8], also: &str, text: &str, tag: &[u8]) -> Option<String> {
        let (iv, text) = (base64::decode(IV).unwrap(), base64::decode(text).unwrap());
        let opened = cipher.open(key, &iv, also.as_bytes(), text, tag)?;
        Some(String::from_utf8(opened.to_vec()).unwrap())
    }

    #[test]
    fn the_examples_of_the_standard_open_and_nothing_else_does() {
        for (cipher, text, tag) in EXAMPLES {
            let length = if cipher == Cipher::Aes128CbcHmacSha256 { 32 } else { 64 };
            let (key, tag): (Vec<u8>, _) = ((0..length).collect(), base64::decode(tag).unwrap());
            assert_eq!(open(cipher, &key, ALSO, text, &tag).as_deref(), Some(TEXT), "{cipher:?}");
            assert_eq!(open(cipher, &key, "", text, &tag), None, "{cipher:?}");
            assert_eq!(open(cipher, &key, ALSO, &text[4..], &tag), None, "{cipher:?}");
            for (key, tag) in [(&key[1..], &tag[..]), (&key[..16], &tag), (&[], &tag), (&key, &tag[..8]), (&key, &[])] {
                assert_eq!(open(cipher, key, ALSO, text, tag), None, "{cipher:?} {} {}", key.len(), tag.len());
            }
        }
    }

    #[test]
    fn gcm_keeps_to_its_tag() {
        let seal = |algorithm, key: &[u8]| {
            let key = LessSafeKey::new(UnboundKey::new(algorithm, key).unwrap());
            let mut text = TEXT.as_bytes().to_vec();
            key.seal_in_place_append_tag(Nonce::assume_unique_for_key([7; 12]), Aad::from(ALSO), &mut text).unwrap();
            text
        };
        for (cipher, algorithm, key) in
            [(Cipher::Aes128Gcm, &AES_128_GCM, &[1; 16][..]), (Cipher::Aes256Gcm, &AES_256_GCM, &[1; 32])]
        {
            let both = seal(algorithm, key);
            for at in [both.len() - 16, both.len() - 17, both.len() - 15, both.len()] {
                let (text, tag) = both.split_at(at);
                let opened = cipher.open(key, &[7; 12], ALSO.as_bytes(), text.to_vec(), tag);
                assert_eq!(opened.is_some(), tag.len() == 16, "{cipher:?} {}", tag.len());
            }
            assert!(cipher.open(&key[1..], &[7; 12], ALSO.as_bytes(), both.clone(), &[0; 16]).is_none());
            assert!(cipher.open(key, &[7; 16], ALSO.as_bytes(), both, &[0; 16]).is_none());
        }
    }
}
