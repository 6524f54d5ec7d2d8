//! Passkeys: made by who is signed in, and enough to sign in.

use passkeys::testing::Device;
use poort_tests::{Answer, Browser, ORIGIN, TestApp};
use serde_json::Value;
use storage::on_both;
use types::{Clock, Parsed, Reason, Seconds, SystemActor};

const CLIENT: &str = "ovam-portaal";
const SCOPE: &str = "openid ovam_cnr";
const FAILED: &str = "Dat lukte niet met deze passkey.";

fn field(page: &Answer, name: &str) -> String {
    let at = page.text.find(&format!("name=\"{name}\" value=\"")).unwrap();
    page.text[at..].split('"').nth(3).unwrap().replace("&#38;", "&").replace("&amp;", "&")
}

/// What the script of the page asks first.
async fn begin(browser: &Browser<'_>, path: &str, page: &Answer) -> Value {
    let answer = browser.post(path, &[("csrf", &field(page, "csrf"))]).await;
    assert_eq!((answer.status.as_u16(), answer.headers["cache-control"].to_str().unwrap()), (200, "no-store"), "{}", answer.text);
    answer.body
}

/// Signs in with a password and makes a passkey.
async fn enrolled(app: &TestApp, username: &str) -> Device {
    let browser = app.browser();
    let login = browser.get("/aanmelden?continue=%2Fpasskeys").await;
    let page = browser.log_in(&login, username).await;
    assert_eq!(page.heading(), "Je passkeys");
    let begun = begin(&browser, "/passkeys/begin", &page).await;
    let (device, answer) = Device::create(&begun["options"], ORIGIN);
    let added = made(&browser, &page, &begun, &answer, "Telefoon").await;
    assert!(added.text.contains("<strong>Telefoon</strong>"), "{}", added.text);
    device
}

async fn made(browser: &Browser<'_>, page: &Answer, begun: &Value, answer: &Value, name: &str) -> Answer {
    let csrf = field(page, "csrf");
    let fields = [
        ("csrf", csrf.as_str()),
        ("name", name),
        ("ticket", begun["ticket"].as_str().unwrap()),
        ("credential", &answer.to_string()),
    ];
    browser.follow(browser.post("/passkeys", &fields).await).await
}

/// A browser at the login page, with what its device is asked.
async fn at_login<'a>(app: &'a TestApp) -> (Browser<'a>, Answer, Value) {
    let browser = app.browser();
    let page = browser.get(&app.authorization(CLIENT, SCOPE, &[("acr_values", "urn:be:vlaanderen:authmech:password")])).await;
    let begun = begin(&browser, "/aanmelden/passkey/begin", &page).await;
    (browser, page, begun)
}

async fn send(browser: &Browser<'_>, page: &Answer, ticket: &Value, answer: &str) -> Answer {
    let (csrf, onwards) = (field(page, "csrf"), field(page, "continue"));
    let fields = [("csrf", csrf.as_str()), ("continue", &onwards), ("ticket", ticket.as_str().unwrap()), ("credential", answer)];
    browser.follow(browser.post("/aanmelden/passkey", &fields).await).await
}

fn refused(answer: &Answer) {
    assert_eq!((answer.status.as_u16(), answer.heading()), (422, "Aanmelden"), "{}", answer.text);
    assert!(answer.text.contains(FAILED));
}

