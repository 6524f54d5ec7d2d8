//! Device authorization (RFC 8628): a person lets a device in that has no browser, and nobody else's.

use oidc::GrantType;
use poort_tests::{Answer, Browser, TestApp, claims};
use serde_json::{Value, json};
use storage::on_both;
use types::{Clock, Seconds};

use crate::people::GRIET;

const PUBLIC: &str = "beheer";
const CLIENT: &str = "ovam-portaal";
pub(super) const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

pub(super) async fn devices(database: storage::testing::TestDatabase) -> TestApp {
    let app = TestApp::demo(database).await;
    app.change_client(CLIENT, |client| {
        client.grant_types.extend([GrantType::DeviceCode, GrantType::RefreshToken]);
        client.scopes.push("offline_access".parse().unwrap());
    })
    .await;
    app
}

async fn begin(app: &TestApp, client: &str, scope: &str) -> Answer {
    app.ask_as(client, "/op/v1/device_authorization", &[("scope", scope)]).await
}

/// A device that waits: its own code, and the one that it shows.
pub(super) async fn waiting(app: &TestApp, client: &str, scope: &str) -> (String, String) {
    let answer = begin(app, client, scope).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    (text(&answer.body, "device_code"), text(&answer.body, "user_code"))
}

fn text(answer: &Value, name: &str) -> String {
    answer[name].as_str().unwrap_or_else(|| panic!("{name} in {answer}")).to_owned()
}

/// Asks for tokens, as patiently as a device has to.
async fn ask(app: &TestApp, client: &str, device_code: &str) -> Answer {
    app.clock.set(app.clock.now().plus(Seconds(5)));
    at_once(app, client, device_code).await
}

async fn at_once(app: &TestApp, client: &str, device_code: &str) -> Answer {
    app.ask_token(client, &[("grant_type", GRANT), ("device_code", device_code)]).await
}

fn refused(answer: &Answer, error: &str) {
    assert_eq!((answer.status.as_u16(), &answer.body["error"]), (400, &json!(error)), "{}", answer.text);
}

/// Signs in and types a code; the page that asks whether he allows it.
pub(super) async fn typed(browser: &Browser<'_>, username: &str, user_code: &str) -> Answer {
    let page = browser.get("/toestel").await;
    let page = if page.heading() == "Aanmelden" { browser.log_in(&page, username).await } else { page };
    assert_eq!(page.heading(), "Een toestel aanmelden");
    browser.submit(&page, &[("user_code", user_code)]).await
}

