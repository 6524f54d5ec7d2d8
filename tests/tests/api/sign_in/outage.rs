//! A database that is away while people and clients sign in.

use poort_tests::{Answer, TestApp};
use serde_json::json;
use storage::on_both;

const CLIENT: &str = "ovam-portaal";
const SCOPE: &str = "openid ovam_cnr";
const NEW: &str = "een zin van vier woorden";

/// Words of the inside.
const INSIDE: [&str; 6] = ["storage", "sqlite", "postgres", "locked", "connection", "panicked"];

fn tells_nothing(answer: &Answer) {
    let text = answer.text.to_lowercase();
    assert_eq!(INSIDE.iter().find(|word| text.contains(*word)), None, "{}", answer.text);
    assert!(answer.headers["retry-after"].to_str().unwrap().parse::<u32>().unwrap() > 0);
    assert_eq!(answer.headers["cache-control"], "no-store");
}

fn page(answer: &Answer) {
    assert_eq!((answer.status.as_u16(), answer.heading()), (503, "Aanmelden lukt nu niet"), "{}", answer.text);
    assert_eq!(answer.headers["content-type"], "text/html; charset=utf-8");
    assert!(answer.text.contains("lang=\"nl\""));
    tells_nothing(answer);
}

fn oauth(answer: &Answer) {
    assert_eq!((answer.status.as_u16(), &answer.body["error"]), (503, &json!("temporarily_unavailable")), "{}", answer.text);
    tells_nothing(answer);
}

/// Requests that the database spoiled, as operators read them.
fn spoiled(app: &TestApp) -> u32 {
    let text = app.frame.metrics.text(app.store.waiting(), 0, 0);
    let counts = text.lines().filter_map(|line| line.strip_prefix("poort_database_errors_total{code=\"storage."));
    counts.filter_map(|rest| rest.rsplit_once(' ')?.1.parse::<u32>().ok()).sum()
}

on_both! {
    async fn an_outage_is_a_page_for_people_and_json_for_programs_and_is_counted(database) {
        let app = TestApp::demo(database).await;
        let (stijn, other) = (app.browser(), app.browser());
        let tokens = stijn.sign_in("stijn", CLIENT, SCOPE, None).await;
        let code = stijn.get(&app.authorization(CLIENT, SCOPE, &[])).await.returned("code").unwrap();
        let password = stijn.get("/wachtwoord").await;
        let login = other.get(&app.authorization(CLIENT, SCOPE, &[])).await;
        let leave = format!("/op/v1/logout?client_id={CLIENT}&id_token_hint={}", tokens.id.as_deref().unwrap());

        let outage = app.database.outage();
        // What writes fails on both databases.
        page(&other.log_in(&login, "stijn").await);
        page(&stijn.get(&app.authorization(CLIENT, SCOPE, &[])).await);
        page(&stijn.submit(&password, &[("current", app.password("stijn")), ("new", NEW), ("repeat", NEW)]).await);
        page(&stijn.get(&leave).await);
        oauth(&app.redeem(CLIENT, &code).await);
        let mut counted = 5;
        // What only reads fails where nobody reads.
        for answer in [stijn.get("/").await, stijn.get("/wachtwoord").await, other.get(&app.authorization(CLIENT, SCOPE, &[])).await] {
            if answer.status != 200 {
                page(&answer);
                counted += 1;
            }
        }
        let introspected = app.ask_as(CLIENT, "/op/v1/introspect", &[("token", &tokens.access)]).await;
        let machine = app.ask_token("hr-zandmeer", &[("grant_type", "client_credentials"), ("scope", "vo")]).await;
        for answer in [introspected, machine, app.userinfo(&tokens.access).await] {
            if answer.status != 200 {
                oauth(&answer);
                counted += 1;
            }
        }
        assert_eq!(spoiled(&app), counted);
        assert_eq!(app.send("GET", "/op/v1/keys", &[], None).await.status, 200);
        drop(outage);

        assert_eq!(app.redeem(CLIENT, &code).await.status, 200, "nothing was used up");
        assert!(other.log_in(&login, "stijn").await.returned("code").is_some());
        assert_eq!(spoiled(&app), counted);
    }
}
