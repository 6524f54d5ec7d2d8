//! The log and the metrics: what an operator needs, and nothing of anybody.

use poort_tests::{TestApp, logged};
use serde_json::{Value, json};
use storage::on_both;

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e47";

/// A request with a trace of its own, by number.
fn traced(number: u8) -> String {
    format!("00-{TRACE}{number:02x}-00f067aa0ba902b7-01")
}

/// The events of the requests of a test.
fn events(prefix: &str) -> Vec<Value> {
    let lines = logged();
    let events = lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    events.filter(|event| event["trace"].as_str().is_some_and(|trace| trace.starts_with(prefix))).collect()
}

on_both! {
    async fn the_log_says_what_happened_and_names_nobody(database) {
        logged();
        let app = TestApp::demo(database).await;
        let token = app.token("hr-zandmeer", "poort.persons.read poort.persons.write");
        let bearer = format!("Bearer {token}");
        let secret = app.secret("hr-zandmeer").unwrap_or("hunter2hunter2hunter2").to_owned();
        let form = format!("grant_type=authorization_code&code=SplxlOBeZQQYbYS6WxSbIA&client_id=hr-zandmeer&client_secret={secret}");
        let with = async |number: u8, method: &str, path: &str, media_type: &str, body: Option<String>| {
            let trace = traced(number);
            let headers = [("Authorization", bearer.as_str()), ("Content-Type", media_type), ("traceparent", trace.as_str())];
            app.send(method, path, &headers, body).await
        };
        let json = "application/json";
        let insz = |number: &str| Some(json!({ "insz": number, "reason": "Collega Peeters" }).to_string());
        with(1, "POST", "/v1/persons", json, insz("19082416188")).await;
        with(2, "POST", "/v1/persons", json, insz("85073100131")).await;
        with(3, "POST", "/v1/persons/query", json, Some(json!({ "insz": "19.08.24-161.88" }).to_string())).await;
        with(4, "GET", "/v1/persons/85073100130", json, None).await;
        with(5, "GET", "/v1/persons?name=Peeters&85073100130=1", json, None).await;
        with(6, "GET", "/85073100130/Peeters", json, None).await;
        with(7, "GET", "/broken/85073100130", json, None).await;
        with(8, "POST", "/op/v1/token", "application/x-www-form-urlencoded", Some(form)).await;
        with(9, "GET", "/op/v1/auth?code=SplxlOBeZQQYbYS6WxSbIA&login_hint=85073100130&id_token_hint=eyJhbGciOi", json, None).await;
        with(10, "SPLX", "/health", json, None).await;
        let robbe = app.person("robbe");
        let seen = with(11, "GET", &format!("/v1/persons/{robbe}"), json, None).await;
        assert_eq!(seen.status, 200);
        let browser = app.browser();
        let tokens = browser.sign_in("stijn", "ovam-portaal", "openid ovam_cnr", None).await;
        app.introspect("ovam-portaal", &tokens.access).await;
        app.ask_token("hr-zandmeer", &[("grant_type", "client_credentials"), ("scope", "poort.persons.read")]).await;
        let log = logged();
        for word in [
            tokens.access.as_str(), tokens.id.as_deref().unwrap(), app.password("stijn"), app.secret("ovam-portaal").unwrap_or("hunter2"), "state=", "n-1",
        ] {
            assert!(!log.contains(word), "`{word}` in\n{log}");
        }
        let metrics = app.frame.metrics.text(app.store.waiting(), 0, 0);
        for line in [
            r#"poort_sign_ins_total{outcome="admitted"} 1"#, r#"poort_tokens_issued_total{grant="authorization_code"} 1"#,
            r#"poort_tokens_issued_total{grant="client_credentials"} 1"#,
        ] {
            assert!(metrics.lines().any(|one| one == line), "{line}\n{metrics}");
        }
        assert!(log.contains(r#""route":"/op/v1/token","status":200"#) && log.contains(r#""client":"ovam-portaal""#), "{log}");
        for word in [
            "1908241", "19.08.24", "8507310", "85.07.31", "Peeters", "Splxl", "SPLX", "eyJ", "hunter2", token.as_str(), secret.as_str(),
            app.password("jan"), seen.body["name"]["family"].as_str().unwrap(), &robbe.to_string(),
        ] {
            assert!(!log.contains(word), "`{word}` in\n{log}");
        }
        let events = events(TRACE);
        let of = |number: u8| {
            let trace = format!("{TRACE}{number:02x}");
            let mut found = events.iter().filter(|event| event["trace"] == trace.as_str());
            let event = found.next().unwrap_or_else(|| panic!("no event of {trace}\n{log}"));
            (event["route"].clone(), event["status"].clone(), event["method"].clone())
        };
        assert_eq!(of(1), (json!("/v1/persons"), json!(422), json!("POST")));
        assert_eq!(of(4), (json!("/v1/persons/{id}"), json!(404), json!("GET")));
        assert_eq!(of(6).0, "none");
        assert_eq!(of(7), (json!("none"), json!(500), json!("GET")));
        assert_eq!(of(10), (json!("/health"), json!(405), json!("other")));
        let event = events.iter().find(|event| event["trace"] == format!("{TRACE}0b")).unwrap();
        assert_eq!((&event["client"], &event["actor"]), (&json!("hr-zandmeer"), &json!("client:hr-zandmeer")));
        assert!(event["microseconds"].is_u64());
    }

    async fn the_metrics_count_by_route_and_name_nobody(database) {
        let app = TestApp::start(database).await;
        for id in ["85073100130", "nobody"] {
            app.call("operator", "poort.persons.read", "GET", &format!("/v1/persons/{id}"), &[], None).await;
        }
        app.send("GET", "/85073100130", &[], None).await;
        assert_eq!(app.send("GET", "/metrics", &[], None).await.status, 404, "not where everybody can ask");
        let metrics = app.watch().await;
        for line in [
            r#"poort_http_requests_total{method="GET",route="/v1/persons/{id}",status="4xx"} 2"#,
            r#"poort_http_requests_total{method="GET",route="none",status="4xx"} 2"#,
            "process_start_time_seconds 1795428000.0",
        ] {
            assert!(metrics.lines().any(|one| one == line), "{line}\n{metrics}");
        }
        assert!(metrics.contains("poort_database_group_size_count"), "{metrics}");
        assert!(!metrics.contains("85073100130"), "{metrics}");
    }
}
