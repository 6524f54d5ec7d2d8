//! `/v1/me`.

use poort_tests::TestApp;
use serde_json::json;
use storage::on_both;

use crate::people::{Persona, STIJN};

const ME: &str = "poort.me";
const NEW: &str = "een zin van vier woorden";
const AN: Persona = Persona("an", Some("zandmeer"));

on_both! {
    async fn a_person_sees_himself_without_his_number(database) {
        let app = TestApp::demo(database).await;
        let me = STIJN.get(&app, ME, "/v1/me").await;
        assert_eq!((me.status.as_u16(), me.body["id"].as_str()), (200, Some(app.person("stijn").to_string().as_str())));
        assert!(me.body["insz"].as_str().unwrap().contains("**"));
        let machine = app.call("operator", ME, "GET", "/v1/me", &[], None).await;
        assert_eq!((machine.status.as_u16(), &machine.body["code"]), (403, &json!("personOnly")));
    }

    async fn my_rights_say_until_when_and_why_not(database) {
        let app = TestApp::demo(database).await;
        let rights = STIJN.get(&app, ME, "/v1/me/rights").await;
        let one = &rights.body["items"][0];
        assert_eq!((&one["right"], &one["active"]), (&json!("OVAMGebruiker"), &json!(true)), "{}", rights.text);
        assert_eq!(one["contexts"].as_array().unwrap().len(), 2);
        assert_eq!((&one["application"]["code"], one["organisation"]["id"].as_str()), (&json!("ovam"), Some(app.organisation("bodemwerken").to_string().as_str())));
        assert!(one["period"]["end"].is_string() && one["until"].is_string());
        // In November the window of the Vrijetijdsmonitor is closed.
        let rights = AN.get(&app, ME, "/v1/me/rights").await;
        let closed = rights.body["items"].as_array().unwrap().iter().find(|one| one["active"] == false).unwrap();
        assert_eq!(closed["right"], "VrijetijdsmonitorCoordinator");
        assert_eq!((&closed["because"][0]["code"], &closed["because"][0]["opensOn"]), (&json!("windowClosed"), &json!("2027-03-15")));
        assert_eq!(closed["because"][0]["text"], "the right is not open now; it opens on 2027-03-15");
        let page = AN.get(&app, ME, "/v1/me/rights?pageSize=2").await;
        assert_eq!(page.body["next"], "/v1/me/rights?page=2&pageSize=2");
    }

    async fn my_administrators_are_names_and_addresses_of_work(database) {
        let app = TestApp::demo(database).await;
        let answer = AN.get(&app, ME, "/v1/me/administrators").await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(answer.each("/kind"), ["hoofdLokaleBeheerder", "lokaleBeheerder"]);
        assert_eq!(answer.each("/email"), ["jan@zandmeer.example", "mia@zandmeer.example"]);
        for item in answer.body["items"].as_array().unwrap() {
            let mut members: Vec<_> = item.as_object().unwrap().keys().map(String::as_str).collect();
            members.sort_unstable();
            assert_eq!(members, ["email", "kind", "name", "organisation"]);
        }
    }

    async fn my_werkrelaties_are_mine(database) {
        let app = TestApp::demo(database).await;
        let answer = AN.get(&app, ME, "/v1/me/werkrelaties").await;
        let one = &answer.body["items"][0];
        assert_eq!((&one["state"], &one["doelgroep"], &one["email"]), (&json!("active"), &json!("LB"), &json!("an@zandmeer.example")), "{}", answer.text);
        assert_eq!(answer.body["items"].as_array().unwrap().len(), 1);
        let refused = AN.get(&app, "poort.persons.read", "/v1/me/werkrelaties").await;
        assert_eq!((refused.status.as_u16(), &refused.body["type"]), (403, &json!("urn:problem-type:belgif:missingScope")));
    }

    async fn i_change_my_password_and_whoever_else_had_it_is_out(database) {
        let app = TestApp::demo(database).await;
        let (here, elsewhere) = (app.browser(), app.browser());
        let other = elsewhere.sign_in("stijn", "ovam-portaal", "openid ovam_cnr", None).await;
        let own = here.sign_in("stijn", "beheer", "openid poort.me", None).await;
        let bearer = format!("Bearer {}", own.access);
        let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json"), ("Idempotency-Key", "p-1")];
        let ask = async |current: &str, new: &str| {
            let body = json!({"current": current, "new": new}).to_string();
            app.send("POST", "/v1/me/password", &headers, Some(body)).await
        };
        let old = app.password("stijn");
        for (current, new, code) in [
            ("verkeerd", NEW, "passwordWrong"),
            (old, old, "passwordUnchanged"),
            (old, "kort", "passwordTooShort"),
            (old, "Wachtwoord2026!", "passwordTooCommon"),
        ] {
            let answer = ask(current, new).await;
            assert_eq!((answer.status.as_u16(), &answer.body["code"]), (422, &json!(code)), "{}", answer.text);
            assert!(!answer.text.contains(new) && !answer.text.contains(current));
        }
        let done = ask(old, NEW).await;
        assert_eq!((done.status.as_u16(), &done.body["mustChange"], &done.body["username"]), (200, &json!(false), &json!("stijn")), "{}", done.text);
        assert_eq!(ask(old, NEW).await.body, done.body, "the same request again is answered the same");
        assert_eq!(app.introspect("ovam-portaal", &other.access).await["active"], false);
        let silent = app.authorization("beheer", "openid poort.me", &[("prompt", "none")]);
        assert_eq!(here.get(&silent).await.returned("error").as_deref(), Some("login_required"));
        let browser = app.browser();
        let page = browser.get("/aanmelden").await;
        assert_eq!(browser.submit(&page, &[("username", "stijn"), ("password", NEW)]).await.heading(), "Poort");
        assert_eq!(app.send("GET", "/v1/me", &headers[..1], None).await.status, 200, "this token lasts");
    }

    async fn my_password_is_tried_no_more_often_here_than_at_the_login(database) {
        let app = TestApp::demo(database).await;
        let body = || Some(json!({"current": "verkeerd", "new": NEW}));
        for _ in 0..6 {
            assert_eq!(STIJN.ask(&app, ME, "POST", "/v1/me/password", &[], body()).await.status, 422);
        }
        let held = STIJN.ask(&app, ME, "POST", "/v1/me/password", &[], body()).await;
        assert_eq!((held.status.as_u16(), &held.body["type"]), (429, &json!("urn:problem-type:belgif:tooManyRequests")));
        assert_eq!(held.headers["retry-after"], "1");
        let browser = app.browser();
        let page = browser.get("/aanmelden").await;
        assert_eq!(browser.log_in(&page, "stijn").await.status, 429, "one guard for both");
    }
}
