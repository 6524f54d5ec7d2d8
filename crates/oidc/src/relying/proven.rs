use serde_json::{Map, Value};
use tokens::claims::{UpstreamClaims, at_hash};
use tokens::jwt::{self, AudienceRule, Expected, TokenType, claimed_key};
use tokens::keys::KeySource;
use tokens::random::constant_time_eq;
use types::{Instant, Insz, Seconds};

use super::{Identity, IdentityError, Named, Pending, Provider, Ties, TokenAnswer};

/// How far apart the clocks of Poort and of a provider may be.
pub(super) const LEEWAY: Seconds = Seconds(30);

/// The claim that every ID token has.
const SUBJECT: &str = "sub";

/// What the ID token of a provider proved: somebody was there, and how. Who he is here follows from it, perhaps with userinfo. `Debug` is left out.
pub struct Proven {
    claims: UpstreamClaims,
    acr: String,
    auth_time: Instant,
}

/// What the answer of a provider's token endpoint proves (OpenID Connect Core 1.0 section 3.1.3.7).
///
/// # Errors
/// [`IdentityError`]: the first thing that is wrong.
pub fn proven(
    answer: &TokenAnswer,
    keys: &impl KeySource,
    provider: &Provider,
    ties: &Ties,
    pending: &Pending,
    now: Instant,
) -> Result<Proven, IdentityError> {
    let audience = AudienceRule::Contains(&provider.client_id);
    let expected = Expected::new(TokenType::Upstream, &provider.issuer, audience, now).with_leeway(LEEWAY);
    let claims: UpstreamClaims = jwt::verify(&answer.id_token, keys, &expected)?;
    let own = claims.azp.as_ref().map_or(claims.aud.iter().count() == 1, |azp| *azp == provider.client_id);
    if !own {
        return Err(IdentityError::Party);
    }
    if !constant_time_eq(claims.nonce.as_bytes(), ties.nonce.as_bytes()) {
        return Err(IdentityError::Nonce);
    }
    let (_, algorithm) = claimed_key(&answer.id_token)?;
    if claims.at_hash.as_ref().is_some_and(|hash| *hash != at_hash(algorithm, answer.access_token.expose())) {
        return Err(IdentityError::AccessToken);
    }
    let auth_time = auth_time(&claims, pending, now)?;
    Ok(Proven { acr: provider.worth(claims.acr.as_deref()).to_owned(), claims, auth_time })
}

impl Proven {
    /// What the provider calls him.
    pub(super) fn subject(&self) -> &str {
        &self.claims.sub
    }

    /// Whether userinfo is to say who he is, because the ID token does not.
    #[must_use]
    pub fn wants_userinfo(&self, provider: &Provider) -> bool {
        provider.insz_claim.as_ref().is_some_and(|claim| claim != SUBJECT && !self.claims.extra.contains_key(claim))
    }

    /// Who he is, with what userinfo said if that was asked.
    ///
    /// # Errors
    /// [`IdentityError::NoInsz`], [`IdentityError::NoSubject`].
    pub fn identity(
        self,
        userinfo: Option<&Map<String, Value>>,
        provider: &Provider,
        now: Instant,
    ) -> Result<Identity, IdentityError> {
        let named = match &provider.insz_claim {
            Some(claim) if claim == SUBJECT => insz(Some(&self.claims.sub), now)?,
            Some(claim) => {
                let said = self.claims.extra.get(claim).or_else(|| userinfo?.get(claim));
                insz(said.and_then(Value::as_str), now)?
            }
            None if self.claims.sub.is_empty() => return Err(IdentityError::NoSubject),
            None => Named::Subject(self.claims.sub),
        };
        Ok(Identity { named, acr: self.acr, auth_time: self.auth_time })
    }
}

fn insz(claim: Option<&str>, now: Instant) -> Result<Named, IdentityError> {
    let number = claim.and_then(|number| Insz::parse(number, now.day()).ok());
    number.map(Named::Insz).ok_or(IdentityError::NoInsz)
}

