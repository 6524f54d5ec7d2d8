//! Encrypted tokens (JWE, RFC 7516), which Poort reads and does not write: what another provider encrypts to it.
//!
//! What is inside is a signed token, and is verified as every other: that something was encrypted to a public key says nothing of who did. Left out
//! on purpose: RSA1_5, whose failures tell of the text (RFC 8725 section 3.2); compression, by which a small token becomes a large one (section
//! 3.6); keys that a token brings along.

mod content;
mod header;

use header::Header;
use zeroize::Zeroizing;

use crate::base64;
use crate::jwt::MAX_TOKEN_BYTES;
use crate::keys::DecryptionKey;

/// Why an encrypted token cannot be read. Never contains anything of the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum DecryptError {
    /// Too long, not five parts, not strict base64url, a header that brings a key or demands an extension, or what is inside is no text.
    #[error("the encrypted token is malformed")]
    Malformed,
    /// Not RSA-OAEP with one of the ciphers of RFC 7518 section 5, or not the algorithm of the key.
    #[error("the token is encrypted with an algorithm that is not accepted")]
    WrongAlgorithm,
    /// Encrypted to a key that is not here.
    #[error("the token is encrypted to an unknown key")]
    UnknownKey,
    /// It does not open with that key, or was changed. Which of both is not told (RFC 7516 section 11.5).
    #[error("the token cannot be decrypted")]
    NotOpened,
}

impl DecryptError {
    /// A stable code for logs and problem documents.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "encryptedTokenMalformed",
            Self::WrongAlgorithm => "encryptedTokenWrongAlgorithm",
            Self::UnknownKey => "encryptedTokenUnknownKey",
            Self::NotOpened => "encryptedTokenNotOpened",
        }
    }
}

/// Whether a text has the five parts of an encrypted token; a signed one has three.
#[must_use]
pub fn is_encrypted(token: &str) -> bool {
    token.bytes().filter(|byte| *byte == b'.').count() == 4
}

/// Decrypts a token in compact form: gives what is inside, which is believed no more than before.
///
/// # Errors
/// [`DecryptError`].
pub fn decrypt(token: &str, keys: &[DecryptionKey]) -> Result<Zeroizing<String>, DecryptError> {
    let [header, key, iv, text, tag] = parts(token)?;
    let named = Header::parse(&decoded(header)?)?;
    let (sealed, iv, text, tag) = (decoded(key)?, decoded(iv)?, decoded(text)?, decoded(tag)?);
    let own = chosen(keys, named.kid.as_deref())?;
    if !own.is_for(named.key_encryption) {
        return Err(DecryptError::WrongAlgorithm);
    }
    let secret = own.open(named.key_encryption, &sealed).map_err(|_| DecryptError::NotOpened)?;
    let opened = named.cipher.open(&secret, &iv, header.as_bytes(), text, &tag).ok_or(DecryptError::NotOpened)?;
    let inside = std::str::from_utf8(&opened).map_err(|_| DecryptError::Malformed)?;
    Ok(Zeroizing::new(inside.to_owned()))
}

fn parts(token: &str) -> Result<[&str; 5], DecryptError> {
    if token.len() > MAX_TOKEN_BYTES {
        return Err(DecryptError::Malformed);
    }
    let parts: Vec<&str> = token.split('.').collect();
    parts.try_into().map_err(|_| DecryptError::Malformed)
}

fn decoded(part: &str) -> Result<Vec<u8>, DecryptError> {
    base64::decode(part).ok_or(DecryptError::Malformed)
}