on_both! {
    async fn a_passkey_signs_its_owner_in_and_each_answer_once(database) {
        let app = TestApp::demo(database).await;
        let mut device = enrolled(&app, "stijn").await;
        let (browser, page, begun) = at_login(&app).await;
        assert!(!begun.to_string().contains("stijn"), "nobody is named");
        let answer = device.get(&begun["options"], ORIGIN).to_string();
        let arrived = send(&browser, &page, &begun["ticket"], &answer).await;
        let tokens = browser.tokens(CLIENT, &arrived).await;
        let id = app.id_claims(CLIENT, tokens.id.as_ref().unwrap());
        assert_eq!(id.acr.as_deref(), Some(oidc::authorize::ACR_PASSKEY));
        assert_eq!(poort_tests::claims(tokens.id.as_ref().unwrap())["amr"], serde_json::json!(["pop"]));
        assert_eq!(id.sub, app.id_claims(CLIENT, app.sign_in("stijn", CLIENT, None).await.id.as_ref().unwrap()).sub);
        // The same answer again, also in the very same browser.
        let (other, page, _) = at_login(&app).await;
        refused(&send(&other, &page, &begun["ticket"], &answer).await);
        assert!(other.cookie("__Host-poort").is_none());
    }

    async fn nothing_else_signs_anybody_in(database) {
        let app = TestApp::demo(database).await;
        let mut device = enrolled(&app, "stijn").await;
        let (browser, page, begun) = at_login(&app).await;
        let good = device.get(&begun["options"], ORIGIN).to_string();
        let elsewhere = device.get(&begun["options"], "https://evil.example").to_string();
        let (stranger, _) = Device::create(&creation(&app).await, ORIGIN);
        let mut stranger = stranger;
        let unknown = stranger.get(&begun["options"], ORIGIN).to_string();
        let (_, _, another) = at_login(&app).await;
        for (ticket, answer) in [
            (&begun["ticket"], elsewhere.as_str()),
            (&begun["ticket"], &unknown),
            (&begun["ticket"], "{}"),
            (&begun["ticket"], "x"),
            (&another["ticket"], &good),
            (&Value::from("nonsense"), &good),
            (&Value::from(""), &good),
        ] {
            refused(&send(&browser, &page, ticket, answer).await);
        }
        device.verifies = false;
        let touched = device.get(&begun["options"], ORIGIN).to_string();
        refused(&send(&browser, &page, &begun["ticket"], &touched).await);
        // A ticket to make one is none to sign in with.
        let own = app.browser();
        let login = own.get("/aanmelden?continue=%2Fpasskeys").await;
        let passkeys = own.log_in(&login, "an").await;
        let making = begin(&own, "/passkeys/begin", &passkeys).await;
        refused(&send(&browser, &page, &making["ticket"], &good).await);
        // A form from elsewhere, and one that is open too long.
        let evil = browser.post_from("https://evil.example", "/aanmelden/passkey/begin", &[("csrf", &field(&page, "csrf"))]).await;
        assert_ne!(evil.status, 200);
        app.clock.set(app.clock.now().plus(Seconds(300)));
        refused(&send(&browser, &page, &begun["ticket"], &good).await);
        assert!(browser.cookie("__Host-poort").is_none());
    }

    async fn who_is_switched_off_stays_out_and_a_passkey_that_was_taken_away_too(database) {
        let app = TestApp::demo(database).await;
        let (mut stijn, mut an) = (enrolled(&app, "stijn").await, enrolled(&app, "an").await);
        let (person, reason) = (app.person("stijn"), Reason::parse("uit dienst").unwrap());
        let switched_off = app.store.write(app.outside.fresh_context(), move |tx| {
            let operator = service::Caller::system(SystemActor::CommandLine, reason.clone());
            service::accounts::disable(tx, &operator, person, reason)
        });
        switched_off.await.unwrap();
        let (browser, page, begun) = at_login(&app).await;
        refused(&send(&browser, &page, &begun["ticket"], &stijn.get(&begun["options"], ORIGIN).to_string()).await);

        let own = app.browser();
        let login = own.get("/aanmelden?continue=%2Fpasskeys").await;
        let passkeys = own.log_in(&login, "an").await;
        let fields = [("csrf", field(&passkeys, "csrf")), ("remove", field(&passkeys, "remove"))];
        let left = own.follow(own.post("/passkeys", &fields.each_ref().map(|(name, value)| (*name, value.as_str()))).await).await;
        assert!(!left.text.contains("Telefoon"), "{}", left.text);
        let (browser, page, begun) = at_login(&app).await;
        refused(&send(&browser, &page, &begun["ticket"], &an.get(&begun["options"], ORIGIN).to_string()).await);
        let history = app.call("operator", "poort.history.read", "GET", &format!("/v1/persons/{}/history", app.person("an")), &[], None).await;
        let actions: Vec<&str> = history.body["items"].as_array().unwrap().iter().filter_map(|one| one["action"].as_str()).collect();
        assert!(actions.contains(&"passkeyAdded") && actions.contains(&"passkeyRemoved"), "{actions:?}");
    }

    async fn another_password_by_an_administrator_ends_the_passkeys(database) {
        let app = TestApp::demo(database).await;
        let mut device = enrolled(&app, "stijn").await;
        let reset = async |app: &TestApp| {
            let (person, hash) = (app.person("stijn"), tokens::password::Hasher::new(1).hash("een zin van vier woorden", &app.outside.fresh_context()).unwrap());
            let work = move |tx: &mut storage::WriteTx<'_>| {
                let operator = service::Caller::system(SystemActor::CommandLine, Reason::parse("vergeten").unwrap());
                service::accounts::reset_password(tx, &operator, person, &hash)
            };
            app.store.write(app.outside.fresh_context(), work).await.map(drop)
        };
        reset(&app).await.unwrap();
        let (browser, page, begun) = at_login(&app).await;
        refused(&send(&browser, &page, &begun["ticket"], &device.get(&begun["options"], ORIGIN).to_string()).await);
    }

    async fn a_reset_of_the_second_factor_ends_the_passkeys_too(database) {
        let app = TestApp::demo(database).await;
        let mut device = enrolled(&app, "stijn").await;
        let person = app.person("stijn");
        let reset = async || {
            let work = move |tx: &mut storage::WriteTx<'_>| {
                let reason = Reason::parse("toestel verloren").unwrap();
                service::accounts::reset_second_factor(tx, &service::Caller::system(SystemActor::CommandLine, reason.clone()), person, reason)
            };
            app.store.write(app.outside.fresh_context(), work).await.map(drop)
        };
        reset().await.unwrap();
        let (browser, page, begun) = at_login(&app).await;
        refused(&send(&browser, &page, &begun["ticket"], &device.get(&begun["options"], ORIGIN).to_string()).await);
        assert!(matches!(reset().await, Err(service::Error::NotFound)), "there is nothing left");
    }

    async fn a_browser_that_was_left_open_changes_no_passkeys(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        let login = browser.get("/aanmelden?continue=%2Fpasskeys").await;
        let page = browser.log_in(&login, "stijn").await;
        let begun = begin(&browser, "/passkeys/begin", &page).await;
        let (_, answer) = Device::create(&begun["options"], ORIGIN);
        let nameless = made(&browser, &page, &begun, &answer, "").await;
        assert!(nameless.text.contains("Geef de passkey een naam."), "{}", nameless.text);
        app.clock.set(app.clock.now().plus(Seconds(601)));
        assert_eq!(made(&browser, &page, &begun, &answer, "Telefoon").await.heading(), "Aanmelden");
        assert_eq!(browser.get("/passkeys").await.heading(), "Aanmelden");
        assert_ne!(browser.post("/passkeys/begin", &[("csrf", &field(&page, "csrf"))]).await.status, 200);
        let again = browser.get("/passkeys").await;
        let page = browser.log_in(&again, "stijn").await;
        assert_eq!(page.heading(), "Je passkeys");
        assert!(!page.text.contains("Telefoon"));
    }
}

async fn creation(app: &TestApp) -> Value {
    let browser = app.browser();
    let login = browser.get("/aanmelden?continue=%2Fpasskeys").await;
    let page = browser.log_in(&login, "sofie").await;
    begin(&browser, "/passkeys/begin", &page).await["options"].clone()
}
