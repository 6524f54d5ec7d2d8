//! Every operation of the OpenAPI document, without the right to it.

use poort_tests::TestApp;
use serde_json::Value;
use storage::on_both;
use types::{Clock, Seconds};

/// Method, path with an id that is nobody's, and scope of every operation that is not public.
fn operations(document: &Value) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if let Some(scope) = operation["security"][0]["accessToken"][0].as_str() {
                let path = path.replace("{id}", "01938f6e-0000-7000-8000-000000000000");
                found.push((method.to_uppercase(), path, scope.to_owned()));
            }
        }
    }
    found
}

on_both! {
    async fn no_operation_answers_who_may_not_ask(database) {
        let app = TestApp::start(database).await;
        let document = app.send("GET", "/openapi.json", &[], None).await.body;
        let operations = operations(&document);
        assert!(operations.len() >= 15, "{}", operations.len());
        for (method, path, scope) in &operations {
            let refused = async |token: Option<String>, status: u16, kind: &str| {
                let bearer = token.map(|token| format!("Bearer {token}"));
                let headers: Vec<_> = bearer.iter().map(|bearer| ("Authorization", bearer.as_str())).collect();
                let answer = app.send(method, path, &headers, None).await;
                assert_eq!(answer.status, status, "{method} {path}: {:?}", answer.body);
                assert_eq!(answer.body["type"], format!("urn:problem-type:belgif:{kind}"), "{method} {path}");
                assert!(answer.headers.contains_key("www-authenticate"), "{method} {path}");
                assert_eq!(answer.body["traceId"].as_str().map(str::len), Some(32), "{method} {path}");
            };
            refused(None, 401, "noAccessToken").await;
            refused(Some("nonsense".into()), 401, "invalidAccessToken").await;
            refused(Some(app.token_for("operator", scope, "https://elsewhere.test")), 401, "invalidAccessToken").await;
            refused(Some(app.token("operator", "openid")), 403, "missingScope").await;
            let token = app.token("operator", scope);
            let now = app.clock.now();
            app.clock.set(now.plus(Seconds(3600)));
            refused(Some(token), 401, "expiredAccessToken").await;
            app.clock.set(now);
        }
    }

    async fn what_is_no_route_says_so(database) {
        let app = TestApp::start(database).await;
        let health = app.send("GET", "/health", &[], None).await;
        assert_eq!((health.status.as_u16(), &health.body["status"]), (200, &Value::from("UP")));
        let answer = app.send("DELETE", "/v1/persons", &[], None).await;
        assert_eq!(answer.status, 405);
        assert_eq!(answer.headers["allow"], "GET, POST");
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        let answer = app.send("GET", "/nowhere", &[("traceparent", &format!("00-{trace}-00f067aa0ba902b7-01"))], None).await;
        assert_eq!((answer.status.as_u16(), &answer.body["traceId"]), (404, &Value::from(trace)));
        assert_eq!(answer.headers["content-type"], "application/problem+json");
    }
}
