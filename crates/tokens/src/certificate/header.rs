use crate::base64::decode_padded;

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// The DER of the one certificate in a header field: a byte sequence (RFC 9440 section 2.1), or PEM, its bytes perhaps escaped (nginx,
/// `$ssl_client_escaped_cert`) or its line ends perhaps spaces (Apache, `SSL_CLIENT_CERT`).
pub(super) fn der(value: &str) -> Option<Vec<u8>> {
    let value = value.trim();
    match value.strip_prefix(':') {
        Some(rest) => decode_padded(rest.strip_suffix(':')?),
        None => pem(&unescaped(value)?),
    }
}

fn pem(text: &str) -> Option<Vec<u8>> {
    let inner = text.trim().strip_prefix(BEGIN)?.strip_suffix(END)?;
    let base64: String = inner.split_ascii_whitespace().collect();
    decode_padded(&base64)
}

/// A `+` stands for itself: it is part of base64.
fn unescaped(text: &str) -> Option<String> {
    let mut parts = text.split('%');
    let mut plain = parts.next()?.to_owned();
    for part in parts {
        let digits = part.get(..2).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        plain.push(char::from(u8::from_str_radix(digits, 16).ok().filter(u8::is_ascii)?));
        plain.push_str(part.get(2..)?);
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proxies_write_it_in_three_ways() {
        for value in [
            ":+/8=:",
            " :+/8=: ",
            "-----BEGIN CERTIFICATE----- +/8= -----END CERTIFICATE----- ",
            "-----BEGIN CERTIFICATE-----\t+/\t8=\t-----END CERTIFICATE-----",
            "-----BEGIN%20CERTIFICATE-----%0A%2B%2F8%3D%0A-----END%20CERTIFICATE-----%0A",
            "-----BEGIN%20CERTIFICATE-----%0a%2b%2f8%3d%0a-----END%20CERTIFICATE-----",
        ] {
            assert_eq!(der(value), Some(vec![0xfb, 0xff]), "{value}");
        }
    }

    #[test]
    fn anything_else_is_none() {
        let two = "-----BEGIN CERTIFICATE----- +/8= -----END CERTIFICATE----- -----BEGIN CERTIFICATE----- +/8= -----END CERTIFICATE-----";
        for value in
            ["", ":", "+/8=", ":+/8=", "+/8=:", ":+/8=:, :+/8=:", ":+_8=:", ":+/8:", "(null)", "%", "%e9", "%2", two, &two[..40]]
        {
            assert!(der(value).is_none_or(|der| der.is_empty()), "{value}");
        }
    }
}
