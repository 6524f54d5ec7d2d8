//! The second factor: an app with codes, recovery codes, what asks for it, and what it opens.

use poort_tests::{Answer, Browser, TestApp};
use serde_json::json;
use storage::on_both;
use tokens::totp::{TotpSecret, step_at};
use types::{Clock, Seconds};

use crate::people::{GRIET, JAN, MAARTEN, VEERLE};

const CLIENT: &str = "ovam-portaal";
const SCOPE: &str = "openid ovam_cnr";
const TOTP: &str = "urn:be:vlaanderen:authmech:csamtotp";
const PASSWORD: &str = "urn:be:vlaanderen:authmech:password";
const ASKS: &str = "Bevestig dat jij het bent";
const ENROLS: &str = "Beveilig je account met een app";

/// An authenticator app.
struct Device(TotpSecret);

impl Device {
    /// Reads the secret of the page as who cannot scan does.
    fn of(page: &Answer) -> Self {
        let text = page.text.split_once("<code class=\"trace\">").expect("a secret").1.split('<').next().unwrap();
        Self(TotpSecret::from_base32(text).unwrap())
    }

    fn shows(&self, app: &TestApp) -> String {
        self.0.code(step_at(app.clock.now()))
    }
}

fn later(app: &TestApp, seconds: i64) {
    app.clock.set(app.clock.now().plus(Seconds(seconds)));
}

