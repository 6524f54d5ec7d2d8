//! A werkrelatie that gives nothing for a while.

use poort_tests::TestApp;
use serde_json::json;
use storage::on_both;
use types::Day;

use super::at;

on_both! {
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
}
