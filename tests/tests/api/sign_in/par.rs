//! Pushed authorization requests (RFC 9126): checked at once, for one browser, for one code, and nobody changes them on the way.

use oidc::encoding;
use poort_tests::{Answer, Browser, CALLBACK, CHALLENGE, TestApp};
use serde_json::json;
use storage::on_both;
use types::{Clock, Seconds};

const CLIENT: &str = "ovam-portaal";

const SOUND: [(&str, &str); 7] = [
    ("response_type", "code"),
    ("redirect_uri", CALLBACK),
    ("scope", "openid vo ovam_cnr"),
    ("state", "s&1"),
    ("nonce", "n-1"),
    ("code_challenge", CHALLENGE),
    ("code_challenge_method", "S256"),
];

async fn push(app: &TestApp, client: &str, changes: &[(&str, &str)]) -> Answer {
    let kept = SOUND.iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    app.ask_as(client, "/op/v1/par", &kept.chain(changes).copied().collect::<Vec<_>>()).await
}

async fn pushed(app: &TestApp, changes: &[(&str, &str)]) -> String {
    let answer = push(app, CLIENT, changes).await;
    assert_eq!((answer.status.as_u16(), &answer.body["expires_in"]), (201, &json!(60)), "{}", answer.text);
    assert_eq!(answer.headers["cache-control"], "no-store");
    answer.body["request_uri"].as_str().unwrap().to_owned()
}

fn path(client: &str, uri: &str) -> String {
    format!("/op/v1/auth?client_id={client}&request_uri={}", encoding::encode(uri))
}

async fn arrive(browser: &Browser<'_>, uri: &str) -> Answer {
    browser.follow(browser.get(&path(CLIENT, uri)).await).await
}

fn refused(answer: &Answer, error: &str) {
    assert_eq!((answer.status.as_u16(), &answer.body["error"]), (400, &json!(error)), "{}", answer.text);
}

