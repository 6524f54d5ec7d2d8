//! One test per way in which a token can be wrong.

use proptest::prelude::*;
use serde_json::{Value, json};
use types::Seconds;

use super::*;
use crate::base64;
use crate::claims::{AccessTokenClaims, ClientAssertionClaims, IdTokenClaims};
use crate::keys::{Algorithm, ClientKeys, Jwks, SigningKey};
use crate::testing::{ISSUED as NOW, access_claims, at, id_claims, signing_key};

const ISSUER: &str = "https://poort.example/op";

fn keys() -> ClientKeys {
    let keys = Algorithm::ALL.map(|algorithm| signing_key(algorithm).public_jwk()).into();
    ClientKeys::new(&Jwks { keys }).unwrap()
}

fn expected(audience: &str) -> Expected<'_> {
    Expected::new(TokenType::Access, ISSUER, AudienceRule::Contains(audience), at(NOW))
}

fn access(token: &str) -> Result<AccessTokenClaims, VerifyError> {
    verify(token, &keys(), &expected("api"))
}

/// A correctly signed token with any header and claims.
fn token(key: &SigningKey, header: &str, claims: &str) -> String {
    let signed = format!("{}.{}", base64::encode(header), base64::encode(claims));
    let signature = base64::encode(key.sign(signed.as_bytes()).unwrap());
    format!("{signed}.{signature}")
}

fn with_header(change: impl FnOnce(&mut Value)) -> String {
    let key = signing_key(Algorithm::ES256);
    let mut header = json!({ "alg": "ES256", "typ": "at+jwt", "kid": key.kid().as_str() });
    change(&mut header);
    token(key, &header.to_string(), &serde_json::to_string(&access_claims()).unwrap())
}

fn with_claims(change: impl FnOnce(&mut Value)) -> String {
    let mut claims = serde_json::to_value(access_claims()).unwrap();
    change(&mut claims);
    with_claims_text(&claims.to_string())
}

