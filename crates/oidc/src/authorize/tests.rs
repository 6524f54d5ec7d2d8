use proptest::prelude::*;
use types::Seconds;

use super::*;
use crate::{Issuer, Pkce, testing};

const SOUND: [(&str, &str); 7] = [
    ("client_id", "portal"),
    ("redirect_uri", "https://portal.example/cb"),
    ("response_type", "code"),
    ("scope", "openid vo ovam"),
    ("state", "s&1"),
    ("code_challenge", testing::CHALLENGE),
    ("code_challenge_method", "S256"),
];

fn today() -> Day {
    Day::new(2026, 11, 23).unwrap()
}

/// The sound request with some parameters replaced; an empty value takes one away.
fn ask(client: &Client, changes: &[(&str, &str)]) -> Result<AuthorizationRequest, AuthorizeError> {
    let kept = SOUND.iter().filter(|(name, _)| !changes.iter().any(|(other, _)| other == name));
    let pairs: Vec<_> = kept.chain(changes).copied().collect();
    parse(&testing::params(&pairs), Some(client), today())
}

fn code(changes: &[(&str, &str)]) -> &'static str {
    ask(&testing::portal(), changes).unwrap_err().code()
}

#[test]
fn a_sound_request_is_read_whole() {
    let request = ask(&testing::portal(), &[("nonce", "n"), ("max_age", "60"), ("acr_values", "a b")]).unwrap();
    assert_eq!(request.scopes.to_string(), "openid vo ovam");
    assert_eq!((request.state.as_deref(), request.nonce.as_deref()), (Some("s&1"), Some("n")));
    assert_eq!((request.max_age, request.acr_values.len()), (Some(Seconds(60)), 2));
    assert!(request.code_challenge.unwrap().accepts(testing::VERIFIER));
}

#[test]
fn before_the_address_is_trusted_an_error_is_a_page() {
    assert_eq!(client_of(&testing::params(&[])), Err(PageError::Client));
    assert_eq!(client_of(&testing::params(&[("client_id", "a:b")])), Err(PageError::Client));
    assert_eq!(parse(&testing::params(&SOUND), None, today()), Err(PageError::Client.into()));
    for address in ["", "https://portal.example/cb/", "https://portal.example/cb?x", "https://evil.example/cb"] {
        assert_eq!(code(&[("redirect_uri", address)]), "unknownRedirectUri", "{address}");
    }
    let twice = [SOUND.as_slice(), &[SOUND[1]]].concat();
    let error = parse(&testing::params(&twice), Some(&testing::portal()), today()).unwrap_err();
    assert_eq!(error.code(), "invalidParameter");
    let mut disabled = testing::portal();
    disabled.enabled = false;
    assert_eq!(ask(&disabled, &[]).unwrap_err().code(), "unknownClient");
    let mut machine = testing::portal();
    machine.grant_types = vec![GrantType::ClientCredentials];
    assert_eq!(ask(&machine, &[]).unwrap_err().code(), "clientMayNotSignIn");
}

