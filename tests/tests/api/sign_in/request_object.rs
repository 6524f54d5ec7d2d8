//! Signed authorization requests (RFC 9101): only what the client signed counts, and nothing is fetched.

use oidc::encoding;
use poort_tests::{Answer, Browser, CALLBACK, CHALLENGE, ISSUER, TestApp};
use serde_json::{Value, json};
use storage::on_both;
use tokens::keys::Algorithm;
use types::{Clock, Seconds};

use super::assertion::Signer;

const CLIENT: &str = "ovam-portaal";

fn sound(app: &TestApp) -> Value {
    let now = app.clock.now().unix();
    json!({
        "iss": CLIENT, "aud": ISSUER, "exp": now + 300, "iat": now, "client_id": CLIENT, "response_type": "code", "redirect_uri": CALLBACK,
        "scope": "openid vo ovam_cnr", "state": "signed", "nonce": "n-1", "code_challenge": CHALLENGE, "code_challenge_method": "S256",
    })
}

fn changed(app: &TestApp, name: &str, value: Value) -> Value {
    let mut claims = sound(app);
    claims[name] = value;
    claims
}

async fn ask(browser: &Browser<'_>, object: &str, beside: &[(&str, &str)]) -> Answer {
    let pairs = [("client_id", CLIENT), ("request", object)];
    let path = format!("/op/v1/auth?{}", encoding::encode_pairs(pairs.into_iter().chain(beside.iter().copied())));
    browser.follow(browser.get(&path).await).await
}

