use serde_json::{Map, Value};
use tokens::claims::UpstreamUserinfoClaims;
use tokens::json;
use tokens::jwt::{self, AudienceRule, Expected, TokenType};
use tokens::keys::KeySource;
use types::Instant;

use super::proven::LEEWAY;
use super::token_answer::{has_key, opened};
use super::{IdentityError, Proven, Provider};

/// What a provider's userinfo endpoint answered, before it is believed: JSON, or a token that it signed and perhaps encrypted.
pub enum UserinfoAnswer {
    /// Claims that came over TLS.
    Claims(Map<String, Value>),
    /// A signed token.
    Signed(String),
}

impl UserinfoAnswer {
    /// Reads a body.
    ///
    /// # Errors
    /// [`IdentityError::Malformed`], [`IdentityError::Encrypted`].
    pub fn read(body: &[u8], provider: &Provider) -> Result<Self, IdentityError> {
        let text = std::str::from_utf8(body).map_err(|_| IdentityError::Malformed)?.trim();
        if text.starts_with('{') {
            return json::parse_object(text.as_bytes()).map(Self::Claims).map_err(|_| IdentityError::Malformed);
        }
        opened(text, provider).map(Self::Signed)
    }

    /// Whether there is a key for it, to find out whether to fetch the keys anew.
    #[must_use]
    pub fn has_key(&self, keys: &impl KeySource, now: Instant) -> bool {
        match self {
            Self::Claims(_) => true,
            Self::Signed(token) => has_key(token, keys, now),
        }
    }

    /// The claims, if they are about the person of the ID token: another `sub` would be another person's (OpenID Connect Core 1.0 section 5.3.2).
    ///
    /// # Errors
    /// [`IdentityError`].
    pub fn claims(
        self,
        proven: &Proven,
        keys: &impl KeySource,
        provider: &Provider,
        now: Instant,
    ) -> Result<Map<String, Value>, IdentityError> {
        let claims = match self {
            Self::Claims(claims) => claims,
            Self::Signed(token) => signed(&token, keys, provider, now)?,
        };
        let own = claims.get("sub").and_then(Value::as_str).is_some_and(|sub| sub == proven.subject());
        own.then_some(claims).ok_or(IdentityError::OtherPerson)
    }
}

fn signed(token: &str, keys: &impl KeySource, provider: &Provider, now: Instant) -> Result<Map<String, Value>, IdentityError> {
    let audience = AudienceRule::Contains(&provider.client_id);
    let expected = Expected::new(TokenType::Upstream, &provider.issuer, audience, now).with_leeway(LEEWAY);
    let claims: UpstreamUserinfoClaims = jwt::verify(token, keys, &expected)?;
    let mut members = claims.extra;
    members.insert("sub".to_owned(), claims.sub.into());
    Ok(members)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relying::proven::tests::proven;
    use crate::relying::testing::{NOW, provider};
    use crate::testing::{assertion, at, signer};
    use serde_json::json;
    use tokens::jwt::VerifyError;
    use tokens::keys::{Algorithm, ClientKeys};

    fn told(body: &str) -> Result<Map<String, Value>, IdentityError> {
        let (provider, keys) =
            (provider(), ClientKeys::usable(&json!({ "keys": [signer(Algorithm::ES256).public_jwk()] })).unwrap());
        UserinfoAnswer::read(body.as_bytes(), &provider)?.claims(&proven(&[]), &keys, &provider, at(NOW))
    }

    fn signed(changes: &[(&str, Value)]) -> Result<Map<String, Value>, IdentityError> {
        let mut claims = json!({ "iss": "https://idp.example/v2", "aud": "poort", "sub": "x", "rrn": "85073100130" });
        for (name, value) in changes {
            claims[*name] = value.clone();
        }
        told(&assertion(Algorithm::ES256, &json!({}), &claims))
    }

    #[test]
    fn plain_or_signed_it_is_about_the_same_person() {
        assert_eq!(told(r#" {"sub":"x","rrn":"85073100130"}"#).unwrap()["rrn"], "85073100130");
        assert_eq!(signed(&[]).unwrap()["rrn"], "85073100130");
        for body in [r#"{"sub":"y","rrn":"1"}"#, r#"{"rrn":"1"}"#, r#"{"sub":1}"#] {
            assert_eq!(told(body), Err(IdentityError::OtherPerson), "{body}");
        }
        assert_eq!(signed(&[("sub", json!("y"))]), Err(IdentityError::OtherPerson));
    }

    #[test]
    fn what_is_signed_is_the_providers_and_for_poort() {
        for (changes, error) in [
            (vec![("iss", json!("https://evil.example"))], VerifyError::WrongIssuer),
            (vec![("aud", json!("other"))], VerifyError::WrongAudience),
            (vec![("aud", json!(null))], VerifyError::Malformed),
            (vec![("exp", json!(at(NOW).unix() - 60))], VerifyError::Expired),
            (vec![("iat", json!(at(NOW).unix() + 60))], VerifyError::NotYetValid),
        ] {
            assert_eq!(signed(&changes), Err(IdentityError::Token(error)), "{changes:?}");
        }
        let forged = assertion(Algorithm::RS256, &json!({}), &json!({ "sub": "x" }));
        assert_eq!(told(&forged), Err(IdentityError::Token(VerifyError::UnknownKey)));
        for body in ["", "x", "[]", r#"{"sub":"x","sub":"y"}"#] {
            assert!(told(body).is_err(), "{body}");
        }
    }
}
