//! Where somebody is signed in, and how that ends: by himself, on a page and over REST, and by who administers him.

use oidc::GrantType;
use poort_tests::{Answer, Browser, TestApp};
use serde_json::json;
use storage::on_both;
use types::{Clock, Seconds};

use crate::people::{GRIET, JAN, MAARTEN, STIJN, VEERLE};

const CLIENT: &str = "ovam-portaal";
const SCOPE: &str = "openid ovam_cnr";
const LASTING: &str = "openid ovam_cnr offline_access";
const ME: &str = "poort.me";

/// The client goes on without its persons.
async fn lasting(app: &TestApp) {
    app.change_client(CLIENT, |client| {
        client.grant_types.push(GrantType::RefreshToken);
        client.scopes.push("offline_access".parse().unwrap());
    })
    .await;
}

async fn refresh(app: &TestApp, token: &str) -> Answer {
    app.ask_token(CLIENT, &[("grant_type", "refresh_token"), ("refresh_token", token)]).await
}

async fn as_me(app: &TestApp, token: &str, method: &str, path: &str) -> Answer {
    app.send(method, path, &[("Authorization", &format!("Bearer {token}"))], None).await
}

/// Presses the button of a session on the page, by its place.
async fn press(browser: &Browser<'_>, page: &Answer, at: usize) -> Answer {
    let id = page.text.split("name=\"session\" value=\"").nth(at + 1).unwrap().split('"').next().unwrap();
    browser.submit(page, &[("session", id)]).await
}

