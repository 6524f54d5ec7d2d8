//! A werkrelatie that ends, later or sooner, with its toekenningen.

use poort_tests::{Screen, TestApp};
use serde_json::{Value, json};
use service::{Caller, Error};
use storage::on_both;
use types::{Day, Parsed, Reason, SystemActor};

use super::{at, couple};

/// A right of the Premiezoeker that lasts a year, and two years at most.
async fn short_right(app: &TestApp) {
    let done = app.store.write(app.outside.fresh_context(), |tx| -> Result<(), Error> {
        let operator = Caller::system(SystemActor::CommandLine, Reason::parse("voor de test").unwrap());
        let usual = storage::applications::right_by_code(tx, &"PremiezoekerGebruiker".parse().unwrap())?.unwrap();
        let short = gebruikersrechten::Gebruikersrecht {
            code: "PremiezoekerKort".parse().unwrap(),
            technical_name: "PremiezoekerKort".parse().unwrap(),
            durations: gebruikersrechten::Durations { default_months: 12, maximum_months: Some(24) },
            ..usual.clone()
        };
        service::applications::create_rights(tx, &operator, &usual.application, vec![short]).map(|_| ())
    });
    done.await.unwrap();
}

async fn grant(screen: &Screen<'_>, werkrelatie: &str, right: &str, more: Value) -> String {
    let werkrelatie = werkrelatie.rsplit('/').next().unwrap();
    let mut body = json!({"werkrelatie": werkrelatie, "right": right, "reason": "nodig"});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    screen.create("/v1/toekenningen", body).await
}

