//! `/op/v1/token`, `/op/v1/introspect`, `/op/v1/userinfo`: who gets nothing.

use poort_tests::{Answer, CALLBACK, CHALLENGE, TestApp, VERIFIER};
use serde_json::json;
use storage::on_both;
use types::{Clock, Seconds};

const CLIENT: &str = "ovam-portaal";

async fn code(app: &TestApp) -> String {
    app.browser().arrive("stijn", CLIENT, "openid ovam_cnr", None).await.returned("code").unwrap()
}

fn is(answer: &Answer, status: u16, error: &str) {
    assert_eq!((answer.status.as_u16(), &answer.body["error"]), (status, &json!(error)), "{}", answer.text);
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert_eq!(answer.headers["pragma"], "no-cache");
    assert_eq!(status == 401, answer.headers.contains_key("www-authenticate"));
}

on_both! {
    async fn a_code_works_once_and_takes_its_token_along_when_it_comes_back(database) {
        let app = TestApp::demo(database).await;
        let code = code(&app).await;
        let first = app.redeem(CLIENT, &code).await;
        let token = first.body["access_token"].as_str().unwrap();
        assert_eq!(app.introspect(CLIENT, token).await["active"], true);
        is(&app.redeem(CLIENT, &code).await, 400, "invalid_grant");
        assert_eq!(app.introspect(CLIENT, token).await, json!({"active": false}));
        assert_eq!(app.userinfo(token).await.status, 401);
    }

    async fn a_code_is_for_who_asked_it_with_what_he_asked_and_for_half_a_minute(database) {
        let app = TestApp::demo(database).await;
        let code = code(&app).await;
        let sound = [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", CALLBACK), ("code_verifier", VERIFIER)];
        for (name, value) in [
            ("code", "nonsense"),
            ("redirect_uri", "http://127.0.0.1:3000/callback/"),
            ("redirect_uri", "http://localhost:3000/callback"),
            ("redirect_uri", ""),
            ("code_verifier", CHALLENGE),
            ("code_verifier", ""),
        ] {
            let form: Vec<_> = sound.iter().map(|(key, sent)| (*key, if *key == name { value } else { *sent })).collect();
            is(&app.ask_token(CLIENT, &form).await, 400, "invalid_grant");
        }
        is(&app.redeem("premiezoeker-portaal", &code).await, 400, "invalid_grant");
        is(&app.redeem("hr-zandmeer", &code).await, 400, "unauthorized_client");
        let now = app.clock.now();
        app.clock.set(now.plus(Seconds(30)));
        is(&app.redeem(CLIENT, &code).await, 400, "invalid_grant");
        app.clock.set(now.plus(Seconds(29)));
        assert_eq!(app.redeem(CLIENT, &code).await.status, 200);
    }

    async fn a_client_proves_who_it_is_in_one_way(database) {
        let app = TestApp::demo(database).await;
        let form_type = ("Content-Type", "application/x-www-form-urlencoded");
        let ask = async |headers: &[(&str, &str)], body: &str| {
            let headers = [&[form_type], headers].concat();
            app.send("POST", "/op/v1/token", &headers, Some(body.to_owned())).await
        };
        let machine = "grant_type=client_credentials&scope=vo";
        let secret = app.secret("hr-zandmeer").unwrap();
        let post = format!("{machine}&client_id=hr-zandmeer&client_secret={secret}");
        assert_eq!(ask(&[], &post).await.status, 200);
        is(&ask(&[], &format!("{post}x")).await, 401, "invalid_client");
        is(&ask(&[], &format!("{machine}&client_id=nobody&client_secret={secret}")).await, 401, "invalid_client");
        is(&ask(&[], &format!("{machine}&client_id=hr-zandmeer")).await, 401, "invalid_client");
        is(&ask(&[], machine).await, 401, "invalid_client");
        is(&ask(&[("Authorization", "Basic nonsense")], machine).await, 401, "invalid_client");
        is(&ask(&[("Authorization", "Basic aHItemFuZG1lZXI6eA==")], &post).await, 400, "invalid_request");
        assert_eq!(ask(&[], machine).await.headers["www-authenticate"], r#"Basic realm="poort", charset="UTF-8""#);
        app.change_client("hr-zandmeer", |client| client.enabled = false).await;
        is(&ask(&[], &post).await, 401, "invalid_client");
    }

    async fn what_is_no_form_or_too_much_is_refused(database) {
        let app = TestApp::demo(database).await;
        let ask = async |kind: &str, body: String| app.send("POST", "/op/v1/token", &[("Content-Type", kind)], Some(body)).await;
        let form = "application/x-www-form-urlencoded";
        is(&ask("application/json", "{}".to_owned()).await, 400, "invalid_request");
        is(&ask(form, "a=%zz".to_owned()).await, 400, "invalid_request");
        is(&ask(form, "a=1&".repeat(65)).await, 400, "invalid_request");
        is(&ask(form, format!("a={}", "x".repeat(32 * 1024))).await, 413, "invalid_request");
        is(&ask(form, String::new()).await, 401, "invalid_client");
        let twice = [("grant_type", "client_credentials"), ("scope", "vo"), ("scope", "vo")];
        is(&app.ask_token("hr-zandmeer", &twice).await, 400, "invalid_request");
        is(&app.ask_token("hr-zandmeer", &[("grant_type", "password")]).await, 400, "unsupported_grant_type");
        is(&app.ask_token("hr-zandmeer", &[("grant_type", "client_credentials"), ("scope", "openid")]).await, 400, "invalid_scope");
        is(&app.ask_token("hr-zandmeer", &[("grant_type", "client_credentials"), ("scope", "ovam_cnr")]).await, 400, "invalid_scope");
    }

    async fn only_who_proves_himself_hears_what_a_token_says(database) {
        let app = TestApp::demo(database).await;
        let tokens = app.sign_in("stijn", CLIENT, None).await;
        let ask = async |body: String| {
            app.send("POST", "/op/v1/introspect", &[("Content-Type", "application/x-www-form-urlencoded")], Some(body)).await
        };
        is(&ask(format!("token={}", tokens.access)).await, 401, "invalid_client");
        is(&ask(format!("token={}&client_id=beheer", tokens.access)).await, 401, "invalid_client");
        is(&ask(format!("client_id={CLIENT}&client_secret={}", app.secret(CLIENT).unwrap())).await, 400, "invalid_request");
        assert_eq!(app.introspect(CLIENT, "nonsense").await, json!({"active": false}));
        assert_eq!(app.introspect(CLIENT, tokens.id.as_ref().unwrap()).await, json!({"active": false}));
        let answer = app.introspect(CLIENT, &tokens.access).await;
        assert_eq!((&answer["client_id"], &answer["token_type"], &answer["vo_orgcode"]), (&json!(CLIENT), &json!("Bearer"), &json!("0999013490")));
    }

    async fn userinfo_wants_a_good_token(database) {
        let app = TestApp::demo(database).await;
        let none = app.send("GET", "/op/v1/userinfo", &[], None).await;
        assert_eq!(none.status, 401);
        let schemes = r#"Bearer realm="poort", DPoP realm="poort", algs="ES256 EdDSA RS256 PS256""#;
        assert_eq!(none.headers["www-authenticate"], schemes);
        for token in ["nonsense".to_owned(), app.token("operator", "openid")] {
            let answer = app.userinfo(&token).await;
            assert_eq!((answer.status.as_u16(), &answer.body["error"]), (401, &json!("invalid_token")));
            assert!(answer.headers["www-authenticate"].to_str().unwrap().contains("error=\"invalid_token\""));
        }
        let tokens = app.sign_in("stijn", CLIENT, None).await;
        let bearer = format!("Bearer {}", tokens.access);
        let posted = app.send("POST", "/op/v1/userinfo", &[("Authorization", &bearer)], None).await;
        assert_eq!((posted.status.as_u16(), &posted.body["family_name"].is_string()), (200, &true));
        let now = app.clock.now();
        app.clock.set(now.plus(Seconds(3600)));
        assert_eq!(app.userinfo(&tokens.access).await.status, 401);
    }
}