fn recovery_codes(page: &Answer) -> Vec<String> {
    page.text.split("<li><code>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect()
}

/// Gets himself a second factor; the codes of that moment are used.
async fn enrol(app: &TestApp, browser: &Browser<'_>, username: &str) -> (Device, Vec<String>) {
    let mut page = browser.follow(browser.get("/tweede-factor").await).await;
    if page.heading() == "Aanmelden" {
        page = browser.log_in(&page, username).await;
    }
    assert_eq!(page.heading(), ENROLS, "{}", page.text);
    let device = Device::of(&page);
    let told = browser.submit(&page, &[("code", &device.shows(app))]).await;
    let codes = recovery_codes(&told);
    assert_eq!((told.heading(), codes.len()), ("Je herstelcodes", 10), "{}", told.text);
    later(app, 30);
    (device, codes)
}

/// Gets himself a second factor on the page that asks for it; what he is told.
pub(super) async fn enrol_here(app: &TestApp, browser: &Browser<'_>, page: &Answer) -> Answer {
    let told = browser.submit(page, &[("code", &Device::of(page).shows(app))]).await;
    later(app, 30);
    told
}

async fn login(app: &TestApp, browser: &Browser<'_>, username: &str, changes: &[(&str, &str)]) -> Answer {
    let page = browser.get(&app.authorization(CLIENT, SCOPE, changes)).await;
    browser.log_in(&page, username).await
}

on_both! {
    async fn a_browser_that_was_left_open_gives_nobody_an_app(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        let page = browser.log_in(&browser.get("/aanmelden?continue=%2Ftweede-factor").await, "stijn").await;
        assert_eq!(page.heading(), ENROLS, "{}", page.text);
        later(&app, 601);
        let again = browser.get("/tweede-factor").await;
        assert_eq!(again.heading(), "Aanmelden", "{}", again.text);
        assert_eq!(browser.log_in(&again, "stijn").await.heading(), ENROLS);
    }

    async fn who_enrolled_is_asked_after_every_password(database) {
        let app = TestApp::demo(database).await;
        let (device, _) = enrol(&app, &app.browser(), "stijn").await;
        let browser = app.browser();
        let page = login(&app, &browser, "stijn", &[]).await;
        assert_eq!(page.heading(), ASKS, "{}", page.text);
        let half = browser.cookie("__Host-poort").unwrap();
        for path in ["/sessies", "/wachtwoord", "/tweede-factor"] {
            assert_eq!(browser.follow(browser.get(path).await).await.heading(), ASKS, "{path}: a password alone opens nothing");
        }
        let silent = app.authorization(CLIENT, SCOPE, &[("prompt", "none")]);
        assert_eq!(browser.get(&silent).await.returned("error").as_deref(), Some("login_required"));
        let wrong = browser.submit(&page, &[("code", "000000")]).await;
        assert_eq!((wrong.status.as_u16(), wrong.heading()), (422, ASKS));
        assert!(wrong.text.contains("De code klopt niet") && !wrong.text.contains("000000"), "{}", wrong.text);
        let arrived = browser.submit(&page, &[("code", &device.shows(&app))]).await;
        assert!(arrived.returned("code").is_some(), "{}", arrived.text);
        let whole = browser.cookie("__Host-poort").unwrap();
        assert_ne!(half, whole, "another cookie");
        let thief = app.browser();
        thief.put_cookie("__Host-poort", &half);
        assert_eq!(thief.get(&silent).await.returned("error").as_deref(), Some("login_required"));
        assert!(browser.get(&silent).await.returned("code").is_some());
    }

    async fn a_code_works_once_also_in_another_session(database) {
        let app = TestApp::demo(database).await;
        let (device, _) = enrol(&app, &app.browser(), "stijn").await;
        let (first, second) = (app.browser(), app.browser());
        let (one, other) = (login(&app, &first, "stijn", &[]).await, login(&app, &second, "stijn", &[]).await);
        let code = device.shows(&app);
        assert!(first.submit(&one, &[("code", &code)]).await.returned("code").is_some());
        assert_eq!(second.submit(&other, &[("code", &code)]).await.status, 422, "somebody looked over his shoulder");
        let before = device.0.code(step_at(app.clock.now()) - 1);
        assert_eq!(second.submit(&other, &[("code", &before)]).await.status, 422, "nor one of before it");
        later(&app, 30);
        assert!(second.submit(&other, &[("code", &device.shows(&app))]).await.returned("code").is_some());
    }

    async fn a_code_is_raced_by_many_and_one_gets_in(database) {
        let app = TestApp::demo(database).await;
        let (device, _) = enrol(&app, &app.browser(), "stijn").await;
        let code = device.shows(&app);
        let browsers: Vec<_> = (0..4).map(|_| app.browser()).collect();
        let mut pages = Vec::new();
        for browser in &browsers {
            pages.push(login(&app, browser, "stijn", &[]).await);
        }
        let filled = [("code", code.as_str())];
        let tries = browsers.iter().zip(&pages).map(|(browser, page)| browser.submit(page, &filled));
        let got = futures_util::future::join_all(tries).await;
        assert_eq!(got.iter().filter(|answer| answer.returned("code").is_some()).count(), 1);
    }

    async fn a_recovery_code_works_once_and_only_for_its_owner(database) {
        let app = TestApp::demo(database).await;
        let (_, codes) = enrol(&app, &app.browser(), "stijn").await;
        let (_, others) = enrol(&app, &app.browser(), "an").await;
        let browser = app.browser();
        let page = login(&app, &browser, "stijn", &[]).await;
        assert_eq!(browser.submit(&page, &[("code", &others[0])]).await.status, 422);
        let typed = codes[0].replace('-', " ").to_uppercase();
        assert!(browser.submit(&page, &[("code", &typed)]).await.returned("code").is_some());
        let again = app.browser();
        let page = login(&app, &again, "stijn", &[]).await;
        assert_eq!(again.submit(&page, &[("code", &codes[0])]).await.status, 422);
        assert!(again.submit(&page, &[("code", &codes[1])]).await.returned("code").is_some());
        let page = again.get("/tweede-factor").await;
        assert!(page.text.contains("nog hebt: 8."), "{}", page.text);
        let told = again.submit(&page, &[("code", &codes[2]), ("renew", "ja")]).await;
        let renewed = recovery_codes(&told);
        assert_eq!(renewed.len(), 10);
        let third = app.browser();
        let page = login(&app, &third, "stijn", &[]).await;
        assert_eq!(third.submit(&page, &[("code", &codes[3])]).await.status, 422, "the former ones are worth nothing");
        assert!(third.submit(&page, &[("code", &renewed[0])]).await.returned("code").is_some());
        let history = GRIET.get(&app, "poort.history.read", &format!("/v1/persons/{}/history", app.person("stijn"))).await;
        let actions = history.each("/action");
        for action in ["secondFactorEnrolled", "recoveryCodeUsed", "recoveryCodesRenewed", "sessionRaised"] {
            assert!(actions.iter().any(|one| one == action), "{action}: {actions:?}");
        }
        assert!(codes.iter().chain(&renewed).all(|code| !history.text.contains(code.as_str())));
    }

    async fn codes_are_tried_no_more_often_than_passwords_whatever_the_address(database) {
        let app = TestApp::demo(database).await;
        let (device, codes) = enrol(&app, &app.browser(), "stijn").await;
        let browser = app.browser();
        let page = login(&app, &browser, "stijn", &[]).await;
        for _ in 0..6 {
            assert_eq!(browser.submit(&page, &[("code", "000000")]).await.status, 422);
        }
        let held = browser.submit(&page, &[("code", &device.shows(&app))]).await;
        assert_eq!((held.status.as_u16(), held.headers.contains_key("retry-after")), (429, true));
        // Neither the password again, nor the other kind of code, nor another page gives a fresh start.
        let other = app.browser();
        let page = login(&app, &other, "stijn", &[]).await;
        assert_eq!(page.heading(), ASKS);
        assert_eq!(other.submit(&page, &[("code", &codes[0])]).await.status, 429);
        let query = storage::refused_attempts::Query { actor: Some(types::Actor::Person(app.person("stijn"))), organisation: None };
        app.register("later").await;
        let page = storage::Page::new(1, 100).unwrap();
        let kept = app.store.read(move |tx| storage::refused_attempts::search(tx, &query, page)).await.unwrap().items;
        assert_eq!(kept.iter().filter(|one| one.code == "secondFactorWrong").count(), 6);
    }

    async fn a_client_that_asks_more_than_a_password_leads_to_the_missing_factor_only(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        let asked = [("acr_values", TOTP)];
        let first = browser.sign_in("stijn", CLIENT, SCOPE, None).await;
        let begun = app.id_claims(CLIENT, first.id.as_deref().unwrap()).auth_time;
        later(&app, 60);
        let silent = app.authorization(CLIENT, SCOPE, &[("acr_values", TOTP), ("prompt", "none")]);
        assert_eq!(browser.get(&silent).await.returned("error").as_deref(), Some("interaction_required"));
        let essential = format!(r#"{{"id_token":{{"acr":{{"essential":true,"value":"{TOTP}"}}}}}}"#);
        let silent = app.authorization(CLIENT, SCOPE, &[("claims", &essential), ("prompt", "none")]);
        assert_eq!(browser.get(&silent).await.returned("error").as_deref(), Some("unmet_authentication_requirements"));
        let page = browser.get(&app.authorization(CLIENT, SCOPE, &asked)).await;
        assert_eq!(page.heading(), ENROLS, "no password again");
        let (device, former) = (Device::of(&page), browser.cookie("__Host-poort").unwrap());
        let told = browser.submit(&page, &[("code", &device.shows(&app))]).await;
        assert_ne!(browser.cookie("__Host-poort").unwrap(), former);
        let on = told.text.split_once("<p><a href=\"").unwrap().1.split('"').next().unwrap().replace("&#38;", "&");
        let tokens = browser.tokens(CLIENT, &browser.get(&on).await).await;
        let claims = app.id_claims(CLIENT, &tokens.id.unwrap());
        assert_eq!((claims.acr.as_deref(), claims.amr.join(" ").as_str()), (Some(TOTP), "pwd otp mfa"));
        assert_eq!(claims.auth_time, begun, "when he signed in");
        assert!(browser.get(&silent).await.returned("code").is_some());
        // A login again proves the password anew, and nothing else.
        let weak = app.browser();
        let page = login(&app, &weak, "stijn", &[("acr_values", PASSWORD)]).await;
        assert_eq!(page.heading(), ASKS);
        later(&app, 30);
        assert!(weak.submit(&page, &[("code", &device.shows(&app))]).await.returned("code").is_some());
        let page = weak.get(&app.authorization(CLIENT, SCOPE, &[("acr_values", TOTP), ("max_age", "0")])).await;
        assert_eq!(page.heading(), "Aanmelden");
        assert_eq!(weak.log_in(&page, "stijn").await.heading(), ASKS, "the proof of before counts no more");
    }

    async fn a_client_may_have_a_minimum_of_its_own(database) {
        let app = TestApp::demo(database).await;
        app.change_client(CLIENT, |client| client.minimum_acr = Some(TOTP.to_owned())).await;
        let browser = app.browser();
        let page = login(&app, &browser, "stijn", &[("acr_values", PASSWORD)]).await;
        assert_eq!(page.heading(), ENROLS, "what the request asks does not lower it");
        app.change_client(CLIENT, |client| client.minimum_acr = Some("urn:be:vlaanderen:authmech:eid".to_owned())).await;
        let refused = app.browser().get(&app.authorization(CLIENT, SCOPE, &[])).await;
        assert_eq!(refused.returned("error").as_deref(), Some("unmet_authentication_requirements"));
        let put = json!({"minimumAcr": "urn:be:vlaanderen:authmech:none"});
        let read = GRIET.get(&app, "poort.applications.read", &format!("/v1/clients/{CLIENT}")).await;
        assert_eq!(read.body["minimumAcr"], "urn:be:vlaanderen:authmech:eid");
        let etag = read.headers["etag"].to_str().unwrap().to_owned();
        let bad = GRIET.ask(&app, "poort.applications.write", "PATCH", &format!("/v1/clients/{CLIENT}"), &[("If-Match", &etag)], Some(put)).await;
        assert_eq!(bad.status, 400, "{}", bad.text);
    }

    async fn who_removes_it_proves_it_first(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        let (device, _) = enrol(&app, &browser, "stijn").await;
        let page = browser.get("/tweede-factor").await;
        assert_eq!(page.heading(), "Aanmelden met een app");
        assert_eq!(browser.submit(&page, &[("code", "000000"), ("remove", "ja")]).await.status, 422);
        let foreign = browser.post("/tweede-factor", &[("csrf", "x"), ("code", &device.shows(&app)), ("remove", "ja")]).await;
        assert_eq!(foreign.status, 403);
        assert_eq!(browser.submit(&page, &[("code", &device.shows(&app)), ("remove", "ja")]).await.heading(), "Poort");
        assert!(login(&app, &app.browser(), "stijn", &[]).await.returned("code").is_some(), "a password suffices again");
        assert_eq!(browser.get("/tweede-factor").await.heading(), ENROLS);
    }

    async fn a_secret_that_was_offered_to_another_session_or_long_ago_enrols_nobody(database) {
        let app = TestApp::demo(database).await;
        let (mine, attacker) = (app.browser(), app.browser());
        let page = attacker.log_in(&attacker.follow(attacker.get("/tweede-factor").await).await, "an").await;
        let (theirs, device) = (page.form().unwrap(), Device::of(&page));
        let offer = &theirs.fields.iter().find(|(name, _)| name == "offer").unwrap().1;
        let page = mine.log_in(&mine.follow(mine.get("/tweede-factor").await).await, "stijn").await;
        assert!(page.text.contains("<svg") && !page.text.contains("style=") && !page.text.contains("<img"));
        assert!(!page.text.contains(">otpauth") && page.headers["cache-control"] == "no-store");
        let planted = mine.submit(&page, &[("offer", offer), ("code", &device.shows(&app))]).await;
        assert_eq!(planted.heading(), "Deze pagina is verlopen");
        let own = Device::of(&page);
        let again = mine.submit(&page, &[("code", "000000")]).await;
        assert_eq!((again.status.as_u16(), Device::of(&again).0 == own.0), (422, true), "the same secret after a typing mistake");
        later(&app, 901);
        assert_eq!(mine.submit(&page, &[("code", &own.shows(&app))]).await.heading(), "Deze pagina is verlopen");
        let again = mine.get("/tweede-factor").await;
        assert_eq!(mine.log_in(&again, "stijn").await.heading(), ENROLS);
    }

    async fn enrolling_ends_the_sessions_that_never_proved_it(database) {
        let app = TestApp::demo(database).await;
        let (here, elsewhere) = (app.browser(), app.browser());
        let tokens = elsewhere.sign_in("stijn", CLIENT, SCOPE, None).await;
        enrol(&app, &here, "stijn").await;
        assert_eq!(app.introspect(CLIENT, &tokens.access).await["active"], false);
        assert_eq!(here.get("/sessies").await.status, 200);
    }

    async fn who_could_give_another_password_takes_a_lost_factor_away(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        enrol(&app, &browser, "stijn").await;
        let tokens = browser.sign_in("stijn", CLIENT, SCOPE, None).await;
        let path = format!("/v1/persons/{}/account/secondFactor/reset", app.person("stijn"));
        let body = Some(json!({"reason": "Telefoon verloren"}));
        assert_eq!(MAARTEN.ask(&app, "poort.persons.write", "POST", &path, &[], body.clone()).await.status, 404);
        let jan = format!("/v1/persons/{}/account/secondFactor/reset", app.person("jan"));
        let own = JAN.ask(&app, "poort.persons.write", "POST", &jan, &[], body.clone()).await;
        assert_eq!((own.status.as_u16(), &own.body["code"]), (403, &json!("notToOneself")), "{}", own.text);
        let done = VEERLE.ask(&app, "poort.persons.write", "POST", &path, &[], body.clone()).await;
        assert_eq!(done.status, 200, "{}", done.text);
        assert_eq!(app.introspect(CLIENT, &tokens.access).await["active"], false);
        assert!(login(&app, &app.browser(), "stijn", &[]).await.returned("code").is_some());
        assert_eq!(VEERLE.ask(&app, "poort.persons.write", "POST", &path, &[], body).await.status, 404, "he has none any more");
        let history = VEERLE.get(&app, "poort.history.read", &format!("/v1/persons/{}/history", app.person("stijn"))).await;
        assert_eq!(history.body["items"][0]["reason"], "Telefoon verloren", "{}", history.text);
    }

    async fn an_administrator_needs_it_where_the_environment_says_so(database) {
        let mut app = TestApp::demo(database).await;
        app.reconfigure(|policies| policies.sign_in.administrators_second_factor = service::sign_in::SecondFactorRule::Required).await;
        let jan = app.browser();
        let scope = app.scopes("beheer").await;
        let page = jan.get(&app.authorization("beheer", &scope, &[])).await;
        let page = jan.log_in(&page, "jan").await;
        assert_eq!(page.heading(), ENROLS, "{}", page.text);
        let silent = app.authorization("beheer", &scope, &[("prompt", "none")]);
        assert_eq!(jan.get(&silent).await.returned("error").as_deref(), Some("interaction_required"));
        assert_eq!(jan.post("/kiezen", &[("continue", &app.authorization("beheer", &scope, &[])), ("choice", "geen")]).await.status, 303, "no way round");
        let mine = jan.get(&app.authorization("beheer", "openid poort.me", &[])).await;
        assert!(mine.heading() != ENROLS, "what is about himself needs none: {}", mine.text);
        let device = Device::of(&page);
        jan.submit(&page, &[("code", &device.shows(&app))]).await;
        let page = jan.get(&app.authorization("beheer", &scope, &[])).await;
        assert!(page.returned("code").is_some(), "{} {:?}", page.text, page.location());
        let stijn = app.browser();
        let page = stijn.get(&app.authorization("beheer", &scope, &[])).await;
        assert_ne!(stijn.log_in(&page, "stijn").await.heading(), ENROLS, "who administers nothing needs none");
    }
}