on_both! {
    async fn an_extension_with_rights_says_which_were_capped_and_which_were_left(database) {
        let app = TestApp::demo(database).await;
        short_right(&app).await;
        let jan = app.screen("jan", "zandmeer").await;
        let path = at(&app, "robbe-zandmeer");
        let short = grant(&jan, &path, "PremiezoekerKort", json!({})).await;
        let end = jan.found(&path).await.body["period"]["end"].as_str().unwrap().to_owned();
        let later = Day::parse(&end).unwrap().plus_days(365).to_string();
        let coordinators = jan.found("/v1/toekenningen?right=VrijetijdsmonitorCoordinator").await;
        let until = Day::parse(coordinators.each("/period/end").iter().max().unwrap()).unwrap();
        // From the day after, three others are coördinator: the one who is extended would be the fourth.
        let period = json!({"period": {"begin": until.plus_days(1)}});
        for other in ["tom", "nele", "an"] {
            let there = if other == "tom" {
                jan.create("/v1/werkrelaties", couple(app.organisation("zandmeer"), json!({"person": app.person("tom"), "period": {"begin": until}}))).await
            } else {
                at(&app, &format!("{other}-zandmeer"))
            };
            grant(&jan, &there, "VrijetijdsmonitorCoordinator", period.clone()).await;
        }
        let earlier = jan.change("POST", &path, "/extension", json!({"end": "2027-01-01", "reason": "x"})).await;
        assert_eq!((earlier.refusal(), earlier.body["lastDay"].as_str()), ((422, "endNotLater"), Some(end.as_str())));
        let done = jan.change("POST", &path, "/extension", json!({"end": later, "withRights": true, "reason": "verlengd"})).await;
        assert_eq!(done.status, 200, "{}", done.text);
        assert_eq!((&done.body["werkrelatie"]["period"]["end"], done.etag().as_str()), (&json!(later), "\"2\""));
        let touched = done.body["touched"].as_array().unwrap();
        let ends: Vec<_> = touched.iter().map(|one| (one["right"].as_str().unwrap(), one["period"]["end"].as_str().unwrap())).collect();
        assert!(ends.contains(&("PremiezoekerGebruiker", later.as_str())), "{ends:?}");
        assert!(ends.contains(&("PremiezoekerKort", "2028-11-22")), "{ends:?}");
        let capped = done.body["capped"].as_array().unwrap();
        assert_eq!(capped.len(), 1);
        assert_eq!(capped[0]["toekenning"].as_str(), short.rsplit('/').next());
        assert_eq!((&capped[0]["right"], &capped[0]["limit"]), (&json!("PremiezoekerKort"), &json!("2028-11-22")));
        let left = done.body["left"].as_array().unwrap();
        assert_eq!((left.len(), &left[0]["code"], &left[0]["facts"]["limit"]), (1, &json!("maxHolders"), &json!(3)), "{}", done.text);
        assert_eq!(jan.found(&short).await.body["period"]["end"], "2028-11-22");

        let alone = jan.change("POST", &at(&app, "mia-zandmeer"), "/extension", json!({"end": later, "reason": "verlengd"})).await;
        assert_eq!((alone.status.as_u16(), &alone.body["touched"]), (200, &json!([])), "{}", alone.text);
    }

    async fn an_end_takes_every_grant_along_and_nothing_else(database) {
        let app = TestApp::demo(database).await;
        let jan = app.screen("jan", "zandmeer").await;
        let path = at(&app, "an-zandmeer");
        let of_an = format!("/v1/toekenningen?person={}", app.person("an"));
        let future = json!({"period": {"begin": "2027-06-01"}});
        let future = grant(&jan, &path, "PremiezoekerGebruiker", future).await;
        let others = jan.found("/v1/toekenningen?name=robbesom").await.body;
        let ended = jan.change("POST", &path, "/end", json!({"lastWorkingDay": "2026-12-31", "reason": "uit dienst"})).await;
        assert_eq!(ended.status, 200, "{}", ended.text);
        assert_eq!(ended.body["werkrelatie"]["period"]["end"], "2026-12-31");
        let touched = ended.body["touched"].as_array().unwrap();
        assert_eq!(touched.len(), 4);
        assert!(touched.iter().all(|one| one["period"]["end"] == "2026-12-31" || one["state"] == "revoked"), "{}", ended.text);
        assert_eq!(jan.found(&future).await.body["state"], "revoked");
        assert_eq!(jan.found(&format!("{of_an}&state=active")).await.each("/id").len(), 3);
        assert_eq!(jan.found("/v1/toekenningen?name=robbesom").await.body, others);
        let again = jan.change("POST", &path, "/end", json!({"lastWorkingDay": "2027-12-31", "reason": "x"})).await;
        assert_eq!(again.refusal(), (422, "endNotEarlier"));
        app.clock.set(Day::new(2026, 12, 31).unwrap().end());
        let jan = app.screen("jan", "zandmeer").await;
        assert_eq!(jan.found(&format!("{of_an}&state=active")).await.each("/id"), [""; 0]);
        assert_eq!(jan.found(&path).await.body["state"], "ended");
        let late = jan.change("PATCH", &path, "", json!({"phone": "016 21 11 11"})).await;
        assert_eq!(late.refusal(), (422, "werkrelatieEnded"));
    }

    async fn what_has_not_begun_is_removed_with_its_grants(database) {
        let app = TestApp::demo(database).await;
        let jan = app.screen("jan", "zandmeer").await;
        let begun = jan.change("POST", &at(&app, "an-zandmeer"), "/removal", json!({"reason": "vergissing"})).await;
        assert_eq!((begun.refusal(), begun.body["since"].is_string()), ((422, "werkrelatieWasEffective"), true));
        let who = json!({"insz": "72252503331", "period": {"begin": "2027-01-01"}, "email": "amina@zandmeer.example"});
        let planned = jan.create("/v1/werkrelaties", couple(app.organisation("zandmeer"), who)).await;
        let granted = grant(&jan, &planned, "PremiezoekerGebruiker", json!({"period": {"begin": "2027-01-01"}})).await;
        let of_amina = format!("/v1/werkrelaties?person={}", app.person("amina"));
        assert_eq!(jan.found(&format!("{of_amina}&state=planned")).await.each("/id").len(), 1);
        let removed = jan.change("POST", &planned, "/removal", json!({"reason": "vergissing"})).await;
        assert_eq!((removed.status.as_u16(), &removed.body["werkrelatie"]["state"]), (200, &json!("removed")), "{}", removed.text);
        assert_eq!(removed.body["touched"][0]["id"].as_str(), granted.rsplit('/').next());
        assert_eq!(jan.found(&granted).await.body["state"], "revoked");
        assert_eq!(jan.found("/v1/toekenningen?state=planned").await.each("/id"), [""; 0]);
        assert_eq!(jan.found(&of_amina).await.each("/id"), [""; 0]);
        assert_eq!(jan.found(&format!("{of_amina}&state=removed")).await.each("/id").len(), 1);
        let again = jan.change("POST", &planned, "/removal", json!({"reason": "nog eens"})).await;
        assert_eq!(again.refusal(), (422, "werkrelatieRemoved"));
    }

    async fn a_repeated_action_does_nothing_more(database) {
        let app = TestApp::demo(database).await;
        let jan = app.screen("jan", "zandmeer").await;
        let path = at(&app, "an-zandmeer");
        let body = json!({"lastWorkingDay": "2026-12-31", "reason": "uit dienst"});
        let more = [("If-Match", "\"1\""), ("Idempotency-Key", "einde-1")];
        let first = jan.call("POST", &format!("{path}/end"), &more, Some(body.clone())).await;
        let again = jan.call("POST", &format!("{path}/end"), &more, Some(body)).await;
        assert_eq!((first.status.as_u16(), &first.body, first.etag()), (200, &again.body, again.etag()));
        assert_eq!(jan.found(&path).await.etag(), "\"2\"");
    }
}
