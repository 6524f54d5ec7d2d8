//! Held on the gemeente and not on its AGB; chosen after login; gone at once with a pause.

use poort_tests::TestApp;
use serde_json::json;
use storage::on_both;

use super::{is_empty, roles};

const PORTAL: &str = "cultuurmonitor-portaal";
const CLAIM: &str = "ccinc_cultuurmonitor_rol_3D";

on_both! {
    async fn asked_on_the_agb_it_points_to_the_gemeente(database) {
        let app = TestApp::demo(database).await;
        let jan = app.screen("jan", "zandmeer").await;
        let body = json!({
            "werkrelatie": app.werkrelatie("greet-agb-zandmeer"), "right": "CultuurmonitorInvoerder", "contexts": ["Cultuurcentra"],
            "reason": "cijfers van het cultuurcentrum",
        });
        let refused = jan.post("/v1/toekenningen", body).await;
        assert_eq!(refused.refusal(), (422, "heldOnOtherOrganisation"));
        assert_eq!((&refused.body["organisation"], &refused.body["kbo"]), (&json!(app.organisation("zandmeer")), &json!("0999001515")));
    }

    async fn who_has_several_chooses_after_login(database) {
        let app = TestApp::demo(database).await;
        for (administrator, organisation, right, context) in [
            ("jan", "zandmeer", "CultuurmonitorInvoerder", "Erfgoed"),
            ("tuur", "lindedal", "CultuurmonitorRaadpleger", "Bibliotheken"),
        ] {
            let screen = app.screen(administrator, organisation).await;
            let body = json!({
                "werkrelatie": app.werkrelatie(&format!("nele-{organisation}")), "right": right, "contexts": [context], "reason": "samenwerking",
            });
            screen.create("/v1/toekenningen", body).await;
        }
        let (browser, scope) = (app.browser(), app.scopes(PORTAL).await);
        let page = browser.get(&app.authorization(PORTAL, &scope, &[])).await;
        let page = browser.log_in(&page, "nele").await;
        assert_eq!(page.heading(), "Kies een toepassing en een organisatie", "{}", page.text);
        assert!(["Cultuurmonitor", "Gemeente Zandmeer", "Gemeente Lindedal"].iter().all(|text| page.text.contains(text)), "{}", page.text);
        let arrived = browser.submit(&page, &[("choice", &app.organisation("lindedal").to_string())]).await;
        let there = browser.tokens(PORTAL, &arrived).await;
        assert_eq!(roles(&there, CLAIM), ["CultuurMonitorRaadpleger-bibliotheken:0999002901"]);
        let here = app.sign_in("nele", PORTAL, Some("zandmeer")).await;
        assert_eq!(roles(&here, CLAIM), ["CultuurMonitorInvoerder-erfgoed:0999001515"]);
    }

    async fn a_pause_empties_the_next_token_and_introspection_at_once(database) {
        let app = TestApp::demo(database).await;
        let tokens = app.sign_in("an", PORTAL, Some("zandmeer")).await;
        let all = ["CultuurMonitorInvoerder-cultuurcentra:0999001515", "CultuurMonitorRaadpleger-bibliotheken:0999001515"];
        assert_eq!(roles(&tokens, CLAIM), all);
        assert_eq!(app.introspect(PORTAL, &tokens.access).await[CLAIM], json!(all));

        let jan = app.screen("jan", "zandmeer").await;
        let werkrelatie = format!("/v1/werkrelaties/{}", app.werkrelatie("an-zandmeer"));
        let paused = jan.change("POST", &werkrelatie, "/pause", json!({"reason": "ouderschapsverlof"})).await;
        assert_eq!(paused.status, 200, "{}", paused.text);
        let now = app.introspect(PORTAL, &tokens.access).await;
        assert!(is_empty(&now, CLAIM), "{now}");
        let arrived = app.browser().arrive("an", PORTAL, &app.scopes(PORTAL).await, None).await;
        assert_eq!(arrived.returned("code"), None, "{:?}", arrived.location());
        let resumed = jan.change("POST", &werkrelatie, "/resumption", json!({"reason": "terug"})).await;
        assert_eq!(resumed.status, 200, "{}", resumed.text);
        assert_eq!(roles(&app.sign_in("an", PORTAL, Some("zandmeer")).await, CLAIM), all);
    }
}
