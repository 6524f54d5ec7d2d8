use std::borrow::Cow;

use tokens::claims::ClientAssertionClaims;
use tokens::jwt::{self, AudienceRule, Expected, TokenType, claimed_issuer};
use tokens::keys::{ClientKeys, Jwks};
use tokens::random::sha256;
use types::{ClientId, Instant, Parsed, Seconds};

use super::TokenError;
use crate::{Client, Issuer, paths};

/// The one kind of assertion by which a client proves who it is (RFC 7523 section 2.2).
pub const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// How far away the end of an assertion may be: as at ACM/IDM.
const LONGEST: Seconds = Seconds(600);
/// How far the clock of a client may be off (as FAPI 2.0 has it).
const LEEWAY: Seconds = Seconds(10);

/// An assertion that was accepted: to be accepted once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpentAssertion {
    /// A digest of its client and its `jti`.
    pub digest: [u8; 32],
    /// From when on it would not be accepted anyhow.
    pub until: Instant,
}

/// Whose an assertion says it is, before anything is verified.
pub(super) fn claimed_by(assertion: &str) -> Option<ClientId> {
    ClientId::parse(&claimed_issuer(assertion).ok()?).ok()
}

/// The keys with which a client signs, its assertions and its requests: those that it `published` itself, or of its registration.
#[must_use]
pub fn keys_of<'a>(client: &Client, published: Option<&'a ClientKeys>) -> Option<Cow<'a, ClientKeys>> {
    if let Some(published) = published {
        return Some(Cow::Borrowed(published));
    }
    let keys: Jwks = serde_json::from_value(client.jwks.clone()?).ok()?;
    ClientKeys::new(&keys).ok().map(Cow::Owned)
}

