//! At most three coördinatoren, one role a person, open from 15 March to 30 April; the portal never learns a number.

use poort_tests::{TestApp, claims};
use serde_json::json;
use storage::on_both;

use super::{begin_of, last_minute_of, roles};

const PORTAL: &str = "vrijetijdsmonitor-portaal";
const CLAIM: &str = "dcjm_vrijetijd_rol2d";
const COORDINATOR: [&str; 1] = ["LVMCoordinator:0999001515"];

on_both! {
    async fn the_tool_is_open_from_15_march_to_30_april(database) {
        let app = TestApp::demo(database).await;
        for (moment, open) in [
            (last_minute_of("2027-03-14"), false),
            (begin_of("2027-03-15"), true),
            (last_minute_of("2027-04-30"), true),
            (begin_of("2027-05-01"), false),
        ] {
            app.clock.set(moment);
            let expected: &[&str] = if open { &COORDINATOR } else { &[] };
            let arrived = app.browser().arrive("an", PORTAL, &app.scopes(PORTAL).await, None).await;
            let held = match arrived.returned("code") {
                Some(_) => roles(&app.browser().tokens(PORTAL, &arrived).await, CLAIM),
                None => Vec::new(),
            };
            assert_eq!(held, expected, "{moment}");
        }
    }

    async fn a_token_ends_with_the_window(database) {
        let app = TestApp::demo(database).await;
        app.clock.set(last_minute_of("2027-04-30"));
        let tokens = app.sign_in("an", PORTAL, Some("zandmeer")).await;
        assert_eq!(claims(&tokens.access)["exp"], begin_of("2027-05-01").unix());
        app.clock.set(begin_of("2027-05-01"));
        assert_eq!(app.introspect(PORTAL, &tokens.access).await, json!({"active": false}));
    }

    async fn fifty_ask_at_once_and_three_are_served(database) {
        let app = TestApp::demo(database).await;
        let jan = app.screen("jan", "zandmeer").await;
        let gone = jan.found("/v1/toekenningen?right=VrijetijdsmonitorCoordinator").await;
        for id in gone.each("/id") {
            let done = jan.change("POST", &format!("/v1/toekenningen/{id}"), "/revocation", json!({"reason": "nieuwe ronde"})).await;
            assert_eq!(done.status, 200, "{}", done.text);
        }
        let candidates = ["an-zandmeer", "robbe-zandmeer", "nele-zandmeer", "jan-zandmeer"];
        let mia = app.screen("mia", "zandmeer").await;
        let ask = async |number: usize| {
            let body = json!({
                "werkrelatie": app.werkrelatie(candidates[number % candidates.len()]), "right": "VrijetijdsmonitorCoordinator",
                "period": {"begin": "2026-11-24", "end": "2028-10-31"}, "reason": "coördinatie",
            });
            mia.post("/v1/toekenningen", body).await
        };
        let answers = futures_util::future::join_all((0..50).map(ask)).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 3);
        let full: Vec<_> = answers.iter().filter(|answer| answer.refusal() == (422, "maxHolders")).collect();
        assert!(!full.is_empty() && answers.iter().all(|answer| [201, 422].contains(&answer.status.as_u16())));
        assert!(full.iter().all(|answer| answer.body["limit"] == 3 && answer.body["holders"].as_array().map(Vec::len) == Some(3)));
    }

    async fn an_invoerder_is_no_raadpleger_too(database) {
        let app = TestApp::demo(database).await;
        let jan = app.screen("jan", "zandmeer").await;
        let body = json!({"werkrelatie": app.werkrelatie("mia-zandmeer"), "right": "VrijetijdsmonitorRaadpleger", "reason": "ook lezen"});
        let refused = jan.post("/v1/toekenningen", body).await;
        assert_eq!((refused.refusal(), &refused.body["other"]), ((422, "mutuallyExclusive"), &json!("VrijetijdsmonitorInvoerder")));
    }

    async fn the_portal_receives_no_number(database) {
        let app = TestApp::demo(database).await;
        app.clock.set(begin_of("2027-03-20"));
        let tokens = app.sign_in("an", PORTAL, Some("zandmeer")).await;
        let said = [
            claims(&tokens.access).to_string(),
            claims(tokens.id.as_ref().unwrap()).to_string(),
            app.userinfo(&tokens.access).await.text,
            app.introspect(PORTAL, &tokens.access).await.to_string(),
        ];
        assert!(said.iter().all(|text| text.contains("LVMCoordinator:0999001515")), "{said:?}");
        assert!(said.iter().all(|text| !text.contains("85073100229") && !text.contains("rrn")), "{said:?}");
        let refused = app.browser().get(&app.authorization(PORTAL, "openid vo rrn", &[])).await;
        assert_eq!(refused.returned("error").as_deref(), Some("invalid_scope"));
        assert_eq!(refused.returned("state").as_deref(), Some("s&1"));
    }
}
