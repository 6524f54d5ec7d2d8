//! Time-based one-time passwords (RFC 6238) and the recovery codes for who lost his device.
//!
//! SHA-1, six digits, 30 seconds: what every authenticator app does. SHA-1 is no weakness here: HMAC needs no collision resistance (RFC 6194
//! section 3.3).

use std::fmt;

use aws_lc_rs::hmac;
use types::{Context, Instant, Secret};
use zeroize::Zeroizing;

use crate::base64;
use crate::random::constant_time_eq;
use crate::seal::{Purpose, SealError, Vault};

/// How long a code lasts, in seconds.
pub const STEP_SECONDS: i64 = 30;
/// How many recovery codes a person gets.
pub const RECOVERY_CODES: usize = 10;

const BYTES: usize = 20;
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// Without letters and digits that look like others.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// The secret that a device shares with Poort: 160 bits (RFC 4226 section 4).
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret(Zeroizing<[u8; BYTES]>);

impl TotpSecret {
    /// Another one.
    #[must_use]
    pub fn generate(cx: &Context) -> Self {
        Self(Zeroizing::new(cx.random()))
    }

    /// Sealed, for one owner: `aad` names him.
    ///
    /// # Errors
    /// [`SealError`] when the cryptographic library fails.
    pub fn seal(&self, vault: &Vault, aad: &[u8], cx: &Context) -> Result<Vec<u8>, SealError> {
        vault.seal(Purpose::SecondFactor, aad, self.0.as_slice(), cx)
    }

    /// Opens what was sealed for the same owner.
    ///
    /// # Errors
    /// [`SealError`] when it was not, or is no secret.
    pub fn open(vault: &Vault, aad: &[u8], sealed: &[u8]) -> Result<Self, SealError> {
        let plain = Zeroizing::new(vault.open(Purpose::SecondFactor, aad, sealed)?);
        plain.as_slice().try_into().map(|bytes| Self(Zeroizing::new(bytes))).map_err(|_| SealError::Truncated)
    }

    /// The same as a text, to travel through a browser.
    ///
    /// # Errors
    /// As [`TotpSecret::seal`].
    pub fn seal_text(&self, vault: &Vault, aad: &[u8], cx: &Context) -> Result<String, SealError> {
        self.seal(vault, aad, cx).map(base64::encode)
    }

    /// Opens what [`TotpSecret::seal_text`] sealed for the same owner.
    ///
    /// # Errors
    /// As [`TotpSecret::open`].
    pub fn open_text(vault: &Vault, aad: &[u8], text: &str) -> Result<Self, SealError> {
        Self::open(vault, aad, &base64::decode(text).ok_or(SealError::Truncated)?)
    }

    /// As a person types it (RFC 4648 section 6, without padding).
    #[must_use]
    pub fn to_base32(&self) -> Secret {
        let bits = |at: usize| self.0.get(at / 8).map_or(0, |byte| usize::from(byte >> (7 - at % 8)) & 1);
        let letter = |group: usize| (0..5).fold(0, |value, bit| value << 1 | bits(group * 5 + bit));
        let text = (0..BYTES * 8 / 5).filter_map(|group| BASE32.get(letter(group)).map(|letter| char::from(*letter)));
        Secret::new(text.collect::<String>())
    }

    /// Reads what [`TotpSecret::to_base32`] wrote.
    #[must_use]
    pub fn from_base32(text: &str) -> Option<Self> {
        let mut bytes = Zeroizing::new([0; BYTES]);
        let letters: Vec<u8> = text.bytes().filter(|byte| *byte != b' ').map(|byte| byte.to_ascii_uppercase()).collect();
        if letters.len() != BYTES * 8 / 5 {
            return None;
        }
        for (group, letter) in letters.iter().enumerate() {
            let value = BASE32.iter().position(|known| known == letter)?;
            for bit in 0..5 {
                let at = group * 5 + bit;
                if value >> (4 - bit) & 1 == 1 {
                    *bytes.get_mut(at / 8)? |= 1 << (7 - at % 8);
                }
            }
        }
        Some(Self(bytes))
    }

    /// What authenticator apps read from a picture (the `otpauth` key URI format).
    #[must_use]
    pub fn to_uri(&self, issuer: &str, account: &str) -> Secret {
        let (issuer, account) = (escaped(issuer), escaped(account));
        let secret = self.to_base32();
        Secret::new(format!("otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}", secret.expose()))
    }

