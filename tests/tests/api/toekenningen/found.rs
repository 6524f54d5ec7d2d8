//! Toekenningen, as administrators look for them.

use poort_tests::TestApp;
use serde_json::json;
use storage::on_both;
use types::Day;

use super::NOBODYS;

on_both! {
    async fn grants_are_found_by_everything_that_an_administrator_asks(database) {
        let app = TestApp::demo(database).await;
        let jan = app.screen("jan", "zandmeer").await;
        let families = async |query: &str| {
            let found = jan.found(&format!("/v1/toekenningen?{query}")).await;
            let mut families = found.each("/personName/family");
            families.sort_unstable();
            families
        };
        assert_eq!(families("right=VrijetijdsmonitorCoordinator&state=active").await, ["Peerdeman", "Robbesom"]);
        assert_eq!(families("endsWithinDays=60").await, ["Robbesom"]);
        assert_eq!(families("endsWithinDays=40").await, ["Robbesom"]);
        assert_eq!(families("endsWithinDays=39").await, [""; 0]);
        assert_eq!(families("context=Cultuurcentra").await, ["Peerdeman"]);
        assert_eq!(families("name=hagel").await, ["Hagelstein"]);
        assert_eq!(families("application=premiezoeker").await, ["Robbesom"]);
        assert_eq!(families(&format!("werkrelatie={}", app.werkrelatie("mia-zandmeer"))).await, ["Hagelstein"]);
        assert_eq!(families(&format!("person={}&application=cultuurmonitor", app.person("an"))).await, ["Peerdeman", "Peerdeman"]);
        assert_eq!(families("right=PremiezoekerGebruiker&validOn=2027-01-02").await, ["Robbesom"]);
        assert_eq!(families("right=PremiezoekerGebruiker&validOn=2027-01-03").await, [""; 0]);
        assert_eq!(families(&format!("organisation={}", app.organisation("lindedal"))).await, [""; 0]);
        assert_eq!(families(&format!("organisation={NOBODYS}")).await, [""; 0]);

        let planned = json!({
            "werkrelatie": app.werkrelatie("jan-zandmeer"), "right": "PremiezoekerGebruiker", "reason": "volgend jaar",
            "period": {"begin": "2027-01-01", "end": "2027-12-31"},
        });
        let mia = app.screen("mia", "zandmeer").await;
        let planned = mia.create("/v1/toekenningen", planned).await;
        assert_eq!(families("state=planned").await, ["Zandvliegt"]);
        let gone = mia.change("POST", &planned, "/revocation", json!({"reason": "toch niet"})).await;
        assert_eq!((gone.status.as_u16(), &gone.body["toekenning"]["state"]), (200, &json!("revoked")), "{}", gone.text);
        assert_eq!((families("state=planned").await, families("state=revoked").await), (vec![], vec!["Zandvliegt".to_owned()]));
        app.clock.set(Day::new(2027, 2, 1).unwrap().start());
        let jan = app.screen("jan", "zandmeer").await;
        assert_eq!(jan.found("/v1/toekenningen?state=ended").await.each("/personName/family"), ["Robbesom"]);
    }

    async fn lists_come_in_the_asked_order_and_in_pages(database) {
        let app = TestApp::demo(database).await;
        let jan = app.screen("jan", "zandmeer").await;
        for (key, member) in [
            ("person", "/personName/family"),
            ("organisation", "/organisationName"),
            ("right", "/right"),
            ("begin", "/period/begin"),
            ("end", "/period/end"),
        ] {
            let up = jan.found(&format!("/v1/toekenningen?sort={key}")).await.each(member);
            assert!(up.is_sorted() && up.len() >= 6, "{key}: {up:?}");
            let down = jan.found(&format!("/v1/toekenningen?sort=-{key}")).await.each(member);
            assert!(down.iter().rev().is_sorted(), "-{key}: {down:?}");
        }
        let all = jan.found("/v1/toekenningen?sort=person").await.each("/id");
        let (mut next, mut seen) = (Some("/v1/toekenningen?sort=person&pageSize=4".to_owned()), Vec::new());
        while let Some(path) = next {
            let page = jan.found(&path).await;
            seen.extend(page.each("/id"));
            next = page.body["next"].as_str().map(str::to_owned);
            assert_eq!(page.body["prev"].is_string(), page.body["page"] != 1);
        }
        assert_eq!(seen, all);
        for (wrong, name) in [
            ("sort=colour", "sort"),
            ("state=paused", "state"),
            ("endsWithinDays=-1", "endsWithinDays"),
            ("endsWithinDays=99999999999", "endsWithinDays"),
            ("validOn=2026-02-30", "validOn"),
            ("knownAt=yesterday", "knownAt"),
            ("colour=red", "colour"),
            ("pageSize=201", "pageSize"),
        ] {
            let refused = jan.get(&format!("/v1/toekenningen?{wrong}")).await;
            assert_eq!((refused.status.as_u16(), &refused.body["issues"][0]["name"]), (400, &json!(name)), "{}", refused.text);
        }
    }

    async fn who_manages_an_application_reads_who_holds_its_rights_everywhere_and_changes_nothing(database) {
        let app = TestApp::demo(database).await;
        let els = app.screen("els", "").await;
        let holders = els.found("/v1/toekenningen?right=DCJMJeugdmonitor&sort=organisation").await;
        assert!(holders.each("/organisationName").contains(&"Gemeente Oosterveld".to_owned()));
        assert!(holders.each("/id").len() >= 5);
        let all = els.found("/v1/toekenningen?pageSize=200").await;
        assert!(!all.each("/application").is_empty() && !all.each("/application").contains(&"ovam".to_owned()));
        assert!(els.found("/v1/toekenningen?application=ovam").await.each("/id").is_empty());
        let one = format!("/v1/toekenningen/{}", holders.each("/id")[0]);
        assert_eq!(els.change("POST", &one, "/revocation", json!({"reason": "x"})).await.refusal(), (403, "mandateKind"));
        let end = json!({"period": {"end": "2026-12-31"}, "reason": "x"});
        assert_eq!(els.change("PATCH", &one, "", end).await.refusal(), (403, "mandateKind"));
    }
}
