//! Who holds access here, a predecessor who loses it, and an employee of an IGS who works for three municipalities.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use poort_tests::{TestApp, claims};
use serde_json::json;
use storage::on_both;

use super::{is_empty, roles};

const PORTAL: &str = "jeugdmonitor-portaal";
const CLAIM: &str = "dcjm_jeugdmonitor_rol_3d";

on_both! {
    async fn a_municipality_sees_who_holds_access_and_takes_it_from_a_predecessor(database) {
        let app = TestApp::demo(database).await;
        let fien = app.screen("fien", "oosterveld").await;
        let holders = fien.found("/v1/toekenningen?right=DCJMJeugdmonitor&state=active&sort=person").await;
        assert_eq!(holders.each("/personName/family"), ["Maanvis", "Meidoorns"]);
        let before = app.sign_in("noor", PORTAL, Some("oosterveld")).await;
        assert_eq!(roles(&before, CLAIM), ["DCJMJeugdmonitor-projectcoordinator:0999004384"]);

        let noor = format!("/v1/toekenningen/{}", holders.each("/id")[0]);
        let revoked = fien.change("POST", &noor, "/revocation", json!({"reason": "opgevolgd"})).await;
        assert_eq!(revoked.status, 200, "{}", revoked.text);
        let after = fien.found("/v1/toekenningen?right=DCJMJeugdmonitor&state=active").await;
        assert_eq!(after.each("/personName/family"), ["Meidoorns"]);
        assert!(is_empty(&app.introspect(PORTAL, &before.access).await, CLAIM));

        let history = fien.found(&format!("{noor}/history")).await;
        let latest = &history.body["items"][0];
        assert_eq!(latest["actor"], format!("person:{}", app.person("fien")));
        assert_eq!((&latest["action"], &latest["reason"]), (&json!("toekenningRevoked"), &json!("opgevolgd")));
        assert!(latest["mandate"].is_string() && latest["before"].is_object() && latest["after"].is_object());
        assert_eq!(history.each("/action").last().map(String::as_str), Some("toekenningGranted"));
    }

    async fn each_municipality_administers_its_own_part_of_who_works_for_three(database) {
        let app = TestApp::demo(database).await;
        let all = app.sign_in("nele", PORTAL, None).await;
        let at = |code: &str| format!("DCJMJeugdmonitor-projectcoordinator:{code}");
        assert_eq!(roles(&all, CLAIM), [at("0999001515"), at("0999002901"), at("0999004384")]);

        let (jan, tuur) = (app.screen("jan", "zandmeer").await, app.screen("tuur", "lindedal").await);
        let seen = jan.found(&format!("/v1/toekenningen?right=DCJMJeugdmonitor&person={}", app.person("nele"))).await;
        assert_eq!(seen.each("/organisationName"), ["Gemeente Zandmeer"]);
        let own = format!("/v1/toekenningen/{}", seen.each("/id")[0]);
        assert_eq!(tuur.get(&own).await.status, 404);
        let revoked = jan.change("POST", &own, "/revocation", json!({"reason": "samenwerking stopt"})).await;
        assert_eq!(revoked.status, 200, "{}", revoked.text);
        let left = app.sign_in("nele", PORTAL, None).await;
        assert_eq!(roles(&left, CLAIM), [at("0999002901"), at("0999004384")]);
    }

    async fn who_works_for_three_switches(database) {
        let app = TestApp::demo(database).await;
        app.change_client(PORTAL, |client| client.level = oidc::Level::Organisation).await;
        let (browser, scope) = (app.browser(), app.scopes(PORTAL).await);
        let first = browser.sign_in("nele", PORTAL, &scope, Some("zandmeer")).await;
        assert_eq!(claims(&first.access)["vo_orgcode"], "0999001515");
        assert_eq!(roles(&first, CLAIM), ["DCJMJeugdmonitor-projectcoordinator:0999001515"]);

        let hint = STANDARD.encode(r#"{"switch_id": true}"#);
        let page = browser.get(&app.authorization(PORTAL, &scope, &[("login_hint", &hint)])).await;
        let arrived = browser.submit(&page, &[("choice", &app.organisation("oosterveld").to_string())]).await;
        let second = browser.tokens(PORTAL, &arrived).await;
        assert_eq!(roles(&second, CLAIM), ["DCJMJeugdmonitor-projectcoordinator:0999004384"]);

        let hint = STANDARD.encode(r#"{"cap_hint":"LB","code_hint":"0999002901"}"#);
        let arrived = browser.get(&app.authorization(PORTAL, &scope, &[("login_hint", &hint)])).await;
        assert_eq!(claims(&browser.tokens(PORTAL, &arrived).await.access)["vo_orgcode"], "0999002901");
    }
}
