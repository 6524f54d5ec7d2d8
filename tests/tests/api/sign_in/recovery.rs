//! Who forgot his password: a code by mail, to an address that he set himself.

mod address;
mod mails;

use poort_tests::{Answer, Browser, Mailbox, TestApp};
use serde_json::json;
use storage::on_both;
use types::{Clock, Seconds};

use super::second_factor::enrol_here;
use crate::people::{GRIET, VEERLE};

const CLIENT: &str = "ovam-portaal";
const SCOPE: &str = "openid ovam_cnr";
const NEW: &str = "een zin van vier woorden";
const OWN: &str = "stijn@thuis.example";
const WRONG: &str = "De code klopt niet, werd al gebruikt of is ouder dan een halfuur.";

async fn started(database: storage::testing::TestDatabase) -> (TestApp, Mailbox) {
    let (mut app, mailbox) = (TestApp::demo(database).await, Mailbox::start().await);
    app.with_mail(&mailbox).await;
    (app, mailbox)
}

fn later(app: &TestApp, seconds: i64) {
    app.clock.set(app.clock.now().plus(Seconds(seconds)));
}

fn csrf(page: &Answer) -> String {
    page.form().unwrap().fields.into_iter().find(|(name, _)| name == "csrf").unwrap().1
}

/// The page with his address, of who just signed in.
async fn own_page<'a>(app: &'a TestApp, username: &str) -> (Browser<'a>, Answer) {
    let browser = app.browser();
    let login = browser.follow(browser.get("/hersteladres").await).await;
    let page = browser.log_in(&login, username).await;
    assert_eq!(page.heading(), "Je hersteladres", "{}", page.text);
    (browser, page)
}

async fn send(browser: &Browser<'_>, page: &Answer, fields: &[(&str, &str)]) -> Answer {
    let csrf = csrf(page);
    let fields: Vec<_> = fields.iter().copied().chain([("csrf", csrf.as_str())]).collect();
    browser.follow(browser.post("/hersteladres", &fields).await).await
}

/// Asks for an address to be his; the answer.
async fn propose(app: &TestApp, browser: &Browser<'_>, page: &Answer, username: &str, address: &str) -> Answer {
    send(browser, page, &[("address", address), ("current", app.password(username))]).await
}

/// Gives a person an address, as he would.
async fn reachable(app: &TestApp, mailbox: &Mailbox, username: &str, address: &str) {
    let (browser, page) = own_page(app, username).await;
    let asked = propose(app, &browser, &page, username, address).await;
    assert!(asked.text.contains("role=\"status\""), "{}", asked.text);
    assert_eq!(app.send_mails().await, 1);
    let confirmed = send(&browser, &asked, &[("code", &mailbox.code(address))]).await;
    assert!(confirmed.text.contains(address), "{}", confirmed.text);
}

/// Says that he forgot the password of an account.
async fn forget(browser: &Browser<'_>, username: &str) -> Answer {
    let page = browser.get("/wachtwoord/vergeten").await;
    browser.submit(&page, &[("username", username)]).await
}

async fn recover(browser: &Browser<'_>, username: &str, code: &str, new: &str) -> Answer {
    let page = browser.get("/wachtwoord/herstellen").await;
    browser.submit(&page, &[("username", username), ("code", code), ("new", new), ("repeat", new)]).await
}

async fn signs_in(app: &TestApp, username: &str, password: &str) -> bool {
    let browser = app.browser();
    let page = browser.get("/aanmelden").await;
    browser.submit(&page, &[("username", username), ("password", password)]).await.heading() == "Poort"
}

async fn actions(app: &TestApp, person: &str) -> String {
    GRIET.get(app, "poort.history.read", &format!("/v1/persons/{}/history", app.person(person))).await.text
}