on_both! {
    async fn a_signed_request_counts_and_nothing_beside_it(database) {
        let app = TestApp::demo(database).await;
        for algorithm in Algorithm::ACCEPTED {
            let signer = Signer::of(&app, CLIENT, algorithm).await;
            let browser = app.browser();
            let object = signer.sign(&json!({ "typ": "oauth-authz-req+jwt" }), &sound(&app));
            let beside = [("scope", "openid rrn"), ("state", "beside"), ("redirect_uri", "http://localhost:3000/callback"), ("prompt", "none")];
            let login = ask(&browser, &object, &beside).await;
            assert_eq!(login.heading(), "Aanmelden", "{algorithm}");
            let carried = login.form().unwrap().fields.into_iter().find(|(name, _)| name == "continue").unwrap().1;
            assert!(!carried.contains("scope") && !carried.contains(&object), "{carried}");
            let arrived = browser.log_in(&login, "stijn").await;
            assert_eq!((arrived.returned("state").as_deref(), arrived.location().unwrap().starts_with(CALLBACK)), (Some("signed"), true));
            assert_eq!(browser.tokens(CLIENT, &arrived).await.answer["scope"], "openid vo ovam_cnr");
            assert_eq!(browser.get(&carried).await.status, 403, "one code for it");
        }
    }

    async fn whoever_else_signed_it_or_changed_it_is_refused(database) {
        let app = TestApp::demo(database).await;
        let signer = Signer::of(&app, CLIENT, Algorithm::ES256).await;
        let stranger = Signer::of(&app, "cultuurmonitor-portaal", Algorithm::ES256).await;
        let (browser, now) = (app.browser(), app.clock.now().unix());
        let none = json!({});
        let object = signer.sign(&none, &sound(&app));
        let forged = format!("{}.{}.{}", object.split('.').next().unwrap(), stranger.sign(&none, &changed(&app, "scope", json!("openid rrn"))).split('.').nth(1).unwrap(), object.split('.').nth(2).unwrap());
        let jwk = json!({ "jwk": { "kty": "EC" } });
        let mut bad = vec![stranger.sign(&none, &sound(&app)), forged, "nonsense".to_owned(), object.rsplit_once('.').unwrap().0.to_owned() + "."];
        bad.extend([json!({ "alg": "none" }), json!({ "alg": "HS256" }), json!({ "jku": "https://evil.example" }), jwk, json!({ "typ": "at+jwt" })].map(|header| signer.sign(&header, &sound(&app))));
        for (name, value) in [
            ("iss", json!("cultuurmonitor-portaal")),
            ("aud", json!("https://elsewhere.example")),
            ("exp", json!(now - 60)),
            ("exp", json!(now + 7200)),
            ("exp", json!("later")),
            ("nbf", json!(now + 60)),
            ("client_id", json!("cultuurmonitor-portaal")),
            ("sub", json!(CLIENT)),
            ("request_uri", json!("https://evil.example")),
        ] {
            bad.push(signer.sign(&none, &changed(&app, name, value)));
        }
        for object in &bad {
            // With a registered address beside it the client hears it; else it is a page, and never an address from the object.
            let told = ask(&browser, object, &[("redirect_uri", CALLBACK), ("state", "s")]).await;
            assert_eq!((told.returned("error").as_deref(), told.returned("state").as_deref()), (Some("invalid_request_object"), Some("s")), "{object}");
            assert_eq!(ask(&browser, object, &[]).await.status, 400, "{object}");
            assert_eq!(ask(&browser, object, &[("redirect_uri", "https://evil.example")]).await.status, 400, "{object}");
        }
        // A sound signature does not make a request sound.
        let elsewhere = signer.sign(&none, &changed(&app, "redirect_uri", json!("https://evil.example")));
        assert_eq!(ask(&browser, &elsewhere, &[("redirect_uri", CALLBACK)]).await.status, 400);
        let wide = signer.sign(&none, &changed(&app, "scope", json!("openid dcjm_vrijetijd")));
        assert_eq!(ask(&browser, &wide, &[]).await.returned("error").as_deref(), Some("invalid_scope"));
        // It is no assertion by which the client would prove who it is.
        let form = [("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), ("client_assertion", &object), ("grant_type", "client_credentials")];
        let answer = app.send("POST", "/op/v1/token", &[("Content-Type", "application/x-www-form-urlencoded")], Some(encoding::encode_pairs(form))).await;
        assert_eq!(answer.status, 401);
    }

    async fn an_address_is_never_fetched(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let uri = format!("http://{}/object", listener.local_addr().unwrap());
        let answer = browser.get(&app.authorization(CLIENT, "openid", &[("request_uri", &uri)])).await;
        assert_eq!(answer.returned("error").as_deref(), Some("request_uri_not_supported"));
        let pushed = app.ask_as(CLIENT, "/op/v1/par", &[("request_uri", &uri), ("redirect_uri", CALLBACK)]).await;
        assert_eq!((pushed.status.as_u16(), &pushed.body["error"]), (400, &json!("invalid_request")));
        assert_eq!(listener.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock, "nobody called");
        let both = browser.get(&app.authorization(CLIENT, "openid", &[("request_uri", &uri), ("request", "a.b.c")])).await;
        assert_eq!(both.status, 400);
    }

    async fn a_client_that_signs_is_known_by_nothing_else_also_when_it_pushes(database) {
        let app = TestApp::demo(database).await;
        let signer = Signer::of(&app, CLIENT, Algorithm::ES256).await;
        app.change_client(CLIENT, |client| client.require_signed_requests = true).await;
        let browser = app.browser();
        let plain = browser.get(&app.authorization(CLIENT, "openid ovam_cnr", &[])).await;
        assert_eq!(plain.returned("error").as_deref(), Some("invalid_request"));
        let form = [("response_type", "code"), ("redirect_uri", CALLBACK), ("scope", "openid"), ("code_challenge", CHALLENGE), ("code_challenge_method", "S256")];
        assert_eq!(app.ask_as(CLIENT, "/op/v1/par", &form).await.body["error"], "invalid_request");
        let object = signer.sign(&json!({}), &sound(&app));
        let pushed = app.ask_as(CLIENT, "/op/v1/par", &[("request", &object), ("scope", "openid rrn")]).await;
        assert_eq!(pushed.status, 201, "{}", pushed.text);
        let uri = encoding::encode(pushed.body["request_uri"].as_str().unwrap());
        let login = browser.follow(browser.get(&format!("/op/v1/auth?client_id={CLIENT}&request_uri={uri}")).await).await;
        let arrived = browser.log_in(&login, "stijn").await;
        assert_eq!(browser.tokens(CLIENT, &arrived).await.answer["scope"], "openid vo ovam_cnr");

        // A login that is asked for in the object happens.
        app.clock.set(app.clock.now().plus(Seconds(10)));
        let again = ask(&browser, &signer.sign(&json!({}), &changed(&app, "prompt", json!("login"))), &[]).await;
        assert_eq!(again.heading(), "Aanmelden");
        assert!(browser.log_in(&again, "stijn").await.returned("code").is_some());
        app.change_client(CLIENT, |client| client.require_pushed_requests = true).await;
        let unpushed = ask(&browser, &signer.sign(&json!({}), &sound(&app)), &[]).await;
        assert_eq!(unpushed.returned("error").as_deref(), Some("invalid_request"));
    }
}
