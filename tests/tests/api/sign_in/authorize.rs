//! `/op/v1/auth`: which requests get nowhere, and where their answer goes.

use oidc::encoding;
use poort_tests::{Answer, TestApp};
use storage::on_both;
use types::{Clock, Seconds};

const CLIENT: &str = "ovam-portaal";
const SCOPE: &str = "openid ovam_cnr";

fn refused(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text);
    assert!(answer.location().unwrap().starts_with("http://127.0.0.1:3000/callback?"));
    assert_eq!(answer.returned("code"), None);
    answer.returned("error").unwrap()
}

/// A page of ours, from which nothing leads elsewhere.
fn is_page(answer: &Answer, status: u16, heading: &str) {
    assert_eq!((answer.status.as_u16(), answer.heading()), (status, heading), "{}", answer.text);
    assert_eq!(answer.location(), None);
    assert!(!answer.text.contains("evil.example"));
    assert_eq!(answer.headers["content-type"], "text/html; charset=utf-8");
}

on_both! {
    async fn as_long_as_the_address_is_not_trusted_an_error_is_a_page(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        let ask = async |client: &str, changes: &[(&str, &str)]| browser.get(&app.authorization(client, SCOPE, changes)).await;
        is_page(&ask("nobody", &[]).await, 400, "Deze toepassing is niet gekend");
        is_page(&ask("a b", &[]).await, 400, "Deze toepassing is niet gekend");
        is_page(&ask("hr-zandmeer", &[]).await, 400, "Deze toepassing is niet gekend");
        let badly_set = "Deze toepassing is niet goed ingesteld";
        for address in [
            "https://evil.example/callback",
            "http://127.0.0.1:3000/callback/",
            "http://127.0.0.1:3001/callback",
            "http://127.0.0.1:3000/callback?x=1",
            "http://127.0.0.1:3000/callback#",
            "http://127.0.0.1:3000/callback?",
            "http://127.0.0.1:3000/Callback",
            "http://127.0.0.1:3000/a/../callback",
            "http://127.0.0.1:3000/%63allback",
            "http://127.0.0.1:3000/x%2F..%2Fcallback",
            "http://127.0.0.1:3000//callback",
            "http://127.0.0.1:3000/callback/../x",
            "http://127.0.0.1/callback",
            "https://127.0.0.1:3000/callback",
            "HTTP://127.0.0.1:3000/callback",
            "http://localhost:3000/callbacks",
            "http://127.0.0.1:3000.evil.example/callback",
            "http://127.0.0.1:3000@evil.example/callback",
            "http://evil.example#@127.0.0.1:3000/callback",
            "http://evil.example\\@127.0.0.1:3000/callback",
            " http://127.0.0.1:3000/callback",
            "",
        ] {
            is_page(&ask(CLIENT, &[("redirect_uri", address)]).await, 400, badly_set);
        }
        let path = app.authorization(CLIENT, SCOPE, &[]);
        is_page(&browser.get(&format!("{path}&client_id=beheer")).await, 400, "Deze aanvraag klopt niet");
        is_page(&browser.get(&format!("{path}&redirect_uri=https%3A%2F%2Fevil.example")).await, 400, "Deze aanvraag klopt niet");
        is_page(&browser.get(&format!("{path}&x=%zz")).await, 400, "Deze aanvraag klopt niet");
        app.change_client(CLIENT, |client| client.enabled = false).await;
        is_page(&ask(CLIENT, &[]).await, 400, "Deze toepassing is niet gekend");
    }

    async fn from_then_on_it_goes_back_to_the_client_before_anybody_signs_in(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        for (changes, error) in [
            ([("code_challenge", ""), ("code_challenge_method", "")], "invalid_request"),
            ([("code_challenge_method", "plain"), ("x", "y")], "invalid_request"),
            ([("code_challenge_method", ""), ("x", "y")], "invalid_request"),
            ([("code_challenge", "short"), ("x", "y")], "invalid_request"),
            ([("scope", "openid dcjm_vrijetijd"), ("x", "y")], "invalid_scope"),
            ([("scope", ""), ("x", "y")], "invalid_scope"),
            ([("response_type", "token"), ("x", "y")], "unsupported_response_type"),
            ([("response_mode", "web_message"), ("x", "y")], "invalid_request"),
            ([("request", "x"), ("x", "y")], "request_not_supported"),
            ([("prompt", "none"), ("x", "y")], "login_required"),
            ([("prompt", "none login"), ("x", "y")], "invalid_request"),
            ([("max_age", "soon"), ("x", "y")], "invalid_request"),
            ([("acr_values", "urn:be:vlaanderen:authmech:eid"), ("x", "y")], "unmet_authentication_requirements"),
            ([("claims", r#"{"id_token":{"acr":{"essential":true,"value":"urn:be:vlaanderen:authmech:eid"}}}"#), ("x", "y")], "unmet_authentication_requirements"),
            ([("claims", "[]"), ("x", "y")], "invalid_request"),
        ] {
            let answer = browser.get(&app.authorization(CLIENT, SCOPE, &changes)).await;
            assert_eq!(refused(&answer), error, "{changes:?}");
            assert_eq!(answer.returned("state").as_deref(), Some("s&1"));
        }
        let weaker = browser.get(&app.authorization(CLIENT, SCOPE, &[("acr_values", "urn:be:vlaanderen:authmech:csampassword")])).await;
        assert_eq!(weaker.heading(), "Aanmelden");
    }

    async fn who_must_sign_in_again_does_and_then_goes_on(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        browser.sign_in("stijn", CLIENT, SCOPE, None).await;
        let start = app.clock.now();
        app.clock.set(start.plus(Seconds(61)));
        let ask = async |changes: &[(&str, &str)]| browser.get(&app.authorization(CLIENT, SCOPE, changes)).await;
        assert!(ask(&[("max_age", "61")]).await.returned("code").is_some());
        for changes in [[("max_age", "60")], [("prompt", "login")]] {
            let page = ask(&changes).await;
            assert_eq!(page.heading(), "Aanmelden", "{changes:?}");
            app.clock.set(app.clock.now().plus(Seconds(10)));
            let arrived = browser.log_in(&page, "stijn").await;
            let tokens = browser.tokens(CLIENT, &arrived).await;
            let id = app.id_claims(CLIENT, tokens.id.as_ref().unwrap());
            assert_eq!(id.auth_time.unwrap().unix(), app.clock.now().unix());
            app.clock.set(app.clock.now().plus(Seconds(61)));
        }
    }

    async fn who_signs_in_again_to_choose_again_does_both(database) {
        let app = TestApp::demo(database).await;
        let (nele, scope) = (app.browser(), "openid vo poort.me");
        nele.sign_in("nele", "beheer", scope, Some("zandmeer")).await;
        let page = nele.get(&app.authorization("beheer", scope, &[("prompt", "login select_account")])).await;
        assert_eq!(page.heading(), "Aanmelden");
        let page = nele.log_in(&page, "nele").await;
        assert_eq!(page.heading(), "Kies een organisatie");
        let arrived = nele.submit(&page, &[("choice", &app.organisation("lindedal").to_string())]).await;
        let tokens = nele.tokens("beheer", &arrived).await;
        let chosen = app.access_claims(poort_tests::API, &tokens.access).extra["poort_organisation"].clone();
        assert_eq!(chosen, app.organisation("lindedal").to_string());
        // Signing in again alone asks nothing else.
        let page = nele.get(&app.authorization("beheer", scope, &[("prompt", "login")])).await;
        assert!(nele.log_in(&page, "nele").await.returned("code").is_some());
    }

    async fn the_id_token_says_how_a_person_proved_who_he_is_when_that_is_asked(database) {
        let app = TestApp::demo(database).await;
        let stijn = app.browser();
        stijn.sign_in("stijn", CLIENT, SCOPE, None).await;
        let password = "urn:be:vlaanderen:authmech:password";
        let wish = |value: &str| format!(r#"{{"id_token":{{"acr":{value}}},"userinfo":{{"given_name":null}}}}"#);
        for (name, value, acr) in [
            ("state", "s&1".to_owned(), None),
            ("acr_values", password.to_owned(), Some(password)),
            ("claims", wish("null"), Some(password)),
            ("claims", wish(r#"{"values":["urn:be:vlaanderen:authmech:eid"]}"#), Some(password)),
            ("claims", wish(&format!(r#"{{"essential":true,"values":["{password}"]}}"#)), Some(password)),
        ] {
            let arrived = stijn.get(&app.authorization(CLIENT, SCOPE, &[(name, &value), ("ui_locales", "fr-BE en")])).await;
            let tokens = stijn.tokens(CLIENT, &arrived).await;
            assert_eq!(app.id_claims(CLIENT, tokens.id.as_ref().unwrap()).acr.as_deref(), acr, "{name} {value}");
        }
    }

    async fn an_answer_travels_as_the_client_asks(database) {
        let app = TestApp::demo(database).await;
        let stijn = app.browser();
        stijn.sign_in("stijn", CLIENT, SCOPE, None).await;
        let fragment = stijn.get(&app.authorization(CLIENT, SCOPE, &[("response_mode", "fragment")])).await;
        assert!(fragment.location().unwrap().starts_with("http://127.0.0.1:3000/callback#code="));
        let posted = stijn.get(&app.authorization(CLIENT, SCOPE, &[("response_mode", "form_post")])).await;
        assert_eq!((posted.status.as_u16(), posted.location()), (200, None));
        let form = posted.form().unwrap();
        let field = |name: &str| form.fields.iter().find(|(key, _)| key == name).unwrap().1.clone();
        assert_eq!((form.action.as_str(), field("state").as_str(), field("iss").as_str()), ("http://127.0.0.1:3000/callback", "s&1", poort_tests::ISSUER));
        assert_eq!(app.redeem(CLIENT, &field("code")).await.status, 200);
        let policy = posted.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("script-src 'self'; form-action 'self' http://127.0.0.1:3000;") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(posted.headers["cache-control"], "no-store");
        let script = posted.text.split_once("<script src=\"").unwrap().1.split('"').next().unwrap();
        assert_eq!(stijn.get(script).await.headers["content-type"], "text/javascript; charset=utf-8");
        let evil = [("response_mode", "form_post"), ("state", "\"><script>alert(1)</script>"), ("prompt", "none")];
        let refused = app.browser().get(&app.authorization(CLIENT, SCOPE, &evil)).await;
        assert!(!refused.text.contains("<script>") && refused.text.contains("login_required"), "{}", refused.text);
    }

    async fn a_request_in_a_form_goes_on_as_an_address(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        let path = app.authorization(CLIENT, SCOPE, &[]);
        let query = path.split_once('?').unwrap().1;
        let form = [("Content-Type", "application/x-www-form-urlencoded"), ("Sec-Fetch-Site", "cross-site")];
        let answer = browser.send("POST", "/op/v1/auth", &form, Some(query.to_owned())).await;
        assert_eq!((answer.status.as_u16(), answer.location()), (303, Some(path.as_str())));
        assert_eq!(browser.follow(answer).await.heading(), "Aanmelden");
        let too_much = format!("state={}", encoding::encode(&"x".repeat(33 * 1024)));
        is_page(&browser.send("POST", "/op/v1/auth", &form, Some(too_much)).await, 400, "Deze aanvraag klopt niet");
    }
}
