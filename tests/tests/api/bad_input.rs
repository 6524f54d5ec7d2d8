//! What a client does wrong: it hears what, and nothing is lost or told that should not be.

use std::time::Duration;

use mandates::{Domain, Kind};
use poort_tests::{Answer, TestApp};
use serde_json::{Value, json};
use storage::on_both;

const PERSONS_READ: &str = "poort.persons.read";
const PERSONS_WRITE: &str = "poort.persons.write";
const ORGANISATIONS_READ: &str = "poort.organisations.read";
const ORGANISATIONS_WRITE: &str = "poort.organisations.write";
const MANDATES_WRITE: &str = "poort.mandates.write";
const NOBODY: &str = "01938f6e-0000-7000-8000-000000000000";

fn organisation() -> Value {
    json!({
        "kbo": "0207509031", "name": "Gemeente Zandhoven", "doelgroepen": ["LB"], "classification": "gemeente",
        "period": { "begin": "2000-01-01" },
    })
}

/// The organisation with a member changed.
fn with(member: &str, value: Value) -> Value {
    let mut body = organisation();
    body[member] = value;
    body
}

async fn create(app: &TestApp, body: Value) -> Answer {
    app.call("operator", ORGANISATIONS_WRITE, "POST", "/v1/organisations", &[], Some(body)).await
}

/// Sends a text as the body of a new organisation.
async fn text(app: &TestApp, media_type: &str, body: impl Into<String>) -> Answer {
    let bearer = format!("Bearer {}", app.token("operator", ORGANISATIONS_WRITE));
    let headers = [("Authorization", bearer.as_str()), ("Content-Type", media_type)];
    app.send("POST", "/v1/organisations", &headers, Some(body.into())).await
}

async fn count(app: &TestApp) -> usize {
    let all = app.call("operator", ORGANISATIONS_READ, "GET", "/v1/organisations?pageSize=200", &[], None).await;
    all.body["items"].as_array().unwrap().len()
}

/// Kind, place, name and words of all issues.
fn issues(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, 400, "{}", answer.text);
    let issues = answer.body["issues"].as_array().unwrap();
    let text = |issue: &Value, member: &str| issue[member].as_str().unwrap_or("-").to_owned();
    let kind = |issue: &Value| text(issue, "type").rsplit(':').next().unwrap_or_default().to_owned();
    issues.iter().map(|issue| format!("{} {} {}", kind(issue), text(issue, "name"), text(issue, "detail"))).collect()
}

