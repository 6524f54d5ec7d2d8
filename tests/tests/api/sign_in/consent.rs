//! Agreeing to what an application gets: by whom it is asked, that the answer is for the request that was shown, and that it can be withdrawn.

use oidc::{ConsentRule, GrantType};
use poort_tests::{Answer, Browser, CALLBACK, TestApp, VERIFIER};
use serde_json::json;
use storage::on_both;

use super::device::{typed, waiting};
use crate::people::{GRIET, JAN, STIJN};

const CLIENT: &str = "ovam-portaal";
const SCOPE: &str = "openid ovam_cnr";
const ME: &str = "poort.me";
const HEADING: &str = "Ga je akkoord?";

async fn asking(app: &TestApp, rule: ConsentRule) {
    app.change_client(CLIENT, move |client| {
        client.consent = rule;
        client.grant_types.push(GrantType::RefreshToken);
        client.scopes.push("offline_access".parse().unwrap());
    })
    .await;
}

/// A browser in which Stijn is signed in, at an application that does not ask.
async fn signed_in(app: &TestApp) -> Browser<'_> {
    let browser = app.browser();
    browser.sign_in("stijn", "beheer", "openid poort.me", None).await;
    browser
}

async fn ask(browser: &Browser<'_>, app: &TestApp, scope: &str, changes: &[(&str, &str)]) -> Answer {
    browser.follow(browser.get(&app.authorization(CLIENT, scope, changes)).await).await
}

fn field(page: &Answer, name: &str) -> Option<String> {
    page.form().unwrap().fields.into_iter().find(|(one, _)| one == name).map(|(_, value)| value)
}