on_both! {
    async fn a_person_lets_a_device_in_that_shows_his_code(database) {
        let app = devices(database).await;
        let answer = begin(&app, CLIENT, "openid vo ovam_cnr").await;
        assert_eq!(answer.headers["cache-control"], "no-store");
        let (device_code, user_code) = (text(&answer.body, "device_code"), text(&answer.body, "user_code"));
        assert_eq!((&answer.body["expires_in"], &answer.body["interval"]), (&json!(600), &json!(5)));
        assert_eq!(answer.body["verification_uri"], "https://poort.test/toestel");
        let complete = text(&answer.body, "verification_uri_complete");
        assert_eq!(complete, format!("https://poort.test/toestel?user_code={user_code}"));
        refused(&ask(&app, CLIENT, &device_code).await, "authorization_pending");

        // The address of the QR code leads by the login to the page with the code in it.
        let stijn = app.browser();
        let login = stijn.get(complete.trim_start_matches("https://poort.test")).await;
        assert_eq!(login.heading(), "Aanmelden");
        let page = stijn.log_in(&login, "stijn").await;
        assert_eq!(page.form().unwrap().fields.iter().find(|(name, _)| name == "user_code").unwrap().1, user_code);
        refused(&ask(&app, CLIENT, &device_code).await, "authorization_pending");
        let asks = stijn.submit(&page, &[]).await;
        assert_eq!(asks.heading(), "Wil je dit toestel toelaten?");
        assert!(asks.text.contains("OVAM") && asks.text.contains(&user_code) && asks.text.contains("Stijn"), "{}", asks.text);
        refused(&ask(&app, CLIENT, &device_code).await, "authorization_pending");
        let organisation = app.organisation("bodemwerken").to_string();
        let done = stijn.submit(&asks, &[("choice", &organisation), ("answer", "toelaten")]).await;
        assert_eq!((done.status.as_u16(), done.heading()), (200, "Het toestel is toegelaten"), "{}", done.text);

        let tokens = ask(&app, CLIENT, &device_code).await;
        assert_eq!((tokens.status.as_u16(), &tokens.body["scope"]), (200, &json!("openid vo ovam_cnr")), "{}", tokens.text);
        assert_eq!(tokens.body.get("refresh_token"), None, "only with offline_access");
        let access = text(&tokens.body, "access_token");
        assert_eq!(claims(&access)["vo_orgcode"], "0999013490");
        assert!(!claims(&access)["ovam_CNR_rol_3d"].as_array().unwrap().is_empty());
        assert_eq!(claims(&text(&tokens.body, "id_token"))["sub"], claims(&access)["sub"]);
        assert_eq!(app.introspect(CLIENT, &access).await["active"], true);
        refused(&ask(&app, CLIENT, &device_code).await, "invalid_grant");
        let history = GRIET.get(&app, "poort.history.read", &format!("/v1/persons/{}/history", app.person("stijn"))).await;
        let told = &history.body["items"][0];
        assert_eq!((&told["action"], &told["after"]["client"]), (&json!("deviceAllowed"), &json!(CLIENT)));
        assert!(!history.text.contains(&user_code) && !history.text.contains(&device_code));

        // What the device has ends with the session in which it was allowed.
        let page = stijn.get("/op/v1/logout").await;
        stijn.submit(&page, &[]).await;
        assert_eq!(app.introspect(CLIENT, &access).await, json!({"active": false}));
    }

    async fn a_public_client_without_a_secret_reaches_the_api_and_offline_access_lasts(database) {
        let app = devices(database).await;
        let (device_code, user_code) = waiting(&app, PUBLIC, "openid poort.me").await;
        let browser = app.browser();
        let asks = typed(&browser, "stijn", &user_code.to_lowercase().replace('-', " ")).await;
        let organisation = app.organisation("bodemwerken").to_string();
        browser.submit(&asks, &[("choice", &organisation), ("answer", "toelaten")]).await;
        let tokens = ask(&app, PUBLIC, &device_code).await;
        let bearer = format!("Bearer {}", text(&tokens.body, "access_token"));
        assert_eq!(app.send("GET", "/v1/me", &[("Authorization", &bearer)], None).await.status, 200);

        let (device_code, user_code) = waiting(&app, CLIENT, "openid vo offline_access").await;
        let asks = typed(&browser, "stijn", &user_code).await;
        browser.submit(&asks, &[("choice", &organisation), ("answer", "toelaten")]).await;
        let refresh = text(&ask(&app, CLIENT, &device_code).await.body, "refresh_token");
        app.clock.set(app.clock.now().plus(Seconds(3 * 3600)));
        let next = app.ask_token(CLIENT, &[("grant_type", "refresh_token"), ("refresh_token", &refresh)]).await;
        assert_eq!(next.status, 200, "it outlives the session in the browser: {}", next.text);
    }

    async fn a_device_waits_its_turn_hears_a_refusal_and_that_it_is_too_late(database) {
        let app = devices(database).await;
        let (device_code, user_code) = waiting(&app, CLIENT, "openid").await;
        refused(&at_once(&app, CLIENT, &device_code).await, "authorization_pending");
        refused(&at_once(&app, CLIENT, &device_code).await, "slow_down");
        refused(&ask(&app, CLIENT, &device_code).await, "slow_down");
        app.clock.set(app.clock.now().plus(Seconds(15)));
        refused(&at_once(&app, CLIENT, &device_code).await, "authorization_pending");
        let browser = app.browser();
        let asks = typed(&browser, "stijn", &user_code).await;
        let done = browser.submit(&asks, &[("answer", "weigeren")]).await;
        assert_eq!(done.heading(), "Het toestel is geweigerd");
        app.clock.set(app.clock.now().plus(Seconds(20)));
        refused(&at_once(&app, CLIENT, &device_code).await, "access_denied");
        // What was answered is answered: nobody types the code again.
        assert_eq!(typed(&browser, "stijn", &user_code).await.status, 422);
        assert_eq!(browser.submit(&asks, &[("answer", "toelaten")]).await.heading(), "Een toestel aanmelden");

        let (device_code, user_code) = waiting(&app, CLIENT, "openid").await;
        let asks = typed(&browser, "stijn", &user_code).await;
        app.clock.set(app.clock.now().plus(Seconds(600)));
        assert_eq!(typed(&browser, "stijn", &user_code).await.status, 422);
        assert_eq!(browser.submit(&asks, &[("answer", "toelaten")]).await.status, 422);
        refused(&at_once(&app, CLIENT, &device_code).await, "expired_token");
    }

    async fn only_its_own_client_gets_the_tokens_and_only_who_may_begins(database) {
        let app = devices(database).await;
        app.change_client("premiezoeker-portaal", |client| client.grant_types.push(GrantType::DeviceCode)).await;
        let (device_code, user_code) = waiting(&app, CLIENT, "openid").await;
        let browser = app.browser();
        let asks = typed(&browser, "stijn", &user_code).await;
        let organisation = app.organisation("bodemwerken").to_string();
        browser.submit(&asks, &[("choice", &organisation), ("answer", "toelaten")]).await;
        refused(&ask(&app, "premiezoeker-portaal", &device_code).await, "invalid_grant");
        refused(&ask(&app, "cultuurmonitor-portaal", &device_code).await, "unauthorized_client");
        refused(&ask(&app, CLIENT, &user_code).await, "invalid_grant");
        refused(&begin(&app, "cultuurmonitor-portaal", "openid").await, "unauthorized_client");
        refused(&begin(&app, CLIENT, "openid dcjm_vrijetijd").await, "invalid_scope");
        refused(&begin(&app, CLIENT, "").await, "invalid_scope");
        let form = [("Content-Type", "application/x-www-form-urlencoded")];
        let body = |secret: &str| Some(format!("client_id={CLIENT}&scope=openid{secret}"));
        for wrong in ["", "&client_secret=wrong"] {
            let answer = app.send("POST", "/op/v1/device_authorization", &form, body(wrong)).await;
            assert_eq!((answer.status.as_u16(), &answer.body["error"]), (401, &json!("invalid_client")));
        }
        assert_eq!(ask(&app, CLIENT, &device_code).await.status, 200);

        // Of fifty requests at once one gets the tokens.
        let (device_code, user_code) = waiting(&app, CLIENT, "openid").await;
        let asks = typed(&browser, "stijn", &user_code).await;
        browser.submit(&asks, &[("choice", &organisation), ("answer", "toelaten")]).await;
        let answers = futures_util::future::join_all((0..50).map(|_| at_once(&app, CLIENT, &device_code))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    }

    async fn who_may_not_any_more_gets_nothing(database) {
        let app = devices(database).await;
        let browser = app.browser();
        let organisation = app.organisation("bodemwerken").to_string();
        let allowed = async || {
            let (device_code, user_code) = waiting(&app, CLIENT, "openid ovam_cnr").await;
            let asks = typed(&browser, "stijn", &user_code).await;
            let done = browser.submit(&asks, &[("choice", &organisation), ("answer", "toelaten")]).await;
            assert_eq!(done.heading(), "Het toestel is toegelaten");
            device_code
        };
        let device_code = allowed().await;
        app.change_client(CLIENT, |client| client.scopes.retain(|scope| scope.to_string() != "ovam_cnr")).await;
        refused(&ask(&app, CLIENT, &device_code).await, "invalid_grant");
        app.change_client(CLIENT, |client| client.scopes.push("ovam_cnr".parse().unwrap())).await;

        let device_code = allowed().await;
        let page = browser.get("/op/v1/logout").await;
        browser.submit(&page, &[]).await;
        refused(&ask(&app, CLIENT, &device_code).await, "invalid_grant");

        // A client that is switched off has no devices, and somebody without rights nothing to allow.
        let (_, user_code) = waiting(&app, CLIENT, "openid ovam_cnr").await;
        let an = app.browser();
        let asks = typed(&an, "an", &user_code).await;
        assert!(asks.text.contains("geen rechten") && !asks.text.contains("toelaten\""), "{}", asks.text);
        assert_eq!(an.submit(&asks, &[("answer", "toelaten"), ("choice", &organisation)]).await.status, 422);
        app.change_client(CLIENT, |client| client.enabled = false).await;
        assert_eq!(typed(&an, "an", &user_code).await.status, 422);
    }

    async fn nobody_guesses_a_code_and_a_code_of_ones_own_buys_no_guesses(database) {
        let app = devices(database).await;
        let (_, other) = waiting(&app, CLIENT, "openid").await;
        let stranger = app.browser();
        let page = stranger.get("/toestel").await;
        assert_eq!(page.heading(), "Aanmelden", "who is not signed in tries nothing");
        let csrf = page.form().unwrap().fields.into_iter().find(|(name, _)| name == "csrf").unwrap().1;
        assert_eq!(stranger.post("/toestel", &[("csrf", &csrf), ("user_code", &other)]).await.heading(), "Aanmelden");

        let (_, own) = waiting(&app, CLIENT, "openid").await;
        let stijn = app.browser();
        for _ in 0..5 {
            assert_eq!(typed(&stijn, "stijn", "BCDF-GHJK").await.status, 422);
            assert_eq!(typed(&stijn, "stijn", &own).await.heading(), "Wil je dit toestel toelaten?");
        }
        assert_eq!(typed(&stijn, "stijn", "BCDF-GHJK").await.status, 422);
        let held = typed(&stijn, "stijn", &other).await;
        assert_eq!((held.status.as_u16(), held.headers.contains_key("retry-after")), (429, true), "also a right one");
        // Nobody else waits for that.
        assert_eq!(typed(&app.browser(), "an", &other).await.status, 200);
    }

    async fn a_form_of_another_site_lets_no_device_in(database) {
        let app = devices(database).await;
        let (device_code, user_code) = waiting(&app, CLIENT, "openid").await;
        let browser = app.browser();
        let asks = typed(&browser, "stijn", &user_code).await;
        let organisation = app.organisation("bodemwerken").to_string();
        let csrf = asks.form().unwrap().fields.into_iter().find(|(name, _)| name == "csrf").unwrap().1;
        let fields = [("csrf", csrf.as_str()), ("user_code", &user_code), ("choice", &organisation), ("answer", "toelaten")];
        assert_eq!(browser.post_from("https://evil.example", "/toestel", &fields).await.status, 403);
        assert_eq!(browser.post("/toestel", &fields[1..]).await.status, 403);
        // The address with the code in it allows nothing by itself.
        assert_eq!(browser.get(&format!("/toestel?user_code={user_code}&answer=toelaten&choice={organisation}")).await.heading(), "Een toestel aanmelden");
        refused(&ask(&app, CLIENT, &device_code).await, "authorization_pending");
        for header in ["content-security-policy", "x-frame-options"] {
            assert!(asks.headers.contains_key(header));
        }
        assert!(asks.headers["content-security-policy"].to_str().unwrap().contains("frame-ancestors 'none'"));
    }

    async fn a_device_may_ask_how_strongly_its_person_signs_in(database) {
        let app = devices(database).await;
        let (totp, password) = ("urn:be:vlaanderen:authmech:csamtotp", "urn:be:vlaanderen:authmech:password");
        let asked = |level: &'static str| [("scope", "openid"), ("acr_values", level)];
        let strong = app.ask_as(CLIENT, "/op/v1/device_authorization", &asked(totp)).await;
        let browser = app.browser();
        let page = typed(&browser, "stijn", &text(&strong.body, "user_code")).await;
        assert_eq!(page.heading(), "Beveilig je account met een app", "{}", page.text);
        refused(&ask(&app, CLIENT, &text(&strong.body, "device_code")).await, "authorization_pending");
        let plain = app.ask_as(CLIENT, "/op/v1/device_authorization", &asked(password)).await;
        let page = typed(&browser, "stijn", &text(&plain.body, "user_code")).await;
        browser.submit(&page, &[("choice", &app.organisation("bodemwerken").to_string()), ("answer", "toelaten")]).await;
        let tokens = ask(&app, CLIENT, &text(&plain.body, "device_code")).await;
        assert_eq!((&claims(tokens.body["id_token"].as_str().unwrap())["acr"], &claims(tokens.body["id_token"].as_str().unwrap())["amr"]), (&json!(password), &json!(["pwd"])));
    }

    async fn a_stranger_leaves_only_so_many_devices_waiting(database) {
        let app = devices(database).await;
        let begun = futures_util::future::join_all((0..70).map(|_| begin(&app, PUBLIC, "openid poort.me"))).await;
        let (let_in, held): (Vec<_>, Vec<_>) = begun.into_iter().partition(|answer| answer.status == 200);
        assert_eq!((let_in.len(), held.len()), (60, 10));
        assert_eq!((held[0].status.as_u16(), &held[0].body["error"], &held[0].headers["retry-after"]), (429, &json!("temporarily_unavailable"), &"600".parse().unwrap()));
        // Who is known to be himself is not held back by strangers, nor anybody when theirs are over.
        assert_eq!(begin(&app, CLIENT, "openid").await.status, 200);
        app.clock.set(app.clock.now().plus(Seconds(599)));
        assert_eq!(begin(&app, PUBLIC, "openid poort.me").await.status, 429);
        app.clock.set(app.clock.now().plus(Seconds(1)));
        assert_eq!(begin(&app, PUBLIC, "openid poort.me").await.status, 200);
    }
}