on_both! {
    async fn a_pushed_request_gives_one_code_to_the_browser_that_opened_it(database) {
        let app = TestApp::demo(database).await;
        let uri = pushed(&app, &[]).await;
        assert!(uri.starts_with("urn:ietf:params:oauth:request_uri:") && uri.len() == 34 + 43, "{uri}");
        let stijn = app.browser();
        let login = arrive(&stijn, &uri).await;
        assert_eq!(login.heading(), "Aanmelden");
        // Its reference is used: nobody who read it along gets anywhere.
        assert_eq!(arrive(&app.browser(), &uri).await.status, 403);
        let carried = login.form().unwrap().fields.into_iter().find(|(name, _)| name == "continue").unwrap().1;
        assert!(!carried.contains(&encoding::encode(&uri)) && !carried.contains("scope") && !carried.contains("redirect_uri"), "{carried}");
        let arrived = stijn.log_in(&login, "stijn").await;
        assert_eq!((arrived.returned("state").as_deref(), arrived.location().unwrap().starts_with(CALLBACK)), (Some("s&1"), true));
        let tokens = stijn.tokens(CLIENT, &arrived).await;
        assert_eq!(tokens.answer["scope"], "openid vo ovam_cnr");
        assert_eq!(app.id_claims(CLIENT, tokens.id.as_deref().unwrap()).nonce.as_deref(), Some("n-1"));
        for spent in [carried, path(CLIENT, &uri)] {
            assert_eq!(stijn.get(&spent).await.status, 403, "a code was given for it");
        }
        // Who is signed in gets the code at once, and once: what stands beside the reference counts for nothing.
        let uri = pushed(&app, &[("prompt", "none")]).await;
        let beside = format!("{}&state=other&redirect_uri=https%3A%2F%2Fevil.example&scope=openid", path(CLIENT, &uri));
        let first = stijn.get(&beside).await;
        let own = first.location().unwrap().to_owned();
        let answers = futures_util::future::join_all((0..20).map(|_| stijn.get(&own))).await;
        let codes: Vec<_> = answers.iter().filter_map(|answer| answer.returned("code").map(|_| answer)).collect();
        assert_eq!((codes.len(), codes[0].returned("state").as_deref()), (1, Some("s&1")));
        assert!(codes[0].location().unwrap().starts_with(CALLBACK));
    }

    async fn what_the_authorization_endpoint_would_refuse_is_refused_at_once(database) {
        let app = TestApp::demo(database).await;
        for (changes, error) in [
            (&[("scope", "openid dcjm_vrijetijd")][..], "invalid_scope"),
            (&[("redirect_uri", "https://evil.example/callback")], "invalid_request"),
            (&[("redirect_uri", "")], "invalid_request"),
            (&[("response_type", "token")], "unsupported_response_type"),
            (&[("code_challenge", "")], "invalid_request"),
            (&[("code_challenge_method", "plain")], "invalid_request"),
            (&[("scope", "openid"), ("scope", "openid")], "invalid_request"),
            (&[("request_uri", "urn:ietf:params:oauth:request_uri:x")], "invalid_request"),
            (&[("request_uri", "http://169.254.169.254/")], "invalid_request"),
            (&[("request", "a.b.c")], "request_not_supported"),
            (&[("registration", "{}")], "registration_not_supported"),
        ] {
            refused(&push(&app, CLIENT, changes).await, error);
        }
        refused(&push(&app, "hr-zandmeer", &[]).await, "unauthorized_client");
        for (client, secret) in [(CLIENT, ""), (CLIENT, "&client_secret=wrong"), ("beheer", ""), ("nobody", "")] {
            let body = format!("client_id={client}{secret}&{}", encoding::encode_pairs(SOUND));
            let form = [("Content-Type", "application/x-www-form-urlencoded")];
            let answer = app.send("POST", "/op/v1/par", &form, Some(body)).await;
            assert_eq!((answer.status.as_u16(), &answer.body["error"]), (401, &json!("invalid_client")), "{client}");
        }
        assert_eq!(app.send("GET", "/op/v1/par", &[], None).await.status, 405);
        assert!(!push(&app, CLIENT, &[]).await.headers.contains_key("access-control-allow-origin"));
    }

    async fn a_reference_is_its_clients_for_a_minute_and_the_client_may_change_its_mind(database) {
        let app = TestApp::demo(database).await;
        let uri = pushed(&app, &[]).await;
        let browser = app.browser();
        assert_eq!(browser.get(&path("cultuurmonitor-portaal", &uri)).await.status, 403);
        assert_eq!(browser.get(&path(CLIENT, "urn:ietf:params:oauth:request_uri:nonsense")).await.status, 403);
        assert_eq!(browser.get(&format!("/op/v1/auth?request_uri={}", encoding::encode(&uri))).await.status, 400);
        let now = app.clock.now();
        app.clock.set(now.plus(Seconds(60)));
        assert_eq!(browser.get(&path(CLIENT, &uri)).await.status, 403, "too late");

        // Once opened there is time to sign in.
        let uri = pushed(&app, &[]).await;
        let login = arrive(&browser, &uri).await;
        app.clock.set(app.clock.now().plus(Seconds(1800)));
        assert!(browser.log_in(&login, "stijn").await.returned("code").is_some());

        // Between the push and the code it is held against what the client may now.
        let uri = pushed(&app, &[]).await;
        let own = browser.get(&path(CLIENT, &uri)).await.location().unwrap().to_owned();
        app.change_client(CLIENT, |client| client.scopes.retain(|scope| scope.to_string() != "ovam_cnr")).await;
        assert_eq!(browser.get(&own).await.returned("error").as_deref(), Some("invalid_scope"));
        app.change_client(CLIENT, |client| client.enabled = false).await;
        assert_eq!(browser.get(&own).await.status, 400);
    }

    async fn what_asks_for_a_login_cannot_be_taken_out_on_the_way(database) {
        let app = TestApp::demo(database).await;
        let stijn = app.browser();
        stijn.sign_in("stijn", CLIENT, "openid ovam_cnr", None).await;
        app.clock.set(app.clock.now().plus(Seconds(10)));
        for asks in [[("prompt", "login")], [("max_age", "5")]] {
            let uri = pushed(&app, &asks).await;
            let login = arrive(&stijn, &uri).await;
            assert_eq!(login.heading(), "Aanmelden", "{asks:?}");
            let carried = login.form().unwrap().fields.into_iter().find(|(name, _)| name == "continue").unwrap().1;
            assert_eq!(stijn.get(&carried).await.heading(), "Aanmelden");
            assert!(stijn.log_in(&login, "stijn").await.returned("code").is_some(), "{asks:?}");
            app.clock.set(app.clock.now().plus(Seconds(10)));
        }
    }

    async fn a_client_that_pushes_is_known_by_nothing_else(database) {
        let app = TestApp::demo(database).await;
        app.change_client(CLIENT, |client| client.require_pushed_requests = true).await;
        let browser = app.browser();
        let plain = browser.get(&app.authorization(CLIENT, "openid ovam_cnr", &[])).await;
        assert_eq!(plain.returned("error").as_deref(), Some("invalid_request"));
        let told = browser.get(&format!("/op/.well-known/openid-configuration?client_id={CLIENT}")).await.body;
        assert_eq!((&told["require_pushed_authorization_requests"], told.get("require_signed_request_object")), (&json!(true), None));
        // Nor by a form that carries the request itself.
        let uri = pushed(&app, &[]).await;
        let login = arrive(&browser, &uri).await;
        let carried = app.authorization(CLIENT, "openid ovam_cnr", &[]);
        let after = browser.submit(&login, &[("username", "stijn"), ("password", app.password("stijn")), ("continue", &carried)]).await;
        assert_eq!((after.returned("error").as_deref(), after.returned("code")), (Some("invalid_request"), None));
        assert!(arrive(&browser, &pushed(&app, &[]).await).await.returned("code").is_some());
    }
}
