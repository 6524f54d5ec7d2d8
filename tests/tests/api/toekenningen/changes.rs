//! A toekenning that changes or is revoked.

use poort_tests::TestApp;
use serde_json::json;
use storage::on_both;
use types::Day;

use super::{ask, more_rights};

on_both! {
    async fn contexts_and_end_change_together_and_the_past_can_be_read(database) {
        let app = TestApp::demo(database).await;
        let jan = app.screen("jan", "zandmeer").await;
        let made = jan.create("/v1/toekenningen", ask(&app, "robbe-zandmeer", "CultuurmonitorInvoerder", &["Cultuurcentra"])).await;
        let body = json!({"contexts": ["Bibliotheken", "Erfgoed"], "period": {"end": "2027-06-30"}, "reason": "andere taken"});
        assert_eq!(jan.call("PATCH", &made, &[], Some(body.clone())).await.refusal(), (428, "preconditionRequired"));
        assert_eq!(jan.call("PATCH", &made, &[("If-Match", "\"7\"")], Some(body.clone())).await.refusal(), (412, "stale"));
        app.clock.set(Day::new(2026, 11, 25).unwrap().start());
        let jan = app.screen("jan", "zandmeer").await;
        let changed = jan.change("PATCH", &made, "", body).await;
        assert_eq!(changed.status, 200, "{}", changed.text);
        assert_eq!(changed.body["contexts"], json!(["Bibliotheken", "Erfgoed"]));
        assert_eq!(changed.body["period"]["end"], "2027-06-30");
        assert_eq!(jan.found(&made).await.etag(), changed.etag());
        let then = jan.found(&format!("{made}?knownAt=2026-11-24T12:00:00Z")).await;
        assert_eq!((&then.body["contexts"], &then.body["period"]["end"]), (&json!(["Cultuurcentra"]), &json!("2030-11-22")));
        assert_eq!(jan.get(&format!("{made}?knownAt=2026-11-22T12:00:00Z")).await.status, 404);
        let listed = format!("/v1/toekenningen?person={}&right=CultuurmonitorInvoerder", app.person("robbe"));
        let listed = jan.found(&format!("{listed}&knownAt=2026-11-24T12:00:00Z")).await;
        assert_eq!(listed.each("/period/end"), ["2030-11-22"]);

        for nothing in [json!({"reason": "x"}), json!({"period": {"end": "2027-01-01"}}), json!({"contexts": null, "reason": "x"})] {
            assert_eq!(jan.change("PATCH", &made, "", nothing.clone()).await.status, 400, "{nothing}");
        }
        let unknown = jan.change("PATCH", &made, "", json!({"period": {"begin": "2026-01-01"}, "reason": "x"})).await;
        assert_eq!(unknown.body["issues"][0]["name"], "period.begin");
        let past = jan.change("PATCH", &made, "", json!({"period": {"end": "2026-01-01"}, "reason": "x"})).await;
        assert_eq!(past.refusal(), (422, "endBeforeBegin"));
        let history = jan.found(&format!("{made}/history")).await;
        assert_eq!(history.each("/action"), ["toekenningEndChanged", "toekenningContextsChanged", "toekenningGranted"]);
        assert_eq!(history.each("/reason"), ["andere taken", "andere taken", "dossier 12"]);
    }

    async fn a_revocation_works_at_once_or_later_and_takes_along_what_needs_it(database) {
        let app = TestApp::demo(database).await;
        more_rights(&app).await;
        let (jan, robbe, tuur) =
            (app.screen("jan", "zandmeer").await, app.screen("robbe", "zandmeer").await, app.screen("tuur", "lindedal").await);
        let usual = jan.create("/v1/toekenningen", ask(&app, "an-zandmeer", "PremiezoekerGebruiker", &[])).await;
        let needing = jan.create("/v1/toekenningen", ask(&app, "an-zandmeer", "PremiezoekerNazicht", &[])).await;
        let body = json!({"reason": "opgevolgd", "lastDay": "2026-12-31"});
        assert_eq!(robbe.change("POST", &usual, "/revocation", body.clone()).await.refusal(), (403, "mandateReadsOnly"));
        let foreign = tuur.call("POST", &format!("{usual}/revocation"), &[("If-Match", "\"1\"")], Some(body.clone())).await;
        assert_eq!(foreign.status, 404);
        let shorter = jan.change("PATCH", &usual, "", json!({"period": {"end": "2027-01-31"}, "reason": "x"})).await;
        assert_eq!(shorter.refusal(), (422, "neededBy"));
        assert_eq!(shorter.body["dependents"][0]["grant"].as_str(), needing.rsplit('/').next());

        let later = jan.change("POST", &usual, "/revocation", body).await;
        assert_eq!(later.status, 200, "{}", later.text);
        assert_eq!(later.body["toekenning"]["state"], "active");
        assert_eq!(later.body["toekenning"]["revoked"]["at"], "2026-12-31T23:00:00Z");
        assert_eq!(later.body["touched"][0]["id"].as_str(), needing.rsplit('/').next());
        let now = jan.change("POST", &usual, "/revocation", json!({"reason": "toch meteen"})).await;
        assert_eq!((now.status.as_u16(), &now.body["toekenning"]["state"]), (200, &json!("revoked")), "{}", now.text);
        assert_eq!(jan.found(&needing).await.body["state"], "revoked");
        let again = jan.change("POST", &usual, "/revocation", json!({"reason": "nog eens"})).await;
        assert_eq!(again.refusal(), (422, "alreadyRevoked"));
        let actor = format!("person:{}", app.person("jan"));
        assert_eq!(robbe.found(&format!("{needing}/history")).await.each("/actor"), [actor.as_str(), &actor, &actor]);
    }
}
