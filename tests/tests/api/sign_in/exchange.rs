//! Token exchange (RFC 8693): an application calls another API for its user, with no more than he gave it.

use oidc::{Client, GrantType, Level};
use poort_tests::{Answer, TestApp, claims};
use serde_json::{Value, json};
use storage::on_both;
use types::{Clock, Seconds};

use crate::people::VEERLE;

pub(super) const GRANT: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
pub(super) const ACCESS: &str = "urn:ietf:params:oauth:token-type:access_token";
/// Where the user signed in, the API that it calls, and the one that that calls.
const PORTAL: &str = "ovam-portaal";
pub(super) const API: &str = "premiezoeker-portaal";
pub(super) const NEXT: &str = "vrijetijdsmonitor-portaal";

fn exchanges(client: &mut Client, application: &str, audience: &str) {
    client.grant_types.push(GrantType::TokenExchange);
    client.exchange_audiences.push(audience.to_owned());
    client.application = Some(application.parse().unwrap());
}

pub(super) async fn chained(database: storage::testing::TestDatabase) -> TestApp {
    let app = TestApp::demo(database).await;
    app.change_client(PORTAL, |client| exchanges(client, "ovam", API)).await;
    for (client, audience) in [(API, NEXT), (NEXT, "https://archief.example")] {
        app.change_client(client, |client| {
            exchanges(client, "ovam", audience);
            client.scopes.push("ovam_cnr".parse().unwrap());
        })
        .await;
    }
    app
}

pub(super) async fn exchange(app: &TestApp, client: &str, subject: &str, more: &[(&str, &str)]) -> Answer {
    let sound = [("grant_type", GRANT), ("subject_token", subject), ("subject_token_type", ACCESS)];
    let kept = sound.iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    app.ask_token(client, &kept.chain(more).copied().collect::<Vec<_>>()).await
}

pub(super) fn access(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.body["access_token"].as_str().unwrap().to_owned()
}

fn refused(answer: &Answer, error: &str) {
    assert_eq!((answer.status.as_u16(), &answer.body["error"]), (400, &json!(error)), "{}", answer.text);
}

fn dead() -> Value {
    json!({"active": false})
}

