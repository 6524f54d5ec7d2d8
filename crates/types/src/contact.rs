use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::code::parsed;

/// Why an e-mail address or phone number is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ContactError {
    /// Not `local@domain.tld` within the lengths of RFC 5321 section 4.5.3.1.
    #[error("an e-mail address like naam@gemeente.be expected")]
    Email,
    /// Not 6 to 15 digits (E.164) with optional `+`, spaces, dots, slashes, dashes and brackets.
    #[error("a phone number of 6 to 15 digits expected")]
    Phone,
}

impl ContactError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
        }
    }
}

/// An e-mail address: one `@`, a local part of at most 64 bytes, a dotted domain, at most 254 bytes, no white space.
/// Deliberately narrower than RFC 5322: quoted local parts and comments are refused.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailAddress(String);

/// A phone number: 6 to 15 digits (E.164), stored as typed, without surrounding white space.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhoneNumber(String);

parsed!(EmailAddress, ContactError, |input| {
    let address = input.trim();
    is_email(address).then(|| address.to_owned()).ok_or(ContactError::Email)
});
parsed!(PhoneNumber, ContactError, |input| {
    let number = input.trim();
    is_phone(number).then(|| number.to_owned()).ok_or(ContactError::Phone)
});

fn is_email(address: &str) -> bool {
    let Some((local, domain)) = address.split_once('@') else { return false };
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let local_byte = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~.-".contains(&byte);
    let local_ok = !local.is_empty() && local.len() <= 64 && local.bytes().all(local_byte) && !local.contains("..");
    local_ok
        && !local.starts_with('.')
        && !local.ends_with('.')
        && address.len() <= 254
        && domain.contains('.')
        && domain.split('.').all(label)
}

fn is_phone(number: &str) -> bool {
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let rest = number.strip_prefix('+').unwrap_or(number);
    let allowed = |byte: u8| byte.is_ascii_digit() || b" ./-()".contains(&byte);
    (6..=15).contains(&digits) && number.len() <= 30 && rest.bytes().all(allowed)
}

/// How to reach a person in one werkrelatie.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Contact {
    /// The address for mail in this werkrelatie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
    /// The phone number in this werkrelatie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<PhoneNumber>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Parsed;

    #[test]
    fn addresses_that_mail_can_reach_are_accepted() {
        for good in ["an.peeters@leuven.be", "a+b@x-y.example", "o'neill@igs.example"] {
            assert!(EmailAddress::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "a", "a@b", "@b.be", "a@@b.be", "a b@c.be", "a@-b.be", "a@b..be", ".a@b.be", "a\r\n@b.be"] {
            assert_eq!(EmailAddress::parse(bad), Err(ContactError::Email), "{bad}");
        }
    }

    #[test]
    fn phone_numbers_have_6_to_15_digits() {
        assert!(PhoneNumber::parse("+32 (0)16 27 20 00").is_ok());
        for bad in ["12345", "+", "016-abc", "1234567890123456", "016+272000"] {
            assert!(PhoneNumber::parse(bad).is_err(), "{bad}");
        }
    }
}
