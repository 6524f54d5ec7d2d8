//! Public keys ready to verify with.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use jsonwebtoken::DecodingKey;
use jsonwebtoken::crypto::aws_lc;
use types::Instant;

use super::{Algorithm, Jwk, KeyError, PublicKey};
use crate::base64;

/// A public key with the one algorithm that is accepted from it.
#[derive(Clone, Debug)]
pub struct VerifyingKey {
    kid: Option<String>,
    algorithm: Algorithm,
    public: PublicKey,
    key: DecodingKey,
}

/// Where [`crate::jwt::verify`] finds keys.
pub trait KeySource {
    /// The key that a token's header names and that counts at `at`. The caller checks that it is one for `algorithm`.
    fn find(&self, kid: Option<&str>, algorithm: Algorithm, at: Instant) -> Option<&VerifyingKey>;
}

impl VerifyingKey {
    /// Checks and prepares a public key.
    ///
    /// # Errors
    /// [`KeyError::InvalidPublicKey`]: a number of the wrong length, a point that is not on the curve, RSA outside 2048..8192 bits.
    pub fn from_jwk(jwk: &Jwk) -> Result<Self, KeyError> {
        if !jwk.key.suits(jwk.alg) {
            return Err(KeyError::InvalidPublicKey);
        }
        Ok(Self { kid: jwk.kid.clone(), algorithm: jwk.alg, public: jwk.key.clone(), key: decoding_key(&jwk.key)? })
    }

    /// The algorithm that is accepted from it.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The key itself.
    #[must_use]
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// Its name, if it has one.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// Whether `signature` (raw bytes, as in a JWS) is one of `message` by this key.
    #[must_use]
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        let algorithm = match self.algorithm {
            Algorithm::ES256 => jsonwebtoken::Algorithm::ES256,
            Algorithm::EdDSA => jsonwebtoken::Algorithm::EdDSA,
            Algorithm::RS256 => jsonwebtoken::Algorithm::RS256,
            Algorithm::PS256 => jsonwebtoken::Algorithm::PS256,
        };
        // The provider is named rather than taken from the process-wide default, which any crate may install.
        (aws_lc::DEFAULT_PROVIDER.verifier_factory)(&algorithm, &self.key)
            .is_ok_and(|verifier| verifier.verify(message, &signature.to_vec()).is_ok())
    }
}

fn decoding_key(key: &PublicKey) -> Result<DecodingKey, KeyError> {
    match key {
        PublicKey::Ec { x, y, .. } => point_on_p256(x, y),
        PublicKey::Okp { x, .. } => edwards_key(x),
        PublicKey::Rsa { n, e } => rsa_key(n, e),
    }
}

fn point_on_p256(x: &str, y: &str) -> Result<DecodingKey, KeyError> {
    const UNCOMPRESSED: u8 = 4;
    let point = [&[UNCOMPRESSED], number::<32>(x)?.as_slice(), number::<32>(y)?.as_slice()].concat();
    usable(UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &point).parse())?;
    Ok(DecodingKey::from_ec_der(&point))
}

fn edwards_key(x: &str) -> Result<DecodingKey, KeyError> {
    let key = number::<32>(x)?;
    usable(UnparsedPublicKey::new(&ED25519, &key).parse())?;
    Ok(DecodingKey::from_ed_der(&key))
}

fn rsa_key(n: &str, e: &str) -> Result<DecodingKey, KeyError> {
    let n = base64::decode(n).ok_or(KeyError::InvalidPublicKey)?;
    let e = base64::decode(e).ok_or(KeyError::InvalidPublicKey)?;
    let top_bit_set = n.first().is_some_and(|byte| *byte >= 0x80);
    // An exponent of 1 would make every padded hash its own signature; AWS-LC takes at most 33 bits.
    let sane_exponent = e.len() <= 4 && e != [1] && e.first() != Some(&0) && e.last().is_some_and(|byte| byte % 2 == 1);
    let sane_length = (256..=1024).contains(&n.len()) && (n.len() > 256 || top_bit_set);
    if !sane_length || !sane_exponent {
        return Err(KeyError::InvalidPublicKey);
    }
    usable(RsaPublicKeyComponents { n: &n, e: &e }.to_parsed_public_key(&RSA_PKCS1_2048_8192_SHA256))?;
    Ok(DecodingKey::from_rsa_raw_components(&n, &e))
}

fn number<const BYTES: usize>(text: &str) -> Result<[u8; BYTES], KeyError> {
    base64::decode(text).and_then(|bytes| bytes.try_into().ok()).ok_or(KeyError::InvalidPublicKey)
}

fn usable<T, E>(parsed: Result<T, E>) -> Result<(), KeyError> {
    parsed.map(drop).map_err(|_| KeyError::InvalidPublicKey)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn key(jwk: Value) -> Result<VerifyingKey, KeyError> {
        VerifyingKey::from_jwk(&serde_json::from_value(jwk).unwrap())
    }

    #[test]
    fn the_signature_of_rfc_8037_appendix_a_4_verifies() {
        let key = key(json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" })).unwrap();
        let message = b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
        let signature =
            base64::decode("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg").unwrap();
        assert!(key.verify(message, &signature));
        assert!(!key.verify(b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmd", &signature));
    }

    #[test]
    fn the_signature_of_rfc_7515_appendix_a_3_verifies() {
        let key = key(json!({
            "kty": "EC", "crv": "P-256",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
        }))
        .unwrap();
        let message = b"eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
        let signature =
            base64::decode("DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q").unwrap();
        assert!(key.verify(message, &signature));
        assert!(!key.verify(message, &signature[..63]));
        assert!(!key.verify(message, &[0; 64]));
        assert!(!key.verify(message, &[]));
    }

    #[test]
    fn keys_that_cannot_be_or_are_too_weak_are_refused() {
        let on_curve = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
        let rsa = |bytes: usize, first: u8, e: &[u8]| {
            let mut n = vec![0xff; bytes];
            n[0] = first;
            json!({ "kty": "RSA", "n": base64::encode(n), "e": base64::encode(e) })
        };
        assert!(key(rsa(256, 0x80, &[1, 0, 1])).is_ok());
        for weak in [
            json!({ "kty": "EC", "crv": "P-256", "x": on_curve, "y": on_curve }),
            json!({ "kty": "EC", "crv": "P-256", "x": on_curve, "y": "AQAB" }),
            json!({ "kty": "OKP", "crv": "Ed25519", "x": "AQAB" }),
            json!({ "kty": "OKP", "crv": "Ed25519", "x": format!("{on_curve}=") }),
            rsa(128, 0x80, &[1, 0, 1]),
            rsa(256, 0x7f, &[1, 0, 1]),
            rsa(256, 0, &[1, 0, 1]),
            rsa(1025, 0x80, &[1, 0, 1]),
            rsa(256, 0x80, &[1]),
            rsa(256, 0x80, &[1, 0, 0]),
            rsa(256, 0x80, &[0, 1]),
            rsa(256, 0x80, &[]),
        ] {
            assert_eq!(key(weak.clone()).err(), Some(KeyError::InvalidPublicKey), "{weak}");
        }
    }
}
