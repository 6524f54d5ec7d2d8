//! The client certificate of a connection, as the proxy that ended TLS hands it on (RFC 9440). It is believed of a trusted proxy only: anybody can write
//! a header field.

use std::str::FromStr;

use actix_web::HttpRequest;
use actix_web::http::header::HeaderName;
use oidc::mtls::{Offer, Shown};
use tokens::certificate::Certificate;
use types::Instant;

use crate::Proxies;

/// The name of a header field that a certificate comes in; none that means something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateHeader(HeaderName);

/// What is no such name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no name of a header field for certificates, like Client-Cert")]
pub struct NoHeader;

const TAKEN: [&str; 8] = ["accept", "authorization", "content-type", "cookie", "dpop", "host", "origin", "x-forwarded-for"];

impl FromStr for CertificateHeader {
    type Err = NoHeader;

    fn from_str(text: &str) -> Result<Self, NoHeader> {
        let name: HeaderName = text.parse().map_err(|_| NoHeader)?;
        if TAKEN.contains(&name.as_str()) { Err(NoHeader) } else { Ok(Self(name)) }
    }
}

/// In which header fields certificates come, and what clients are told of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Certificates {
    /// Those whose chain the proxy verified.
    verified: Option<CertificateHeader>,
    /// Those of which it only saw that the client has the key.
    self_signed: Option<CertificateHeader>,
    offer: Offer,
}

impl Certificates {
    /// `verified`: where certificates come whose chain the proxy verified; `self_signed`: where others do; `address`: scheme and host where the proxy asks
    /// for them, when elsewhere than at the public address.
    #[must_use]
    pub fn new(verified: Option<CertificateHeader>, self_signed: Option<CertificateHeader>, address: Option<String>) -> Self {
        let offer = Offer { verified: verified.is_some(), self_signed: self_signed.is_some(), address };
        Self { verified, self_signed, offer }
    }

    /// Whether certificates come whose chain was verified.
    #[must_use]
    pub fn has_verified(&self) -> bool {
        self.verified.is_some()
    }

    /// What clients are told.
    pub(crate) fn offer(&self) -> &Offer {
        &self.offer
    }

    /// The certificate of the connection of a request, when it counts now. Two of them, or one that cannot be read, are none: who needs one is refused.
    pub(crate) fn shown(&self, request: &HttpRequest, proxies: &Proxies, now: Instant) -> Option<Shown> {
        let fields = [(&self.verified, true), (&self.self_signed, false)];
        let named = fields.into_iter().filter_map(|(header, verified)| header.as_ref().map(|header| (&header.0, verified)));
        let values = named.flat_map(|(name, verified)| request.headers().get_all(name).map(move |value| (value, verified)));
        // What a proxy sends that has none to hand on: nothing, or what Apache writes for that.
        let mut values = values.filter(|(value, _)| !matches!(value.as_bytes(), b"" | b"(null)"));
        let (value, verified) = values.next().filter(|_| proxies.sent(request))?;
        let read = value.to_str().ok().filter(|_| values.next().is_none()).and_then(|text| Certificate::from_header(text).ok());
        if read.is_none() {
            tracing::warn!("a client certificate that a proxy handed on cannot be read");
        }
        read.filter(|certificate| certificate.is_valid_at(now)).map(|certificate| Shown { certificate, verified })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_means_something_else_brings_no_certificate() {
        for name in ["Client-Cert", "x-ssl-client-cert"] {
            assert!(name.parse::<CertificateHeader>().is_ok(), "{name}");
        }
        for name in ["", "Client Cert", "Cookie", "authorization", "X-Forwarded-For"] {
            assert_eq!(name.parse::<CertificateHeader>(), Err(NoHeader), "{name}");
        }
    }
}