/// When he proved who he is: never later than now. Must be there, and late enough, when that was asked.
fn auth_time(claims: &UpstreamClaims, pending: &Pending, now: Instant) -> Result<Instant, IdentityError> {
    let said = claims.auth_time.and_then(|time| Instant::try_from(time).ok());
    if let Some(age) = pending.max_age {
        let since = said.ok_or(IdentityError::TooLongAgo)?;
        if since.plus(Seconds(age.0.saturating_add(LEEWAY.0))) < pending.begun {
            return Err(IdentityError::TooLongAgo);
        }
    }
    let said = said.unwrap_or(now).min(now);
    // Who was to prove it then and there did so, whatever the clock of the provider says within the leeway.
    let there_and_then = pending.max_age == Some(Seconds(0));
    Ok(if there_and_then { said.max(pending.begun).min(now) } else { said })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::relying::testing::{NOW, provider};
    use crate::testing::{assertion, at, signer, vault};
    use serde_json::json;
    use tokens::jwt::VerifyError;
    use tokens::keys::{Algorithm, ClientKeys};
    use types::Secret;

    fn sound() -> Value {
        let now = at(NOW).unix();
        json!({
            "iss": "https://idp.example/v2", "sub": "x", "aud": "poort", "iat": now, "exp": now + 300, "auth_time": now - 100,
            "nonce": Ties::of(&vault(), "s").nonce, "acr": "high", "rrn": "85.07.31-001.30",
        })
    }

    fn proven_with(header: &Value, claims: &Value, max_age: Option<i64>) -> Result<Proven, IdentityError> {
        let (vault, now) = (vault(), at(NOW));
        let token = assertion(Algorithm::ES256, header, claims);
        let body = json!({ "id_token": token, "access_token": "a", "token_type": "Bearer" }).to_string();
        let answer = TokenAnswer::read(body.as_bytes(), &provider()).unwrap();
        let keys = ClientKeys::usable(&json!({ "keys": [signer(Algorithm::ES256).public_jwk()] })).unwrap();
        let provider = provider();
        let max_age = max_age.map(Seconds);
        let pending = Pending::new(&vault, provider.id.clone(), &Secret::new("b"), "/".to_owned(), max_age, now);
        super::proven(&answer, &keys, &provider, &Ties::of(&vault, "s"), &pending, now)
    }

    fn read_with(header: &Value, claims: &Value, max_age: Option<i64>) -> Result<Identity, IdentityError> {
        proven_with(header, claims, max_age)?.identity(None, &provider(), at(NOW))
    }

    /// What a sound ID token proves, after changes.
    pub(in crate::relying) fn proven(changes: &[(&str, Value)]) -> Proven {
        let mut claims = sound();
        for (name, value) in changes {
            claims[*name] = value.clone();
        }
        proven_with(&json!({}), &claims, None).unwrap()
    }

    fn read(changes: &[(&str, Value)]) -> Result<Identity, IdentityError> {
        let mut claims = sound();
        for (name, value) in changes {
            claims[*name] = value.clone();
        }
        read_with(&json!({}), &claims, None)
    }

    #[test]
    fn a_sound_token_says_who_how_and_when() {
        let identity = read(&[]).unwrap();
        assert!(matches!(&identity.named, Named::Insz(insz) if insz.expose() == "85073100130"));
        assert_eq!((identity.acr.as_str(), identity.auth_time), ("urn:be:vlaanderen:authmech:eid", at("2026-11-23T09:58:20Z")));
        assert!(!format!("{identity:?}").contains("85073100130"));
        let mut nameless = sound();
        for name in ["auth_time", "acr"] {
            nameless.as_object_mut().unwrap().remove(name);
        }
        let identity = read_with(&json!({ "typ": "JWT" }), &nameless, None).unwrap();
        assert_eq!((identity.acr.as_str(), identity.auth_time), ("urn:be:vlaanderen:authmech:itsme", at(NOW)));
    }

    #[test]
    fn a_token_for_another_question_client_or_access_token_is_refused() {
        let both = json!(["poort", "other"]);
        for (changes, error) in [
            (vec![("nonce", json!("x"))], IdentityError::Nonce),
            (vec![("iss", json!("https://evil.example"))], IdentityError::Token(VerifyError::WrongIssuer)),
            (vec![("aud", json!("other"))], IdentityError::Token(VerifyError::WrongAudience)),
            (vec![("aud", both.clone())], IdentityError::Party),
            (vec![("azp", json!("other"))], IdentityError::Party),
            (vec![("exp", json!(at(NOW).unix() - 30))], IdentityError::Token(VerifyError::Expired)),
            (vec![("iat", json!(at(NOW).unix() + 31))], IdentityError::Token(VerifyError::NotYetValid)),
            (vec![("at_hash", json!("AAAA"))], IdentityError::AccessToken),
            (vec![("nonce", json!(null))], IdentityError::Token(VerifyError::Malformed)),
        ] {
            assert_eq!(read(&changes), Err(error), "{changes:?}");
        }
        let hash = at_hash(Algorithm::ES256, "a");
        assert!(read(&[("at_hash", json!(hash)), ("aud", both), ("azp", json!("poort"))]).is_ok());
    }

    #[test]
    fn whoever_has_no_number_that_exists_is_nobody() {
        for number in [json!(null), json!(85_073_100_130_i64), json!("85073100131"), json!(""), json!(["85073100130"])] {
            assert_eq!(read(&[("rrn", number)]), Err(IdentityError::NoInsz));
        }
    }

    #[test]
    fn the_subject_may_be_the_number() {
        let provider = Provider { insz_claim: Some("sub".to_owned()), ..provider() };
        let of = |sub: &str| proven(&[("sub", json!(sub))]);
        assert!(!of("x").wants_userinfo(&provider));
        let said = of("85073100130").identity(None, &provider, at(NOW)).unwrap();
        assert!(matches!(said.named, Named::Insz(insz) if insz.expose() == "85073100130"));
        assert_eq!(of("x").identity(None, &provider, at(NOW)), Err(IdentityError::NoInsz));
    }

    #[test]
    fn userinfo_says_the_number_that_the_token_does_not() {
        let mut silent = sound();
        silent.as_object_mut().unwrap().remove("rrn");
        let silent = || proven_with(&json!({}), &silent, None).unwrap();
        let with = |proven: Proven, userinfo: Value| proven.identity(userinfo.as_object(), &provider(), at(NOW));
        assert!(silent().wants_userinfo(&provider()) && !proven(&[]).wants_userinfo(&provider()));
        assert!(!silent().wants_userinfo(&Provider { insz_claim: None, ..provider() }));
        let said = with(silent(), json!({ "rrn": "85073100130" })).unwrap();
        assert!(matches!(said.named, Named::Insz(insz) if insz.expose() == "85073100130"));
        assert_eq!(with(silent(), json!({ "other": "85073100130" })), Err(IdentityError::NoInsz));
        let wrong = proven(&[("rrn", json!("x"))]);
        assert_eq!(with(wrong, json!({ "rrn": "85073100130" })), Err(IdentityError::NoInsz), "the token goes before");
    }

    #[test]
    fn who_was_to_prove_it_again_did() {
        let at_age = |age, seconds: i64| {
            let mut claims = sound();
            claims["auth_time"] = json!(at(NOW).unix() - seconds);
            read_with(&json!({}), &claims, Some(age)).map(drop)
        };
        assert_eq!((at_age(0, 30), at_age(0, 31)), (Ok(()), Err(IdentityError::TooLongAgo)));
        assert_eq!((at_age(60, 90), at_age(60, 91)), (Ok(()), Err(IdentityError::TooLongAgo)));
        // Its clock may be behind: who was to prove it there and then did so after he left.
        let mut behind = sound();
        behind["auth_time"] = json!(at(NOW).unix() - 20);
        let there_and_then = read_with(&json!({}), &behind, Some(0)).unwrap();
        assert_eq!(
            (there_and_then.auth_time, read_with(&json!({}), &behind, Some(60)).unwrap().auth_time.unix()),
            (at(NOW), at(NOW).unix() - 20)
        );
        let mut silent = sound();
        silent.as_object_mut().unwrap().remove("auth_time");
        assert_eq!(read_with(&json!({}), &silent, Some(3600)), Err(IdentityError::TooLongAgo));
    }

    #[test]
    fn only_its_own_keys_sign() {
        for header in [json!({ "alg": "none" }), json!({ "alg": "HS256" }), json!({ "alg": "RS256" }), json!({ "kid": "../x" })] {
            assert!(matches!(read_with(&header, &sound(), None), Err(IdentityError::Token(_))), "{header}");
        }
        for body in ["", "[]", "{}", r#"{"id_token":"a"}"#, r#"{"id_token":"a","access_token":1}"#] {
            assert!(TokenAnswer::read(body.as_bytes(), &provider()).is_err(), "{body}");
        }
    }
}
