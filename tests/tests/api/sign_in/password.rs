//! Choosing another password.

use poort_tests::{Answer, Browser, TestApp};
use storage::on_both;

const CLIENT: &str = "ovam-portaal";
const SCOPE: &str = "openid ovam_cnr";
const NEW: &str = "een zin van vier woorden";

async fn fill(browser: &Browser<'_>, page: &Answer, current: &str, new: &str, repeat: &str) -> Answer {
    browser.submit(page, &[("current", current), ("new", new), ("repeat", repeat)]).await
}

on_both! {
    async fn a_given_password_is_changed_before_anything_else(database) {
        let app = TestApp::demo(database).await;
        let person = app.person("stijn");
        let given = app.store.write(app.outside.fresh_context(), move |tx| {
            let account = storage::accounts::of_person(tx, person)?.unwrap();
            storage::accounts::update(tx, &storage::accounts::Account { must_change: true, ..account })
        });
        given.await.unwrap();
        let (stijn, old) = (app.browser(), app.password("stijn"));
        let page = stijn.get(&app.authorization(CLIENT, SCOPE, &[])).await;
        let page = stijn.log_in(&page, "stijn").await;
        assert_eq!((page.status.as_u16(), page.heading()), (200, "Kies een nieuw wachtwoord"));
        assert!(page.text.contains("Je meldt je voor het eerst aan."));
        let silent = app.authorization(CLIENT, SCOPE, &[("prompt", "none")]);
        assert_eq!(stijn.get(&silent).await.returned("error").as_deref(), Some("interaction_required"));
        for (current, new, repeat, message) in [
            ("verkeerd", NEW, NEW, "Het huidige wachtwoord klopt niet."),
            (old, NEW, "iets anders dan dat", "De twee nieuwe wachtwoorden zijn niet gelijk."),
            (old, old, old, "Kies een ander wachtwoord dan het huidige."),
            (old, "kort", "kort", "Het nieuwe wachtwoord heeft minstens 12 tekens nodig."),
            (old, "Wachtwoord2026!", "Wachtwoord2026!", "Dit wachtwoord is te gemakkelijk te raden."),
        ] {
            let answer = fill(&stijn, &page, current, new, repeat).await;
            assert_eq!(answer.status, 422, "{message}");
            assert!(answer.text.contains(message) && !answer.text.contains(new), "{message}: {}", answer.text);
        }
        let arrived = fill(&stijn, &page, old, NEW, NEW).await;
        assert!(arrived.returned("code").is_some(), "{}", arrived.text);
        let browser = app.browser();
        let page = browser.get(&app.authorization(CLIENT, SCOPE, &[])).await;
        assert_eq!(browser.log_in(&page, "stijn").await.status, 422);
        let page = browser.submit(&page, &[("username", "stijn"), ("password", NEW)]).await;
        assert!(page.returned("code").is_some());
    }

    async fn who_changes_it_is_signed_out_everywhere_else(database) {
        let app = TestApp::demo(database).await;
        let (here, elsewhere) = (app.browser(), app.browser());
        let tokens = elsewhere.sign_in("stijn", CLIENT, SCOPE, None).await;
        let own = here.sign_in("stijn", CLIENT, SCOPE, None).await;
        let page = here.get("/wachtwoord").await;
        assert_eq!((page.status.as_u16(), page.heading()), (200, "Kies een nieuw wachtwoord"));
        let form = page.form().unwrap();
        let foreign = [("current", app.password("stijn")), ("new", NEW), ("repeat", NEW), ("csrf", "x")];
        assert_eq!(here.post(&form.action, &foreign).await.status, 403);
        let thief = app.browser();
        thief.put_cookie("__Host-poort", &here.cookie("__Host-poort").unwrap());
        assert_eq!(thief.get("/wachtwoord").await.heading(), "Kies een nieuw wachtwoord");
        assert_eq!(fill(&here, &page, app.password("stijn"), NEW, NEW).await.heading(), "Poort");
        assert_eq!(thief.get("/wachtwoord").await.status, 303, "his own cookie is another one now");
        assert_eq!(here.get("/wachtwoord").await.status, 200);
        assert_eq!(app.introspect(CLIENT, &tokens.access).await["active"], false);
        assert_eq!(app.introspect(CLIENT, &own.access).await["active"], true);
        let person = app.person("stijn");
        let page = storage::Page::new(1, 100).unwrap();
        let events = app.store.read(move |tx| storage::events::history(tx, &storage::events::Of::Person(person), &Default::default(), page));
        let events = events.await.unwrap().items;
        assert!(events.iter().any(|event| event.what.action == audit::Action::AccountPasswordChanged));
        assert!(!serde_json::to_string(&events).unwrap().contains("argon2"));
    }

    async fn who_is_not_signed_in_does_that_first(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        let page = browser.follow(browser.get("/wachtwoord").await).await;
        assert_eq!(page.heading(), "Aanmelden");
        assert_eq!(browser.log_in(&page, "stijn").await.heading(), "Kies een nieuw wachtwoord");
        let nobody = app.browser();
        let answer = nobody.post("/wachtwoord", &[("current", "a"), ("new", NEW), ("repeat", NEW)]).await;
        assert_eq!((answer.status.as_u16(), answer.heading()), (403, "Deze pagina is verlopen"));
    }

    async fn the_current_password_is_tried_no_more_often_than_at_the_login(database) {
        let app = TestApp::demo(database).await;
        let stijn = app.browser();
        stijn.sign_in("stijn", CLIENT, SCOPE, None).await;
        let page = stijn.get("/wachtwoord").await;
        for _ in 0..6 {
            assert_eq!(fill(&stijn, &page, "verkeerd", NEW, NEW).await.status, 422);
        }
        let held = fill(&stijn, &page, app.password("stijn"), NEW, NEW).await;
        assert_eq!((held.status.as_u16(), held.headers.contains_key("retry-after")), (429, true));
    }
}
