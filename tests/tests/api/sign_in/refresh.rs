//! Refresh tokens: used once, a family that ends together, and everything that ends it.

use std::collections::BTreeSet;

use oidc::{GrantType, encoding};
use poort_tests::{Answer, Browser, TestApp, Tokens, claims};
use serde_json::json;
use storage::on_both;
use types::{Clock, Seconds};

use crate::people::{GRIET, VEERLE};

const CLIENT: &str = "ovam-portaal";
const SCOPE: &str = "openid vo ovam_cnr offline_access";

/// The demo data with a portal that may refresh.
async fn lasting(database: storage::testing::TestDatabase) -> TestApp {
    let app = TestApp::demo(database).await;
    app.change_client(CLIENT, |client| {
        client.grant_types.push(GrantType::RefreshToken);
        client.scopes.push("offline_access".parse().unwrap());
    })
    .await;
    app
}

async fn refresh(app: &TestApp, token: &str) -> Answer {
    app.ask_token(CLIENT, &[("grant_type", "refresh_token"), ("refresh_token", token)]).await
}

fn member(answer: &serde_json::Value, name: &str) -> String {
    answer[name].as_str().unwrap_or_else(|| panic!("{name} in {answer}")).to_owned()
}

fn refused(answer: &Answer) {
    assert_eq!((answer.status.as_u16(), &answer.body["error"]), (400, &json!("invalid_grant")), "{}", answer.text);
}

async fn is_live(app: &TestApp, access: &str) -> bool {
    app.introspect(CLIENT, access).await["active"] == true
}

async fn later(app: &TestApp, seconds: i64) {
    app.clock.set(app.clock.now().plus(Seconds(seconds)));
}

async fn signed_in(browser: &Browser<'_>) -> (Tokens, String) {
    let tokens = browser.sign_in("stijn", CLIENT, SCOPE, None).await;
    let refresh = member(&tokens.answer, "refresh_token");
    (tokens, refresh)
}

