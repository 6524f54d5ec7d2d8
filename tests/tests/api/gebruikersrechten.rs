//! `/v1/gebruikersrechten`.

use poort_tests::TestApp;
use serde_json::{Value, json};
use storage::on_both;

use crate::people::{BART, ELS, GRIET, JAN, wrong};

const READ: &str = "poort.applications.read";
const WRITE: &str = "poort.applications.write";
const PATH: &str = "/v1/gebruikersrechten";

fn right(code: &str, changes: Value) -> Value {
    let mut right = json!({"code": code, "name": code, "technicalName": code, "period": {"begin": "2026-01-01"}});
    for (name, value) in changes.as_object().unwrap() {
        right[name] = value.clone();
    }
    right
}

fn rights(items: &[Value]) -> Option<Value> {
    Some(json!({"application": "ovam", "items": items}))
}

on_both! {
    async fn rights_that_name_each_other_are_defined_at_once(database) {
        let app = TestApp::demo(database).await;
        let lezer = right("Lezer", json!({"constraints": [{"kind": "excludes", "rights": ["Schrijver"]}]}));
        let schrijver = right("Schrijver", json!({
            "constraints": [{"kind": "excludes", "rights": ["Lezer"]}, {"kind": "requires", "right": "OVAMGebruiker"},
                {"kind": "maxHolders", "limit": 3, "per": "organisation"}],
            "contexts": {"rule": "atLeastOne", "values": [{"code": "Bodem", "name": "Bodem", "technicalName": "Bodem"}]},
            "windows": [{"kind": "yearly", "from": "03-15", "until": "04-30"}],
        }));
        let alone = BART.ask(&app, WRITE, "POST", PATH, &[], rights(std::slice::from_ref(&lezer))).await;
        assert_eq!((alone.status.as_u16(), &alone.body["code"]), (422, &json!("rightUnknown")));
        let both = BART.ask(&app, WRITE, "POST", PATH, &[], rights(&[lezer, schrijver])).await;
        assert_eq!(both.status, 201, "{}", both.text);
        assert_eq!(both.headers["location"], "/v1/gebruikersrechten?application=ovam");
        assert_eq!(both.each("/code"), ["Lezer", "Schrijver"]);
        assert_eq!(both.body["items"][0]["durations"], json!({"defaultMonths": 48}));
        let listed = JAN.get(&app, READ, "/v1/gebruikersrechten?application=ovam").await;
        assert_eq!(listed.each("/code"), ["Lezer", "OVAMGebruiker", "Schrijver"]);
        let path = "/v1/gebruikersrechten/Schrijver";
        let read = BART.get(&app, READ, path).await;
        let patch = json!({"durations": {"maximumMonths": 60}, "windows": []});
        assert_eq!(BART.ask(&app, WRITE, "PATCH", path, &[], Some(patch.clone())).await.status, 428);
        let tag = read.etag();
        let edited = BART.ask(&app, WRITE, "PATCH", path, &[("If-Match", &tag)], Some(patch.clone())).await;
        assert_eq!(edited.body["durations"], json!({"defaultMonths": 48, "maximumMonths": 60}), "{}", edited.text);
        assert_eq!(BART.ask(&app, WRITE, "PATCH", path, &[("If-Match", &tag)], Some(patch)).await.status, 412);
        let history = BART.get(&app, "poort.history.read", &format!("{path}/history")).await;
        assert_eq!(history.each("/action"), ["rightEdited", "rightCreated"]);
    }

    async fn every_right_tells_its_mistake(database) {
        let app = TestApp::demo(database).await;
        let first = right("A", json!({"windows": [{"kind": "weekly"}]}));
        let second = right("B", json!({"period": {"begin": "2026-02-30"}}));
        let third = right("C", json!({"application": "premiezoeker"}));
        let answer = BART.ask(&app, WRITE, "POST", PATH, &[], rights(&[first, second, third, right("D", json!({"version": 1}))])).await;
        assert_eq!(answer.status, 400);
        let names = wrong(&answer);
        assert_eq!(names.len(), 4, "{}", answer.text);
        for (name, start) in names.iter().zip(["items[0].windows[0]", "items[1].period", "items[2].application", "items[3].version"]) {
            assert!(name.starts_with(start), "{name}");
        }
        assert_eq!(wrong(&BART.ask(&app, WRITE, "POST", PATH, &[], rights(&[])).await), ["items"]);
    }

    async fn the_list_filters_and_others_do_not_manage(database) {
        let app = TestApp::demo(database).await;
        let count = async |query: &str| GRIET.get(&app, READ, &format!("{PATH}{query}")).await.each("/code").len();
        assert_eq!((count("").await, count("?doelgroep=EA").await, count("?name=monitor").await), (8, 1, 3));
        assert_eq!(BART.get(&app, READ, PATH).await.each("/code"), ["OVAMGebruiker"]);
        assert_eq!(BART.get(&app, READ, "/v1/gebruikersrechten/PremiezoekerGebruiker").await.status, 404);
        assert_eq!(JAN.get(&app, READ, "/v1/gebruikersrechten/PremiezoekerGebruiker").await.status, 200);
        let asked = rights(&[right("X", json!({}))]);
        assert_eq!(ELS.ask(&app, WRITE, "POST", PATH, &[], asked.clone()).await.status, 404);
        assert_eq!(JAN.ask(&app, WRITE, "POST", PATH, &[], asked).await.status, 403);
        // Who holds the right is not in its history, which is for who manages it.
        let path = "/v1/gebruikersrechten/OVAMGebruiker/history";
        let history = BART.get(&app, "poort.history.read", path).await;
        assert_eq!(history.each("/action"), ["rightCreated"]);
        let refused = JAN.get(&app, "poort.history.read", path).await;
        assert_eq!((refused.status.as_u16(), &refused.body["code"]), (403, &json!("mandateKind")));
    }
}