on_both! {
    async fn a_number_that_breaks_a_rule_hears_the_rule_and_not_itself(database) {
        let app = TestApp::start(database).await;
        for (number, code) in [
            ("85073100131", "inszChecksum"), ("85130100102", "inszMonth"), ("85023000125", "inszDate"), ("85073100031", "inszSerial"),
            ("30010100153", "inszFuture"), ("8507310013", "inszLength"), ("85O73100133", "inszCharacter"), ("", "inszLength"),
        ] {
            let body = json!({ "insz": number, "reason": "Nieuw" });
            let answer = app.call("operator", PERSONS_WRITE, "POST", "/v1/persons", &[], Some(body)).await;
            assert_eq!((answer.status.as_u16(), &answer.body["code"]), (400, &json!(code)), "{number}");
            assert_eq!(answer.body["issues"][0]["name"], "insz");
            assert!(number.is_empty() || !answer.text.contains(number), "{}", answer.text);
        }
        for (number, rule) in [
            ("0405546707", "check digits"), ("405546706", "10 digits"), ("2147812701", "0 or 1 expected as the first digit"),
        ] {
            let answer = create(&app, with("kbo", json!(number))).await;
            let told = issues(&answer);
            assert!(told[0].starts_with("invalidInput kbo") && told[0].contains(rule), "{number}: {told:?}");
            assert!(!answer.text.contains(number));
        }
        let answer = app.call("operator", ORGANISATIONS_READ, "GET", "/v1/organisations?kbo=0405546707", &[], None).await;
        assert_eq!((answer.status.as_u16(), &answer.body["issues"][0]["in"]), (400, &json!("query")));
    }

    async fn a_period_that_cannot_be_is_refused(database) {
        let app = TestApp::start(database).await;
        for (period, name) in [
            (json!({ "begin": "2026-02-30" }), "period.begin"), (json!({ "begin": "2025-02-29" }), "period.begin"),
            (json!({ "begin": "23/11/2026" }), "period.begin"), (json!({ "begin": "2026-11-23T10:00:00Z" }), "period.begin"),
            (json!({ "begin": "2026-11-23", "end": "2026-11-22" }), "period"), (json!({}), "period.begin"),
            (json!({ "begin": 20_261_123 }), "period.begin"), (json!("2026-11-23"), "period"),
        ] {
            let told = issues(&create(&app, with("period", period.clone())).await);
            assert_eq!(told[0].split(' ').nth(1), Some(name), "{period}: {told:?}");
        }
        assert_eq!(count(&app).await, 0);
    }

    async fn all_that_is_wrong_is_told_at_once(database) {
        let app = TestApp::start(database).await;
        let wrong = json!({
            "kbo": "0405546707", "name": "", "doelgroepen": ["L B"], "classification": 7, "period": { "begin": "2026-02-30", "until": 1 }, "colour": "red",
        });
        let told = issues(&create(&app, wrong).await);
        let names: Vec<_> = told.iter().filter_map(|issue| issue.split(' ').nth(1)).collect();
        assert_eq!(names, ["kbo", "name", "doelgroepen[0]", "classification", "period.begin", "period.until", "colour"]);
        assert!(told[6].starts_with("unknownInput"));
        let mandate = json!({
            "holder": { "client": "hr" }, "kind": "monitor", "domain": { "kind": "platform" }, "maximumMonths": 0,
            "period": { "begin": "2026-11-23" }, "reason": "test",
        });
        let answer = app.call("operator", MANDATES_WRITE, "POST", "/v1/mandates", &[], Some(mandate)).await;
        assert_eq!(issues(&answer), ["invalidInput maximumMonths 1 to 1200 expected"]);
    }

    async fn what_is_no_json_hears_where(database) {
        let app = TestApp::start(database).await;
        for (body, told) in [
            ("{\n  \"kbo\": \n}", "no JSON at line 3, column 1"), ("", "a JSON object expected; there is no body"), ("{} {}", "no JSON at line 1, column 4"),
            ("{\"kbo\": 1e999}", "no JSON at line 1, column 13"), ("{\"a\": \"\u{1}\"}", "no JSON at line 1, column 8"),
        ] {
            assert_eq!(issues(&text(&app, "application/json", body).await), [format!("schemaViolation - {told}")], "{body}");
        }
        for body in ["[]", "\"text\"", "null", "1"] {
            assert_eq!(text(&app, "application/json", body).await.status, 400, "{body}");
        }
        let latin = [
            format!("POST /v1/organisations HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 14\r\nAuthorization: Bearer {}\r\n\r\n", app.token("operator", ORGANISATIONS_WRITE)).into_bytes(),
            b"{\"name\": \"\xe9\"} ".to_vec(),
        ];
        assert!(app.send_bytes(&latin.concat()).await.starts_with("HTTP/1.1 400 "));
    }

    async fn a_body_without_end_is_refused(database) {
        let app = TestApp::start(database).await;
        let deep = format!("{}1{}", "[".repeat(20_000), "]".repeat(20_000));
        assert_eq!(issues(&text(&app, "application/json", deep).await), ["schemaViolation - at most 16 levels are expected"]);
        let many = json!(vec!["LB"; 201]);
        assert_eq!(issues(&create(&app, with("doelgroepen", many)).await), ["schemaViolation doelgroepen at most 200 items are expected"]);
        let twice = organisation().to_string().replacen('{', "{\"name\": \"Eerst\", ", 1);
        assert_eq!(issues(&text(&app, "application/json", twice).await), ["schemaViolation name the member comes twice"]);
        assert_eq!(issues(&create(&app, with("name", json!("a\0b"))).await), ["invalidInput name a NUL character is not allowed"]);
        assert_eq!(create(&app, with("name", json!("a".repeat(201)))).await.status, 400);
        assert_eq!(create(&app, with("name", json!("\u{202e}é".repeat(100)))).await.status, 201, "200 characters, not bytes");
        let large = text(&app, "application/json", format!("\"{}\"", "a".repeat(70_000))).await;
        assert_eq!((large.status.as_u16(), &large.body["type"]), (413, &json!("urn:problem-type:belgif:payloadTooLarge")));
        assert_eq!(count(&app).await, 1);
    }

    async fn another_media_type_is_refused(database) {
        let app = TestApp::start(database).await;
        let body = organisation().to_string();
        for media_type in ["text/plain", "application/x-www-form-urlencoded", "application/merge-patch+json", "json"] {
            assert_eq!(text(&app, media_type, body.clone()).await.status, 415, "{media_type}");
        }
        let bearer = format!("Bearer {}", app.token("operator", ORGANISATIONS_WRITE));
        assert_eq!(app.send("POST", "/v1/organisations", &[("Authorization", &bearer)], Some(body.clone())).await.status, 415);
        let packed = [("Authorization", bearer.as_str()), ("Content-Type", "application/json"), ("Content-Encoding", "gzip")];
        assert_eq!(app.send("POST", "/v1/organisations", &packed, Some(body.clone())).await.status, 415);
        assert_eq!(text(&app, "application/json; charset=utf-8", body).await.status, 201);
        let html = [("Authorization", bearer.as_str()), ("Accept", "text/html")];
        let answer = app.send("GET", &format!("/v1/organisations/{NOBODY}"), &html, None).await;
        assert_eq!(answer.status, 403, "the scope is looked at first");
        assert_eq!(answer.headers["content-type"], "application/problem+json", "there is one form of answers");
    }

    async fn a_change_on_what_was_read_before_is_refused(database) {
        let app = TestApp::start(database).await;
        let made = create(&app, organisation()).await;
        let path = made.headers["location"].to_str().unwrap().to_owned();
        let etag = made.headers["etag"].to_str().unwrap().to_owned();
        let edit = async |headers: &[(&str, &str)], name: &str| {
            let body = Some(json!({ "name": name }));
            app.call("operator", ORGANISATIONS_WRITE, "PATCH", &path, headers, body).await
        };
        assert_eq!(edit(&[], "A").await.body["type"], "urn:problem-type:poort:preconditionRequired");
        let changed = edit(&[("If-Match", &etag)], "B").await;
        assert_eq!(changed.status, 200);
        for stale in [etag.as_str(), "\"99\"", "\"x\"", "1", "W/\"2\""] {
            let answer = edit(&[("If-Match", stale)], "C").await;
            assert_eq!((answer.status.as_u16(), &answer.body["code"]), (412, &json!("stale")), "{stale}");
        }
        let now = app.call("operator", ORGANISATIONS_READ, "GET", &path, &[], None).await;
        assert_eq!((&now.body["name"], &now.headers["etag"]), (&json!("B"), &changed.headers["etag"]));
    }

    async fn a_repetition_does_nothing_and_another_request_with_its_key_is_refused(database) {
        let app = TestApp::start(database).await;
        let send = async |key: &str, body: Value| {
            app.call("operator", ORGANISATIONS_WRITE, "POST", "/v1/organisations", &[("Idempotency-Key", key)], Some(body)).await
        };
        let first = send("one", organisation()).await;
        let again = send("one", organisation()).await;
        assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201));
        assert_eq!((&first.body, &first.headers["location"]), (&again.body, &again.headers["location"]));
        let other = send("one", with("name", json!("Andere"))).await;
        assert_eq!(other.body["type"], "urn:problem-type:poort:idempotencyKeyReused");
        assert_eq!(other.status, 409);
        assert_eq!(send("two", organisation()).await.body["type"], "urn:problem-type:poort:exists");
        for wrong in ["", "a b", "é", &"k".repeat(256)] {
            assert_eq!(send(wrong, organisation()).await.status, 400, "{wrong}");
        }
        assert_eq!(count(&app).await, 1);
    }

    async fn who_is_known_already_takes_the_key_too(database) {
        let app = TestApp::start(database).await;
        let made = create(&app, organisation()).await;
        let organisation = made.body["id"].as_str().unwrap().parse().unwrap();
        app.appoint("hr", Kind::LokaleBeheerder, Domain::Organisation { organisation, sub_entities: false }).await;
        let admit = async |key: &str, reason: &str| {
            let body = json!({ "insz": "85073100130", "reason": reason });
            app.call("hr", PERSONS_WRITE, "POST", "/v1/persons", &[("Idempotency-Key", key)], Some(body)).await
        };
        assert_eq!(admit("one", "Nieuw").await.status, 201);
        assert_eq!(admit("one", "Nieuw").await.status, 201, "the first answer again");
        assert_eq!(admit("two", "Nieuw").await.status, 200);
        assert_eq!(admit("two", "Iets anders").await.status, 409, "the key was taken by the answer that he is known");
    }

    async fn an_address_that_names_nothing_is_answered_with_404(database) {
        let app = TestApp::start(database).await;
        let long = "a".repeat(3000);
        for id in [NOBODY, "1", "%00", "%zz", "%ff%fe", "..%2f..%2fetc", "%2e%2e", "'%20or%201=1", "01938f6e-0000-7000-8000-00000000000g", &long] {
            let answer = app.call("operator", ORGANISATIONS_READ, "GET", &format!("/v1/organisations/{id}"), &[], None).await;
            assert_eq!((answer.status.as_u16(), &answer.body["type"]), (404, &json!("urn:problem-type:belgif:resourceNotFound")), "{id}");
        }
        let line = format!("/v1/organisations?name={}", "a".repeat(9000));
        assert_eq!(app.send("GET", &line, &[], None).await.status, 414);
        assert_eq!(app.send("GET", "/health", &[("X-Long", &"a".repeat(17_000))], None).await.status, 431);
        let many: String = (0..200).map(|number| format!("X-{number}: a\r\n")).collect();
        let answer = app.send_bytes(format!("GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{many}\r\n").as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
    }

    async fn a_method_that_is_not_there_hears_which_are(database) {
        let app = TestApp::start(database).await;
        for (method, path, allowed) in [
            ("DELETE", "/v1/persons", "GET, HEAD, OPTIONS, POST"), ("PUT", "/v1/persons/1", "GET, HEAD, OPTIONS, PATCH"),
            ("TRACE", "/health", "GET, HEAD, OPTIONS"), ("GET", "/v1/persons/query", "OPTIONS, POST"),
        ] {
            let answer = app.call("operator", PERSONS_READ, method, path, &[], None).await;
            assert_eq!((answer.status.as_u16(), &answer.body["code"]), (405, &json!("methodNotAllowed")), "{method} {path}");
            assert_eq!(answer.headers["allow"], allowed, "{method} {path}");
            let answer = app.send("OPTIONS", path, &[], None).await;
            assert_eq!((answer.status.as_u16(), answer.headers["allow"].to_str().unwrap()), (204, allowed), "{path}");
        }
        let head = app.send("HEAD", "/health", &[], None).await;
        assert_eq!((head.status.as_u16(), head.text.as_str(), &head.headers["content-length"]), (200, "", &"15".parse().unwrap()));
        assert_eq!(app.send("HEAD", "/v1/persons", &[], None).await.status, 401);
        assert_eq!(app.send("OPTIONS", "/nowhere", &[], None).await.status, 404);
    }

    async fn a_query_string_is_read_strictly(database) {
        let app = TestApp::start(database).await;
        let ask = async |query: &str| {
            app.call("operator", PERSONS_READ, "GET", &format!("/v1/persons?{query}"), &[], None).await
        };
        assert_eq!(ask("name=jan&page=1").await.status, 200);
        assert_eq!(issues(&ask("name=a&name=b").await), ["schemaViolation name the parameter comes twice"]);
        assert_eq!(issues(&ask("colour=red&page=x").await).len(), 2, "both at once");
        for query in [
            "name=%ff", "name=%00", "name=%zz", "name=", "page=0", "page=-1", "page=99999999999999999999", "pageSize=201", "page=1e3",
            "organisation=x", "page=10001", "name=%0a",
        ] {
            let told = issues(&ask(query).await);
            assert_eq!(told.len(), 1, "{query}: {told:?}");
        }
    }

    async fn a_database_that_is_away_is_told_and_recovered_from(database) {
        let app = TestApp::start(database).await;
        let outage = app.database.outage();
        let answer = create(&app, organisation()).await;
        assert_eq!((answer.status.as_u16(), &answer.body["type"]), (503, &json!("urn:problem-type:belgif:serviceUnavailable")));
        assert_eq!(answer.headers["retry-after"], "1");
        assert_eq!(answer.body.get("detail"), None, "nothing of the inside");
        assert_eq!(app.send("GET", "/health", &[], None).await.status, 200);
        let ready = app.send("GET", "/health/ready", &[], None).await;
        assert_eq!((ready.status.as_u16(), ready.text.as_str()), (503, r#"{"status":"DOWN"}"#));
        let metrics = app.frame.metrics.text(app.store.waiting(), 0, 0);
        assert!(metrics.contains(r#"poort_database_errors_total{code="storage.unavailable"} 1"#), "{metrics}");
        drop(outage);
        let ready = app.send("GET", "/health/ready", &[], None).await;
        assert_eq!((ready.status.as_u16(), ready.text.as_str()), (200, r#"{"status":"UP"}"#));
        assert_eq!(create(&app, organisation()).await.status, 201);
        assert_eq!(count(&app).await, 1);
    }

    async fn a_mistake_of_the_program_is_a_problem_without_its_words(database) {
        let app = TestApp::start(database).await;
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        let answer = app.send("GET", "/broken/1", &[("traceparent", &format!("00-{trace}-00f067aa0ba902b7-01"))], None).await;
        assert_eq!((answer.status.as_u16(), &answer.body["traceId"]), (500, &json!(trace)));
        assert!(!answer.text.contains("8507"), "{}", answer.text);
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert_eq!(app.send("GET", "/health", &[], None).await.status, 200, "and goes on");
        assert!(app.frame.metrics.text(app.store.waiting(), 0, 0).contains("poort_panics_total 1"));
    }

    async fn too_many_at_once_are_told_to_come_back(database) {
        let app = TestApp::limited(database, http::Limits { in_flight: 0, ..http::Limits::default() }).await;
        let answer = app.send("GET", "/health", &[], None).await;
        assert_eq!((answer.status.as_u16(), &answer.headers["retry-after"]), (503, &"1".parse().unwrap()));
    }

    async fn a_body_that_does_not_come_is_not_waited_for(database) {
        let app = TestApp::limited(database, http::Limits { body_time: Duration::from_millis(20), ..http::Limits::default() }).await;
        let token = app.token("operator", ORGANISATIONS_WRITE);
        let head = format!("POST /v1/organisations HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 9\r\nAuthorization: Bearer {token}\r\n\r\n");
        let answer = app.send_bytes(head.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("requestTimeout"), "{answer}");
    }
}
