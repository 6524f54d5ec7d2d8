//! `/v1/mandates`.

use poort_tests::TestApp;
use serde_json::{Value, json};
use storage::on_both;

/// A mandate of a lokale beheerder, with other members than these.
fn mandate(holder: Value, app: &TestApp, other: Value) -> Value {
    let domain = json!({ "kind": "organisation", "organisation": app.organisation("zandmeer"), "subEntities": false });
    let mut asked = json!({
        "holder": holder, "kind": "lokaleBeheerder", "domain": domain, "period": { "begin": "2026-11-23", "end": "2026-12-31" }, "reason": "aanstelling",
    });
    let members = other.as_object().into_iter().flatten();
    members.for_each(|(name, value)| asked[name.as_str()] = value.clone());
    asked
}

on_both! {
    async fn a_refusal_says_what_its_rule_looked_at(database) {
        let app = TestApp::demo(database).await;
        let jan = app.screen("jan", "zandmeer").await;
        let an = || json!({ "person": app.person("an") });
        let give = async |other: Value| jan.post("/v1/mandates", mandate(an(), &app, other)).await;
        let wrong = give(json!({ "kind": "platformOperator" })).await;
        assert_eq!((wrong.refusal(), &wrong.body["kind"]), ((422, "mandateDomain"), &json!("platformOperator")), "{}", wrong.text);
        let wrong = give(json!({ "kind": "monitor", "maximumMonths": 12 })).await;
        assert_eq!((wrong.refusal(), &wrong.body["kind"]), ((422, "mandateLimits"), &json!("monitor")));
        let wrong = give(json!({ "period": { "begin": "2026-11-22", "end": "2026-12-31" } })).await;
        assert_eq!((wrong.refusal(), &wrong.body["today"]), ((422, "mandateBeginPast"), &json!("2026-11-23")));
        let given = jan.create("/v1/mandates", mandate(an(), &app, json!({}))).await;
        let last = json!({ "lastDay": "2026-12-31", "reason": "vertrek" });
        let late = jan.change("POST", &given, "/revocation", last).await;
        assert_eq!((late.refusal(), &late.body["at"]), ((422, "mandateEnded"), &json!("2026-12-31T23:00:00Z")), "{}", late.text);
    }

    async fn a_mandate_is_for_who_exists(database) {
        let app = TestApp::demo(database).await;
        let jan = app.screen("jan", "zandmeer").await;
        app.register("machine").await;
        for (holder, member) in [
            (json!({ "client": "nobody" }), "holder.client"),
            (json!({ "person": "01938f6e-0000-7000-8000-000000000000" }), "holder.person"),
        ] {
            let refused = jan.post("/v1/mandates", mandate(holder, &app, json!({}))).await;
            assert_eq!((refused.refusal(), &refused.body["issues"][0]["name"]), ((400, "referenceUnknown"), &json!(member)), "{}", refused.text);
        }
        jan.create("/v1/mandates", mandate(json!({ "client": "machine" }), &app, json!({}))).await;
    }
}
