//! `/v1/access`.

use poort_tests::TestApp;
use serde_json::json;
use storage::on_both;

use crate::people::{BART, ELS, JAN, MAARTEN, ROBBE, VEERLE};

const READ: &str = "poort.toekenningen.read";

on_both! {
    async fn who_may_ask_hears_what_is_held_and_until_when(database) {
        let app = TestApp::demo(database).await;
        let (stijn, place) = (app.person("stijn"), app.organisation("bodemwerken"));
        let path = format!("/v1/access?person={stijn}&application=ovam");
        for who in [VEERLE, BART] {
            let answer = who.get(&app, READ, &path).await;
            assert_eq!(answer.each("/right"), ["OVAMGebruiker"], "{}", answer.text);
            assert_eq!(answer.body["items"][0]["contexts"], json!(["MatisMelder", "NonConformiteitenIndiener"]));
            assert!(answer.body["items"][0]["until"].is_string());
        }
        let there = BART.get(&app, READ, &format!("{path}&organisation={place}&at=2026-11-23T10:00:00Z")).await;
        assert_eq!(there.each("/organisation"), [place.to_string()]);
        let past = VEERLE.get(&app, READ, &format!("{path}&at=2020-01-01T00:00:00Z")).await;
        assert_eq!((past.status.as_u16(), past.body["items"].as_array().unwrap().len()), (200, 0));
        for who in [MAARTEN, JAN, ELS] {
            assert_eq!(who.get(&app, READ, &path).await.status, 404);
            let explained = format!("/v1/access/explanation?person={stijn}&application=ovam&organisation={place}");
            assert_eq!(who.get(&app, READ, &explained).await.status, 404);
        }
        assert_eq!(VEERLE.get(&app, READ, "/v1/access?application=ovam").await.status, 400);
    }

    async fn the_chain_or_every_reason_is_told(database) {
        let app = TestApp::demo(database).await;
        let ask = |person: &str, application: &str, more: &str| {
            let (person, place) = (app.person(person), app.organisation("zandmeer"));
            format!("/v1/access/explanation?person={person}&application={application}&organisation={place}{more}")
        };
        let held = ROBBE.get(&app, READ, &ask("an", "cultuurmonitor", "&right=CultuurmonitorInvoerder")).await;
        assert_eq!((held.status.as_u16(), &held.body["held"]), (200, &json!(true)), "{}", held.text);
        let chain: Vec<_> = held.body["grants"][0]["chain"].as_array().unwrap().iter().map(|link| link["kind"].as_str().unwrap()).collect();
        assert_eq!(chain, ["person", "grant", "werkrelatie", "organisation", "application", "right", "window"]);
        let closed = JAN.get(&app, READ, &ask("an", "vrijetijdsmonitor", "")).await;
        let absence = &closed.body["grants"][0]["because"][0];
        assert_eq!((&closed.body["held"], &absence["code"], &absence["opensOn"]), (&json!(false), &json!("windowClosed"), &json!("2027-03-15")));
        assert!(absence["text"].as_str().unwrap().contains("opens on"));
        let open = JAN.get(&app, READ, &ask("an", "vrijetijdsmonitor", "&at=2027-03-15T12:00:00%2B01:00")).await;
        assert_eq!(open.body["held"], true, "{}", open.text);
        let none = JAN.get(&app, READ, &ask("an", "premiezoeker", "")).await;
        assert_eq!((&none.body["held"], &none.body["because"][0]["code"]), (&json!(false), &json!("noGrant")));
        let elsewhere = ELS.get(&app, READ, &ask("stijn", "premiezoeker", "")).await;
        assert_eq!(elsewhere.body["because"][1]["code"], "noWerkrelatie", "{}", elsewhere.text);
    }
}
