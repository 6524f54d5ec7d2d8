//! `/v1/werkrelaties`.

use poort_tests::{Screen, TestApp};
use serde_json::{Value, json};
use service::{Caller, Error};
use storage::on_both;
use types::{Day, OrganisationId, Parsed, Reason, SystemActor};

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

async fn grant(screen: &Screen<'_>, werkrelatie: &str, right: &str, more: Value) -> String {
    let werkrelatie = werkrelatie.rsplit('/').next().unwrap();
    let mut body = json!({"werkrelatie": werkrelatie, "right": right, "reason": "nodig"});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    screen.create("/v1/toekenningen", body).await
}

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

    async fn a_pause_is_planned_runs_and_is_resumed(database) {
        let app = TestApp::demo(database).await;
        let jan = app.screen("jan", "zandmeer").await;
        let path = at(&app, "an-zandmeer");
        let past = jan.change("POST", &path, "/pause", json!({"period": {"begin": "2026-11-01"}, "reason": "verlof"})).await;
        assert_eq!((past.refusal(), &past.body["today"]), ((422, "pauseInPast"), &json!("2026-11-23")));
        let back = json!({"period": {"begin": "2026-12-01", "end": "2026-11-30"}, "reason": "verlof"});
        assert_eq!(jan.change("POST", &path, "/pause", back).await.refusal(), (422, "endBeforeBegin"));
        assert_eq!(jan.change("POST", &path, "/resumption", json!({"reason": "x"})).await.refusal(), (422, "notPaused"));
        let paused = jan.change("POST", &path, "/pause", json!({"reason": "verlof"})).await;
        assert_eq!((paused.status.as_u16(), &paused.body["state"]), (200, &json!("paused")), "{}", paused.text);
        assert_eq!(paused.body["pauses"], json!([{"period": {"begin": "2026-11-23"}, "reason": "verlof"}]));
        assert_eq!(jan.change("POST", &path, "/pause", json!({"reason": "x"})).await.refusal(), (422, "alreadyPaused"));
        let planned = json!({"period": {"begin": "2026-12-01", "end": "2026-12-31"}, "reason": "verlof"});
        assert_eq!(jan.change("POST", &at(&app, "mia-zandmeer"), "/pause", planned).await.body["state"], "active");
        let names = async |state: &str| {
            let path = format!("/v1/werkrelaties?organisation={}&state={state}", app.organisation("zandmeer"));
            jan.found(&path).await.each("/personName/given")
        };
        assert_eq!(names("paused").await, ["An"]);
        assert!(names("active").await.contains(&"Mia".to_owned()) && !names("active").await.contains(&"An".to_owned()));
        let resumed = jan.change("POST", &path, "/resumption", json!({"reason": "terug"})).await;
        assert_eq!((&resumed.body["state"], &resumed.body["pauses"]), (&json!("active"), &json!([])));
        assert_eq!(names("paused").await, [""; 0]);
        app.clock.set(Day::new(2026, 12, 31).unwrap().start());
        let jan = app.screen("jan", "zandmeer").await;
        assert_eq!(jan.found("/v1/werkrelaties?state=paused&name=hagelstein").await.each("/personName/given"), ["Mia"]);
        let history = jan.found(&format!("{path}/history")).await;
        assert_eq!(history.each("/reason")[..2], ["terug", "verlof"]);
    }

    async fn nobody_resumes_extends_or_couples_himself(database) {
        let app = TestApp::demo(database).await;
        let (jan, mia) = (app.screen("jan", "zandmeer").await, app.screen("mia", "zandmeer").await);
        let path = at(&app, "jan-zandmeer");
        assert_eq!(jan.change("POST", &path, "/pause", json!({"reason": "verlof"})).await.status, 200);
        let back = json!({"reason": "terug"});
        assert_eq!(jan.change("POST", &path, "/resumption", back.clone()).await.refusal(), (403, "notToOneself"));
        let longer = json!({"end": "2090-01-01", "reason": "langer"});
        assert_eq!(jan.change("POST", &path, "/extension", longer).await.refusal(), (403, "notToOneself"));
        assert_eq!(mia.change("POST", &path, "/resumption", back).await.body["state"], "active");
    }

    async fn a_pause_is_not_lost_when_another_is_set(database) {
        let app = TestApp::demo(database).await;
        let jan = app.screen("jan", "zandmeer").await;
        let path = at(&app, "an-zandmeer");
        let pause = |begin: &str, end: &str| json!({"period": {"begin": begin, "end": end}, "reason": "verlof"});
        let summer = pause("2027-07-01", "2027-07-31");
        assert_eq!(jan.change("POST", &path, "/pause", summer.clone()).await.status, 200);
        assert_eq!(jan.change("POST", &path, "/pause", pause("2026-11-23", "2026-11-30")).await.body["state"], "paused");
        let third = jan.change("POST", &path, "/pause", pause("2027-03-01", "2027-03-31")).await;
        assert_eq!(third.body["pauses"].as_array().map(Vec::len), Some(3), "{}", third.text);
        let clash = jan.change("POST", &path, "/pause", pause("2027-03-31", "2027-04-10")).await;
        assert_eq!((clash.refusal(), &clash.body["period"]["begin"]), ((422, "alreadyPaused"), &json!("2027-03-01")));
        let one = jan.change("POST", &path, "/resumption", json!({"begin": "2027-03-01", "reason": "toch niet"})).await;
        assert_eq!(one.body["pauses"], json!([pause("2026-11-23", "2026-11-30"), summer]), "{}", one.text);
        let absent = jan.change("POST", &path, "/resumption", json!({"begin": "2027-03-01", "reason": "toch niet"})).await;
        assert_eq!(absent.refusal(), (422, "notPaused"));

        // Later still it is known what he could do in November and in July, whatever came since.
        app.clock.set(Day::new(2027, 9, 1).unwrap().start());
        let jan = app.screen("jan", "zandmeer").await;
        assert_eq!(jan.change("POST", &path, "/pause", pause("2027-10-01", "2027-10-31")).await.status, 200);
        let person = app.person("an");
        let state = async |at: &str| {
            let query = format!("?person={person}&application=cultuurmonitor&organisation={}&at={at}", app.organisation("zandmeer"));
            jan.found(&format!("/v1/access/explanation{query}")).await
        };
        for (at, held) in [("2026-11-25", false), ("2026-12-05", true), ("2027-07-10", false), ("2027-08-10", true), ("2027-10-05", false)] {
            let answer = state(&format!("{at}T10:00:00Z")).await;
            assert_eq!(answer.body["held"], held, "{at}: {}", answer.text);
        }
        let history = jan.found(&format!("{path}/history")).await;
        let actions = ["werkrelatiePaused", "werkrelatieResumed", "werkrelatiePaused", "werkrelatiePaused", "werkrelatiePaused"];
        assert_eq!(history.each("/action")[..5], actions);
        assert_eq!(history.body["items"][0]["after"]["pauses"].as_array().map(Vec::len), Some(3), "{}", history.text);
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