on_both! {
    async fn who_forgot_it_gets_another_password_with_a_code_from_his_own_mail(database) {
        let (app, mailbox) = started(database).await;
        reachable(&app, &mailbox, "stijn", OWN).await;
        let elsewhere = app.browser();
        let tokens = elsewhere.sign_in("stijn", CLIENT, SCOPE, None).await;
        let browser = app.browser();
        let login = browser.get("/aanmelden").await;
        assert!(login.text.contains("href=\"/wachtwoord/vergeten\""));
        let asked = forget(&browser, "Stijn").await;
        assert_eq!(asked.heading(), "Een nieuw wachtwoord met een code");
        assert_eq!(app.send_mails().await, 1);
        let code = mailbox.code(OWN);
        // The mail is read on another device; the code is typed without dashes, in capitals.
        let other = app.browser();
        for (new, message) in [("kort", "minstens 12 tekens"), ("Stijn2026!!!", "te gemakkelijk te raden")] {
            let answer = recover(&other, "stijn", &code, new).await;
            assert!(answer.status == 422 && answer.text.contains(message) && !answer.text.contains(&code), "{}", answer.text);
        }
        let done = recover(&other, "stijn", &code.replace('-', "").to_uppercase(), NEW).await;
        assert_eq!((done.status.as_u16(), done.heading()), (200, "Je wachtwoord is gewijzigd"), "{}", done.text);
        assert!(other.cookie("__Host-poort").is_none(), "he signs in himself");
        assert_eq!(app.introspect(CLIENT, &tokens.access).await["active"], false);
        assert_eq!(elsewhere.get("/sessies").await.status, 303);
        assert!(signs_in(&app, "stijn", NEW).await && !signs_in(&app, "stijn", app.password("stijn")).await);
        assert!(recover(&browser, "stijn", &code, "een andere zin van woorden").await.text.contains(WRONG));
        assert_eq!(app.send_mails().await, 1);
        let told = mailbox.mails();
        assert!(told.len() == 1 && told[0].to == OWN && told[0].text.contains("Je account heeft een nieuw wachtwoord"), "{told:?}");
        let history = actions(&app, "stijn").await;
        for action in ["recoveryAddressSet", "recoveryCodeMailed", "accountPasswordRecovered"] {
            assert!(history.contains(action), "{action}: {history}");
        }
        assert!(!history.contains(&code) && !history.contains(OWN));
    }

    async fn nothing_tells_whether_somebody_has_an_account_or_an_address(database) {
        let (app, mailbox) = started(database).await;
        reachable(&app, &mailbox, "stijn", OWN).await;
        let mut answers = Vec::new();
        for username in ["stijn", "an", "nobody"] {
            let answer = forget(&app.browser(), username).await;
            // The same is written for each; who looks whether he exists is nobody's to wait for.
            assert_eq!(app.send_mails().await, 1, "{username}");
            answers.push((answer.status, answer.text.replace(&format!("value=\"{username}\""), "").replace(&csrf(&answer), "")));
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
        assert_eq!(mailbox.mails().len(), 1);
        let mut refused = Vec::new();
        for username in ["stijn", "an", "nobody", "' or 1=1 --"] {
            let answer = recover(&app.browser(), username, "abcde-abcde-abcde-abcde", NEW).await;
            refused.push((answer.status, answer.text.contains(WRONG)));
        }
        assert!(refused.iter().all(|one| *one == refused[0] && one.1));
    }

    async fn a_code_is_for_its_own_account_once_and_for_half_an_hour(database) {
        let (app, mailbox) = started(database).await;
        reachable(&app, &mailbox, "stijn", OWN).await;
        reachable(&app, &mailbox, "an", "an@thuis.example").await;
        forget(&app.browser(), "stijn").await;
        app.send_mails().await;
        let first = mailbox.code(OWN);
        assert!(recover(&app.browser(), "an", &first, NEW).await.text.contains(WRONG));
        later(&app, 1800);
        assert!(recover(&app.browser(), "stijn", &first, NEW).await.text.contains(WRONG));
        later(&app, 1800);
        forget(&app.browser(), "stijn").await;
        forget(&app.browser(), "stijn").await;
        app.send_mails().await;
        let codes: Vec<String> = mailbox.mails().iter().map(|mail| mail.text.lines().find(|line| line.len() == 23 && line.contains('-')).unwrap().to_owned()).collect();
        assert_eq!(codes.len(), 2);
        // One of them gives a password; the other is spent with it.
        let browsers = [app.browser(), app.browser()];
        let raced = futures_util::future::join(recover(&browsers[0], "stijn", &codes[0], NEW), recover(&browsers[1], "stijn", &codes[1], NEW)).await;
        let won = [&raced.0, &raced.1].into_iter().filter(|answer| answer.status == 200).count();
        assert_eq!(won, 1, "{} {}", raced.0.text, raced.1.text);
    }

    async fn codes_are_asked_and_tried_no_more_often_than_passwords(database) {
        let (app, mailbox) = started(database).await;
        reachable(&app, &mailbox, "stijn", OWN).await;
        let browser = app.browser();
        for _ in 0..6 {
            assert_eq!(forget(&browser, "stijn").await.status, 200);
        }
        let held = forget(&browser, "stijn").await;
        assert_eq!((held.status.as_u16(), held.headers.contains_key("retry-after")), (429, true));
        assert_eq!(app.send_mails().await, 6);
        let mails = mailbox.mails();
        assert_eq!(mails.len(), 2, "three at a time, with the one that confirmed the address");
        let code = mails[0].text.lines().find(|line| line.len() == 23 && line.contains('-')).unwrap();
        for _ in 0..6 {
            assert_eq!(recover(&browser, "stijn", "abcde-abcde-abcde-abcde", NEW).await.status, 422);
        }
        assert_eq!(recover(&browser, "stijn", code, NEW).await.status, 429);
        // Whoever is held back keeps nobody else out.
        assert!(signs_in(&app, "stijn", app.password("stijn")).await);
        later(&app, 1);
        assert_eq!(recover(&browser, "stijn", code, NEW).await.status, 200);
    }

    async fn who_asks_codes_for_another_keeps_him_from_none(database) {
        let (app, mailbox) = started(database).await;
        reachable(&app, &mailbox, "stijn", OWN).await;
        later(&app, 1800);
        for _ in 0..4 {
            forget(&app.browser(), "stijn").await;
        }
        app.send_mails().await;
        assert_eq!(mailbox.mails().len(), 3);
        // His own page still confirms another address, and when those are no longer good others come.
        let (browser, page) = own_page(&app, "stijn").await;
        propose(&app, &browser, &page, "stijn", "stijn@elders.example").await;
        app.send_mails().await;
        assert_eq!(mailbox.mails().len(), 1);
        later(&app, 1800);
        forget(&app.browser(), "stijn").await;
        app.send_mails().await;
        assert_eq!(recover(&app.browser(), "stijn", &mailbox.code(OWN), NEW).await.status, 200);
    }

    async fn a_form_from_elsewhere_asks_and_replaces_nothing(database) {
        let (app, mailbox) = started(database).await;
        reachable(&app, &mailbox, "stijn", OWN).await;
        let browser = app.browser();
        let token = csrf(&browser.get("/wachtwoord/vergeten").await);
        let asks = [("csrf", token.as_str()), ("username", "stijn")];
        assert_eq!(browser.post_from("https://evil.example", "/wachtwoord/vergeten", &asks).await.status, 403);
        assert_eq!(app.browser().post("/wachtwoord/vergeten", &asks).await.status, 403);
        assert_eq!(app.send_mails().await, 0);
        forget(&browser, "stijn").await;
        app.send_mails().await;
        let code = mailbox.code(OWN);
        let replaces = [("csrf", token.as_str()), ("username", "stijn"), ("code", &code), ("new", NEW), ("repeat", NEW)];
        assert_eq!(browser.post_from("https://evil.example", "/wachtwoord/herstellen", &replaces).await.status, 403);
        assert!(signs_in(&app, "stijn", app.password("stijn")).await);
    }

    async fn a_second_factor_is_asked_all_the_same_and_who_is_switched_off_stays_out(database) {
        let (app, mailbox) = started(database).await;
        reachable(&app, &mailbox, "stijn", OWN).await;
        let browser = app.browser();
        let login = browser.follow(browser.get("/tweede-factor").await).await;
        let enrolling = browser.log_in(&login, "stijn").await;
        assert_eq!(enrol_here(&app, &browser, &enrolling).await.heading(), "Je herstelcodes");
        forget(&app.browser(), "stijn").await;
        app.send_mails().await;
        assert_eq!(recover(&app.browser(), "stijn", &mailbox.code(OWN), NEW).await.status, 200);
        let browser = app.browser();
        let login = browser.get(&app.authorization(CLIENT, SCOPE, &[])).await;
        let asked = browser.submit(&login, &[("username", "stijn"), ("password", NEW)]).await;
        assert_eq!(asked.heading(), "Bevestig dat jij het bent");
        app.send_mails().await;
        drop(mailbox.mails());
        forget(&app.browser(), "stijn").await;
        app.send_mails().await;
        let code = mailbox.code(OWN);
        let disabled = format!("/v1/persons/{}/account/disablement", app.person("stijn"));
        let disabled = VEERLE.ask(&app, "poort.persons.write", "POST", &disabled, &[], Some(json!({"reason": "uit dienst"}))).await;
        assert!(disabled.status.is_success(), "{}", disabled.text);
        assert!(recover(&app.browser(), "stijn", &code, NEW).await.text.contains(WRONG));
        forget(&app.browser(), "stijn").await;
        assert_eq!((app.send_mails().await, mailbox.mails().len()), (1, 0));
    }

    async fn where_no_mail_is_sent_there_are_no_such_pages(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        assert!(!browser.get("/aanmelden").await.text.contains("vergeten"));
        for path in ["/wachtwoord/vergeten", "/wachtwoord/herstellen"] {
            assert_eq!(browser.get(path).await.status, 404, "{path}");
        }
        browser.sign_in("stijn", CLIENT, SCOPE, None).await;
        assert_eq!(browser.get("/hersteladres").await.status, 404);
        assert!(!browser.get("/").await.text.contains("hersteladres"));
    }
}
