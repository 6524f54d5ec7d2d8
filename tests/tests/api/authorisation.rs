//! Every operation of the OpenAPI document, asked by everybody: without the right to it, and by each kind of administrator.

use poort_tests::TestApp;
use serde_json::{Value, json};
use storage::on_both;
use types::{Clock, Seconds};

use crate::walk::{CALLERS, Operation, TABLE, World, operations};

on_both! {
    async fn no_operation_answers_who_may_not_ask(database) {
        let app = TestApp::start(database).await;
        let scopes = oidc::ApiScope::ALL.map(oidc::ApiScope::as_str);
        let operations = operations();
        assert!(operations.len() >= 15, "{}", operations.len());
        for operation in &operations {
            let Operation { method, path, scope, .. } = operation;
            let nothing = if path.contains('{') { "01938f6e-0000-7000-8000-000000000000" } else { "" };
            let path = &operation.about(nothing);
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
            let others: Vec<_> = scopes.into_iter().filter(|one| one != scope).collect();
            refused(Some(app.token("operator", &others.join(" "))), 403, "missingScope").await;
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
        assert_eq!(answer.headers["allow"], "GET, HEAD, OPTIONS, POST");
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        let answer = app.send("GET", "/nowhere", &[("traceparent", &format!("00-{trace}-00f067aa0ba902b7-01"))], None).await;
        assert_eq!((answer.status.as_u16(), &answer.body["traceId"]), (404, &Value::from(trace)));
        assert_eq!(answer.headers["content-type"], "application/problem+json");
    }

    async fn each_kind_of_administrator_gets_what_the_table_says(database) {
        let app = TestApp::demo(database).await;
        let world = World::of(&app).await;
        let mut wrong = Vec::new();
        for operation in operations() {
            let Some(row) = TABLE.iter().find(|row| row.operation == operation.id) else {
                wrong.push(format!("{} has no row in the table of who gets what", operation.id));
                continue;
            };
            let mut got = Vec::new();
            for who in CALLERS {
                let answer = world.ask(&operation, row, who, false).await;
                got.push(answer.status.as_u16());
                if matches!(answer.status.as_u16(), 400 | 404) && row.names_something() {
                    let missing = world.ask(&operation, row, who, true).await;
                    assert_eq!(answer.text, missing.text, "{}: a foreign thing is told from a missing one", operation.id);
                }
                // Of himself everybody sees where he works.
                if who.foreign && answer.status == 200 && operation.scope != "poort.me" {
                    assert!(!world.tells(&answer), "{}: {} sees {}", operation.id, who.name, answer.text);
                }
            }
            if got != row.gets {
                wrong.push(format!("{}: expected {:?}, got {got:?}", operation.id, row.gets));
            }
        }
        let names = CALLERS.map(|who| who.name);
        assert!(wrong.is_empty(), "{names:?}\n{}", wrong.join("\n"));
    }

    async fn every_row_is_of_an_operation(database) {
        drop(database);
        let known: Vec<_> = operations().into_iter().map(|operation| operation.id).collect();
        for row in TABLE {
            assert!(known.iter().any(|id| id == row.operation), "{}", row.operation);
        }
        assert_eq!(json!(known).as_array().unwrap().len(), TABLE.len());
    }
}