/// The key that `kid` names. Who has one need not hear it named, nor by the name that we give it.
fn chosen<'a>(keys: &'a [DecryptionKey], kid: Option<&str>) -> Result<&'a DecryptionKey, DecryptError> {
    let named = kid.and_then(|kid| keys.iter().find(|key| key.kid().as_str() == kid));
    match (named, keys) {
        (Some(key), _) => Ok(key),
        (None, [only]) => Ok(only),
        _ => Err(DecryptError::UnknownKey),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::decryption_tests::RFC7516;

    /// RFC 7516 appendix A.1.7.
    const TOKEN: &str = concat!(
        "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.",
        "OKOawDo13gRp2ojaHV7LFpZcgV7T6DVZKTyKOMTYUmKoTCVJRgckCL9kiMT03JGeipsEdY3mx_etLbbWSrFr05kLzcSr4qKAq7YN7e9jwQRb23nfa6c9d-StnImGyFDbSv04uVuxIp5Zms1gNxKKK2Da14B8S4rzVRltdYwam_lDp5XnZAYpQdb76FdIKLaVmqgfwX7XWRxv2322i-vDxRfqNzo_tETKzpVLzfiwQyeyPGLBIO56YJ7eObdv0je81860ppamavo35UgoRdbYaBcoh9QcfylQr66oc6vFWXRcZ_ZT2LawVCWTIy3brGPi6UklfCpIMfIjf7iGdXKHzg.",
        "48V1_ALb6US04U3b.",
        "5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6jiSdiwkIr3ajwQzaBtQD_A.",
        "XFBoMYUZodetZdvTiFvSkQ",
    );

    fn key(change: &str) -> DecryptionKey {
        DecryptionKey::from_text(&RFC7516.replacen('{', &format!("{{{change}"), 1)).unwrap()
    }

    fn read(token: &str) -> Result<String, DecryptError> {
        decrypt(token, &[key("")]).map(|text| text.as_str().to_owned())
    }

    fn with_header(header: &str) -> String {
        let (_, rest) = TOKEN.split_once('.').unwrap();
        format!("{}.{rest}", base64::encode(header))
    }

    #[test]
    fn the_example_of_the_standard_opens() {
        assert_eq!(read(TOKEN).unwrap(), "The true sign of intelligence is not knowledge but imagination.");
        assert!(is_encrypted(TOKEN) && !is_encrypted("a.b.c") && !is_encrypted("") && !is_encrypted("a.b.c.d.e.f"));
    }

    #[test]
    fn every_part_is_protected() {
        let parts: Vec<&str> = TOKEN.split('.').collect();
        for at in 1..5 {
            let mut bytes = base64::decode(parts[at]).unwrap();
            bytes[0] ^= 1;
            let changed = base64::encode(bytes);
            let mut all = parts.clone();
            all[at] = &changed;
            assert_eq!(read(&all.join(".")), Err(DecryptError::NotOpened), "part {at}");
            all[at] = "";
            assert_eq!(read(&all.join(".")), Err(DecryptError::NotOpened), "part {at}");
        }
        let other = with_header(r#"{"alg":"RSA-OAEP","enc":"A256GCM","typ":"JWT"}"#);
        assert_eq!(read(&other), Err(DecryptError::NotOpened), "the header is authenticated too");
        let other = with_header(r#"{"alg":"RSA-OAEP-256","enc":"A256GCM"}"#);
        assert_eq!(read(&other), Err(DecryptError::NotOpened));
    }

    #[test]
    fn a_header_decides_between_what_is_accepted_only() {
        for (header, expected) in [
            (r#"{"alg":"RSA1_5","enc":"A256GCM"}"#, DecryptError::WrongAlgorithm),
            (r#"{"alg":"dir","enc":"A256GCM"}"#, DecryptError::WrongAlgorithm),
            (r#"{"alg":"RSA-OAEP","enc":"none"}"#, DecryptError::WrongAlgorithm),
            (r#"{"alg":"RSA-OAEP"}"#, DecryptError::Malformed),
            (r#"{"alg":"RSA-OAEP","enc":"A256GCM","zip":"DEF"}"#, DecryptError::Malformed),
            (r#"{"alg":"RSA-OAEP","enc":"A256GCM","crit":["x"]}"#, DecryptError::Malformed),
            (r#"{"alg":"RSA-OAEP","enc":"A256GCM","jku":"https://x"}"#, DecryptError::Malformed),
            (r#"{"alg":"RSA-OAEP","enc":"A256GCM","enc":"A128GCM"}"#, DecryptError::Malformed),
            (r#"{"alg":"RSA-OAEP","enc":"A256GCM","kid":1}"#, DecryptError::Malformed),
            ("[]", DecryptError::Malformed),
        ] {
            assert_eq!(read(&with_header(header)), Err(expected), "{header}");
        }
        for text in ["", "a.b.c", "....", &format!("{TOKEN}."), &format!("{TOKEN}="), &"A".repeat(MAX_TOKEN_BYTES + 1)] {
            assert_eq!(read(text), Err(DecryptError::Malformed), "{text}");
        }
    }

    #[test]
    fn a_key_is_named_or_the_only_one_and_keeps_to_its_algorithm() {
        assert_eq!(decrypt(TOKEN, &[]).err(), Some(DecryptError::UnknownKey));
        assert_eq!(decrypt(TOKEN, &[key(""), key("")]).err(), Some(DecryptError::UnknownKey));
        let pinned = [key(r#""alg":"RSA-OAEP-256","#)];
        assert_eq!(decrypt(TOKEN, &pinned).err(), Some(DecryptError::WrongAlgorithm));
        let named = with_header(&format!(r#"{{"alg":"RSA-OAEP","enc":"A256GCM","kid":"{}"}}"#, key("").kid()));
        assert_eq!(
            decrypt(&named, &[key(""), key("")]).err(),
            Some(DecryptError::NotOpened),
            "found, though its header is another"
        );
    }

    #[test]
    fn errors_keep_their_codes() {
        assert_eq!(DecryptError::NotOpened.code(), "encryptedTokenNotOpened");
        assert_eq!(DecryptError::WrongAlgorithm.code(), "encryptedTokenWrongAlgorithm");
    }
}
