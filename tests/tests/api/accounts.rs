//! `/v1/persons/{id}/account`.

use poort_tests::TestApp;
use serde_json::json;
use storage::on_both;

use crate::people::{GRIET, JAN, MAARTEN, MIA, ROBBE, VEERLE};

const READ: &str = "poort.persons.read";
const WRITE: &str = "poort.persons.write";

on_both! {
    async fn an_account_comes_with_a_temporary_password_that_is_told_once(database) {
        let app = TestApp::demo(database).await;
        let person = app.person("katrien");
        let path = format!("/v1/persons/{person}/account");
        let body = Some(json!({"username": "Katrien.B"}));
        assert_eq!(VEERLE.get(&app, READ, &path).await.status, 404);
        let key = [("Idempotency-Key", "a-1")];
        let made = VEERLE.ask(&app, WRITE, "POST", &path, &key, body.clone()).await;
        assert_eq!(made.status, 201, "{}", made.text);
        assert_eq!(made.headers["location"], path.as_str());
        assert_eq!((&made.body["username"], &made.body["mustChange"]), (&json!("katrien.b"), &json!(true)));
        let password = made.body["temporaryPassword"].as_str().unwrap().to_owned();
        assert_eq!(password.len(), 23);
        let again = VEERLE.ask(&app, WRITE, "POST", &path, &key, body.clone()).await;
        assert_eq!((again.status, &again.body), (made.status, &made.body));
        assert_eq!(VEERLE.ask(&app, WRITE, "POST", &path, &[], body).await.status, 409);
        let reset = VEERLE.ask(&app, WRITE, "POST", &format!("{path}/password"), &[], Some(json!({}))).await;
        assert_eq!(reset.status, 200, "{}", reset.text);
        let other = reset.body["temporaryPassword"].as_str().unwrap().to_owned();
        assert_ne!(password, other);
        let off = VEERLE.ask(&app, WRITE, "POST", &format!("{path}/disablement"), &[], Some(json!({"reason": "Vertrokken"}))).await;
        assert_eq!((off.status.as_u16(), &off.body["disabled"]), (200, &json!(true)), "{}", off.text);
        let read = VEERLE.get(&app, READ, &path).await;
        let history = VEERLE.get(&app, "poort.history.read", &format!("/v1/persons/{person}/history")).await;
        assert_eq!(history.each("/action")[..3], ["accountDisabled", "accountPasswordReset", "accountCreated"]);
        for answer in [read, history] {
            assert!(!answer.text.contains(&password) && !answer.text.contains(&other) && !answer.text.contains("argon2"));
        }
    }

    async fn a_reset_ends_the_sessions_of_the_person(database) {
        let app = TestApp::demo(database).await;
        let stijn = app.person("stijn");
        app.person_token(stijn, None, "poort.me").await;
        let reset = VEERLE.ask(&app, WRITE, "POST", &format!("/v1/persons/{stijn}/account/password"), &[], Some(json!({}))).await;
        assert_eq!(reset.status, 200, "{}", reset.text);
        let history = GRIET.get(&app, "poort.history.read", &format!("/v1/persons/{stijn}/history")).await;
        assert_eq!(history.each("/action")[..2], ["sessionEnded", "accountPasswordReset"], "{}", history.text);
    }

    async fn when_somebody_signs_in_is_his_own_and_the_platforms_business(database) {
        let app = TestApp::demo(database).await;
        let path = format!("/v1/persons/{}/history", app.person("mia"));
        app.person_token(app.person("mia"), None, "poort.me").await;
        let reset = JAN.ask(&app, WRITE, "POST", &format!("/v1/persons/{}/account/password", app.person("mia")), &[], Some(json!({}))).await;
        assert_eq!(reset.status, 200, "{}", reset.text);
        for (who, told) in [(JAN, false), (ROBBE, false), (MIA, true), (GRIET, true)] {
            let history = who.get(&app, "poort.history.read", &path).await;
            assert_eq!(history.status, 200, "{}", history.text);
            let has = |action: &str| history.each("/action").iter().any(|one| one == action);
            assert_eq!((has("accountPasswordReset"), has("sessionEnded")), (true, told), "{}", history.text);
        }
    }

    async fn others_do_not_give_accounts(database) {
        let app = TestApp::demo(database).await;
        let path = |key: &str| format!("/v1/persons/{}/account", app.person(key));
        let reset = |key: &str| format!("{}/password", path(key));
        let body = Some(json!({"username": "nieuw"}));
        for (who, path, body, status, code) in [
            (MAARTEN, path("katrien"), body.clone(), 404, None),
            (ROBBE, reset("an"), Some(json!({})), 403, Some("mandateReadsOnly")),
            (JAN, reset("nele"), Some(json!({})), 403, Some("accountNotCovered")),
            (JAN, reset("jan"), Some(json!({})), 403, Some("notToOneself")),
            (JAN, path("an"), Some(json!({"username": "85073100130"})), 400, None),
        ] {
            let answer = who.ask(&app, WRITE, "POST", &path, &[], body).await;
            assert_eq!((answer.status.as_u16(), answer.body["code"].as_str()), (status, code), "{path}: {}", answer.text);
            assert!(!answer.text.contains("0731"));
        }
        assert_eq!(JAN.ask(&app, WRITE, "POST", &reset("mia"), &[], Some(json!({}))).await.status, 200);
    }
}