on_both! {
    async fn a_refresh_gives_new_tokens_with_what_is_true_now(database) {
        let app = lasting(database).await;
        let without = app.browser().sign_in("stijn", CLIENT, "openid ovam_cnr", None).await;
        assert_eq!(without.answer.get("refresh_token"), None, "only with offline_access");
        let (tokens, first) = signed_in(&app.browser()).await;
        let auth_time = claims(tokens.id.as_deref().unwrap())["auth_time"].clone();
        later(&app, 1000).await;
        let answer = refresh(&app, &first).await;
        assert_eq!((answer.status.as_u16(), &answer.body["scope"]), (200, &json!(SCOPE)), "{}", answer.text);
        assert_ne!(member(&answer.body, "refresh_token"), first);
        let (access, id) = (claims(&member(&answer.body, "access_token")), claims(&member(&answer.body, "id_token")));
        assert_eq!((&access["vo_orgcode"], access["ovam_CNR_rol_3d"].as_array().unwrap().len()), (&json!("0999013490"), 2));
        assert_eq!((&id["auth_time"], id.get("nonce"), &id["sub"]), (&auth_time, None, &access["sub"]));
        assert!(is_live(&app, &member(&answer.body, "access_token")).await && is_live(&app, &tokens.access).await);
        let fewer = [("grant_type", "refresh_token"), ("refresh_token", &member(&answer.body, "refresh_token")), ("scope", "openid")];
        let narrow = app.ask_token(CLIENT, &fewer).await;
        assert_eq!((narrow.status.as_u16(), &narrow.body["scope"]), (200, &json!("openid")));
        let next = member(&narrow.body, "refresh_token");
        let more = [("grant_type", "refresh_token"), ("refresh_token", next.as_str()), ("scope", "openid rrn")];
        assert_eq!(app.ask_token(CLIENT, &more).await.body["error"], "invalid_scope");
        assert_eq!(refresh(&app, &next).await.body["scope"], SCOPE, "the refresh token keeps what was given");
    }

    async fn a_token_that_comes_back_ends_its_family(database) {
        let app = lasting(database).await;
        let (tokens, first) = signed_in(&app.browser()).await;
        let (other, others) = signed_in(&app.browser()).await;
        let second = refresh(&app, &first).await.body;
        later(&app, 10).await;
        refused(&refresh(&app, &first).await);
        refused(&refresh(&app, &member(&second, "refresh_token")).await);
        assert!(!is_live(&app, &tokens.access).await && !is_live(&app, &member(&second, "access_token")).await);
        assert!(is_live(&app, &other.access).await, "another sign-in is another family");
        assert_eq!(refresh(&app, &others).await.status, 200);
        let path = format!("/v1/persons/{}/history", app.person("stijn"));
        let history = GRIET.get(&app, "poort.history.read", &path).await;
        let told = &history.body["items"][0];
        assert_eq!((&told["action"], &told["after"]["because"]), (&json!("tokenRevoked"), &json!("refreshTokenReused")));
        assert!(!history.text.contains(&first));
    }

    async fn a_token_that_was_followed_up_twice_is_no_repetition(database) {
        let app = lasting(database).await;
        let (_, first) = signed_in(&app.browser()).await;
        let second = member(&refresh(&app, &first).await.body, "refresh_token");
        let third = member(&refresh(&app, &second).await.body, "refresh_token");
        // Within seconds, but somebody went on with what the first had given.
        refused(&refresh(&app, &first).await);
        refused(&refresh(&app, &third).await);
    }

    async fn fifty_equal_requests_at_once_sign_nobody_out_and_leave_one_successor(database) {
        let app = lasting(database).await;
        let (_, first) = signed_in(&app.browser()).await;
        let answers = futures_util::future::join_all((0..50).map(|_| refresh(&app, &first))).await;
        assert!(answers.iter().all(|answer| answer.status == 200));
        let successors: BTreeSet<_> = answers.iter().map(|answer| member(&answer.body, "refresh_token")).collect();
        assert_eq!(successors.len(), 1);
        let next = refresh(&app, successors.first().unwrap()).await;
        assert_eq!(next.status, 200);
        assert!(is_live(&app, &member(&next.body, "access_token")).await);
    }

    async fn it_is_for_its_own_client_and_others_spoil_nothing(database) {
        let app = lasting(database).await;
        app.change_client("premiezoeker-portaal", |client| {
            client.grant_types.push(GrantType::RefreshToken);
            client.scopes.push("offline_access".parse().unwrap());
        })
        .await;
        let (tokens, first) = signed_in(&app.browser()).await;
        let form = [("grant_type", "refresh_token"), ("refresh_token", first.as_str())];
        refused(&app.ask_token("premiezoeker-portaal", &form).await);
        assert_eq!(app.ask_token("cultuurmonitor-portaal", &form).await.status, 400);
        assert_eq!(app.ask_token("hr-zandmeer", &form).await.body["error"], "unauthorized_client");
        assert_eq!(app.introspect(CLIENT, &first).await, json!({"active": false}), "it is no access token");
        assert_eq!(app.userinfo(&first).await.status, 401);
        assert_eq!(refresh(&app, &tokens.access).await.status, 400);
        refused(&refresh(&app, "nonsense").await);
        assert_eq!(refresh(&app, &first).await.status, 200);
    }

    async fn it_outlives_the_session_in_the_browser_and_ends_after_its_own_time(database) {
        let app = lasting(database).await;
        let (tokens, first) = signed_in(&app.browser()).await;
        later(&app, 3 * 3600).await;
        // Somebody else signs in: sessions that are over are forgotten.
        app.browser().sign_in("an", "cultuurmonitor-portaal", "openid", None).await;
        let answer = refresh(&app, &first).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert!(is_live(&app, &member(&answer.body, "access_token")).await);
        later(&app, 5 * 3600 - 60).await;
        let answer = refresh(&app, &member(&answer.body, "refresh_token")).await;
        assert_eq!((answer.status.as_u16(), &answer.body["expires_in"]), (200, &json!(60)));
        later(&app, 60).await;
        refused(&refresh(&app, &member(&answer.body, "refresh_token")).await);
        assert!(!is_live(&app, &tokens.access).await);
    }

    async fn it_ends_with_the_sign_out_also_when_the_session_is_over(database) {
        let app = lasting(database).await;
        for wait in [0, 3 * 3600] {
            let stijn = app.browser();
            let (tokens, first) = signed_in(&stijn).await;
            later(&app, wait).await;
            let answer = refresh(&app, &first).await.body;
            let hint = encoding::encode(tokens.id.as_deref().unwrap());
            assert!(stijn.get(&format!("/op/v1/logout?client_id={CLIENT}&id_token_hint={hint}")).await.status.as_u16() < 400);
            refused(&refresh(&app, &member(&answer, "refresh_token")).await);
            assert!(!is_live(&app, &member(&answer, "access_token")).await);
        }
    }

    async fn it_ends_with_the_password_the_account_and_the_client(database) {
        let app = lasting(database).await;
        let path = format!("/v1/persons/{}/account", app.person("stijn"));
        let (tokens, first) = signed_in(&app.browser()).await;
        // Also when the session is long over.
        later(&app, 3 * 3600).await;
        let off = VEERLE.ask(&app, "poort.persons.write", "POST", &format!("{path}/disablement"), &[], Some(json!({"reason": "Vertrokken"}))).await;
        assert_eq!(off.status, 200, "{}", off.text);
        refused(&refresh(&app, &first).await);
        assert!(!is_live(&app, &tokens.access).await);

        let (here, elsewhere) = (app.browser(), app.browser());
        app.change_client("jeugdmonitor-portaal", |client| {
            client.grant_types.push(GrantType::RefreshToken);
            client.scopes.push("offline_access".parse().unwrap());
        })
        .await;
        let ask = async |token: &str| app.ask_token("jeugdmonitor-portaal", &[("grant_type", "refresh_token"), ("refresh_token", token)]).await;
        let tokens = async |browser: &Browser<'_>| {
            let tokens = browser.sign_in("nele", "jeugdmonitor-portaal", "openid offline_access", None).await;
            member(&tokens.answer, "refresh_token")
        };
        let (own, other) = (tokens(&here).await, tokens(&elsewhere).await);
        let page = here.get("/wachtwoord").await;
        let new = "een zin van vier woorden";
        here.submit(&page, &[("current", app.password("nele")), ("new", new), ("repeat", new)]).await;
        refused(&ask(&other).await);
        let own = ask(&own).await;
        assert_eq!(own.status, 200, "what he has here he keeps");
        app.change_client("jeugdmonitor-portaal", |client| client.enabled = false).await;
        assert_eq!(ask(&member(&own.body, "refresh_token")).await.status, 401);
    }

    async fn it_gives_nothing_while_the_werkrelatie_gives_nothing(database) {
        let app = lasting(database).await;
        let (_, first) = signed_in(&app.browser()).await;
        let werkrelatie = app.werkrelatie("stijn-bodemwerken");
        let path = format!("/v1/werkrelaties/{werkrelatie}");
        let read = VEERLE.get(&app, "poort.werkrelaties.read", &path).await;
        let tag = read.etag();
        let body = json!({"reason": "Ouderschapsverlof"});
        let paused = VEERLE.ask(&app, "poort.werkrelaties.write", "POST", &format!("{path}/pause"), &[("If-Match", &tag)], Some(body.clone())).await;
        assert_eq!(paused.status, 200, "{}", paused.text);
        refused(&refresh(&app, &first).await);
        let tag = paused.etag();
        let resumed = VEERLE.ask(&app, "poort.werkrelaties.write", "POST", &format!("{path}/resumption"), &[("If-Match", &tag)], Some(body)).await;
        assert_eq!(resumed.status, 200, "{}", resumed.text);
        assert_eq!(refresh(&app, &first).await.status, 200, "the pause ended it for a while only");
    }

    async fn a_code_that_comes_back_takes_the_family_along(database) {
        let app = lasting(database).await;
        let code = app.browser().arrive("stijn", CLIENT, SCOPE, None).await.returned("code").unwrap();
        let answer = app.redeem(CLIENT, &code).await.body;
        let next = refresh(&app, &member(&answer, "refresh_token")).await.body;
        refused(&app.redeem(CLIENT, &code).await);
        refused(&refresh(&app, &member(&next, "refresh_token")).await);
        assert!(!is_live(&app, &member(&next, "access_token")).await);
    }

    async fn the_history_tells_that_a_family_ended_whose_access_token_was_given_up_before(database) {
        let app = lasting(database).await;
        let code = app.browser().arrive("stijn", CLIENT, SCOPE, None).await.returned("code").unwrap();
        let answer = app.redeem(CLIENT, &code).await.body;
        let given_up = app.ask_as(CLIENT, "/op/v1/revoke", &[("token", &member(&answer, "access_token"))]).await;
        assert_eq!(given_up.status, 200, "{}", given_up.text);
        refused(&app.redeem(CLIENT, &code).await);
        let history = app.call("operator", "poort.history.read", "GET", "/v1/history", &[], None).await.body;
        let events = history["items"].as_array().unwrap().iter().filter(|event| event["action"] == "tokenRevoked");
        let told: Vec<_> = events.map(|event| event["after"]["because"].as_str().unwrap()).collect();
        assert_eq!(told, ["codeReused", "revoked"]);
    }
}
