use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokens::certificate::{Certificate, DistinguishedName};
use tokens::random::sha256_text;

use crate::fixed::now;

/// A client certificate as it comes in a header field, and its DER: it is the same one in whichever of the three forms a proxy hands it on, is told from
/// every other by all of its bytes, and nothing comes behind it. What it says shows nowhere unasked.
pub fn certificate(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data) {
        drop(DistinguishedName::parse(text));
        Certificate::from_header(text).iter().for_each(quiet);
    }
    let Ok(read) = Certificate::from_der(data) else { return };
    for form in [field(data), pem(data, "\n"), pem(data, " "), escaped(&pem(data, "\n"))] {
        assert!(Certificate::from_header(&form).as_ref() == Ok(&read));
        assert!(Certificate::from_header(&format!("{form}{form}")).is_err(), "two of them");
    }
    assert_eq!(read.thumbprint(), sha256_text(data));
    assert!(Certificate::from_der(&[data, &[0]].concat()).is_err(), "it ends where it ends");
    quiet(&read);
}

fn quiet(read: &Certificate) {
    assert_eq!(format!("{read:?} {:?}", read.subject()), "Certificate { .. } DistinguishedName(..)");
    assert!(read.subject().has_all_of(read.subject()));
    let _: (bool, bool, Option<&str>) = (read.is_valid_at(now()), read.has_dns_name(""), read.issuer().serial_number());
    drop(read.key().map(tokens::keys::PublicKey::thumbprint));
}

/// As RFC 9440 says.
fn field(der: &[u8]) -> String {
    format!(":{}:", STANDARD.encode(der))
}

/// As Apache writes it, with spaces for its line ends, or before it is escaped.
fn pem(der: &[u8], end: &str) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<&str> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN CERTIFICATE-----{end}{}{end}-----END CERTIFICATE-----{end}", lines.join(end))
}

/// As nginx does.
fn escaped(text: &str) -> String {
    let one = |byte: u8| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(one).collect()
}
