//! Private keys as JSON (RFC 7517, RFC 7518 section 6, RFC 8037 section 2).

use aws_lc_rs::rsa::KeyPairComponents;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, RsaKeyPair, RsaPublicKeyComponents};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::{Algorithm, KeyError, SigningKey, pem, signing::Pair};
use crate::{base64, json};

impl SigningKey {
    /// Reads a private key as a file holds it: a JWK, or PKCS#8 in PEM ([`SigningKey::from_pem`]).
    ///
    /// # Errors
    /// [`KeyError::InvalidPrivateKey`].
    pub fn from_text(text: &str) -> Result<Self, KeyError> {
        if pem::is_json(text) { Self::from_jwk(text) } else { Self::from_pem(text) }
    }

    /// Reads a private JWK: P-256, Ed25519 or RSA of two primes. An RSA key signs as its `alg` says, without one RS256.
    ///
    /// # Errors
    /// [`KeyError::InvalidPrivateKey`], also when its parts do not belong together.
    pub fn from_jwk(text: &str) -> Result<Self, KeyError> {
        let members = json::parse_object(text.trim().as_bytes()).map_err(|_| KeyError::InvalidPrivateKey)?;
        Self::named(pair(&Members(&members)).ok_or(KeyError::InvalidPrivateKey)?)
    }
}

/// The members of a private JWK.
pub(super) struct Members<'a>(pub(super) &'a Map<String, Value>);

impl Members<'_> {
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    fn bytes(&self, name: &str) -> Option<Zeroizing<Vec<u8>>> {
        base64::decode(self.text(name)?).map(Zeroizing::new)
    }

    /// The RSA key of two primes that it is.
    pub(super) fn rsa(&self) -> Option<RsaKeyPair> {
        if self.0.contains_key("oth") {
            return None;
        }
        let public_key = RsaPublicKeyComponents { n: self.bytes("n")?.to_vec(), e: self.bytes("e")?.to_vec() };
        let [d, p, q, dp, dq, qi] = ["d", "p", "q", "dp", "dq", "qi"].map(|name| self.bytes(name));
        let components = KeyPairComponents { public_key, d: d?, p: p?, q: q?, dP: dp?, dQ: dq?, qInv: qi? };
        RsaKeyPair::from_components(&components).ok()
    }

    /// Whether it is for this algorithm, so far as it says.
    fn is_for(&self, algorithm: Algorithm) -> bool {
        self.text("alg").is_none_or(|alg| alg == algorithm.as_str()) && self.text("use").is_none_or(|purpose| purpose == "sig")
    }
}

