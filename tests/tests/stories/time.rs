//! A werkrelatie that is extended takes its rights along as far as they may go; one that ends takes all of them, and nothing else.

use poort_tests::TestApp;
use serde_json::{Value, json};
use storage::on_both;

use super::last;

/// A right of the Premiezoeker that lasts a year at most.
async fn short_right(app: &TestApp) {
    let griet = app.screen("griet", "").await;
    let body = json!({"application": "premiezoeker", "items": [{
        "code": "PremiezoekerStage", "name": "Premiezoeker stage", "technicalName": "PremiezoekerStage", "durations": {"defaultMonths": 12, "maximumMonths": 12}, "period": {"begin": "2026-01-01"},
    }]});
    let made = griet.post("/v1/gebruikersrechten", body).await;
    assert_eq!(made.status, 201, "{}", made.text);
}

async fn rights(app: &TestApp, organisation: &str, administrator: &str) -> Vec<(String, Value)> {
    let screen = app.screen(administrator, organisation).await;
    let found = screen.found("/v1/toekenningen?pageSize=200&sort=begin").await;
    found.body["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["id"].as_str().unwrap().to_owned(), one["period"].clone()))
        .collect()
}

on_both! {
    async fn an_extension_says_which_grants_were_capped_and_an_end_ends_everything_and_nothing_else(database) {
        let app = TestApp::demo(database).await;
        short_right(&app).await;
        let tine = app.screen("tine", "windhoek").await;
        let person = tine.create("/v1/persons", json!({"insz": "00061203762", "reason": "stage"})).await;
        let body = json!({
            "person": last(&person), "organisation": app.organisation("windhoek"), "doelgroep": "LB", "category": "vasteMedewerker",
            "email": "stage@windhoek.example", "period": {"end": "2027-06-30"},
        });
        let werkrelatie = tine.create("/v1/werkrelaties", body).await;
        for right in ["PremiezoekerGebruiker", "PremiezoekerStage"] {
            let body = json!({"werkrelatie": last(&werkrelatie), "right": right, "reason": "stage"});
            let grant = tine.create("/v1/toekenningen", body).await;
            assert_eq!(tine.found(&grant).await.body["period"]["end"], "2027-06-30");
        }
        let others = rights(&app, "zandmeer", "jan").await;

        let longer = json!({"end": "2029-12-31", "withRights": true, "reason": "blijft"});
        let longer = tine.change("POST", &werkrelatie, "/extension", longer).await;
        assert_eq!(longer.status, 200, "{}", longer.text);
        assert_eq!(longer.body["touched"].as_array().map(Vec::len), Some(2), "{}", longer.text);
        let capped = longer.body["capped"].as_array().unwrap();
        assert_eq!(capped.len(), 1, "{}", longer.text);
        assert_eq!((&capped[0]["right"], &capped[0]["limit"]), (&json!("PremiezoekerStage"), &json!("2027-11-22")));

        let gone = json!({"lastWorkingDay": "2027-01-29", "reason": "vertrokken"});
        let gone = tine.change("POST", &werkrelatie, "/end", gone).await;
        assert_eq!(gone.status, 200, "{}", gone.text);
        assert_eq!(gone.body["touched"].as_array().map(Vec::len), Some(2), "{}", gone.text);
        let windhoek = rights(&app, "windhoek", "tine").await;
        assert!(windhoek.iter().all(|(_, period)| period["end"] == "2027-01-29"), "{windhoek:?}");
        assert_eq!(rights(&app, "zandmeer", "jan").await, others);
    }
}
