//! `/op/v1/revoke`: a client gives up a token of its own, and of nobody else.

use oidc::GrantType;
use poort_tests::{Answer, TestApp};
use serde_json::json;
use storage::on_both;

use crate::people::GRIET;

const CLIENT: &str = "ovam-portaal";

async fn revoke(app: &TestApp, client: &str, token: &str) -> Answer {
    app.ask_as(client, "/op/v1/revoke", &[("token", token), ("token_type_hint", "refresh_token")]).await
}

async fn is_live(app: &TestApp, client: &str, access: &str) -> bool {
    app.introspect(client, access).await["active"] == true
}

fn done(answer: &Answer) {
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.headers["cache-control"], "no-store");
}

on_both! {
    async fn a_token_that_is_given_up_is_worth_nothing_at_once(database) {
        let app = TestApp::demo(database).await;
        let (one, other) = (app.sign_in("stijn", CLIENT, None).await, app.sign_in("stijn", CLIENT, None).await);
        done(&revoke(&app, CLIENT, &one.access).await);
        done(&revoke(&app, CLIENT, &one.access).await);
        assert!(!is_live(&app, CLIENT, &one.access).await && is_live(&app, CLIENT, &other.access).await);
        assert_eq!(app.userinfo(&one.access).await.status, 401);
        let history = GRIET.get(&app, "poort.history.read", &format!("/v1/persons/{}/history", app.person("stijn"))).await;
        let told: Vec<_> = history.body["items"].as_array().unwrap().iter().filter(|event| event["action"] == "tokenRevoked").collect();
        assert_eq!((told.len(), &told[0]["after"]["because"], &told[0]["actor"]), (1, &json!("revoked"), &json!("client:ovam-portaal")));

        let form = [("grant_type", "client_credentials"), ("scope", "poort.persons.read")];
        let machine = app.ask_token("hr-zandmeer", &form).await.body["access_token"].as_str().unwrap().to_owned();
        let bearer = format!("Bearer {machine}");
        let persons = async || app.send("GET", "/v1/persons", &[("Authorization", &bearer)], None).await.status;
        assert_eq!(persons().await, 200);
        done(&revoke(&app, "hr-zandmeer", &machine).await);
        assert_eq!(persons().await, 401);
    }

    async fn a_refresh_token_takes_its_family_along(database) {
        let app = TestApp::demo(database).await;
        app.change_client(CLIENT, |client| {
            client.grant_types.push(GrantType::RefreshToken);
            client.scopes.push("offline_access".parse().unwrap());
        })
        .await;
        let tokens = app.sign_in("stijn", CLIENT, None).await;
        let refresh = tokens.answer["refresh_token"].as_str().unwrap();
        done(&revoke(&app, "premiezoeker-portaal", refresh).await);
        assert!(is_live(&app, CLIENT, &tokens.access).await);
        done(&revoke(&app, CLIENT, refresh).await);
        assert!(!is_live(&app, CLIENT, &tokens.access).await);
        let again = app.ask_token(CLIENT, &[("grant_type", "refresh_token"), ("refresh_token", refresh)]).await;
        assert_eq!(again.body["error"], "invalid_grant");
    }

    async fn nobody_takes_what_is_anothers_and_nobody_hears_whose_it_is(database) {
        let app = TestApp::demo(database).await;
        let tokens = app.sign_in("stijn", CLIENT, None).await;
        let foreign = revoke(&app, "premiezoeker-portaal", &tokens.access).await;
        let unknown = revoke(&app, "premiezoeker-portaal", "nonsense").await;
        done(&foreign);
        assert_eq!((foreign.status, &foreign.text), (unknown.status, &unknown.text));
        done(&revoke(&app, "beheer", &tokens.access).await);
        let form = [("Content-Type", "application/x-www-form-urlencoded")];
        let body = format!("token={}", tokens.access);
        for named in ["", "&client_id=ovam-portaal", "&client_id=ovam-portaal&client_secret=wrong", "&client_id=nobody"] {
            let answer = app.send("POST", "/op/v1/revoke", &form, Some(format!("{body}{named}"))).await;
            assert_eq!((answer.status.as_u16(), &answer.body["error"]), (401, &json!("invalid_client")), "{named}");
        }
        assert!(is_live(&app, CLIENT, &tokens.access).await);
        let public = app.browser().sign_in("stijn", "beheer", "openid poort.me", None).await;
        done(&revoke(&app, "beheer", &public.access).await);
        let bearer = format!("Bearer {}", public.access);
        assert_eq!(app.send("GET", "/v1/me", &[("Authorization", &bearer)], None).await.status, 401);
        let nothing = app.ask_as(CLIENT, "/op/v1/revoke", &[("token_type_hint", "access_token")]).await;
        assert_eq!((nothing.status.as_u16(), &nothing.body["error"]), (400, &json!("invalid_request")));
        assert_eq!(app.send("GET", "/op/v1/revoke", &[], None).await.status, 405);
    }
}
