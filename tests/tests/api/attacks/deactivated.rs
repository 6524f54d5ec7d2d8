//! A person or client that is switched off, on every path on which it could still get something.

use poort_tests::{TestApp, Tokens};
use storage::on_both;
use types::{Parsed, Reason, SystemActor};

const CLIENT: &str = "beheer";
const SCOPE: &str = "openid vo poort.me offline_access";

/// What somebody has in hand when he is switched off.
struct InHand {
    cookie: String,
    tokens: Tokens,
    code: String,
}

async fn in_hand(app: &TestApp) -> InHand {
    app.change_client(CLIENT, |client| {
        if !client.may(oidc::GrantType::RefreshToken) {
            client.grant_types.push(oidc::GrantType::RefreshToken);
            client.scopes.push(Parsed::parse("offline_access").unwrap());
        }
    })
    .await;
    let browser = app.browser();
    let tokens = browser.sign_in("jan", CLIENT, SCOPE, Some("zandmeer")).await;
    let code = browser.get(&app.authorization(CLIENT, SCOPE, &[("prompt", "none")])).await.returned("code").unwrap();
    InHand { cookie: browser.cookie("__Host-poort").unwrap(), tokens, code }
}

/// What still works, by name.
async fn works(app: &TestApp, hand: &InHand) -> Vec<&'static str> {
    let browser = app.browser();
    browser.put_cookie("__Host-poort", &hand.cookie);
    let bearer = format!("Bearer {}", hand.tokens.access);
    let refresh = hand.tokens.answer["refresh_token"].as_str().unwrap();
    let silent = app.authorization(CLIENT, SCOPE, &[("prompt", "none")]);
    let results = [
        ("authorize", browser.get(&silent).await.returned("code").is_some()),
        ("userinfo", app.userinfo(&hand.tokens.access).await.status == 200),
        ("rest", app.send("GET", "/v1/me", &[("Authorization", &bearer)], None).await.status == 200),
        ("code", app.redeem(CLIENT, &hand.code).await.status == 200),
        ("refresh", app.ask_token(CLIENT, &[("grant_type", "refresh_token"), ("refresh_token", refresh)]).await.status == 200),
    ];
    results.into_iter().filter(|(_, works)| *works).map(|(name, _)| name).collect()
}

async fn log_in_works(app: &TestApp) -> bool {
    let browser = app.browser();
    let page = browser.get("/aanmelden").await;
    browser.log_in(&page, "jan").await;
    browser.cookie("__Host-poort").is_some()
}

on_both! {
    async fn all_of_it_works_until_then(database) {
        let app = TestApp::demo(database).await;
        let hand = in_hand(&app).await;
        assert_eq!(works(&app, &hand).await, ["authorize", "userinfo", "rest", "code", "refresh"]);
        assert!(log_in_works(&app).await);
    }

    async fn an_account_that_is_switched_off_opens_nothing_on_any_path(database) {
        let app = TestApp::demo(database).await;
        let hand = in_hand(&app).await;
        let (person, reason) = (app.person("jan"), Reason::parse("uit dienst").unwrap());
        let done = app.store.write(app.outside.fresh_context(), move |tx| {
            let operator = service::Caller::system(SystemActor::CommandLine, reason.clone());
            service::accounts::disable(tx, &operator, person, reason)
        });
        done.await.unwrap();
        assert_eq!(works(&app, &hand).await, [""; 0]);
        assert!(!log_in_works(&app).await);
    }

    async fn a_client_that_is_switched_off_opens_nothing_on_any_path(database) {
        let app = TestApp::demo(database).await;
        let hand = in_hand(&app).await;
        app.change_client(CLIENT, |client| client.enabled = false).await;
        assert_eq!(works(&app, &hand).await, [""; 0]);
        let secret_less = app.ask_token("hr-zandmeer", &[("grant_type", "client_credentials"), ("scope", "vo")]).await;
        let machine = secret_less.body["access_token"].as_str().unwrap().to_owned();
        app.change_client("hr-zandmeer", |client| client.enabled = false).await;
        assert_eq!(app.ask_token("hr-zandmeer", &[("grant_type", "client_credentials"), ("scope", "vo")]).await.status, 401);
        let bearer = format!("Bearer {machine}");
        assert_eq!(app.send("GET", "/v1/organisations", &[("Authorization", &bearer)], None).await.status, 401);
    }
}