on_both! {
    async fn an_application_that_asks_gets_nothing_before_its_person_agrees(database) {
        let app = TestApp::demo(database).await;
        asking(&app, ConsentRule::Once).await;
        let browser = app.browser();
        let page = browser.log_in(&ask(&browser, &app, SCOPE, &[]).await, "stijn").await;
        assert_eq!(page.heading(), HEADING);
        for said in ["OVAM centraal non-conformiteitenregister", "je rechten in deze toepassing", "dat jij het bent", "Bodemwerken"] {
            assert!(page.text.contains(said), "{said}: {}", page.text);
        }
        assert!(!page.text.contains("<script") && page.headers["content-security-policy"].to_str().unwrap().contains("frame-ancestors 'none'"));
        let silent = ask(&browser, &app, SCOPE, &[("prompt", "none")]).await;
        assert_eq!((silent.returned("error").as_deref(), silent.returned("code")), (Some("consent_required"), None));
        // Without an answer he is asked again; with a refusal the client hears so, and no more.
        assert_eq!(browser.submit(&page, &[]).await.heading(), HEADING);
        let refused = browser.submit(&page, &[("answer", "weigeren")]).await;
        assert!(refused.location().unwrap().starts_with(CALLBACK), "{:?}", refused.location());
        assert_eq!((refused.returned("error").as_deref(), refused.returned("state").as_deref(), refused.returned("code")), (Some("access_denied"), Some("s&1"), None));
        assert_eq!(ask(&browser, &app, SCOPE, &[]).await.heading(), HEADING, "a refusal is not kept");

        let agreed = browser.submit(&page, &[("answer", "akkoord")]).await;
        assert!(agreed.returned("code").is_some(), "{}", agreed.text);
        browser.tokens(CLIENT, &agreed).await;
        assert!(ask(&browser, &app, SCOPE, &[("prompt", "none")]).await.returned("code").is_some(), "once is enough");
        assert!(ask(&signed_in(&app).await, &app, "openid", &[]).await.returned("code").is_some(), "for fewer scopes, in another browser");
        let more = ask(&browser, &app, "openid ovam_cnr vo", &[]).await;
        assert_eq!(more.heading(), HEADING, "more is another question");
        let history = GRIET.get(&app, "poort.history.read", &format!("/v1/persons/{}/history", app.person("stijn"))).await;
        let event = history.body["items"].as_array().unwrap().iter().find(|one| one["action"] == "consentGiven").unwrap().clone();
        assert_eq!((&event["after"]["client"], &event["after"]["scope"]), (&json!(CLIENT), &json!(SCOPE)), "{event}");
    }

    async fn the_answer_is_for_the_request_that_was_shown_and_for_no_other(database) {
        let app = TestApp::demo(database).await;
        asking(&app, ConsentRule::Once).await;
        let browser = signed_in(&app).await;
        let page = ask(&browser, &app, "openid", &[]).await;
        let (csrf, shown) = (field(&page, "csrf").unwrap(), field(&page, "continue").unwrap());
        let wider = app.authorization(CLIENT, "openid ovam_cnr vo offline_access", &[]);
        let elsewhere = field(&browser.get("/sessies").await, "csrf").unwrap();
        for (csrf, asked) in [(csrf.as_str(), wider.as_str()), (&elsewhere, &shown), ("x", &shown), ("", &shown)] {
            let answer = browser.post("/toestemming", &[("csrf", csrf), ("continue", asked), ("answer", "akkoord")]).await;
            assert_eq!((answer.heading(), answer.returned("code")), (HEADING, None), "{csrf} {asked}");
            assert!(answer.status == 403 && answer.text.contains("role=\"alert\""), "{}", answer.status);
        }
        let fields = [("csrf", csrf.as_str()), ("continue", shown.as_str()), ("answer", "akkoord")];
        let foreign = browser.post_from("https://evil.example", "/toestemming", &fields).await;
        assert_eq!((foreign.status.as_u16(), foreign.returned("code")), (403, None));
        // What the client may ask changed since.
        app.change_client(CLIENT, |client| client.scopes.retain(|scope| scope.to_string() != "openid")).await;
        assert_eq!(browser.post("/toestemming", &fields).await.returned("code"), None);
        app.change_client(CLIENT, |client| client.scopes.push("openid".parse().unwrap())).await;
        assert!(app.browser().post("/toestemming", &fields).await.returned("code").is_none(), "another browser");
        // No form of another page is a way past it.
        let past = browser.post("/kiezen", &[("csrf", &elsewhere), ("continue", &shown), ("choice", &app.organisation("bodemwerken").to_string())]).await;
        assert_eq!(browser.follow(past).await.heading(), HEADING);
        assert!(browser.post("/toestemming", &fields).await.returned("code").is_some(), "the one that was shown");
    }

    async fn who_chooses_first_agrees_for_what_he_chose(database) {
        let app = TestApp::demo(database).await;
        app.change_client("beheer", |client| client.consent = ConsentRule::Always).await;
        let browser = app.browser();
        let page = browser.log_in(&browser.get(&app.authorization("beheer", "openid poort.me", &[])).await, "nele").await;
        assert!(page.heading().starts_with("Kies een"), "{}", page.text);
        let values: Vec<&str> = page.text.split("name=\"choice\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        let asks = browser.submit(&page, &[("choice", values[0])]).await;
        assert_eq!((asks.heading(), field(&asks, "choice").as_deref()), (HEADING, Some(values[0])));
        let other = browser.submit(&asks, &[("choice", values[1]), ("answer", "akkoord")]).await;
        assert_eq!((other.heading(), other.status.as_u16(), other.returned("code")), (HEADING, 403, None), "it was shown for another one");
        let agreed = browser.submit(&asks, &[("answer", "akkoord")]).await;
        browser.tokens("beheer", &agreed).await;
        let again = browser.follow(browser.get(&app.authorization("beheer", "openid poort.me", &[])).await).await;
        assert_eq!(again.heading(), HEADING, "always is always, the choice stands");
        assert_eq!(field(&again, "choice"), None);
    }

    async fn a_client_may_have_it_asked_and_most_do_not(database) {
        let app = TestApp::demo(database).await;
        let browser = signed_in(&app).await;
        assert!(ask(&browser, &app, SCOPE, &[]).await.returned("code").is_some());
        let page = ask(&browser, &app, SCOPE, &[("prompt", "consent")]).await;
        assert_eq!(page.heading(), HEADING);
        assert!(browser.submit(&page, &[("answer", "akkoord")]).await.returned("code").is_some());
        assert_eq!(ask(&browser, &app, SCOPE, &[("prompt", "consent")]).await.heading(), HEADING, "asked is asked");
        let page = ask(&app.browser(), &app, SCOPE, &[("prompt", "login consent"), ("ui_locales", "fr")]).await;
        let fresh = app.browser();
        let page = fresh.log_in(&fresh.get(&field(&page, "continue").unwrap()).await, "stijn").await;
        assert_eq!(page.heading(), "Êtes-vous d’accord ?", "who signs in because of it still answers: {}", page.text);
    }

    async fn a_pushed_request_is_answered_once_also_by_a_refusal(database) {
        let app = TestApp::demo(database).await;
        let browser = signed_in(&app).await;
        let form = [
            ("response_type", "code"), ("redirect_uri", CALLBACK), ("scope", SCOPE), ("prompt", "consent"),
            ("code_challenge", poort_tests::CHALLENGE), ("code_challenge_method", "S256"),
        ];
        let pushed = app.ask_as(CLIENT, "/op/v1/par", &form).await;
        let uri = oidc::encoding::encode(pushed.body["request_uri"].as_str().unwrap());
        let page = browser.follow(browser.get(&format!("/op/v1/auth?client_id={CLIENT}&request_uri={uri}")).await).await;
        assert_eq!(page.heading(), HEADING);
        assert_eq!(browser.submit(&page, &[("answer", "weigeren")]).await.returned("error").as_deref(), Some("access_denied"));
        assert_eq!(browser.submit(&page, &[("answer", "akkoord")]).await.status, 403);
    }

    async fn what_i_agreed_to_is_listed_and_withdrawn_by_me_alone(database) {
        let app = TestApp::demo(database).await;
        asking(&app, ConsentRule::Once).await;
        let browser = signed_in(&app).await;
        let lasting = "openid ovam_cnr offline_access";
        let page = ask(&browser, &app, lasting, &[]).await;
        assert!(page.text.contains("terwijl jij er niet bent"), "{}", page.text);
        let agreed = browser.submit(&page, &[("answer", "akkoord")]).await;
        let tokens = browser.tokens(CLIENT, &agreed).await;
        let refresh = tokens.answer["refresh_token"].as_str().unwrap();
        let list = STIJN.get(&app, ME, "/v1/me/consents").await;
        assert_eq!(list.body["items"][0]["scopes"], json!(["openid", "ovam_cnr", "offline_access"]), "{}", list.text);
        assert!(list.body["items"][0]["client"] == CLIENT && JAN.get(&app, ME, "/v1/me/consents").await.each("/client").is_empty());
        let path = format!("/v1/me/consents/{CLIENT}");
        assert_eq!(JAN.ask(&app, ME, "DELETE", &path, &[], None).await.status, 404, "it is not his");
        assert_eq!(app.userinfo(&tokens.access).await.status, 200);

        let page = browser.get("/toestemmingen").await;
        assert!(page.heading() == "Waarmee je akkoord ging" && page.text.contains("Akkoord op 2026-11-23"), "{}", page.text);
        let foreign = browser.post("/toestemmingen", &[("csrf", "x"), ("continue", "/toestemmingen"), ("client", CLIENT)]).await;
        assert_eq!(foreign.status, 403);
        assert!(ask(&browser, &app, SCOPE, &[]).await.returned("code").is_some(), "a form from elsewhere withdraws nothing");
        let page = browser.submit(&page, &[("client", CLIENT)]).await;
        assert!(page.text.contains("nog nergens mee akkoord"), "{}", page.text);
        assert_eq!(ask(&browser, &app, SCOPE, &[]).await.heading(), HEADING);
        let again = app.ask_token(CLIENT, &[("grant_type", "refresh_token"), ("refresh_token", refresh)]).await;
        assert_eq!((again.status.as_u16(), &again.body["error"]), (400, &json!("invalid_grant")));
        assert_eq!((app.userinfo(&tokens.access).await.status.as_u16(), &app.introspect(CLIENT, &tokens.access).await["active"]), (401, &json!(false)));
        assert_eq!(STIJN.ask(&app, ME, "DELETE", &path, &[], None).await.status, 404);
        let history = GRIET.get(&app, "poort.history.read", &format!("/v1/persons/{}/history", app.person("stijn"))).await;
        assert!(history.each("/action").contains(&"consentWithdrawn".to_owned()), "{}", history.text);
    }

    async fn the_page_of_a_device_says_what_it_gets(database) {
        let app = TestApp::demo(database).await;
        app.change_client(CLIENT, |client| {
            client.grant_types.push(GrantType::DeviceCode);
            client.consent = ConsentRule::Always;
        }).await;
        let begun = app.ask_as(CLIENT, "/op/v1/device_authorization", &[("scope", "openid profile")]).await;
        let browser = signed_in(&app).await;
        let page = browser.submit(&browser.get("/toestel").await, &[("user_code", begun.body["user_code"].as_str().unwrap())]).await;
        assert!(page.text.contains("je voornaam en familienaam") && !page.text.contains("je rechten in deze"), "{}", page.text);
    }

    async fn what_was_withdrawn_gives_nothing_that_was_still_under_way(database) {
        let app = TestApp::demo(database).await;
        asking(&app, ConsentRule::Once).await;
        app.change_client(CLIENT, |client| client.grant_types.push(GrantType::DeviceCode)).await;
        let browser = signed_in(&app).await;
        let page = ask(&browser, &app, "openid ovam_cnr offline_access", &[]).await;
        let agreed = browser.submit(&page, &[("answer", "akkoord")]).await;
        let path = format!("/v1/me/consents/{CLIENT}");
        assert_eq!(STIJN.ask(&app, ME, "DELETE", &path, &[], None).await.status, 204);
        let code = agreed.returned("code").unwrap();
        let late = app.ask_token(CLIENT, &[("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", CALLBACK), ("code_verifier", VERIFIER)]).await;
        assert_eq!((late.status.as_u16(), &late.body["error"]), (400, &json!("invalid_grant")), "{}", late.text);
        // Who lets a device in agrees: it is listed, and can be withdrawn before it has its tokens.
        let (device_code, user_code) = waiting(&app, CLIENT, "openid profile").await;
        let allow = typed(&browser, "stijn", &user_code).await;
        let done = browser.submit(&allow, &[("answer", "toelaten")]).await;
        let list = STIJN.get(&app, ME, "/v1/me/consents").await;
        assert_eq!(list.body["items"][0]["scopes"], json!(["openid", "profile"]), "{} {}", list.text, done.text);
        assert_eq!(STIJN.ask(&app, ME, "DELETE", &path, &[], None).await.status, 204);
        let kind = "urn:ietf:params:oauth:grant-type:device_code";
        let late = app.ask_token(CLIENT, &[("grant_type", kind), ("device_code", &device_code)]).await;
        assert_eq!((late.status.as_u16(), &late.body["error"]), (400, &json!("invalid_grant")), "{}", late.text);
    }
}
