//! Client certificates (X.509, RFC 5280), as far as Poort listens to them.
//!
//! Whoever ended TLS has seen that the other side has the key, and says so in a header field; who signed a certificate, and whether it was revoked, is his to
//! find out as well. What is read here: when it counts, whom it names, which key it is of.

mod header;
mod name;

use std::fmt;

use types::Instant;
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;
use x509_parser::oid_registry::{OID_EC_P256, OID_SIG_ED25519};
use x509_parser::prelude::FromDer;
use x509_parser::public_key::{PublicKey as Parsed, RSAPublicKey};
use x509_parser::x509::SubjectPublicKeyInfo;

use crate::base64;
use crate::keys::PublicKey;
use crate::random::sha256;

pub use name::DistinguishedName;

/// A certificate. `Debug` shows nothing of it: its names may hold a national number.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    thumbprint: String,
    subject: DistinguishedName,
    issuer: DistinguishedName,
    dns_names: Vec<String>,
    uris: Vec<String>,
    key: Option<PublicKey>,
    begins: i64,
    ends: i64,
}

/// What is no certificate, or none that can be read. Says nothing of what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the client certificate cannot be read")]
pub struct CertificateError;

impl Certificate {
    /// Reads one as a proxy hands it on: as RFC 9440 says, or as PEM, escaped or not.
    ///
    /// # Errors
    /// [`CertificateError`].
    pub fn from_header(value: &str) -> Result<Self, CertificateError> {
        Self::from_der(&header::der(value).ok_or(CertificateError)?)
    }

    /// Reads its DER.
    ///
    /// # Errors
    /// [`CertificateError`].
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        let (rest, read) = X509Certificate::from_der(der).map_err(|_| CertificateError)?;
        let names = read.subject_alternative_name().map_err(|_| CertificateError)?;
        let names = names.map(|names| names.value.general_names.as_slice()).unwrap_or_default();
        let dns_name =
            |name: &GeneralName<'_>| if let GeneralName::DNSName(name) = name { Some((*name).to_owned()) } else { None };
        let uri = |name: &GeneralName<'_>| if let GeneralName::URI(uri) = name { Some((*uri).to_owned()) } else { None };
        if !rest.is_empty() {
            return Err(CertificateError);
        }
        Ok(Self {
            thumbprint: base64::encode(sha256(der)),
            subject: DistinguishedName::of(read.subject()),
            issuer: DistinguishedName::of(read.issuer()),
            dns_names: names.iter().filter_map(dns_name).collect(),
            uris: names.iter().filter_map(uri).collect(),
            key: key(read.public_key()),
            begins: read.validity().not_before.timestamp(),
            ends: read.validity().not_after.timestamp(),
        })
    }

    /// SHA-256 of it, in base64url: what tokens are bound to (`x5t#S256`, RFC 8705 section 3.1).
    #[must_use]
    pub fn thumbprint(&self) -> &str {
        &self.thumbprint
    }

    /// Whom it names.
    #[must_use]
    pub fn subject(&self) -> &DistinguishedName {
        &self.subject
    }

    /// Who issued it.
    #[must_use]
    pub fn issuer(&self) -> &DistinguishedName {
        &self.issuer
    }

    /// Whether it names a host; hosts have no case.
    #[must_use]
    pub fn has_dns_name(&self, name: &str) -> bool {
        self.dns_names.iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    /// Whether it names an address, to the letter.
    #[must_use]
    pub fn has_uri(&self, uri: &str) -> bool {
        self.uris.iter().any(|known| known == uri)
    }

    /// Its key, when that is of a kind that Poort knows.
    #[must_use]
    pub fn key(&self) -> Option<&PublicKey> {
        self.key.as_ref()
    }

    /// Whether it counts at a moment: from its first second to its last (RFC 5280 section 4.1.2.5).
    #[must_use]
    pub fn is_valid_at(&self, now: Instant) -> bool {
        (self.begins..=self.ends).contains(&now.unix())
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Certificate").finish_non_exhaustive()
    }
}

