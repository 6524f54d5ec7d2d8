//! The client's certificate in a header field, as proxies write it.

use crate::error::VerifyError;
use crate::strict;

/// No field with a certificate is longer, in bytes.
const LONGEST: usize = 16 * 1024;

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// Its DER: of a byte sequence (RFC 9440 section 2.1) or of PEM, whose line ends may be spaces (Apache, `SSL_CLIENT_CERT`) or whose bytes may be escaped
/// (nginx, `$ssl_client_escaped_cert`). `None` where the proxy says that there is none: nothing (nginx), or `(null)` (Apache).
pub(super) fn read(field: &str) -> Result<Option<Vec<u8>>, VerifyError> {
    let field = field.trim();
    if field.is_empty() || field == "(null)" {
        return Ok(None);
    }
    let der = Some(field).filter(|field| field.len() <= LONGEST).and_then(|field| match field.strip_prefix(':') {
        Some(rest) => strict::base64(rest.strip_suffix(':')?),
        None => pem(&unescaped(field)?),
    });
    der.filter(|der| !der.is_empty()).map(Some).ok_or(VerifyError::Unclear)
}

/// Of exactly one: another behind it has dashes, which base64 has not.
fn pem(text: &str) -> Option<Vec<u8>> {
    let lines = text.trim().strip_prefix(BEGIN)?.strip_suffix(END)?;
    strict::base64(&lines.split_ascii_whitespace().collect::<String>())
}

/// `%` and two digits are a byte (RFC 3986 section 2.1). A `+` is one: base64 has it.
fn unescaped(text: &str) -> Option<String> {
    let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
    let (mut bytes, mut plain) = (text.bytes(), Vec::with_capacity(text.len()));
    while let Some(byte) = bytes.next() {
        plain.push(match byte {
            b'%' => u8::try_from(digit(bytes.next())? * 16 + digit(bytes.next())?).ok()?,
            _ => byte,
        });
    }
    String::from_utf8(plain).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn proxies_write_it_in_three_ways() {
        for field in [
            ":+/8=:",
            " :+/8=: ",
            "-----BEGIN CERTIFICATE----- +/8= -----END CERTIFICATE----- ",
            "-----BEGIN CERTIFICATE-----\n+/\n8=\n-----END CERTIFICATE-----\n",
            "-----BEGIN CERTIFICATE-----\t+/\t8=\t-----END CERTIFICATE-----",
            "-----BEGIN%20CERTIFICATE-----%0A%2B%2F8%3D%0A-----END%20CERTIFICATE-----%0A",
            "-----BEGIN%20CERTIFICATE-----%0a+/8%3d%0a-----END%20CERTIFICATE-----",
        ] {
            assert_eq!(read(field), Ok(Some(vec![0xfb, 0xff])), "{field}");
        }
    }

    #[test]
    fn a_proxy_without_one_says_so() {
        for field in ["", " ", "(null)", " (null) "] {
            assert_eq!(read(field), Ok(None), "{field}");
        }
    }

    #[test]
    fn anything_else_is_unclear() {
        let one = "-----BEGIN CERTIFICATE----- +/8= -----END CERTIFICATE-----";
        let (two, cut, long) = (format!("{one} {one}"), &one[..40], format!(":{}:", "AAAA".repeat(LONGEST / 4)));
        for field in [
            "null",
            "(NULL)",
            "+/8=",
            ":+/8=",
            "+/8=:",
            "::",
            ":",
            ":+/8=:, :+/8=:",
            ":+_8=:",
            ":+/8:",
            ":+/9=:",
            "%",
            "%2",
            "%g0",
            "%+1",
            "%3A+/8=%3A",
            "%e9",
            "%C3%A9",
            "\"+/8=\"",
            &two,
            cut,
            &long,
            "-----BEGIN CERTIFICATE----- -----END CERTIFICATE-----",
            "-----BEGIN PUBLIC KEY----- +/8= -----END PUBLIC KEY-----",
            "-----BEGIN CERTIFICATE----- +/8%00= -----END CERTIFICATE-----",
        ] {
            assert_eq!(read(field), Err(VerifyError::Unclear), "{field}");
        }
        assert!(read(&format!(":{}:", "AAAA".repeat(LONGEST / 4 - 1))).is_ok());
    }

    proptest! {
        #[test]
        fn whatever_stands_there_is_answered(field in "\\PC{0,60}|[%0-9A-F:+=-]{0,40}") {
            let _ = read(&field);
        }
    }
}
