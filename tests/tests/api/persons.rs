//! `/v1/persons`.

use poort_tests::TestApp;
use serde_json::json;
use storage::on_both;

const READ: &str = "poort.persons.read";
const WRITE: &str = "poort.persons.write";

on_both! {
    async fn an_unknown_member_and_a_wrong_number_are_refused_without_repeating_them(database) {
        let app = TestApp::start(database).await;
        let body = json!({"insz": "85073100131", "reason": "Nieuw"});
        let answer = app.call("operator", WRITE, "POST", "/v1/persons", &[], Some(body)).await;
        assert_eq!((answer.status.as_u16(), &answer.body["code"]), (400, &json!("inszChecksum")));
        assert!(!answer.body.to_string().contains("0731"));
        let answer = app.call("operator", READ, "POST", "/v1/persons/query", &[], Some(json!({"number": "85073100130"}))).await;
        assert_eq!(answer.body["issues"][0]["type"], "urn:problem-type:belgif:input-validation:unknownInput");
        assert!(!answer.body.to_string().contains("0731"));
        let answer = app.call("operator", READ, "GET", "/v1/persons?colour=red", &[], None).await;
        assert_eq!((answer.status.as_u16(), &answer.body["issues"][0]["name"]), (400, &json!("colour")));
    }

    async fn nobody_is_found_by_an_unknown_id(database) {
        let app = TestApp::start(database).await;
        let path = "/v1/persons/01938f6e-0000-7000-8000-000000000000";
        let answer = app.call("operator", READ, "GET", path, &[], None).await;
        assert_eq!(answer.status, 404);
        let answer = app.call("operator", WRITE, "PATCH", path, &[], Some(json!({}))).await;
        assert_eq!(answer.status, 428);
    }
}