    /// The code of a time step.
    #[must_use]
    pub fn code(&self, step: i64) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, self.0.as_slice());
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let tag = tag.as_ref();
        // Dynamic truncation (RFC 4226 section 5.3).
        let offset = tag.last().map_or(0, |byte| usize::from(byte & 0x0f));
        let number = tag.iter().skip(offset).take(4).fold(0_u32, |value, byte| value << 8 | u32::from(*byte));
        format!("{:06}", (number & 0x7fff_ffff) % 1_000_000)
    }

    /// The time step whose code this is: that of `now`, the one before or the one after (RFC 6238 section 5.2), and later than every one that was
    /// used: a code works once.
    #[must_use]
    pub fn accepts(&self, code: &str, now: Instant, used: Option<i64>) -> Option<i64> {
        let code: String = code.chars().filter(|character| !character.is_whitespace()).collect();
        let current = step_at(now);
        let mut fitting = None;
        for step in [current - 1, current, current + 1] {
            let same = constant_time_eq(self.code(step).as_bytes(), code.as_bytes());
            if same && used.is_none_or(|used| step > used) {
                fitting = Some(step);
            }
        }
        fitting
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret([secret])")
    }
}

/// The time step of a moment.
#[must_use]
pub fn step_at(now: Instant) -> i64 {
    now.unix().div_euclid(STEP_SECONDS)
}

/// A code of 50 bits that works once, for who has his device no longer: `xxxxx-xxxxx`.
#[must_use]
pub fn recovery_code(cx: &Context) -> Secret {
    let mut text = String::new();
    for (at, byte) in cx.random::<10>().into_iter().enumerate() {
        if at == 5 {
            text.push('-');
        }
        text.extend(LETTERS.get(usize::from(byte % 32)).map(|letter| char::from(*letter)));
    }
    Secret::new(text)
}

/// The keyed hash under which the recovery code of an owner is kept; however it is written.
#[must_use]
pub fn recovery_hash(vault: &Vault, owner: &[u8], code: &str) -> [u8; 32] {
    let code: String = code.chars().filter(char::is_ascii_alphanumeric).map(|one| one.to_ascii_lowercase()).collect();
    vault.blind_index(Purpose::SecondFactor, &[b"recovery ", owner, b" ", code.as_bytes()].concat())
}

fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~@".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at, context, vault};

    /// The secret of RFC 6238 appendix B.
    fn known() -> TotpSecret {
        TotpSecret(Zeroizing::new(*b"12345678901234567890"))
    }

    #[test]
    fn the_codes_are_those_of_the_specification() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(known().code(seconds / STEP_SECONDS), code, "{seconds}");
        }
    }

    #[test]
    fn a_code_lasts_from_the_step_before_to_the_step_after_and_works_once() {
        let (secret, now) = (known(), at(1_795_428_000));
        let step = step_at(now);
        for (off, accepted) in [(-2, None), (-1, Some(step - 1)), (0, Some(step)), (1, Some(step + 1)), (2, None)] {
            assert_eq!(secret.accepts(&secret.code(step + off), now, None), accepted, "{off}");
        }
        let code = secret.code(step);
        assert_eq!(secret.accepts(&format!("{} {}", &code[..3], &code[3..]), now, Some(step - 1)), Some(step));
        assert_eq!(secret.accepts(&code, now, Some(step)), None);
        assert_eq!(secret.accepts(&secret.code(step - 1), now, Some(step)), None, "nor one of earlier");
        assert!(["", "00000", "0000000", "abcdef"].iter().all(|bad| secret.accepts(bad, now, None).is_none()));
    }

    #[test]
    fn a_secret_is_typed_and_read() {
        assert_eq!(known().to_base32().expose(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(TotpSecret::from_base32("gezd gnbv gy3t qojq gezd gnbv gy3t qojq"), Some(known()));
        assert_eq!(TotpSecret::from_base32("GEZDGNBVGY3TQOJQ"), None);
        let uri = known().to_uri("Poort test", "an:é");
        assert_eq!(
            uri.expose(),
            "otpauth://totp/Poort%20test:an%3A%C3%A9?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Poort%20test"
        );
        assert_eq!(format!("{:?}", known()), "TotpSecret([secret])");
    }

    #[test]
    fn a_sealed_secret_opens_for_its_owner_only() {
        let (vault, cx) = (vault(), context());
        let sealed = known().seal(&vault, b"an", &cx).unwrap();
        assert_eq!(TotpSecret::open(&vault, b"an", &sealed), Ok(known()));
        assert_eq!(TotpSecret::open(&vault, b"jan", &sealed), Err(SealError::NotAuthentic));
    }

    #[test]
    fn a_recovery_code_is_its_owners_however_it_is_written() {
        let (vault, cx) = (vault(), context());
        let code = recovery_code(&cx);
        assert_eq!(code.expose().len(), 11);
        let hash = recovery_hash(&vault, b"an", code.expose());
        assert_eq!(recovery_hash(&vault, b"an", &format!(" {} ", code.expose().replace('-', "").to_uppercase())), hash);
        assert_ne!(recovery_hash(&vault, b"jan", code.expose()), hash);
        assert_ne!(recovery_code(&cx).expose(), code.expose());
    }
}
