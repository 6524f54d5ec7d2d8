//! Verifying.

use serde::Deserialize;
use serde_json::Value;

use super::header::Header;
use super::{Expected, MAX_TOKEN_BYTES, VerifyError};
use crate::claims::Claims;
use crate::keys::{Algorithm, KeySource};
use crate::{base64, json};

/// Verifies a token in compact form and gives its claims.
///
/// In this order: size and form; the header's extensions; its type; the key that it names; that the algorithm is that key's;
/// the signature; the claims' types; issuer, audience, times.
///
/// # Errors
/// [`VerifyError`]: the first thing that is wrong.
pub fn verify<C: Claims>(token: &str, keys: &impl KeySource, expected: &Expected<'_>) -> Result<C, VerifyError> {
    let parts = Parts::of(token)?;
    let header = Header::parse(&decoded(parts.header)?)?;
    if !expected.token_type.accepts(header.typ.as_deref()) {
        return Err(VerifyError::WrongType);
    }
    let key = keys.find(header.kid.as_deref(), header.algorithm, expected.now()).ok_or(VerifyError::UnknownKey)?;
    if key.algorithm() != header.algorithm {
        return Err(VerifyError::WrongAlgorithm);
    }
    if !key.verify(parts.signed.as_bytes(), &decoded(parts.signature)?) {
        return Err(VerifyError::BadSignature);
    }
    let claims: C = typed(parts.claims)?;
    expected.check(&claims.registered())?;
    Ok(claims)
}

/// The `iss` that a token claims, before anything is verified: only to find out whose keys to verify it with.
///
/// # Errors
/// [`VerifyError::Malformed`].
pub fn claimed_issuer(token: &str) -> Result<String, VerifyError> {
    #[derive(Deserialize)]
    struct Issuer {
        iss: String,
    }
    typed(Parts::of(token)?.claims).map(|claims: Issuer| claims.iss)
}

/// Which key a token claims that it was signed with, and how, before anything is verified: only to find out whether that key is known.
///
/// # Errors
/// [`VerifyError`].
pub fn claimed_key(token: &str) -> Result<(Option<String>, Algorithm), VerifyError> {
    let header = Header::parse(&decoded(Parts::of(token)?.header)?)?;
    Ok((header.kid, header.algorithm))
}

pub(super) struct Parts<'a> {
    pub(super) header: &'a str,
    pub(super) claims: &'a str,
    pub(super) signature: &'a str,
    /// Header and claims with the dot between.
    pub(super) signed: &'a str,
}

impl<'a> Parts<'a> {
    pub(super) fn of(token: &'a str) -> Result<Self, VerifyError> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(VerifyError::Malformed);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(VerifyError::Malformed)?;
        let (header, claims) = signed.split_once('.').ok_or(VerifyError::Malformed)?;
        // `decoded` would refuse a fourth part as well, but only after the signature.
        if claims.contains('.') {
            return Err(VerifyError::Malformed);
        }
        Ok(Self { header, claims, signature, signed })
    }
}

pub(super) fn decoded(part: &str) -> Result<Vec<u8>, VerifyError> {
    base64::decode(part).ok_or(VerifyError::Malformed)
}

pub(super) fn typed<T: for<'de> Deserialize<'de>>(part: &str) -> Result<T, VerifyError> {
    let members = json::parse_object(&decoded(part)?).map_err(|_| VerifyError::Malformed)?;
    serde_json::from_value(Value::Object(members)).map_err(|_| VerifyError::Malformed)
}
