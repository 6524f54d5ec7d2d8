//! Not without an e-mail address, with a BIS number too, and until the last minute of the last working day.

use poort_tests::{TestApp, claims};
use serde_json::json;
use storage::on_both;
use storage::testing::TestDatabase;

use super::{begin_of, last_minute_of, roles};

const PORTAL: &str = "premiezoeker-portaal";
const CLAIM: &str = "dv_premiezoeker_rol_2d";

on_both! {
    async fn it_is_refused_while_the_werkrelatie_has_no_email(database) {
        let app = TestApp::demo(database).await;
        let fien = app.screen("fien", "oosterveld").await;
        let body = json!({"werkrelatie": app.werkrelatie("bram-oosterveld"), "right": "PremiezoekerGebruiker", "reason": "back-up"});
        let refused = fien.post("/v1/toekenningen", body.clone()).await;
        assert_eq!(refused.refusal(), (422, "emailRequired"));
        let werkrelatie = format!("/v1/werkrelaties/{}", app.werkrelatie("bram-oosterveld"));
        let edited = fien.change("PATCH", &werkrelatie, "", json!({"email": "bram@oosterveld.example"})).await;
        assert_eq!(edited.status, 200, "{}", edited.text);
        assert_eq!(fien.post("/v1/toekenningen", body).await.status, 201);
        let without = fien.change("PATCH", &werkrelatie, "", json!({"email": null})).await;
        assert_eq!(without.refusal(), (422, "emailRequired"), "{}", without.text);
    }

    async fn a_leaver_gets_in_until_midnight_of_his_last_working_day(database) {
        // Amina has a BIS number; the days are a common one and both on which the clocks change.
        for day in ["2026-12-04", "2027-03-28", "2027-10-31"] {
            leaves_on(TestApp::demo(TestDatabase::new(database.url().backend())).await, day).await;
        }
    }
}

async fn leaves_on(app: TestApp, day: &str) {
    let tuur = app.screen("tuur", "lindedal").await;
    let werkrelatie = format!("/v1/werkrelaties/{}", app.werkrelatie("amina-lindedal"));
    let left = tuur.change("POST", &werkrelatie, "/end", json!({"lastWorkingDay": day, "reason": "ander werk"})).await;
    assert_eq!(left.status, 200, "{}", left.text);
    assert_eq!(left.body["touched"].as_array().map(Vec::len), Some(1));
    assert_eq!(left.body["touched"][0]["period"]["end"], day);

    app.clock.set(last_minute_of(day));
    let tokens = app.sign_in("amina", PORTAL, Some("lindedal")).await;
    assert_eq!(roles(&tokens, CLAIM), ["PremiezoekerGebruiker:0999002901"], "{day}");
    assert_eq!(claims(&tokens.access)["exp"], last_minute_of(day).unix() + 60, "{day}");
    assert_eq!(app.introspect(PORTAL, &tokens.access).await["active"], true, "{day}");

    app.clock.set(begin_of(day).day().plus_days(1).start());
    assert_eq!(app.introspect(PORTAL, &tokens.access).await, json!({"active": false}), "{day}");
    let arrived = app.browser().arrive("amina", PORTAL, &app.scopes(PORTAL).await, None).await;
    assert_eq!(arrived.returned("code"), None, "{day}");
    assert!(!arrived.text.contains("Lindedal"), "{day}: {}", arrived.text);
}
