//! What was spent stays spent when Poort starts again: no defence lives in memory only.

use poort_tests::TestApp;
use serde_json::json;
use storage::on_both;

const CLIENT: &str = "ovam-portaal";

on_both! {
    async fn what_was_spent_is_spent_after_a_restart(database) {
        let mut app = TestApp::demo(database).await;
        app.change_client(CLIENT, |client| {
            client.grant_types.push(oidc::GrantType::RefreshToken);
            client.scopes.push(types::Parsed::parse("offline_access").unwrap());
        })
        .await;
        let scope = "openid ovam_cnr offline_access";
        let code = app.browser().arrive("stijn", CLIENT, scope, None).await.returned("code").unwrap();
        let first = app.redeem(CLIENT, &code).await.body["refresh_token"].as_str().unwrap().to_owned();
        let refresh = async |app: &TestApp, token: &str| app.ask_token(CLIENT, &[("grant_type", "refresh_token"), ("refresh_token", token)]).await;
        let second = refresh(&app, &first).await.body["refresh_token"].as_str().unwrap().to_owned();
        let third = refresh(&app, &second).await;
        let access = third.body["access_token"].as_str().unwrap();

        app.restart().await;
        assert_eq!(app.introspect(CLIENT, access).await["active"], true, "what lives goes on");
        let replayed = refresh(&app, &first).await;
        assert_eq!((replayed.status.as_u16(), &replayed.body["error"]), (400, &json!("invalid_grant")), "{}", replayed.text);
        assert_eq!(app.introspect(CLIENT, access).await["active"], false, "a family that somebody else has ends");
        let last = third.body["refresh_token"].as_str().unwrap();
        assert_eq!(refresh(&app, last).await.body["error"], "invalid_grant");
        assert_eq!(app.redeem(CLIENT, &code).await.body["error"], "invalid_grant");
    }

    async fn who_is_signed_in_stays_so_and_who_signed_out_stays_out(database) {
        let mut app = TestApp::demo(database).await;
        let cookie_of = async |username: &str| {
            let browser = app.browser();
            browser.sign_in(username, CLIENT, "openid ovam_cnr", None).await;
            browser.cookie("__Host-poort").unwrap()
        };
        let (stays, leaves) = (cookie_of("stijn").await, cookie_of("sofie").await);
        let browser = app.browser();
        browser.put_cookie("__Host-poort", &leaves);
        let page = browser.get("/op/v1/logout").await;
        browser.submit(&page, &[]).await;
        app.restart().await;
        let silent = app.authorization(CLIENT, "openid ovam_cnr", &[("prompt", "none")]);
        for (cookie, works) in [(stays, true), (leaves, false)] {
            let browser = app.browser();
            browser.put_cookie("__Host-poort", &cookie);
            assert_eq!(browser.get(&silent).await.returned("code").is_some(), works);
        }
    }
}