#[test]
fn from_then_on_the_client_is_told() {
    for (name, value, error) in [
        ("response_type", "", "invalid_request"),
        ("response_type", "token", "unsupported_response_type"),
        ("response_type", "code id_token", "unsupported_response_type"),
        ("response_mode", "web_message", "invalid_request"),
        ("scope", "", "invalid_scope"),
        ("scope", "openid rrn", "invalid_scope"),
        ("scope", "openid poort.me", "invalid_scope"),
        ("scope", "vo ovam", "invalid_scope"),
        ("code_challenge", "", "invalid_request"),
        ("code_challenge", "kort", "invalid_request"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("code_challenge_method", "", "invalid_request"),
        ("prompt", "none login", "invalid_request"),
        ("max_age", "-1", "invalid_request"),
        ("max_age", "+1", "invalid_request"),
        ("request", "x.y.z", "request_not_supported"),
        ("request_uri", "https://evil.example", "request_uri_not_supported"),
    ] {
        assert_eq!(code(&[(name, value)]), error, "{name}={value}");
    }
}

#[test]
fn the_refusal_goes_to_the_registered_address_with_state_and_issuer() {
    let issuer = Issuer::parse("https://poort.example/op").unwrap();
    let AuthorizeError::Redirect(error) = ask(&testing::portal(), &[("response_type", "token")]).unwrap_err() else { panic!() };
    let location = error.answer(&issuer).location();
    assert!(location.starts_with("https://portal.example/cb?error=unsupported_response_type&error_description="));
    assert!(location.ends_with("&state=s%261&iss=https%3A%2F%2Fpoort.example%2Fop"));
}

#[test]
fn a_state_sent_twice_is_not_given_back() {
    let twice = [SOUND.as_slice(), &[("state", "other")]].concat();
    let AuthorizeError::Redirect(error) = parse(&testing::params(&twice), Some(&testing::portal()), today()).unwrap_err() else {
        panic!()
    };
    assert_eq!((error.state, error.error), (None, AuthorizeErrorCode::InvalidRequest));
}

#[test]
fn pkce_is_waived_only_where_configured_and_rrn_needs_its_legal_basis() {
    let mut client = testing::portal();
    client.pkce = Pkce::Optional;
    client.scopes.push("rrn".parse().unwrap());
    assert_eq!(ask(&client, &[("code_challenge", ""), ("code_challenge_method", "")]).unwrap().code_challenge, None);
    assert_eq!(ask(&client, &[("code_challenge_method", "plain")]).unwrap_err().code(), "invalid_request");
    assert_eq!(ask(&client, &[("scope", "openid rrn")]).unwrap_err().code(), "invalid_scope");
    client.legal_basis = Some("KB van 1 januari 2020".parse().unwrap());
    assert!(ask(&client, &[("scope", "openid rrn")]).is_ok());
}

#[test]
fn a_login_is_fresh_enough_or_asked_again() {
    let (now, then) = (testing::at("2026-11-23T10:00:00Z"), testing::at("2026-11-23T09:59:00Z"));
    let client = testing::portal();
    assert!(ask(&client, &[]).unwrap().needs_login(None, now));
    assert!(!ask(&client, &[("max_age", "60")]).unwrap().needs_login(Some(then), now));
    assert!(ask(&client, &[("max_age", "59")]).unwrap().needs_login(Some(then), now));
    assert!(ask(&client, &[("prompt", "login")]).unwrap().needs_login(Some(now), now));
    assert!(ask(&client, &[("prompt", "select_account")]).unwrap().wants_other_organisation());
}

#[test]
fn the_weakest_of_the_asked_ways_is_the_minimum() {
    let accepts = |asked: &str| ask(&testing::portal(), &[("acr_values", asked)]).unwrap().accepts_acr(ACR_PASSWORD);
    let urn = |name: &str| format!("urn:be:vlaanderen:authmech:{name}");
    assert!(accepts("") && accepts(&urn("password")) && accepts(&urn("csamselfreg")) && accepts("urn:mace:other"));
    assert!(accepts(&format!("{} {}", urn("eid"), urn("password"))));
    assert!(!accepts(&urn("kerberos")) && !accepts(&format!("{} {} urn:mace:other", urn("eid"), urn("itsme"))));
}

proptest! {
    #[test]
    fn whatever_is_sent_nothing_panics_and_answers_go_to_registered_addresses(
        raw in prop::collection::vec(("(client_id|redirect_uri|scope|state|prompt|max_age|login_hint|nonce|code_challenge)", ".{0,30}"), 0..8)
    ) {
        let params = Params::from_pairs([SOUND.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(), raw].concat()).unwrap();
        let client = testing::portal();
        match parse(&params, Some(&client), today()) {
            Ok(request) => prop_assert!(client.redirect_uris.contains(&request.redirect_uri)),
            Err(AuthorizeError::Redirect(error)) => prop_assert!(client.redirect_uris.contains(&error.redirect_uri)),
            Err(AuthorizeError::Page(_)) => {}
        }
    }
}
