//! Tokens that are worth something only to who holds a key: DPoP (RFC 9449) and client certificates (RFC 8705).

mod nonce;
mod proof;
mod replay;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use serde_json::Value;

use crate::error::VerifyError;
use crate::jwt::Members;
use crate::strict;

pub(crate) use nonce::Nonces;
pub(crate) use proof::{Expected, verify as verify_proof};
pub(crate) use replay::Seen;

/// A token as it came in, with what came along to prove that its bearer may use it.
///
/// `Debug` is left out on purpose: this is the token itself.
#[derive(Clone, Copy)]
pub struct Presented<'a> {
    pub(crate) token: &'a str,
    pub(crate) proof: Option<DpopProof<'a>>,
    pub(crate) certificate: Option<[u8; 32]>,
}

/// A DPoP proof and the request that it must be for.
#[derive(Clone, Copy)]
pub struct DpopProof<'a> {
    /// The header `DPoP`, of which there may be one only.
    pub proof: &'a str,
    /// The HTTP method of the request.
    pub method: &'a str,
    /// The address of the request as the client knows it: of the application's public origin, not of a proxy. Never take it from `Host`.
    pub uri: &'a str,
}

impl<'a> Presented<'a> {
    /// By the scheme `Bearer` (RFC 6750). Enough for a token that is not bound.
    #[must_use]
    pub fn bearer(token: &'a str) -> Self {
        Self { token, proof: None, certificate: None }
    }

    /// By the scheme `DPoP` (RFC 9449 section 7.1).
    #[must_use]
    pub fn dpop(token: &'a str, proof: DpopProof<'a>) -> Self {
        Self { token, proof: Some(proof), certificate: None }
    }

    /// Over a connection with this client certificate (DER), as the TLS server or a trusted proxy says.
    #[must_use]
    pub fn with_certificate(self, der: &[u8]) -> Self {
        Self { certificate: Some(sha256(der)), ..self }
    }
}

/// To what a token is bound (`cnf`, RFC 7800).
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Confirmation {
    /// The thumbprint of a DPoP key (RFC 9449 section 6.1).
    pub(crate) key: Option<[u8; 32]>,
    /// SHA-256 of a certificate (RFC 8705 section 3.1).
    pub(crate) certificate: Option<[u8; 32]>,
}

impl Confirmation {
    /// Nothing, when the token has no `cnf`. A `cnf` of which we cannot check every member is an error: the token is bound to something, and
    /// nobody can show us that.
    pub(crate) fn of(claims: &Members) -> Result<Self, VerifyError> {
        let Some(cnf) = claims.0.get("cnf") else { return Ok(Self::default()) };
        let members = cnf.as_object().filter(|members| !members.is_empty()).ok_or(VerifyError::Malformed)?;
        let mut confirmation = Self::default();
        for (name, value) in members {
            match name.as_str() {
                "jkt" => confirmation.key = Some(thumbprint(value)?),
                "x5t#S256" => confirmation.certificate = Some(thumbprint(value)?),
                _ => return Err(VerifyError::ProofMissing),
            }
        }
        Ok(confirmation)
    }

    pub(crate) fn is_bound(&self) -> bool {
        self.key.is_some() || self.certificate.is_some()
    }

    /// Whether this certificate is the one, when one is demanded.
    pub(crate) fn check_certificate(&self, shown: Option<[u8; 32]>) -> Result<(), VerifyError> {
        match (self.certificate, shown) {
            (None, _) => Ok(()),
            (Some(_), None) => Err(VerifyError::ProofMissing),
            (Some(bound), Some(shown)) => same(&bound, &shown),
        }
    }

    /// Whether this key is the one.
    pub(crate) fn check_key(&self, shown: &[u8; 32]) -> Result<(), VerifyError> {
        same(&self.key.ok_or(VerifyError::ProofMismatch)?, shown)
    }
}

fn same(bound: &[u8], shown: &[u8]) -> Result<(), VerifyError> {
    verify_slices_are_equal(bound, shown).map_err(|_| VerifyError::ProofMismatch)
}

fn thumbprint(value: &Value) -> Result<[u8; 32], VerifyError> {
    let bytes = value.as_str().and_then(strict::base64url).ok_or(VerifyError::Malformed)?;
    bytes.try_into().map_err(|_| VerifyError::Malformed)
}

pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut sum = [0; 32];
    sum.copy_from_slice(digest(&SHA256, bytes).as_ref());
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(cnf: Value) -> Result<Confirmation, VerifyError> {
        Confirmation::of(&Members(json!({ "cnf": cnf }).as_object().unwrap().clone()))
    }

    #[test]
    fn a_binding_that_cannot_be_checked_is_not_passed_over() {
        let print = strict::to_base64url([7; 32]);
        assert_eq!(of(json!({ "jkt": print })), Ok(Confirmation { key: Some([7; 32]), certificate: None }));
        assert_eq!(of(json!({ "x5t#S256": print })), Ok(Confirmation { key: None, certificate: Some([7; 32]) }));
        assert_eq!(of(json!({ "jkt": print, "kid": "a" })), Err(VerifyError::ProofMissing));
        assert_eq!(of(json!({ "jwk": {} })), Err(VerifyError::ProofMissing));
        for cnf in [
            json!({}),
            json!(null),
            json!("a"),
            json!([]),
            json!({ "jkt": 1 }),
            json!({ "jkt": "AA" }),
            json!({ "jkt": format!("{print}=") }),
        ] {
            assert_eq!(of(cnf.clone()), Err(VerifyError::Malformed), "{cnf}");
        }
        assert!(!Confirmation::of(&Members(serde_json::Map::new())).unwrap().is_bound());
    }

    #[test]
    fn the_certificate_must_be_the_one() {
        let bound = Confirmation { key: None, certificate: Some(sha256(b"der")) };
        assert_eq!(bound.check_certificate(Presented::bearer("").with_certificate(b"der").certificate), Ok(()));
        assert_eq!(bound.check_certificate(Some(sha256(b"other"))), Err(VerifyError::ProofMismatch));
        assert_eq!(bound.check_certificate(None), Err(VerifyError::ProofMissing));
        assert_eq!(Confirmation::default().check_certificate(Some([0; 32])), Ok(()));
    }
}