on_both! {
    async fn a_portal_calls_an_api_for_its_user(database) {
        let app = chained(database).await;
        let tokens = app.sign_in("stijn", PORTAL, None).await;
        let answer = exchange(&app, PORTAL, &tokens.access, &[("audience", API)]).await;
        let token = access(&answer);
        assert_eq!((&answer.body["issued_token_type"], &answer.body["token_type"]), (&json!(ACCESS), &json!("Bearer")));
        assert_eq!((answer.body.get("id_token"), answer.body.get("refresh_token")), (None, None));
        assert_eq!(answer.headers["cache-control"], "no-store");
        let (new, first) = (claims(&token), claims(&tokens.access));
        assert_eq!((&new["aud"], &new["client_id"], &new["scope"]), (&json!(API), &json!(PORTAL), &json!("vo ovam_cnr")));
        assert_eq!(new["act"], json!({"sub": PORTAL}));
        for same in ["iss", "sub", "sid", "auth_time", "vo_id", "vo_orgcode", "ovam_CNR_rol_3d", "ovam_cnr_rol_2d"] {
            assert!(!new[same].is_null() && new[same] == first[same], "{same}: {new}");
        }
        assert_ne!(new["jti"], first["jti"]);
        let told = app.introspect(API, &token).await;
        assert_eq!((&told["active"], &told["act"], &told["vo_orgcode"]), (&json!(true), &json!({"sub": PORTAL}), &json!("0999013490")));
        assert_eq!(app.introspect("cultuurmonitor-portaal", &token).await, dead(), "it is for somebody else");
        assert_eq!(app.userinfo(&token).await.status, 403, "who he is stays with the portal");
        let bearer = format!("Bearer {token}");
        assert_eq!(app.send("GET", "/v1/me", &[("Authorization", &bearer)], None).await.status, 401);
        assert_eq!(access(&exchange(&app, PORTAL, &tokens.access, &[("resource", API), ("scope", "vo")]).await).split('.').count(), 3);
    }

    async fn a_token_that_is_exchanged_again_keeps_the_chain(database) {
        let app = chained(database).await;
        let tokens = app.sign_in("stijn", PORTAL, None).await;
        let one = access(&exchange(&app, PORTAL, &tokens.access, &[]).await);
        refused(&exchange(&app, PORTAL, &one, &[]).await, "invalid_request");
        refused(&exchange(&app, NEXT, &one, &[]).await, "invalid_request");
        let two = access(&exchange(&app, API, &one, &[("scope", "ovam_cnr")]).await);
        assert_eq!((&claims(&two)["act"], &claims(&two)["aud"]), (&json!({"sub": API, "act": {"sub": PORTAL}}), &json!(NEXT)));
        refused(&exchange(&app, NEXT, &two, &[("scope", "vo")]).await, "invalid_scope");
        let three = access(&exchange(&app, NEXT, &two, &[]).await);
        let chain = json!({"sub": NEXT, "act": {"sub": API, "act": {"sub": PORTAL}}});
        assert_eq!((&claims(&three)["act"], &claims(&three)["scope"]), (&chain, &json!("ovam_cnr")));
        assert_eq!(app.introspect(NEXT, &three).await["act"], chain);
        // Who is switched off anywhere in the chain takes what came of it along.
        app.change_client(API, |client| client.enabled = false).await;
        assert_eq!(app.introspect(NEXT, &three).await, dead());
        refused(&exchange(&app, NEXT, &two, &[]).await, "invalid_request");
        assert_eq!(exchange(&app, API, &one, &[]).await.status, 401);
    }

    async fn an_exchange_never_widens(database) {
        let app = chained(database).await;
        let tokens = app.browser().sign_in("stijn", PORTAL, "openid profile ovam_cnr", None).await;
        for (more, error) in [
            (&[("scope", "vo")][..], "invalid_scope"),
            (&[("scope", "ovam_cnr openid")], "invalid_scope"),
            (&[("scope", "profile")], "invalid_scope"),
            (&[("scope", "rrn")], "invalid_scope"),
            (&[("scope", "ovam_cnr poort.me")], "invalid_scope"),
            (&[("audience", NEXT)], "invalid_target"),
            (&[("audience", "https://poort.test/v1")], "invalid_target"),
            (&[("audience", API), ("resource", "https://archief.example")], "invalid_target"),
            (&[("subject_token_type", "urn:ietf:params:oauth:token-type:id_token")], "invalid_request"),
            (&[("requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token")], "invalid_request"),
            (&[("actor_token", "x"), ("actor_token_type", ACCESS)], "invalid_request"),
            (&[("subject_token", "nonsense")], "invalid_request"),
            (&[("subject_token", tokens.id.as_deref().unwrap())], "invalid_request"),
        ] {
            refused(&exchange(&app, PORTAL, &tokens.access, more).await, error);
        }
        let now = app.clock.now();
        app.clock.set(now.plus(Seconds(3000)));
        let answer = exchange(&app, PORTAL, &tokens.access, &[]).await;
        let late = access(&answer);
        assert_eq!((&answer.body["expires_in"], &claims(&late)["exp"]), (&json!(600), &claims(&tokens.access)["exp"]));
        assert_eq!((&claims(&late)["scope"], claims(&late).get("vo_orgcode")), (&json!("ovam_cnr"), None));
        app.clock.set(now.plus(Seconds(3600)));
        refused(&exchange(&app, PORTAL, &tokens.access, &[]).await, "invalid_request");
    }

    async fn only_a_token_of_a_person_that_is_meant_for_the_client_counts(database) {
        let app = chained(database).await;
        let tokens = app.sign_in("stijn", PORTAL, None).await;
        refused(&exchange(&app, API, &tokens.access, &[]).await, "invalid_request");
        refused(&exchange(&app, "cultuurmonitor-portaal", &tokens.access, &[]).await, "unauthorized_client");
        refused(&exchange(&app, "beheer", &tokens.access, &[]).await, "unauthorized_client");
        // One for the API of Poort is for that alone, also when the client got it itself.
        app.change_client(PORTAL, |client| client.scopes.push("poort.me".parse().unwrap())).await;
        let own = app.browser().sign_in("stijn", PORTAL, "openid vo poort.me", None).await;
        refused(&exchange(&app, PORTAL, &own.access, &[]).await, "invalid_request");
        let machine = app.token_for("hr-zandmeer", "vo", PORTAL);
        refused(&exchange(&app, PORTAL, &machine, &[]).await, "invalid_request");
        // A client that lost a scope gives it on no more.
        app.change_client(PORTAL, |client| client.grant_types.retain(|grant| *grant != GrantType::TokenExchange)).await;
        refused(&exchange(&app, PORTAL, &tokens.access, &[]).await, "unauthorized_client");
    }

    async fn it_ends_with_whatever_ends_the_first(database) {
        let app = chained(database).await;
        let stijn = app.browser();
        let scope = app.scopes(PORTAL).await;
        let tokens = stijn.sign_in("stijn", PORTAL, &scope, None).await;
        let new = access(&exchange(&app, PORTAL, &tokens.access, &[]).await);

        // The werkrelatie gives nothing for a while: no exchange, and no roles in what was given.
        let path = format!("/v1/werkrelaties/{}", app.werkrelatie("stijn-bodemwerken"));
        let tag = VEERLE.get(&app, "poort.werkrelaties.read", &path).await.etag();
        let body = Some(json!({"reason": "Ouderschapsverlof"}));
        let paused = VEERLE.ask(&app, "poort.werkrelaties.write", "POST", &format!("{path}/pause"), &[("If-Match", &tag)], body.clone()).await;
        assert_eq!(paused.status, 200, "{}", paused.text);
        refused(&exchange(&app, PORTAL, &tokens.access, &[]).await, "invalid_request");
        assert_eq!(app.introspect(API, &new).await["ovam_CNR_rol_3d"], json!([]));
        let tag = paused.etag();
        let resumed = VEERLE.ask(&app, "poort.werkrelaties.write", "POST", &format!("{path}/resumption"), &[("If-Match", &tag)], body.clone()).await;
        assert_eq!(resumed.status, 200, "{}", resumed.text);
        assert_eq!(exchange(&app, PORTAL, &tokens.access, &[]).await.status, 200);

        // Given up, the first one is worth nothing to exchange.
        app.ask_as(PORTAL, "/op/v1/revoke", &[("token", &tokens.access)]).await;
        refused(&exchange(&app, PORTAL, &tokens.access, &[]).await, "invalid_request");

        // The session ends: so does what was exchanged.
        let other = stijn.sign_in("stijn", PORTAL, &scope, None).await;
        assert_eq!(app.introspect(API, &new).await["active"], true);
        let page = stijn.get("/op/v1/logout").await;
        stijn.submit(&page, &[]).await;
        assert_eq!(app.introspect(API, &new).await, dead());
        refused(&exchange(&app, PORTAL, &other.access, &[]).await, "invalid_request");

        // The account: likewise.
        let third = app.sign_in("stijn", PORTAL, None).await;
        let new = access(&exchange(&app, PORTAL, &third.access, &[]).await);
        let account = format!("/v1/persons/{}/account/disablement", app.person("stijn"));
        assert_eq!(VEERLE.ask(&app, "poort.persons.write", "POST", &account, &[], body).await.status, 200);
        assert_eq!(app.introspect(API, &new).await, dead());
        refused(&exchange(&app, PORTAL, &third.access, &[]).await, "invalid_request");
    }

    async fn a_client_of_doelgroep_level_gets_the_one_organisation_that_was_chosen(database) {
        let app = TestApp::demo(database).await;
        app.change_client("jeugdmonitor-portaal", |client| {
            client.level = Level::Organisation;
            client.audiences = vec![API.to_owned()];
        })
        .await;
        app.change_client(API, |client| {
            exchanges(client, "jeugdmonitor", "archief");
            client.scopes.push("dcjm_jeugdmonitor".parse().unwrap());
            client.level = Level::Doelgroep;
        })
        .await;
        let tokens = app.sign_in("nele", "jeugdmonitor-portaal", Some("zandmeer")).await;
        let new = access(&exchange(&app, API, &tokens.access, &[]).await);
        let names: Vec<String> = claims(&tokens.access).as_object().unwrap().keys().filter(|name| name.contains("_rol_")).cloned().collect();
        assert_eq!(names.len(), 2);
        let told = app.introspect(API, &new).await;
        for name in names {
            let first = &claims(&tokens.access)[&name];
            assert!(!first.as_array().unwrap().is_empty());
            assert_eq!((&claims(&new)[&name], &told[&name]), (first, first), "{name}");
        }
        assert_eq!(claims(&new)["act"], json!({"sub": API, "act": {"sub": "jeugdmonitor-portaal"}}));
    }
}
