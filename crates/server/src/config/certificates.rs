//! Client certificates that a proxy hands on.

use http::{CertificateHeader, Certificates, Proxies};

use super::{Mistakes, issuer, section::Section};

const HEADER: &str = "the name of a header field of its own, like Client-Cert";

pub(super) fn read(mut section: Section, proxies: Option<&Proxies>, m: &mut Mistakes) -> Option<Certificates> {
    let verified = header(&mut section, "header", m);
    let self_signed = header(&mut section, "self_signed_header", m);
    let address = address(&mut section, m);
    section.finish(m);
    let (verified, self_signed, address) = (verified?, self_signed?, address?);
    let any = verified.is_some() || self_signed.is_some();
    if verified.is_some() && verified == self_signed {
        return m.refuse("client_certificates.self_signed_header", "another header field than `header`", "the same");
    }
    if any && proxies.is_some_and(|proxies| *proxies == Proxies::default()) {
        return m.refuse("trusted_proxies", "a proxy that hands on client certificates", "none");
    }
    if address.is_some() && !any {
        return m.refuse("client_certificates.address", "a header field beside it", "none");
    }
    Some(Certificates::new(verified, self_signed, address))
}

/// `Some(None)` when it is left out.
fn header(section: &mut Section, key: &str, m: &mut Mistakes) -> Option<Option<CertificateHeader>> {
    if !section.has(key) {
        return Some(None);
    }
    section.parsed(key, HEADER, |text| text.parse().ok(), m).map(Some)
}

fn address(section: &mut Section, m: &mut Mistakes) -> Option<Option<String>> {
    const EXPECTED: &str = "an address like https://mtls.poort.example: https (http only on loopback), no path";
    if !section.has("address") {
        return Some(None);
    }
    section.parsed("address", EXPECTED, |text| issuer(text).map(|issuer| issuer.base().to_owned()), m).map(Some)
}