fn with_claims_text(claims: &str) -> String {
    let key = signing_key(Algorithm::ES256);
    token(key, &format!(r#"{{"alg":"ES256","typ":"at+jwt","kid":"{}"}}"#, key.kid()), claims)
}

#[test]
fn a_good_token_gives_its_claims_with_every_algorithm() {
    for algorithm in Algorithm::ALL {
        let token = sign(signing_key(algorithm), TokenType::Access, &access_claims()).unwrap();
        assert_eq!(access(&token), Ok(access_claims()), "{algorithm}");
    }
    assert_eq!(access(&with_header(|_| ())), Ok(access_claims()));
}

#[test]
fn a_key_is_used_with_its_own_algorithm_only() {
    let rsa = signing_key(Algorithm::RS256);
    let confused = with_header(|header| header["kid"] = rsa.kid().as_str().into());
    assert_eq!(access(&confused), Err(VerifyError::WrongAlgorithm));
    for other in ["none", "HS256", "RS512"] {
        assert_eq!(access(&with_header(|header| header["alg"] = other.into())), Err(VerifyError::WrongAlgorithm));
    }
    let unsigned = with_header(|header| header["alg"] = "none".into());
    let (signed, _) = unsigned.rsplit_once('.').unwrap();
    assert_eq!(access(&format!("{signed}.")), Err(VerifyError::WrongAlgorithm));
}

#[test]
fn a_symmetric_signature_made_with_the_public_key_is_refused() {
    use aws_lc_rs::hmac;
    let rsa = signing_key(Algorithm::RS256);
    let header = format!(r#"{{"alg":"HS256","typ":"at+jwt","kid":"{}"}}"#, rsa.kid());
    let signed = format!("{}.{}", base64::encode(header), base64::encode(serde_json::to_vec(&access_claims()).unwrap()));
    let public = serde_json::to_vec(&rsa.public_jwk()).unwrap();
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &public), signed.as_bytes());
    assert_eq!(access(&format!("{signed}.{}", base64::encode(tag))), Err(VerifyError::WrongAlgorithm));
}

#[test]
fn an_unknown_key_and_a_foreign_signature_are_told_apart() {
    let other = SigningKey::generate(Algorithm::ES256).unwrap();
    let unknown = sign(&other, TokenType::Access, &access_claims()).unwrap();
    assert_eq!(access(&unknown), Err(VerifyError::UnknownKey));
    let header = format!(r#"{{"alg":"ES256","typ":"at+jwt","kid":"{}"}}"#, signing_key(Algorithm::ES256).kid());
    let foreign = token(&other, &header, &serde_json::to_string(&access_claims()).unwrap());
    assert_eq!(access(&foreign), Err(VerifyError::BadSignature));
    for kid in ["../../../dev/null", "' UNION SELECT 'x", ""] {
        assert_eq!(access(&with_header(|header| header["kid"] = kid.into())), Err(VerifyError::UnknownKey));
    }
}

#[test]
fn a_header_that_brings_a_key_or_demands_an_extension_is_refused() {
    let own = serde_json::to_value(signing_key(Algorithm::ES256).public_jwk()).unwrap();
    for (name, value) in [
        ("jwk", own),
        ("jku", json!("https://evil.example/keys")),
        ("x5u", json!("https://evil.example/cert")),
        ("x5c", json!(["MIIB"])),
        ("crit", json!(["exp"])),
        ("b64", json!(false)),
    ] {
        assert_eq!(access(&with_header(|header| header[name] = value)), Err(VerifyError::Malformed), "{name}");
    }
}

#[test]
fn kinds_of_tokens_are_not_exchangeable() {
    let key = signing_key(Algorithm::ES256);
    let id = sign(key, TokenType::Id, &id_claims()).unwrap();
    assert_eq!(access(&id), Err(VerifyError::WrongType));
    let any = |kind| Expected::new(kind, ISSUER, AudienceRule::Anyone, at(NOW));
    assert_eq!(verify::<IdTokenClaims>(&id, &keys(), &any(TokenType::Id)), Ok(id_claims()));
    let access_token = sign(key, TokenType::Access, &access_claims()).unwrap();
    assert_eq!(verify::<IdTokenClaims>(&access_token, &keys(), &any(TokenType::Id)), Err(VerifyError::WrongType));
    let nameless = with_header(|header| drop(header.as_object_mut().unwrap().remove("typ")));
    assert_eq!(access(&nameless), Err(VerifyError::WrongType));
}

#[test]
fn issuer_and_audience_are_compared_to_the_letter() {
    for issuer in ["https://poort.example/op/", "https://POORT.example/op", "https://poort.example", ""] {
        assert_eq!(access(&with_claims(|claims| claims["iss"] = issuer.into())), Err(VerifyError::WrongIssuer));
    }
    let two = with_claims(|claims| claims["aud"] = json!(["other", "api"]));
    assert!(access(&two).is_ok());
    for audience in [json!("API"), json!(["ap", "api2"]), json!("")] {
        assert_eq!(access(&with_claims(|claims| claims["aud"] = audience)), Err(VerifyError::WrongAudience));
    }
    let rule = |rule| Expected::new(TokenType::Access, ISSUER, rule, at(NOW));
    let check = |audience| verify::<AccessTokenClaims>(&two, &keys(), &rule(audience)).err();
    assert_eq!(check(AudienceRule::ContainsAnyOf(&["x", "other"])), None);
    assert_eq!(check(AudienceRule::ContainsAnyOf(&["x", "y"])), Some(VerifyError::WrongAudience));
    assert_eq!(check(AudienceRule::ContainsAnyOf(&[])), Some(VerifyError::WrongAudience));
    assert_eq!(check(AudienceRule::Anyone), None);
}

#[test]
fn times_are_held_to_the_second_with_and_without_leeway() {
    // Issued at NOW, ends at NOW + 3600.
    let token = with_claims(|claims| claims["nbf"] = json!(NOW + 10));
    let error = |now: i64, leeway: i64| {
        let expected = Expected::new(TokenType::Access, ISSUER, AudienceRule::Contains("api"), at(now));
        verify::<AccessTokenClaims>(&token, &keys(), &expected.with_leeway(Seconds(leeway))).err()
    };
    assert_eq!(error(NOW + 9, 0), Some(VerifyError::NotYetValid));
    assert_eq!(error(NOW + 10, 0), None);
    assert_eq!(error(NOW + 5, 5), None);
    assert_eq!(error(NOW + 4, 5), Some(VerifyError::NotYetValid));
    assert_eq!(error(NOW + 3599, 0), None);
    assert_eq!(error(NOW + 3600, 0), Some(VerifyError::Expired));
    assert_eq!(error(NOW + 3604, 5), None);
    assert_eq!(error(NOW + 3605, 5), Some(VerifyError::Expired));
    assert_eq!(error(NOW + 3600, -60), Some(VerifyError::Expired));
    assert_eq!(error(NOW + 3599, -60), None);
}

#[test]
fn a_token_from_the_future_is_not_believed() {
    assert_eq!(access(&with_claims(|claims| claims["iat"] = json!(NOW + 1))), Err(VerifyError::NotYetValid));
}

#[test]
fn an_expired_hint_is_read_only_where_that_is_asked() {
    let token = with_claims(|claims| claims["exp"] = json!(NOW - 1));
    assert_eq!(access(&token), Err(VerifyError::Expired));
    assert!(verify::<AccessTokenClaims>(&token, &keys(), &expected("api").even_if_expired()).is_ok());
}

#[test]
fn claims_of_the_wrong_type_are_refused() {
    for (name, value) in [
        ("exp", json!("1795518000")),
        ("exp", json!(null)),
        ("exp", json!(true)),
        ("exp", json!(-1)),
        ("exp", json!(1e300)),
        ("iat", json!("now")),
        ("nbf", json!([NOW])),
        ("aud", json!([])),
        ("aud", json!({ "api": true })),
        ("aud", json!(["api", 1])),
        ("iss", json!([ISSUER])),
        ("sub", json!(1)),
        ("scope", json!(["openid"])),
        ("jti", json!(null)),
    ] {
        assert_eq!(access(&with_claims(|claims| claims[name] = value)), Err(VerifyError::Malformed), "{name}");
    }
    for name in ["iss", "sub", "aud", "exp", "iat", "jti", "client_id", "scope"] {
        let absent = with_claims(|claims| drop(claims.as_object_mut().unwrap().remove(name)));
        assert_eq!(access(&absent), Err(VerifyError::Malformed), "{name}");
    }
}

#[test]
fn members_that_occur_twice_are_refused() {
    let claims = serde_json::to_string(&access_claims()).unwrap();
    let twice = claims.replacen('{', r#"{"aud":"other","#, 1);
    assert_eq!(access(&with_claims_text(&twice)), Err(VerifyError::Malformed));
    let extra = claims.replacen('{', r#"{"roles":["a"],"roles":["b"],"#, 1);
    assert_eq!(access(&with_claims_text(&extra)), Err(VerifyError::Malformed));
    let key = signing_key(Algorithm::ES256);
    let header = format!(r#"{{"alg":"ES256","typ":"at+jwt","kid":"x","kid":"{}"}}"#, key.kid());
    assert_eq!(access(&token(key, &header, &claims)), Err(VerifyError::Malformed));
}

#[test]
fn oversized_and_deeply_nested_tokens_are_refused() {
    let filled = |length: usize| with_claims(|claims| claims["x"] = "a".repeat(length).into());
    assert!(access(&filled(11_000)).is_ok());
    let long = filled(13_000);
    assert!(long.len() > MAX_TOKEN_BYTES);
    assert_eq!(access(&long), Err(VerifyError::Malformed));
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let claims = serde_json::to_string(&access_claims()).unwrap().replacen('{', &format!(r#"{{"x":{deep},"#), 1);
    assert_eq!(access(&with_claims_text(&claims)), Err(VerifyError::Malformed));
}

#[test]
fn only_strict_compact_form_is_read() {
    let good = with_header(|_| ());
    let parts: Vec<_> = good.split('.').collect();
    for text in [
        String::new(),
        "..".to_owned(),
        "...".to_owned(),
        parts[0].to_owned(),
        format!("{}.{}", parts[0], parts[1]),
        format!("{good}."),
        format!("{good}.{}", parts[2]),
        format!(" {good}"),
        format!("{good}\n"),
        format!("{good}="),
        format!("{}=.{}.{}", parts[0], parts[1], parts[2]),
        format!("{}.{}.{}+", parts[0], parts[1], parts[2]),
    ] {
        assert_eq!(access(&text), Err(VerifyError::Malformed), "{text}");
    }
    assert_eq!(access(&format!("{}.{}.", parts[0], parts[1])), Err(VerifyError::BadSignature));
    for claims in [format!("{}=", parts[1]), format!("{} ", parts[1]), String::new()] {
        let signed = format!("{}.{claims}", parts[0]);
        let signature = base64::encode(signing_key(Algorithm::ES256).sign(signed.as_bytes()).unwrap());
        assert_eq!(access(&format!("{signed}.{signature}")), Err(VerifyError::Malformed), "{claims}");
    }
}

#[test]
fn a_client_proves_itself_with_or_without_type_and_key_name() {
    let key = signing_key(Algorithm::RS256);
    let mut jwk = key.public_jwk();
    jwk.kid = None;
    let keys = ClientKeys::new(&Jwks { keys: vec![jwk] }).unwrap();
    let assertion = format!(r#"{{"iss":"portal","sub":"portal","aud":"{ISSUER}","exp":{}.5,"jti":"1"}}"#, NOW + 60);
    let expected = Expected::new(TokenType::ClientAssertion, "portal", AudienceRule::ContainsAnyOf(&[ISSUER]), at(NOW));
    for header in [r#"{"alg":"RS256"}"#, r#"{"alg":"RS256","typ":"JWT","kid":"mine"}"#] {
        let token = token(key, header, &assertion);
        assert_eq!(claimed_issuer(&token).as_deref(), Ok("portal"));
        let claims: ClientAssertionClaims = verify(&token, &keys, &expected).unwrap();
        assert_eq!((claims.jti.as_str(), claims.exp.unix()), ("1", NOW + 60));
    }
    let access_token = sign(key, TokenType::Access, &access_claims()).unwrap();
    assert_eq!(verify::<ClientAssertionClaims>(&access_token, &keys, &expected), Err(VerifyError::WrongType));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_changed_character_goes_unnoticed(place: prop::sample::Index, replacement in "[A-Za-z0-9_.=-]") {
        let good = sign(signing_key(Algorithm::EdDSA), TokenType::Access, &access_claims()).unwrap();
        let place = place.index(good.len());
        let mut changed = good.clone();
        changed.replace_range(place..=place, &replacement);
        prop_assert_eq!(access(&changed).is_ok(), changed == good);
    }

    #[test]
    fn any_text_is_answered(text in "\\PC{0,60}") {
        prop_assert!(access(&text).is_err());
        let _ = claimed_issuer(&text);
    }

    #[test]
    fn any_header_and_claims_are_answered(header in "\\PC{0,40}", claims in "\\PC{0,40}") {
        prop_assert!(access(&token(signing_key(Algorithm::EdDSA), &header, &claims)).is_err());
    }

    #[test]
    fn every_extra_claim_comes_back(names in prop::collection::hash_map("[a-z]{1,8}_rol_3[dD]", prop::collection::vec("\\PC{0,20}", 0..3), 0..4)) {
        let mut claims = access_claims();
        claims.extra.extend(names.into_iter().map(|(name, roles)| (name, roles.into())));
        let token = sign(signing_key(Algorithm::EdDSA), TokenType::Access, &claims).unwrap();
        prop_assert_eq!(access(&token), Ok(claims));
    }
}
