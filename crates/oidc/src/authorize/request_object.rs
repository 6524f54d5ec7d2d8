use serde_json::{Map, Value};
use tokens::claims::RequestObjectClaims;
use tokens::jwt::{self, AudienceRule, Expected, TokenType};
use tokens::keys::ClientKeys;
use types::{Instant, Parsed, Seconds};

use super::AuthorizeError;
use super::error::{AuthorizeErrorCode as Code, Refusal};
use crate::token::keys_of;
use crate::{Client, Issuer, Params};

/// How far away the end of a request object may be (as FAPI 2.0 Message Signing has it).
const LONGEST: Seconds = Seconds(3600);
/// How far the clock of a client may be off.
const LEEWAY: Seconds = Seconds(10);

/// The parameters that a client signed, in `request` (RFC 9101): with one of its registered keys, for this issuer, by itself, of now. What stands beside it
/// does not count (section 6.3), but for `client_id`, which is the same inside.
///
/// # Errors
/// [`AuthorizeError`]: to the client when an address that is registered stands beside the object, else a page.
pub(super) fn opened(
    params: &Params,
    client: &Client,
    published: Option<&ClientKeys>,
    issuer: &Issuer,
    now: Instant,
) -> Result<Params, AuthorizeError> {
    let refused = |refusal: Refusal| refusal.unreturned(params, client, now.day());
    let object = params.get("request").map_err(|error| refused(error.into()))?.unwrap_or_default();
    let keys = keys_of(client, published);
    let keys = keys.ok_or_else(|| refused(Refusal::new(Code::RequestNotSupported, "this client has no keys to sign with")))?;
    let rule = AudienceRule::Contains(issuer.as_str());
    let expected = Expected::new(TokenType::RequestObject, client.client_id.as_str(), rule, now).with_leeway(LEEWAY);
    let claims = jwt::verify::<RequestObjectClaims>(object, keys.as_ref(), &expected).ok();
    let soon = |claims: &RequestObjectClaims| claims.exp.unix() <= now.plus(LONGEST).plus(LEEWAY).unix();
    let inside = claims.filter(soon).and_then(|claims| parameters(&claims.parameters, client));
    inside.ok_or_else(|| refused(Refusal::new(Code::InvalidRequestObject, "the request object is not valid")))
}

/// Each as it would stand in an address: numbers as digits, `claims` as JSON.
fn parameters(members: &Map<String, Value>, client: &Client) -> Option<Params> {
    // `sub` would make of it an assertion by which the client proves who it is (RFC 9101 section 10.8).
    let nested = ["request", "request_uri", "sub"].iter().any(|name| members.contains_key(*name));
    let own = members.get("client_id").and_then(Value::as_str) == Some(client.client_id.as_str());
    if nested || !own {
        return None;
    }
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    Params::from_pairs(members.iter().map(|(name, value)| (name.clone(), text(value))).collect()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{CHALLENGE, assertion, at, params, portal, signer};
    use serde_json::json;
    use tokens::keys::Algorithm;

    const NOW: &str = "2026-11-23T10:00:00Z";

    fn client() -> Client {
        let mut client = portal();
        client.jwks = Some(json!({ "keys": [signer(Algorithm::ES256).public_jwk()] }));
        client
    }

    fn sound() -> Value {
        let now = at(NOW).unix();
        json!({
            "iss": "portal", "aud": "https://poort.example/op", "exp": now + 300, "iat": now, "nbf": now, "jti": "1", "client_id": "portal",
            "redirect_uri": "https://portal.example/cb", "response_type": "code", "scope": "openid vo", "max_age": 60,
            "claims": {"id_token": {"acr": null}}, "code_challenge": CHALLENGE, "code_challenge_method": "S256",
        })
    }

    fn open(object: &str, beside: &[(&str, &str)], client: &Client) -> Result<Params, AuthorizeError> {
        let pairs = [&[("client_id", "portal"), ("request", object)], beside].concat();
        opened(&params(&pairs), client, None, &Issuer::parse("https://poort.example/op").unwrap(), at(NOW))
    }

    fn code(header: &Value, claims: &Value) -> Option<&'static str> {
        open(&assertion(Algorithm::ES256, header, claims), &[], &client()).err().map(|error| error.oauth_code())
    }

    #[test]
    fn only_what_is_signed_counts() {
        let object = assertion(Algorithm::ES256, &json!({ "typ": "oauth-authz-req+jwt" }), &sound());
        let asked = open(&object, &[("scope", "openid ovam"), ("state", "beside")], &client()).unwrap();
        assert_eq!((asked.get("scope"), asked.get("state")), (Ok(Some("openid vo")), Ok(None)));
        assert_eq!((asked.get("max_age"), asked.get("claims")), (Ok(Some("60")), Ok(Some(r#"{"id_token":{"acr":null}}"#))));
        for not_asked in ["iss", "aud", "exp", "jti"] {
            assert_eq!(asked.get(not_asked), Ok(None), "{not_asked}");
        }
        for algorithm in Algorithm::ACCEPTED {
            let mut other = portal();
            other.jwks = Some(json!({ "keys": [signer(algorithm).public_jwk()] }));
            assert!(open(&assertion(algorithm, &json!({}), &sound()), &[], &other).is_ok(), "{algorithm}");
        }
    }

    #[test]
    fn it_is_by_this_client_for_this_issuer_and_of_now() {
        let now = at(NOW).unix();
        assert_eq!(code(&json!({}), &sound()), None);
        for (name, value) in [
            ("iss", json!("other")),
            ("iss", Value::Null),
            ("aud", json!("https://elsewhere.example")),
            ("aud", json!("https://poort.example/op/v1/auth")),
            ("exp", json!(now - 10)),
            ("exp", json!(now + 3611)),
            ("exp", json!("soon")),
            ("exp", Value::Null),
            ("iat", json!(now + 11)),
            ("nbf", json!(now + 11)),
            ("client_id", json!("other")),
            ("client_id", Value::Null),
            ("sub", json!("portal")),
            ("request", json!("x")),
            ("request_uri", json!("https://evil.example")),
        ] {
            let mut claims = sound();
            claims[name] = value.clone();
            assert_eq!(code(&json!({}), &claims), Some("invalid_request_object"), "{name} {value}");
        }
    }

    #[test]
    fn its_header_brings_neither_key_nor_rules() {
        for header in [
            json!({ "alg": "none" }),
            json!({ "alg": "HS256" }),
            json!({ "alg": "RS256" }),
            json!({ "typ": "at+jwt" }),
            json!({ "typ": "client-authentication+jwt" }),
            json!({ "jku": "https://evil.example" }),
            json!({ "jwk": signer(Algorithm::ES256).public_jwk() }),
            json!({ "crit": ["exp"] }),
        ] {
            assert_eq!(code(&header, &sound()), Some("invalid_request_object"), "{header}");
        }
        let error = open("a.b.c", &[], &portal()).unwrap_err();
        assert_eq!(
            (error.oauth_code(), error.code()),
            ("request_not_supported", "invalidRequestObject"),
            "a client without keys; a page"
        );
        let error = open("a.b.c", &[("redirect_uri", "https://portal.example/cb")], &client()).unwrap_err();
        assert_eq!(error.code(), "invalid_request_object", "back to the client, whose address is beside it");
        let error = open("a.b.c", &[("redirect_uri", "https://evil.example/cb")], &client()).unwrap_err();
        assert_eq!(error.code(), "invalidRequestObject");
    }
}