fn pair(jwk: &Members<'_>) -> Option<Pair> {
    match (jwk.text("kty")?, jwk.text("crv")) {
        ("EC", Some("P-256")) if jwk.is_for(Algorithm::ES256) => {
            let point = [&[4][..], &jwk.bytes("x")?, &jwk.bytes("y")?].concat();
            let d = jwk.bytes("d")?;
            EcdsaKeyPair::from_private_key_and_public_key(&ECDSA_P256_SHA256_FIXED_SIGNING, &d, &point).ok().map(Pair::Es256)
        }
        ("OKP", Some("Ed25519")) if jwk.is_for(Algorithm::EdDSA) => {
            Ed25519KeyPair::from_seed_and_public_key(&jwk.bytes("d")?, &jwk.bytes("x")?).ok().map(Pair::EdDsa)
        }
        ("RSA", None) if jwk.is_for(Algorithm::RS256) => jwk.rsa().map(Pair::Rs256),
        ("RSA", None) if jwk.is_for(Algorithm::PS256) => jwk.rsa().map(Pair::Ps256),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8037 appendix A.1.
    const ED25519: &str = r#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    /// RFC 7515 appendix A.3.1.
    const P256: &str = r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}"#;
    /// Made for this test.
    const RSA: &str = concat!(
        r#"{"kty":"RSA","e":"AQAB","n":"u6wb0hfEfVpxniSLPyJCr4ZUczJdAh3nRfSxZJFnxJot9EVfWaggxurl_OzKJR1ogBUMQu0pRvVFGXnZuDp67SDW-KA6_7V409Swpzrw86YBxhR2MxFRJPqEEWMdVUVUGlUp9NTzI0vTNIxoeTyFctMn2VnIopLgBNy5zPpqR9eS1MRd8HyV-keieTk7UtYYVByUhJ47tvyfEycbTHdXm3r3bH7oTGz7acldcT2D3iuPh31_Mb33a9ZVaS3uqD1Gnc4TpNiXxUPO9s1PPloeK_tKY07m6ckZylA6EBN3vYTIblf88AiGiQ0mWhIfHIFyPztJaKMkG0YEtmsPWgKo4w","#,
        r#""d":"Cb3za8KEFqW9RCJNgCd9IrNsatZwcY2v1bfQBZJuuovuWsHHI1ZQ7UKAUdLQ44BVTmDJVCgPfnl47suee6u9edW8kwduSJvY-9YMnYG3xE4XxXqGcDwz5CGE_YoRmb2RkhRdqzHqtShYfF_VhIWZv84qQWQhwB6ztkzm8DcHkVcOg6MiY9KQFXefgKFouAeyfRqb9Il270amk7LAmlFCf7d1z5-5EfxQlUjuB5SAdaVCSUihs-dcPfxfTfpp1RHwAkALAOFom3IacAublz4toiNGshVGd5_2hwZYsk9wILQh123DAUjZI4pZNDQ6GroOXspiVu50fFpRXI5tM9GC0Q","#,
        r#""p":"9r-gmXuEueBkOvRiekD9rIvWcZC8xRPDxc_0xC1rl_PFI-hXC7ht8_XPOSJv1C9zRoh5EkWzZhsmi0VjJwvdK-tqtPOw4laMMceQ9uH9R1ZM6sDcY9pBA_UffvMw4W4nK7g3e392oOs4AWHnTdJy2CkXsPGNiVnVBGgQfvtgAt0","#,
        r#""q":"wrVyxxgJxrpX0XOdAuFaaeqBWo0iEUuplYLokqN--FHtsnmn4ngzNa_DHEsAQE03nO8lT4jIL7CoxP8XZfmz2ffDvvE8qq7G0sBQY5WR5k_4DkMu5Wt0W72liiaoT5CDMjDQaDpAJMwTGCKmp9SBMztBdcBRZZGFpCJsfdb7Pr8","#,
        r#""dp":"CzhDcTcwndMaO6QJJk32OvZQ1fEi5EM1z7TZCGKYVdx7xlo2Ow4z0bgHqC1ssFVIBJkICFCrC6WIZyTMkWX0tJ6Lx5adIG2XClxstw0nmyrNbI9AdjniYu-ucvNT8aw0k8RYoYD2P_LyJP3yqpM7LaEQtrcFHI29JeoldeCwSPE","#,
        r#""dq":"bNm_huo7XOwD-EYn-to9D4VYN2U7LGweLEV4-7GHZA95URON9Z-5EURnUUPkqg4BDyzqsOII-BBM6YSqcgn8r9hBiFeY0NrQsDVvO5z8acM_K8oHR56g-EC3cNpXsdNaZQ7BE-OsxGWKLy3_-Udly1xPJiMT3jJSggX0nQ04fEU","#,
        r#""qi":"Ke1Bh0bRm5qxaJZ0sCuocHkOSMsGdkQzCW40U-OIzbWK5d0vUyrWt3mXE0AmAZtzvJoRrnw5B0LAXGrNy8cUvuH7Rjw5LA7LisPo8JHPfAlTuXaHQyY9_9T2PR2QGVvHfWY3GDCeRVCLKrZvYwW-5xNlzzq8CVQymYALx6hkuEQ"}"#,
    );

    #[test]
    fn the_keys_of_the_standards_sign_with_their_algorithms() {
        for (text, algorithm, kid) in [
            (ED25519, Algorithm::EdDSA, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"),
            (P256, Algorithm::ES256, "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U"),
            (RSA, Algorithm::RS256, "p_Qc1KC_9FHlkujxU9SH5qXCbVJE-I-IwPjjWB7vIkM"),
        ] {
            let key = SigningKey::from_text(text).unwrap();
            assert_eq!(key.algorithm(), algorithm);
            assert_eq!(key.kid().as_str(), kid);
            let again = SigningKey::from_pkcs8(algorithm, &key.to_pkcs8().unwrap()).unwrap();
            assert_eq!(again.kid(), key.kid());
        }
        let pss = RSA.replacen('{', r#"{"alg":"PS256","#, 1);
        assert_eq!(SigningKey::from_jwk(&pss).unwrap().algorithm(), Algorithm::PS256);
    }

    #[test]
    fn what_is_no_private_key_for_signing_is_refused() {
        let other_half =
            P256.replace("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4");
        let public = ED25519.replace(r#""d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","#, "");
        let for_encryption = P256.replacen('{', r#"{"use":"enc","#, 1);
        let for_another = P256.replacen('{', r#"{"alg":"RS256","#, 1);
        for text in [other_half.as_str(), &public, &for_encryption, &for_another, "{}", r#"{"kty":"oct","k":"AAAA"}"#, "{", ""] {
            assert_eq!(SigningKey::from_text(text).err(), Some(KeyError::InvalidPrivateKey), "{text}");
        }
    }
}
