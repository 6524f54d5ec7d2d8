//! A company's administrator adds a person by number, couples him and grants; the person signs in, and another company sees nothing of him.

use poort_tests::{TestApp, claims};
use serde_json::json;
use storage::on_both;

use super::{last, roles};

const PORTAL: &str = "ovam-portaal";
const LENA: &str = "91061503810";

on_both! {
    async fn a_newcomer_does_with_ovam_what_his_company_granted_and_nothing_else(database) {
        let app = TestApp::demo(database).await;
        let veerle = app.screen("veerle", "bodemwerken").await;
        let admitted = veerle.post("/v1/persons", json!({"insz": LENA, "reason": "nieuwe collega"})).await;
        assert_eq!((admitted.status.as_u16(), &admitted.body["name"]["family"]), (201, &json!("Klaproos")), "{}", admitted.text);
        let person = admitted.location().unwrap().to_owned();
        let body = json!({
            "person": last(&person), "organisation": app.organisation("bodemwerken"), "doelgroep": "EA", "category": "vasteMedewerker",
        });
        let werkrelatie = veerle.create("/v1/werkrelaties", body).await;
        assert_eq!(veerle.found(&werkrelatie).await.body["period"]["end"], "2036-11-22");
        let grant = json!({
            "werkrelatie": last(&werkrelatie), "right": "OVAMGebruiker", "contexts": ["NonConformiteitenIndiener", "MatisMelder"],
            "reason": "meldt grondverzet",
        });
        let grant = veerle.create("/v1/toekenningen", grant).await;
        assert_eq!(veerle.found(&grant).await.body["period"]["end"], "2030-11-22");
        let account = veerle.post(&format!("{person}/account"), json!({"username": "lena"})).await;
        assert_eq!(account.status, 201, "{}", account.text);
        let temporary = account.body["temporaryPassword"].as_str().unwrap();

        let (browser, scope) = (app.browser(), app.scopes(PORTAL).await);
        let page = browser.get(&app.authorization(PORTAL, &scope, &[])).await;
        let page = browser.submit(&page, &[("username", "lena"), ("password", temporary)]).await;
        assert_eq!(page.heading(), "Kies een nieuw wachtwoord", "{}", page.text);
        let own = "vier woorden zonder samenhang";
        let arrived = browser.submit(&page, &[("current", temporary), ("new", own), ("repeat", own)]).await;
        let tokens = browser.tokens(PORTAL, &arrived).await;
        let granted = ["OVAMGebruiker-MATIS_melder:0999013490", "OVAMGebruiker-nonconformiteiten_indiener:0999013490"];
        assert_eq!(roles(&tokens, "ovam_CNR_rol_3d"), granted);
        assert_eq!(roles(&tokens, "ovam_cnr_rol_2d"), ["OVAMGebruiker:0999013490"]);
        let said = app.access_claims(PORTAL, &tokens.access);
        assert_eq!((&said.extra["vo_orgcode"], &said.extra["vo_id"]), (&json!("0999013490"), &json!(last(&person))));
        assert!(said.extra.get("rrn").is_none());
        assert_eq!(claims(tokens.id.as_ref().unwrap())["rrn"], LENA);
        assert_eq!(app.userinfo(&tokens.access).await.body["rrn"], LENA);

        let maarten = app.screen("maarten", "grondig").await;
        for path in [&person, &werkrelatie, &grant] {
            assert_eq!(maarten.get(path).await.status, 404, "{path}");
            assert_eq!(maarten.get(&format!("{path}/history")).await.status, 404, "{path}");
        }
        for path in ["/v1/persons?pageSize=200", "/v1/werkrelaties?pageSize=200", "/v1/toekenningen?pageSize=200"] {
            assert!(!maarten.found(path).await.text.contains(last(&person)), "{path}");
        }
    }

    async fn who_holds_nothing_there_does_not_get_in(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        let arrived = browser.arrive("robbe", PORTAL, &app.scopes(PORTAL).await, None).await;
        assert_eq!(arrived.returned("code"), None);
        assert!(arrived.text.contains("Je hebt op dit ogenblik geen rechten"), "{}", arrived.text);
        let back = browser.submit(&arrived, &[("cancel", "ja")]).await;
        assert_eq!((back.returned("error").as_deref(), back.returned("code")), (Some("access_denied"), None), "{}", back.text);
    }
}
