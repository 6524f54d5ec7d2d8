//! Keys to sign with.

use std::sync::Arc;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaKeyPair,
};
use serde_json::{Value, json};

use crate::jwt::Jwk;
use crate::strict;

/// A key pair with a name.
#[derive(Clone)]
pub struct SigningKey {
    kid: String,
    pair: Arc<Pair>,
}

enum Pair {
    Ec(EcdsaKeyPair),
    Ed(Ed25519KeyPair),
    Rsa(RsaKeyPair, &'static str),
}

impl SigningKey {
    fn new(kid: &str, pair: Pair) -> Self {
        Self { kid: kid.to_owned(), pair: Arc::new(pair) }
    }

    /// A fresh key on P-256, for ES256.
    #[must_use]
    pub fn es256(kid: &str) -> Self {
        Self::new(kid, Pair::Ec(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap()))
    }

    /// A fresh Ed25519 key, for EdDSA.
    #[must_use]
    pub fn ed25519(kid: &str) -> Self {
        Self::new(kid, Pair::Ed(Ed25519KeyPair::generate().unwrap()))
    }

    /// A fresh RSA key of 2048 bits, for `RS256` or `PS256`.
    #[must_use]
    pub fn rsa(kid: &str, algorithm: &'static str) -> Self {
        Self::new(kid, Pair::Rsa(RsaKeyPair::generate(KeySize::Rsa2048).unwrap(), algorithm))
    }

    /// Its name.
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// Its algorithm.
    #[must_use]
    pub fn algorithm(&self) -> &'static str {
        match &*self.pair {
            Pair::Ec(_) => "ES256",
            Pair::Ed(_) => "EdDSA",
            Pair::Rsa(_, algorithm) => algorithm,
        }
    }

    /// The public part, as a JWK.
    #[must_use]
    pub fn public(&self) -> Value {
        let mut jwk = match &*self.pair {
            Pair::Ec(pair) => {
                let (x, y) = pair.public_key().as_ref().split_at(1).1.split_at(32);
                json!({ "kty": "EC", "crv": "P-256", "x": strict::to_base64url(x), "y": strict::to_base64url(y) })
            }
            Pair::Ed(pair) => json!({ "kty": "OKP", "crv": "Ed25519", "x": strict::to_base64url(pair.public_key()) }),
            Pair::Rsa(pair, _) => {
                let key = pair.public_key();
                let (n, e) = (key.modulus().big_endian_without_leading_zero(), key.exponent().big_endian_without_leading_zero());
                json!({ "kty": "RSA", "n": strict::to_base64url(n), "e": strict::to_base64url(e) })
            }
        };
        for (name, value) in [("kid", self.kid()), ("alg", self.algorithm()), ("use", "sig")] {
            jwk.as_object_mut().unwrap().insert(name.to_owned(), value.into());
        }
        jwk
    }

    /// The thumbprint of the public part (RFC 7638), for `cnf.jkt`.
    #[must_use]
    pub fn thumbprint(&self) -> Option<String> {
        Some(strict::to_base64url(Jwk::parse(self.public().as_object()?)?.thumbprint))
    }

    /// A JWT with exactly this header and these claims.
    #[must_use]
    pub fn sign(&self, header: &Value, claims: &Value) -> String {
        self.sign_text(&header.to_string(), &claims.to_string())
    }

    /// A JWT of texts, JSON or not.
    #[must_use]
    pub fn sign_text(&self, header: &str, claims: &str) -> String {
        let signed = format!("{}.{}", strict::to_base64url(header), strict::to_base64url(claims));
        format!("{signed}.{}", strict::to_base64url(self.signature(signed.as_bytes())))
    }

    /// The bytes of a signature.
    #[must_use]
    pub fn signature(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match &*self.pair {
            Pair::Ec(pair) => pair.sign(&random, message).unwrap().as_ref().to_vec(),
            Pair::Ed(pair) => pair.sign(message).as_ref().to_vec(),
            Pair::Rsa(pair, algorithm) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                let padding: &dyn aws_lc_rs::signature::RsaEncoding =
                    if *algorithm == "PS256" { &RSA_PSS_SHA256 } else { &RSA_PKCS1_SHA256 };
                pair.sign(padding, &random, message, &mut signature).unwrap();
                signature
            }
        }
    }
}