fn key(info: &SubjectPublicKeyInfo<'_>) -> Option<PublicKey> {
    let bytes = info.subject_public_key.data.as_ref();
    if info.algorithm.algorithm == OID_SIG_ED25519 {
        return Some(PublicKey::Okp { crv: "Ed25519".to_owned(), x: base64::encode(bytes) });
    }
    match info.parsed().ok()? {
        Parsed::RSA(RSAPublicKey { modulus, exponent }) => Some(PublicKey::Rsa { n: number(modulus), e: number(exponent) }),
        Parsed::EC(_) => {
            let curve = info.algorithm.parameters.as_ref()?.as_oid().ok()?;
            let (x, y) = bytes.strip_prefix(&[4])?.split_at_checked(32)?;
            let point = || PublicKey::Ec { crv: "P-256".to_owned(), x: base64::encode(x), y: base64::encode(y) };
            (curve == OID_EC_P256 && y.len() == 32).then(point)
        }
        _ => None,
    }
}

/// As a JWK has it: without the zero that shows that it is not negative.
fn number(bytes: &[u8]) -> String {
    let start = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len());
    base64::encode(bytes.get(start..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::at;

    const EC: &str = include_str!("certificate/fixtures/ec.pem");
    const ED: &str = include_str!("certificate/fixtures/ed.pem");
    const RSA: &str = include_str!("certificate/fixtures/rsa.pem");
    const P384: &str = include_str!("certificate/fixtures/p384.pem");
    /// 23 November 2026, 23:55:56 UTC.
    const BEGINS: i64 = 1_795_478_156;

    #[test]
    fn a_certificate_says_whom_it_names_and_which_key_it_is_of() {
        let read = Certificate::from_header(EC).unwrap();
        assert_eq!(read.thumbprint(), "aFBYiWTzevjVxTsfWL01PmHdqGD6V9Y_tg2lKicAx50");
        let name = DistinguishedName::parse("serialNumber=42,CN=Portaal OVAM,O=OVAM\\, Mechelen,C=BE").unwrap();
        assert!(*read.subject() == name && *read.issuer() == name);
        assert!(read.has_dns_name("Portaal.ovam.example") && !read.has_dns_name("ovam.example"));
        assert!(read.has_uri("https://portaal.ovam.example/client") && !read.has_uri("https://portaal.ovam.example/Client"));
        assert_eq!(read.subject().serial_number(), Some("42"));
        let (x, y) = ("UFXJ0cQyvk1tW4xY3QlPnM5Q7oPa3Pqm7oq-Dap5JEs", "vizzehvu4K1-UMnpB4EqeLBRcKGg009SDlOCZ7EoyKc");
        assert_eq!(read.key(), Some(&PublicKey::Ec { crv: "P-256".into(), x: x.into(), y: y.into() }));
        assert!(!format!("{read:?}").contains("42"));
    }

    #[test]
    fn keys_are_those_of_a_jwk_and_other_curves_none() {
        let key = |pem| Certificate::from_header(pem).unwrap().key().cloned();
        let x = "6kWe9YAoj1xVMaPMW6YPHiFRnyAtLGjLUw5PZRvuB00".to_owned();
        assert_eq!(key(ED), Some(PublicKey::Okp { crv: "Ed25519".to_owned(), x }));
        let Some(PublicKey::Rsa { n, e }) = key(RSA) else { panic!() };
        assert_eq!((n.get(..6), n.len(), e.as_str()), (Some("h6K03Z"), 342, "AQAB"));
        assert_eq!(key(P384), None);
    }

    #[test]
    fn a_name_that_is_no_text_is_the_name_of_nobody_and_the_key_counts() {
        let read = Certificate::from_header(include_str!("certificate/fixtures/bmp.pem")).unwrap();
        assert!(read.key().is_some() && read.thumbprint().len() == 43 && read.subject().serial_number().is_none());
        for registered in ["O=Gemeente,CN=Oud", "CN=Oud"] {
            let registered = DistinguishedName::parse(registered).unwrap();
            assert!(*read.subject() != registered && !read.subject().has_all_of(&registered));
        }
    }

    #[test]
    fn it_counts_from_its_first_second_to_its_last() {
        let read = Certificate::from_header(EC).unwrap();
        let year = 365 * 24 * 3600;
        for (second, valid) in [(-1, false), (0, true), (year, true), (year + 1, false)] {
            assert_eq!(read.is_valid_at(at(BEGINS + second)), valid, "{second}");
        }
    }

    #[test]
    fn what_is_cut_off_or_goes_on_is_none() {
        let der = header::der(EC).unwrap();
        for length in 0..der.len() {
            assert!(Certificate::from_der(&der[..length]).is_err(), "{length}");
        }
        assert!(Certificate::from_der(&[der, vec![0]].concat()).is_err());
        assert!(Certificate::from_header("").is_err());
    }
}
