//! `/v1/refusals`.

use poort_tests::TestApp;
use serde_json::{Value, json};
use storage::{StorageError, on_both};

const ORGANISATIONS: &str = "poort.organisations.read";
const HISTORY: &str = "poort.history.read";

async fn refusals(app: &TestApp, query: &str) -> Vec<Value> {
    // What was refused before this write is kept when it is answered.
    app.store.write(app.outside.fresh_context(), |_| Ok::<_, StorageError>(())).await.unwrap();
    let answer = app.call("operator", HISTORY, "GET", &format!("/v1/refusals{query}"), &[], None).await;
    assert_eq!(answer.status, 200, "{:?}", answer.body);
    answer.body["items"].as_array().unwrap().clone()
}

on_both! {
    async fn what_a_caller_may_not_is_kept_for_the_operators(database) {
        let app = TestApp::start(database).await;
        let body = json!({"kbo": "0405546706", "name": "Aarde", "doelgroepen": ["EA"], "classification": "onderneming", "period": {"begin": "2020-01-01"}});
        let made = app.call("operator", "poort.organisations.write", "POST", "/v1/organisations", &[], Some(body)).await;
        assert_eq!(made.status, 201, "{:?}", made.body);
        let id = made.body["id"].as_str().unwrap();
        let path = format!("/v1/organisations/{id}");

        app.register("curious").await;
        assert_eq!(app.call("curious", ORGANISATIONS, "GET", &path, &[], None).await.status, 404);
        assert_eq!(app.call("curious", "openid", "GET", &path, &[], None).await.status, 403);
        assert_eq!(app.call("curious", HISTORY, "GET", "/v1/refusals", &[], None).await.status, 403);
        assert_eq!(app.call("operator", ORGANISATIONS, "GET", "/v1/organisations/01938f6e-0000-7000-8000-000000000000", &[], None).await.status, 404);
        assert_eq!(app.send("GET", &path, &[], None).await.status, 401);

        let kept = refusals(&app, "").await;
        let told: Vec<_> = kept.iter().map(|one| (one["operation"].as_str().unwrap(), one["code"].as_str().unwrap())).collect();
        let read = "GET /v1/organisations/{id}";
        assert_eq!(told, [("GET /v1/refusals", "mandateKind"), (read, "missingScope"), (read, "hidden")]);
        assert!(kept.iter().all(|one| one["actor"] == "client:curious" && one["trace"].as_str().unwrap().len() == 32));
        assert_eq!(refusals(&app, &format!("?organisation={id}&actor=client:curious")).await.len(), 2);
        assert!(refusals(&app, "?actor=client:operator").await.is_empty());
    }

    async fn a_sign_in_that_fails_is_kept_with_whose_account_it_was(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        for username in ["stijn", "niemand"] {
            let page = browser.get(&app.authorization("ovam-portaal", "openid ovam_cnr", &[])).await;
            browser.submit(&page, &[("username", username), ("password", "een verkeerd wachtwoord")]).await;
        }
        let form = "grant_type=client_credentials&scope=vo&client_id=hr-zandmeer&client_secret=verkeerd".to_owned();
        app.send("POST", "/op/v1/token", &[("Content-Type", "application/x-www-form-urlencoded")], Some(form)).await;

        let kept = refusals(&app, "").await;
        let told: Vec<_> = kept.iter().map(|one| (one["code"].as_str().unwrap(), one["actor"].as_str())).collect();
        let stijn = format!("person:{}", app.person("stijn"));
        assert_eq!(told, [("wrongClient", None), ("credentials", None), ("credentials", Some(stijn.as_str()))]);
        assert!(kept.iter().all(|one| one["operation"] == "signIn"));
    }
}
