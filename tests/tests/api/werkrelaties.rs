//! `/v1/werkrelaties`.

mod ends;
mod pauses;

use poort_tests::TestApp;
use serde_json::{Value, json};
use storage::on_both;
use types::OrganisationId;

const NOBODYS: &str = "01938f6e-0000-7000-8000-000000000000";

fn at(app: &TestApp, werkrelatie: &str) -> String {
    format!("/v1/werkrelaties/{}", app.werkrelatie(werkrelatie))
}

fn couple(organisation: OrganisationId, who: Value) -> Value {
    let mut body =
        json!({"organisation": organisation, "doelgroep": "LB", "category": "vasteMedewerker", "reason": "detachering"});
    body.as_object_mut().unwrap().extend(who.as_object().unwrap().clone());
    body
}

on_both! {
    async fn somebody_elses_person_is_coupled_by_number_only(database) {
        let app = TestApp::demo(database).await;
        let tuur = app.screen("tuur", "lindedal").await;
        let lindedal = app.organisation("lindedal");
        let by_id = tuur.post("/v1/werkrelaties", couple(lindedal, json!({"person": app.person("an")}))).await;
        let nobody = tuur.post("/v1/werkrelaties", couple(lindedal, json!({"person": NOBODYS}))).await;
        assert_eq!((by_id.status.as_u16(), by_id.without_trace()), (400, nobody.without_trace()));
        assert_eq!(by_id.body["issues"][0]["name"], "person");
        let made = tuur.create("/v1/werkrelaties", couple(lindedal, json!({"insz": "85.07.31-002.29"}))).await;
        let seen = tuur.found(&made).await;
        assert_eq!((&seen.body["person"], &seen.body["personName"]["family"]), (&json!(app.person("an")), &json!("Peerdeman")));
        assert_eq!(seen.body["period"], json!({"begin": "2026-11-23", "end": "2036-11-22"}));
        assert_eq!((&seen.body["state"], &seen.body["organisationName"]), (&json!("active"), &json!("Gemeente Lindedal")));
        assert!(!seen.text.contains("8507310022"));

        let unknown = tuur.post("/v1/werkrelaties", couple(lindedal, json!({"insz": "04022901716"}))).await;
        assert_eq!(unknown.status, 201, "a person of Zandmeer, by number: {}", unknown.text);
        let never = tuur.post("/v1/werkrelaties", couple(lindedal, json!({"insz": "91061503810"}))).await;
        assert_eq!((never.status.as_u16(), &never.body["issues"][0]["name"]), (400, &json!("insz")));
        let wrong = tuur.post("/v1/werkrelaties", couple(lindedal, json!({"insz": "85073100131"}))).await;
        assert_eq!(wrong.refusal(), (400, "inszChecksum"));
        for who in [json!({}), json!({"insz": "85073100130", "person": NOBODYS})] {
            assert_eq!(tuur.post("/v1/werkrelaties", couple(lindedal, who)).await.status, 400);
        }
        let foreign = tuur.post("/v1/werkrelaties", couple(app.organisation("zandmeer"), json!({"insz": "85073100130"}))).await;
        let nowhere = tuur.post("/v1/werkrelaties", couple(NOBODYS.parse().unwrap(), json!({"insz": "85073100130"}))).await;
        assert_eq!((foreign.status.as_u16(), foreign.without_trace()), (400, nowhere.without_trace()));
        assert_eq!(foreign.body["issues"][0]["name"], "organisation");
        let twice = tuur.post("/v1/werkrelaties", couple(lindedal, json!({"insz": "85073100229"}))).await;
        assert_eq!((twice.refusal(), twice.body["werkrelatie"].as_str()), ((422, "werkrelatieDuplicate"), made.rsplit('/').next()));
        let category = couple(lindedal, json!({"person": app.person("an"), "category": "ambtenaar"}));
        let category = tuur.post("/v1/werkrelaties", category).await;
        assert_eq!(category.refusal(), (422, "categoryNotAllowed"));
        assert_eq!(category.body["allowed"].as_array().unwrap().len(), 3);
    }

    async fn who_reads_only_changes_nothing_and_who_is_foreign_finds_nothing(database) {
        let app = TestApp::demo(database).await;
        let (robbe, tuur) = (app.screen("robbe", "zandmeer").await, app.screen("tuur", "lindedal").await);
        let path = at(&app, "an-zandmeer");
        let nowhere = tuur.get(&format!("/v1/werkrelaties/{NOBODYS}")).await;
        assert_eq!((nowhere.status.as_u16(), tuur.get(&path).await.without_trace()), (404, nowhere.without_trace()));
        for (method, action, body) in [
            ("PATCH", "", json!({"phone": "016 21 11 11"})),
            ("POST", "/extension", json!({"end": "2040-01-01", "reason": "x"})),
            ("POST", "/pause", json!({"reason": "x"})),
            ("POST", "/resumption", json!({"reason": "x"})),
            ("POST", "/end", json!({"lastWorkingDay": "2026-12-31", "reason": "x"})),
            ("POST", "/removal", json!({"reason": "x"})),
        ] {
            assert_eq!(robbe.change(method, &path, action, body.clone()).await.refusal(), (403, "mandateReadsOnly"), "{action}");
            let tag = [("If-Match", "\"1\"")];
            assert_eq!(tuur.call(method, &format!("{path}{action}"), &tag, Some(body.clone())).await.status, 404, "{action}");
            assert_eq!(robbe.call(method, &format!("{path}{action}"), &[], Some(body)).await.refusal(), (428, "preconditionRequired"));
        }
        let new = couple(app.organisation("zandmeer"), json!({"person": app.person("tom")}));
        assert_eq!(robbe.post("/v1/werkrelaties", new).await.refusal(), (403, "mandateReadsOnly"));
    }

    async fn category_and_contact_change_within_what_the_doelgroep_asks(database) {
        let app = TestApp::demo(database).await;
        let fien = app.screen("fien", "oosterveld").await;
        let path = at(&app, "bram-oosterveld");
        let ask = json!({"werkrelatie": app.werkrelatie("bram-oosterveld"), "right": "PremiezoekerGebruiker", "reason": "nodig"});
        assert_eq!(fien.post("/v1/toekenningen", ask.clone()).await.refusal(), (422, "emailRequired"));
        let external = fien.change("PATCH", &path, "", json!({"category": "externeMedewerker"})).await;
        assert_eq!((external.refusal(), &external.body["category"]), ((422, "emailMandatory"), &json!("externeMedewerker")));
        let reachable = fien.change("PATCH", &path, "", json!({"email": "bram@oosterveld.example", "phone": "016 21 11 11"})).await;
        assert_eq!((reachable.status.as_u16(), reachable.etag().as_str()), (200, "\"2\""), "{}", reachable.text);
        fien.create("/v1/toekenningen", ask).await;
        let silent = fien.change("PATCH", &path, "", json!({"phone": null})).await;
        assert_eq!((silent.body.get("phone"), &silent.body["email"]), (None, &json!("bram@oosterveld.example")));
        let same = fien.change("PATCH", &path, "", json!({})).await;
        assert_eq!((same.status.as_u16(), same.etag()), (200, silent.etag()));
        let stale = fien.call("PATCH", &path, &[("If-Match", "\"1\"")], Some(json!({"phone": null}))).await;
        assert_eq!(stale.refusal(), (412, "stale"));
        let unknown = fien.change("PATCH", &path, "", json!({"period": {"end": "2040-01-01"}})).await;
        assert_eq!((unknown.status.as_u16(), &unknown.body["issues"][0]["name"]), (400, &json!("period")));
        let history = fien.found(&format!("{path}/history")).await;
        assert_eq!(history.each("/action"), ["werkrelatieEdited", "toekenningGranted", "werkrelatieEdited", "werkrelatieCreated"]);
    }

    async fn werkrelaties_are_found_sorted_and_paged(database) {
        let app = TestApp::demo(database).await;
        let jan = app.screen("jan", "").await;
        let names = async |query: &str| {
            let found = jan.found(&format!("/v1/werkrelaties?{query}")).await;
            let mut names = found.each("/personName/given");
            names.sort_unstable();
            names
        };
        assert_eq!(names(&format!("organisation={}", app.organisation("ocmw-zandmeer"))).await, ["Tom"]);
        assert_eq!(names(&format!("person={}", app.person("nele"))).await, ["Nele"]);
        assert_eq!(names("category=externeMedewerker").await, ["Nele"]);
        assert_eq!(names("doelgroep=EA").await, [""; 0]);
        assert_eq!(names("name=PEERDEMAN").await, ["An"]);
        assert_eq!(names("name=%25").await, [""; 0]);
        assert_eq!(names("name=an&validOn=2020-01-01").await, [""; 0]);
        assert_eq!(names("name=peerdeman&validOn=2026-11-23").await, ["An"]);
        assert_eq!(names(&format!("organisation={}", app.organisation("lindedal"))).await, [""; 0]);
        for (key, member) in [
            ("person", "/personName/family"),
            ("organisation", "/organisationName"),
            ("begin", "/period/begin"),
            ("end", "/period/end"),
        ] {
            let up = jan.found(&format!("/v1/werkrelaties?sort={key}")).await.each(member);
            assert!(up.is_sorted() && up.len() >= 6, "{key}: {up:?}");
            let down = jan.found(&format!("/v1/werkrelaties?sort=-{key}")).await.each(member);
            assert!(down.iter().rev().is_sorted(), "-{key}: {down:?}");
        }
        let first = jan.found("/v1/werkrelaties?sort=-person&pageSize=3&page=1").await;
        assert_eq!(first.body["next"], "/v1/werkrelaties?sort=-person&page=2&pageSize=3");
        let second = jan.found(first.body["next"].as_str().unwrap()).await;
        assert_eq!(second.body["prev"], "/v1/werkrelaties?sort=-person&page=1&pageSize=3");
        assert!(first.each("/id").iter().all(|id| !second.each("/id").contains(id)));
        for (wrong, name) in [("sort=right", "sort"), ("state=revoked", "state"), ("validOn=morgen", "validOn"), ("colour=red", "colour")] {
            let refused = jan.get(&format!("/v1/werkrelaties?{wrong}")).await;
            assert_eq!((refused.status.as_u16(), &refused.body["issues"][0]["name"]), (400, &json!(name)), "{}", refused.text);
        }
    }
}
