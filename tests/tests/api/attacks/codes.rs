//! Authorization codes that were stolen, injected, raced for; challenges that were taken away; answers of another issuer.

use futures_util::future::join_all;
use poort_tests::{Answer, CALLBACK, CHALLENGE, ISSUER, TestApp, VERIFIER};
use serde_json::json;
use storage::on_both;

const CLIENT: &str = "ovam-portaal";
const SCOPE: &str = "openid ovam_cnr";
/// Another verifier than [`VERIFIER`]: that of the session in which a stolen code is put.
const OTHER: &str = "another-session-of-the-same-application-made-this-one";

fn invalid(answer: &Answer) {
    assert_eq!((answer.status.as_u16(), &answer.body["error"]), (400, &json!("invalid_grant")), "{}", answer.text);
}

async fn redeem(app: &TestApp, code: &str, verifier: Option<&str>) -> Answer {
    let mut form = vec![("grant_type", "authorization_code"), ("code", code), ("redirect_uri", CALLBACK)];
    form.extend(verifier.map(|verifier| ("code_verifier", verifier)));
    app.ask_token(CLIENT, &form).await
}

on_both! {
    async fn of_fifty_who_redeem_a_code_at_once_one_gets_tokens_and_loses_them(database) {
        let app = TestApp::demo(database).await;
        let code = app.browser().arrive("stijn", CLIENT, SCOPE, None).await.returned("code").unwrap();
        let answers = join_all((0..50).map(|_| redeem(&app, &code, Some(VERIFIER)))).await;
        let (good, bad): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 200);
        assert_eq!(good.len(), 1);
        bad.into_iter().for_each(invalid);
        // Somebody else had the code: what it gave is taken back (RFC 6749 section 4.1.2).
        let token = good[0].body["access_token"].as_str().unwrap();
        assert_eq!(app.introspect(CLIENT, token).await["active"], false);
    }

    async fn a_stolen_code_is_worth_nothing_in_another_session_of_its_application(database) {
        let app = TestApp::demo(database).await;
        let stolen = app.browser().arrive("stijn", CLIENT, SCOPE, None).await.returned("code").unwrap();
        invalid(&redeem(&app, &stolen, Some(OTHER)).await);
        invalid(&redeem(&app, &stolen, None).await);
        // The nonce of the session in which it is put would tell too.
        let id = redeem(&app, &stolen, Some(VERIFIER)).await.body["id_token"].as_str().unwrap().to_owned();
        assert_eq!(app.id_claims(CLIENT, &id).nonce.as_deref(), Some("n-1"));
    }

    async fn a_challenge_cannot_be_taken_away_nor_a_verifier_added(database) {
        let app = TestApp::demo(database).await;
        app.change_client(CLIENT, |client| client.pkce = oidc::Pkce::Optional).await;
        let browser = app.browser();
        browser.sign_in("stijn", CLIENT, SCOPE, None).await;
        let without = [("code_challenge", ""), ("code_challenge_method", "")];
        let code = browser.get(&app.authorization(CLIENT, SCOPE, &without)).await.returned("code").unwrap();
        invalid(&redeem(&app, &code, Some(VERIFIER)).await);
        let code = browser.get(&app.authorization(CLIENT, SCOPE, &[])).await.returned("code").unwrap();
        invalid(&redeem(&app, &code, None).await);
        let plain = browser.get(&app.authorization(CLIENT, SCOPE, &[("code_challenge_method", "plain"), ("code_challenge", CHALLENGE)])).await;
        assert_eq!(plain.returned("error").as_deref(), Some("invalid_request"));
        let unnamed = browser.get(&app.authorization(CLIENT, SCOPE, &[("code_challenge_method", "")])).await;
        assert_eq!(unnamed.returned("error").as_deref(), Some("invalid_request"), "without a method it would be plain");
    }

    async fn every_answer_says_who_gave_it(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        let good = browser.arrive("stijn", CLIENT, SCOPE, None).await;
        let refused = app.browser().get(&app.authorization(CLIENT, SCOPE, &[("prompt", "none")])).await;
        for answer in [good, refused] {
            assert_eq!(answer.returned("iss").as_deref(), Some(ISSUER));
            assert_eq!(answer.returned("state").as_deref(), Some("s&1"));
        }
    }

    async fn tokens_are_kept_by_nobody_on_the_way(database) {
        let app = TestApp::demo(database).await;
        let code = app.browser().arrive("stijn", CLIENT, SCOPE, None).await.returned("code").unwrap();
        let tokens = app.redeem(CLIENT, &code).await;
        let access = tokens.body["access_token"].as_str().unwrap();
        let introspected = app.ask_as(CLIENT, "/op/v1/introspect", &[("token", access)]).await;
        let userinfo = app.userinfo(access).await;
        for answer in [&tokens, &introspected, &userinfo] {
            assert_eq!((answer.status.as_u16(), answer.headers["cache-control"].to_str().unwrap()), (200, "no-store"), "{}", answer.text);
        }
        assert_eq!(tokens.headers["pragma"], "no-cache");
    }

    async fn silence_tells_nothing_of_who_sits_there(database) {
        let app = TestApp::demo(database).await;
        let silent = |changes: &[(&'static str, &'static str)]| [&[("prompt", "none")], changes].concat();
        let ask = async |browser: &poort_tests::Browser<'_>, changes: &[(&'static str, &'static str)]| {
            let answer = browser.get(&app.authorization("beheer", "openid vo poort.me", &silent(changes))).await;
            assert_eq!((answer.status.as_u16(), answer.returned("code")), (303, None), "{}", answer.text);
            let told = answer.location().unwrap().to_owned();
            assert!(!told.contains("0999") && !told.contains("Nele") && !told.contains("nele"), "{told}");
            answer.returned("error").unwrap()
        };
        let nobody = app.browser();
        assert_eq!(ask(&nobody, &[]).await, "login_required");
        assert_eq!(ask(&nobody, &[("login_hint", "nele")]).await, "login_required");
        let nele = app.browser();
        nele.arrive("nele", "beheer", "openid vo poort.me", None).await;
        assert_eq!(ask(&nele, &[]).await, "interaction_required", "she has not chosen an organisation");
        assert_eq!(ask(&nele, &[("max_age", "0")]).await, "login_required");
    }
}