on_both! {
    async fn i_see_where_i_am_signed_in_and_end_it_there(database) {
        let app = TestApp::demo(database).await;
        lasting(&app).await;
        let (here, elsewhere) = (app.browser(), app.browser());
        let other = elsewhere.sign_in("stijn", CLIENT, LASTING, None).await;
        let refresh_token = other.answer["refresh_token"].as_str().unwrap();
        app.clock.set(app.clock.now().plus(Seconds(60)));
        let own = here.sign_in("stijn", "beheer", "openid poort.me", None).await.access;

        let list = as_me(&app, &own, "GET", "/v1/me/sessions").await;
        assert_eq!(list.status, 200, "{}", list.text);
        let [first, second] = list.body["items"].as_array().unwrap().as_slice() else { panic!("{}", list.text) };
        assert_eq!((&first["current"], &first["browser"], &first["methods"]), (&json!(true), &json!(true), &json!(["pwd"])));
        assert_eq!((&second["current"], &second["since"]), (&json!(false), &json!("2026-11-23T10:00:00Z")));
        assert_eq!((&second["applications"], &second["until"]), (&json!(["OVAM centraal non-conformiteitenregister"]), &json!("2026-11-23T18:00:00Z")));

        let path = format!("/v1/me/sessions/{}", second["id"].as_str().unwrap());
        let ended = as_me(&app, &own, "DELETE", &path).await;
        assert_eq!((ended.status.as_u16(), ended.text.as_str()), (204, ""));
        assert_eq!(as_me(&app, &own, "DELETE", &path).await.status, 404, "it is over");
        assert_eq!(app.introspect(CLIENT, &other.access).await["active"], false);
        assert_eq!(app.userinfo(&other.access).await.status, 401);
        assert_eq!(refresh(&app, refresh_token).await.status, 400);
        let silent = app.authorization(CLIENT, SCOPE, &[("prompt", "none")]);
        assert_eq!(elsewhere.get(&silent).await.returned("error").as_deref(), Some("login_required"));
        assert!(here.get(&silent).await.returned("code").is_some(), "this one goes on");
        let history = GRIET.get(&app, "poort.history.read", &format!("/v1/persons/{}/history", app.person("stijn"))).await;
        assert_eq!(history.each("/action")[0], "sessionEnded");
    }

    async fn an_application_that_goes_on_without_the_browser_is_listed_and_ended_too(database) {
        let app = TestApp::demo(database).await;
        lasting(&app).await;
        let tokens = app.browser().sign_in("stijn", CLIENT, LASTING, None).await;
        app.clock.set(app.clock.now().plus(Seconds(3 * 3600)));
        let me = app.acting("stijn", "bodemwerken", ME).await;
        let list = me.call("GET", "/v1/me/sessions", &[], None).await;
        let gone = list.body["items"].as_array().unwrap().iter().find(|one| one["browser"] == false).unwrap().clone();
        assert!(gone.get("methods").is_none() && gone["applications"].as_array().unwrap().len() == 1, "{gone}");
        let path = format!("/v1/me/sessions/{}", gone["id"].as_str().unwrap());
        assert_eq!(me.call("DELETE", &path, &[], None).await.status, 204);
        assert_eq!(refresh(&app, tokens.answer["refresh_token"].as_str().unwrap()).await.status, 400);
    }

    async fn a_session_of_somebody_else_is_none_of_mine(database) {
        let app = TestApp::demo(database).await;
        let tokens = app.browser().sign_in("stijn", CLIENT, SCOPE, None).await;
        let sid = app.access_claims(CLIENT, &tokens.access).sid.unwrap();
        let path = format!("/v1/me/sessions/{sid}");
        let (foreign, missing) =
            (JAN.ask(&app, ME, "DELETE", &path, &[], None).await, JAN.ask(&app, ME, "DELETE", "/v1/me/sessions/01938f6e-0000-7000-8000-000000000009", &[], None).await);
        assert_eq!((foreign.status.as_u16(), missing.status.as_u16()), (404, 404));
        assert_eq!(foreign.body["type"], missing.body["type"]);
        assert!(!JAN.get(&app, ME, "/v1/me/sessions").await.text.contains(&sid));
        assert_eq!(app.introspect(CLIENT, &tokens.access).await["active"], true);
    }

    async fn the_page_does_the_same_without_a_script(database) {
        let app = TestApp::demo(database).await;
        let (here, elsewhere, third) = (app.browser(), app.browser(), app.browser());
        let page = here.follow(here.get("/sessies").await).await;
        assert_eq!(page.heading(), "Aanmelden", "first he signs in");
        let page = here.log_in(&page, "stijn").await;
        assert_eq!(page.heading(), "Waar je aangemeld bent");
        assert!(page.text.contains("Deze browser") && page.text.contains("Aangemeld op 2026-11-23 11:00"), "{}", page.text);
        assert!(here.get("/").await.text.contains("href=\"/sessies\""));
        app.clock.set(app.clock.now().plus(Seconds(-60)));
        let tokens = elsewhere.sign_in("stijn", CLIENT, SCOPE, None).await;
        third.sign_in("stijn", CLIENT, SCOPE, None).await;
        app.clock.set(app.clock.now().plus(Seconds(60)));
        let page = here.get("/sessies").await;
        assert_eq!(page.text.matches("Een andere browser").count(), 2);
        let foreign = here.post("/sessies", &[("csrf", "x"), ("continue", "/sessies"), ("others", "ja")]).await;
        assert_eq!(foreign.status, 403);
        assert_eq!(app.introspect(CLIENT, &tokens.access).await["active"], true, "a form from elsewhere ends nothing");
        let page = press(&here, &page, 1).await;
        assert_eq!(page.text.matches("Een andere browser").count(), 1, "{}", page.text);
        let page = here.submit(&page, &[("others", "ja")]).await;
        assert_eq!((page.heading(), page.text.matches("Een andere browser").count()), ("Waar je aangemeld bent", 0));
        assert_eq!(app.introspect(CLIENT, &tokens.access).await["active"], false);
        let last = press(&here, &page, 0).await;
        assert!(last.heading() == "Poort" && here.cookie("__Host-poort").is_none(), "he signed himself out");
    }

    async fn who_could_give_another_password_signs_somebody_out_everywhere(database) {
        let app = TestApp::demo(database).await;
        lasting(&app).await;
        let tokens = app.browser().sign_in("stijn", CLIENT, LASTING, None).await;
        let path = format!("/v1/persons/{}/account/signOut", app.person("stijn"));
        let body = Some(json!({"reason": "Laptop gestolen"}));
        assert_eq!(MAARTEN.ask(&app, "poort.persons.write", "POST", &path, &[], body.clone()).await.status, 404);
        let own = STIJN.ask(&app, "poort.persons.write", "POST", &path, &[], body.clone()).await;
        assert!([403, 404].contains(&own.status.as_u16()), "{}", own.text);
        assert_eq!(app.introspect(CLIENT, &tokens.access).await["active"], true);
        let done = VEERLE.ask(&app, "poort.persons.write", "POST", &path, &[], body).await;
        assert_eq!(done.status, 200, "{}", done.text);
        assert!(done.body["sessions"].as_u64().unwrap() >= 1);
        assert_eq!(app.introspect(CLIENT, &tokens.access).await["active"], false);
        assert_eq!(app.userinfo(&tokens.access).await.status, 401);
        assert_eq!(refresh(&app, tokens.answer["refresh_token"].as_str().unwrap()).await.status, 400);
        assert!(app.browser().arrive("stijn", CLIENT, SCOPE, None).await.returned("code").is_some(), "his password is the same");
        let history = VEERLE.get(&app, "poort.history.read", &format!("/v1/persons/{}/history", app.person("stijn"))).await;
        let event = &history.body["items"][0];
        assert_eq!((&event["action"], &event["reason"]), (&json!("accountSignedOut"), &json!("Laptop gestolen")), "{}", history.text);
    }

    async fn an_id_token_says_by_which_methods(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        let asked = app.authorization(CLIENT, SCOPE, &[("acr_values", "urn:be:vlaanderen:authmech:password")]);
        let arrived = browser.log_in(&browser.get(&asked).await, "stijn").await;
        let tokens = browser.tokens(CLIENT, &arrived).await;
        let claims = app.id_claims(CLIENT, &tokens.id.unwrap());
        assert_eq!((claims.acr.as_deref(), claims.amr), (Some("urn:be:vlaanderen:authmech:password"), vec!["pwd".to_owned()]));
        assert_eq!(claims.auth_time, Some(app.clock.now().into()));
    }

    async fn a_browser_in_which_nothing_is_done_is_signed_out_and_what_it_gave_lasts(database) {
        let mut app = TestApp::demo(database).await;
        app.reconfigure(|policies| policies.sign_in.session_idle_seconds = Seconds(900)).await;
        let pass = async |seconds| app.clock.set(app.clock.now().plus(Seconds(seconds)));
        let silent = app.authorization(CLIENT, SCOPE, &[("prompt", "none")]);
        let is_in = async |browser: &Browser<'_>| browser.get(&silent).await.returned("code").is_some();
        let (used, idle) = (app.browser(), app.browser());
        used.sign_in("stijn", CLIENT, SCOPE, None).await;
        let tokens = idle.sign_in("stijn", CLIENT, SCOPE, None).await;
        for _ in 0..3 {
            pass(600).await;
            assert_eq!(used.get("/sessies").await.heading(), "Waar je aangemeld bent", "who does something stays");
        }
        // Of the other nothing was done but what an application asked in silence.
        assert!(is_in(&used).await && !is_in(&idle).await);
        assert_eq!(idle.get(&silent).await.returned("error").as_deref(), Some("login_required"));
        let page = idle.follow(idle.get("/sessies").await).await;
        assert_eq!(page.heading(), "Aanmelden");
        assert_eq!(idle.get(&app.authorization(CLIENT, SCOPE, &[])).await.heading(), "Aanmelden");
        assert_eq!(app.introspect(CLIENT, &tokens.access).await["active"], true, "its application goes on");
        let list = used.get("/sessies").await;
        assert!(list.text.contains("Alleen toepassingen") && list.text.contains("Laatst gebruikt op 2026-11-23 11:30"), "{}", list.text);
        let rest = app.acting("stijn", "bodemwerken", ME).await.get("/v1/me/sessions").await;
        let browsers: Vec<_> = rest.body["items"].as_array().unwrap().iter().map(|one| (one["browser"].clone(), one["lastUsed"].clone())).collect();
        assert!(browsers.contains(&(json!(true), json!("2026-11-23T10:30:00Z"))) && browsers.contains(&(json!(false), json!(null))), "{}", rest.text);
        // To the last second, and no longer; silence does not keep it.
        pass(899).await;
        assert!(is_in(&used).await);
        pass(1).await;
        assert!(!is_in(&used).await);
    }

    async fn a_session_ends_after_its_time_however_much_is_done(database) {
        let mut app = TestApp::demo(database).await;
        app.reconfigure(|policies| policies.sign_in.session_seconds = Seconds(1800)).await;
        let browser = app.browser();
        let tokens = browser.sign_in("stijn", CLIENT, SCOPE, None).await;
        assert_eq!(tokens.answer["expires_in"], 1800, "what it gives ends with it");
        for seconds in [900, 899] {
            app.clock.set(app.clock.now().plus(Seconds(seconds)));
            assert_eq!(browser.get("/sessies").await.heading(), "Waar je aangemeld bent");
        }
        app.clock.set(app.clock.now().plus(Seconds(1)));
        assert_eq!(browser.follow(browser.get("/sessies").await).await.heading(), "Aanmelden");
        assert_eq!(app.introspect(CLIENT, &tokens.access).await["active"], false);
    }
}
