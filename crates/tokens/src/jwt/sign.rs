//! Signing.

use serde::Serialize;

use super::{MAX_TOKEN_BYTES, SignError, TokenType};
use crate::base64;
use crate::keys::SigningKey;

/// Signs `claims` as a token of this type, in compact form.
///
/// # Errors
/// [`SignError::Claims`] when the claims cannot be written, [`SignError::TooLong`] beyond [`MAX_TOKEN_BYTES`].
pub fn sign<C: Serialize>(key: &SigningKey, token_type: TokenType, claims: &C) -> Result<String, SignError> {
    let claims = serde_json::to_vec(claims).map_err(|_| SignError::Claims)?;
    // Neither an algorithm nor a type nor a key identifier has a character that JSON escapes.
    let header = format!(r#"{{"alg":"{}","typ":"{}","kid":"{}"}}"#, key.algorithm(), token_type.typ(), key.kid());
    let length = [header.len(), claims.len(), key.signature_len()].map(base64::encoded_len).iter().sum::<usize>() + 2;
    if length > MAX_TOKEN_BYTES {
        return Err(SignError::TooLong);
    }
    let mut token = String::with_capacity(length);
    base64::encode_onto(header, &mut token);
    token.push('.');
    base64::encode_onto(claims, &mut token);
    let signature = key.sign(token.as_bytes())?;
    token.push('.');
    base64::encode_onto(signature, &mut token);
    Ok(token)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::{AccessTokenClaims, is_reserved};
    use crate::keys::{Algorithm, KeyError};
    use crate::testing::{access_claims, signing_key};
    use serde_json::json;

    #[test]
    fn a_token_is_header_claims_signature() {
        let key = signing_key(Algorithm::ES256);
        let token = sign(key, TokenType::Access, &access_claims()).unwrap();
        let parts: Vec<Vec<u8>> = token.split('.').map(|part| base64::decode(part).unwrap()).collect();
        assert_eq!(parts.len(), 3);
        let header: serde_json::Value = serde_json::from_slice(&parts[0]).unwrap();
        assert_eq!(header, json!({ "alg": "ES256", "typ": "at+jwt", "kid": key.kid().as_str() }));
        assert_eq!(serde_json::from_slice::<AccessTokenClaims>(&parts[1]).unwrap(), access_claims());
        assert_eq!(parts[2].len(), 64);
        assert_eq!(token.capacity(), token.len());
    }

    #[test]
    fn no_token_is_signed_that_nobody_accepts() {
        let key = signing_key(Algorithm::EdDSA);
        let mut claims = access_claims();
        claims.extra.insert("roles".into(), vec!["Recht-Context:0405546706"; 600].into());
        assert_eq!(sign(key, TokenType::Access, &claims), Err(SignError::TooLong));
        let mut claims = access_claims();
        assert!(is_reserved("sub"));
        claims.extra.insert("sub".into(), "somebody else".into());
        assert_eq!(sign(key, TokenType::Access, &claims), Err(SignError::Claims));
    }

    #[test]
    fn errors_keep_their_codes() {
        assert_eq!(SignError::from(KeyError::Refused).code(), "cryptographyRefused");
        assert_eq!(SignError::TooLong.to_string(), "the token would be longer than 16384 bytes");
    }
}