/// Accepts an assertion of a client (`private_key_jwt`; OpenID Connect Core 1.0 section 9, RFC 7523 section 3): signed with one of its keys, for this
/// issuer or its token endpoint, by and about itself, not from the future, ending within ten minutes. `published`: the keys of a client that
/// publishes them itself.
///
/// # Errors
/// [`TokenError::Client`], never saying what is wrong.
pub fn accept(
    assertion: &str,
    client: &Client,
    published: Option<&ClientKeys>,
    issuer: &Issuer,
    now: Instant,
) -> Result<SpentAssertion, TokenError> {
    let keys = keys_of(client, published).ok_or(TokenError::Client)?;
    let endpoint = issuer.endpoint(paths::TOKEN);
    let audiences = [issuer.as_str(), endpoint.as_str()];
    let rule = AudienceRule::ContainsAnyOf(&audiences);
    let expected = Expected::new(TokenType::ClientAssertion, client.client_id.as_str(), rule, now).with_leeway(LEEWAY);
    let claims: ClientAssertionClaims = jwt::verify(assertion, keys.as_ref(), &expected).map_err(|_| TokenError::Client)?;
    let soon = claims.exp.unix() <= now.plus(LONGEST).plus(LEEWAY).unix();
    if claims.sub != claims.iss || !soon || !(1..=256).contains(&claims.jti.len()) {
        return Err(TokenError::Client);
    }
    let digest = sha256(format!("{}\n{}", claims.iss, claims.jti).as_bytes());
    Ok(SpentAssertion { digest, until: now.plus(LONGEST).plus(LEEWAY).plus(LEEWAY) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assertion, at, portal, signer};
    use serde_json::{Value, json};
    use tokens::keys::Algorithm;

    const NOW: &str = "2026-11-23T10:00:00Z";

    fn now() -> i64 {
        at(NOW).unix()
    }

    fn ours() -> Issuer {
        Issuer::parse("https://poort.example/op").unwrap()
    }

    fn client(algorithm: Algorithm) -> Client {
        let mut client = portal();
        client.jwks = Some(json!({ "keys": [signer(algorithm).public_jwk()] }));
        client
    }

    fn sound() -> Value {
        json!({ "iss": "portal", "sub": "portal", "aud": "https://poort.example/op", "jti": "1", "iat": now(), "exp": now() + 60 })
    }

    fn changed(name: &str, value: Value) -> Value {
        let mut claims = sound();
        claims[name] = value;
        claims
    }

    fn accepts(claims: &Value) -> bool {
        let signed = assertion(Algorithm::ES256, &json!({}), claims);
        accept(&signed, &client(Algorithm::ES256), None, &ours(), at(NOW)).is_ok()
    }

    #[test]
    fn each_algorithm_of_a_client_is_accepted_with_its_own_key() {
        for algorithm in Algorithm::ACCEPTED {
            let signed = assertion(algorithm, &json!({}), &sound());
            let spent = accept(&signed, &client(algorithm), None, &ours(), at(NOW)).unwrap();
            assert_eq!(spent.digest, sha256(b"portal\n1"));
            assert!(spent.until >= at(NOW).plus(Seconds(620)));
            for other in Algorithm::ACCEPTED.into_iter().filter(|other| *other != algorithm) {
                assert_eq!(
                    accept(&signed, &client(other), None, &ours(), at(NOW)),
                    Err(TokenError::Client),
                    "{algorithm} {other}"
                );
            }
        }
        let signed = assertion(Algorithm::ES256, &json!({}), &sound());
        assert_eq!(accept(&signed, &portal(), None, &ours(), at(NOW)), Err(TokenError::Client), "a client without keys");
    }

    #[test]
    fn who_publishes_his_keys_is_held_to_those() {
        let signed = assertion(Algorithm::ES256, &json!({}), &sound());
        let keys = |algorithm| ClientKeys::usable(&json!({ "keys": [signer(algorithm).public_jwk()] })).unwrap();
        assert!(accept(&signed, &portal(), Some(&keys(Algorithm::ES256)), &ours(), at(NOW)).is_ok());
        for other in [keys(Algorithm::EdDSA), ClientKeys::default()] {
            let refused = accept(&signed, &client(Algorithm::ES256), Some(&other), &ours(), at(NOW));
            assert_eq!(refused, Err(TokenError::Client), "whatever is registered beside");
        }
    }

    #[test]
    fn it_is_for_us_by_and_about_itself_and_of_now() {
        assert!(accepts(&sound()));
        for (name, good) in [
            ("aud", json!("https://poort.example/op/v1/token")),
            ("aud", json!(["https://elsewhere.example", "https://poort.example/op"])),
            ("exp", json!(now() + 600)),
            ("iat", json!(now() + 10)),
            ("nbf", json!(now())),
        ] {
            assert!(accepts(&changed(name, good.clone())), "{name} {good}");
        }
        for (name, bad) in [
            ("iss", json!("other")),
            ("sub", json!("other")),
            ("sub", Value::Null),
            ("aud", json!("https://poort.example")),
            ("aud", json!("https://poort.example/op/")),
            ("aud", json!("https://poort.example/op/v1/introspect")),
            ("aud", json!([])),
            ("exp", json!(now() - 10)),
            ("exp", json!(now() + 611)),
            ("exp", json!((now() + 60).to_string())),
            ("exp", Value::Null),
            ("iat", json!(now() + 11)),
            ("iat", json!("now")),
            ("nbf", json!(now() + 60)),
            ("jti", json!("")),
            ("jti", json!("x".repeat(257))),
            ("jti", json!(1)),
            ("jti", Value::Null),
        ] {
            assert!(!accepts(&changed(name, bad.clone())), "{name} {bad}");
        }
    }

    #[test]
    fn the_header_brings_neither_key_nor_rules() {
        for header in [
            json!({ "alg": "none" }),
            json!({ "alg": "HS256" }),
            json!({ "alg": "RS256" }),
            json!({ "jwk": signer(Algorithm::ES256).public_jwk() }),
            json!({ "jku": "https://evil.example/keys" }),
            json!({ "x5u": "https://evil.example/cert" }),
            json!({ "crit": ["exp"] }),
            json!({ "b64": false }),
            json!({ "kid": "../../etc/passwd" }),
            json!({ "typ": "at+jwt" }),
        ] {
            let signed = assertion(Algorithm::ES256, &header, &sound());
            let mut client = client(Algorithm::ES256);
            if let Some(keys) = &mut client.jwks {
                keys["keys"][0]["kid"] = "one".into();
            }
            assert_eq!(accept(&signed, &client, None, &ours(), at(NOW)), Err(TokenError::Client), "{header}");
        }
    }
}
