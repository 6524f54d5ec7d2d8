//! Signing in with an identity card: who somebody is by the certificate on it.
//!
//! The certificate for authentication of a Belgian card has the number of its holder as `serialNumber` of its subject. Whoever ends TLS before Poort verified
//! who signed it, that it was not revoked, and that the holder gave his PIN to use its key.

use thiserror::Error;
use tokens::certificate::DistinguishedName;
use types::{Instant, Insz};

use crate::mtls::Shown;

/// Why a certificate does not say who somebody is. Holds nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CardError {
    /// None came along that counts.
    #[error("no certificate came along")]
    Missing,
    /// Nobody verified who signed it.
    #[error("the certificate was not verified")]
    Unverified,
    /// It was issued by somebody who does not say who people are.
    #[error("the certificate was issued by another authority than those of identity cards")]
    Issuer,
    /// No number, or none that exists.
    #[error("the certificate has no INSZ")]
    NoInsz,
}

impl CardError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "cardMissing",
            Self::Unverified => "cardUnverified",
            Self::Issuer => "cardIssuer",
            Self::NoInsz => "cardNoInsz",
        }
    }
}

/// Who shows a card. `issuers`: of whom one issued it; each names what its authority's name must have, so that `CN=Citizen CA,C=BE` is each of the
/// numbered authorities of that name.
///
/// # Errors
/// [`CardError`]: the first thing that is wrong.
pub fn holder(shown: Option<&Shown>, issuers: &[DistinguishedName], now: Instant) -> Result<Insz, CardError> {
    let Shown { certificate, verified } = shown.ok_or(CardError::Missing)?;
    if !certificate.is_valid_at(now) {
        return Err(CardError::Missing);
    }
    if !verified {
        return Err(CardError::Unverified);
    }
    if !issuers.iter().any(|issuer| certificate.issuer().has_all_of(issuer)) {
        return Err(CardError::Issuer);
    }
    let number = certificate.subject().serial_number();
    number.and_then(|number| Insz::parse(number, now.day()).ok()).ok_or(CardError::NoInsz)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::at;
    use tokens::certificate::Certificate;

    const NOW: &str = "2026-12-01T10:00:00Z";

    fn shown(verified: bool) -> Shown {
        let pem = include_str!("../../tokens/src/certificate/fixtures/ec.pem");
        Shown { certificate: Certificate::from_header(pem).unwrap(), verified }
    }

    #[test]
    fn a_certificate_without_a_number_or_of_another_authority_is_nobodys() {
        let issuers = |text: &str| vec![DistinguishedName::parse(text).unwrap()];
        let holder = |shown: Option<&Shown>, issuer, now| holder(shown, &issuers(issuer), at(now)).map(drop);
        assert_eq!(holder(Some(&shown(true)), "CN=Portaal OVAM", NOW), Err(CardError::NoInsz));
        assert_eq!(holder(Some(&shown(true)), "CN=Citizen CA", NOW), Err(CardError::Issuer));
        assert_eq!(holder(Some(&shown(false)), "CN=Portaal OVAM", NOW), Err(CardError::Unverified));
        assert_eq!(holder(Some(&shown(true)), "CN=Portaal OVAM", "2027-12-01T10:00:00Z"), Err(CardError::Missing));
        assert_eq!(holder(None, "CN=Portaal OVAM", NOW), Err(CardError::Missing));
    }
}
