//! What a client knows a person by: `sub`.

use poort_tests::{API, TestApp, Tokens};
use serde_json::json;
use storage::on_both;
use tokens::keys::Algorithm;

fn sub(app: &TestApp, client: &str, tokens: &Tokens) -> String {
    app.id_claims(client, tokens.id.as_ref().unwrap()).sub
}

on_both! {
    async fn a_person_has_one_name_at_a_client_that_does_not_tell_who_he_is(database) {
        let app = TestApp::demo(database).await;
        let stijn = app.browser();
        let tokens = stijn.sign_in("stijn", "ovam-portaal", "openid ovam_cnr", None).await;
        let name = sub(&app, "ovam-portaal", &tokens);
        let access = app.access_claims("ovam-portaal", &tokens.access);
        let (info, introspected) = (app.userinfo(&tokens.access).await.body, app.introspect("ovam-portaal", &tokens.access).await);
        assert_eq!((&access.sub, &info["sub"], &introspected["sub"]), (&name, &json!(name), &json!(name)));
        // Without the scope `vo` nobody hears who he is.
        let id = serde_json::to_value(app.id_claims("ovam-portaal", tokens.id.as_ref().unwrap())).unwrap();
        for said in [id, serde_json::to_value(&access).unwrap(), info, introspected] {
            assert!(!said.to_string().contains(&app.person("stijn").to_string()), "{said}");
        }
        app.change_client("ovam-portaal", |client| client.id_token_alg = Algorithm::EdDSA).await;
        assert_eq!(sub(&app, "ovam-portaal", &app.sign_in("stijn", "ovam-portaal", None).await), name, "whichever key signs");
    }

    async fn two_sectors_cannot_lay_their_users_side_by_side_and_one_sector_can(database) {
        let app = TestApp::demo(database).await;
        let names = async || {
            let portal = sub(&app, "jeugdmonitor-portaal", &app.sign_in("nele", "jeugdmonitor-portaal", None).await);
            (portal, sub(&app, "beheer", &app.sign_in("nele", "beheer", Some("zandmeer")).await))
        };
        let (portal, screens) = names().await;
        assert_ne!(portal, screens);
        for client in ["jeugdmonitor-portaal", "beheer"] {
            app.change_client(client, |client| client.sector_identifier = Some("samen.example".to_owned())).await;
        }
        let (one, other) = names().await;
        assert_eq!(one, other);
        assert!(one != portal && one != screens);
        for client in ["jeugdmonitor-portaal", "beheer"] {
            app.change_client(client, |client| client.subject_type = oidc::SubjectType::Public).await;
        }
        assert_eq!(names().await, (app.person("nele").to_string(), app.person("nele").to_string()));
    }

    async fn poort_itself_knows_whose_token_it_is(database) {
        let app = TestApp::demo(database).await;
        let tokens = app.sign_in("nele", "beheer", Some("zandmeer")).await;
        assert_ne!(app.access_claims(API, &tokens.access).sub, app.person("nele").to_string());
        let bearer = format!("Bearer {}", tokens.access);
        let me = app.send("GET", "/v1/me", &[("Authorization", &bearer)], None).await;
        assert_eq!((me.status.as_u16(), &me.body["id"]), (200, &json!(app.person("nele"))));
        app.ask_as("beheer", "/op/v1/revoke", &[("token", &tokens.access)]).await;
        assert_eq!(app.send("GET", "/v1/me", &[("Authorization", &bearer)], None).await.status, 401);
    }
}
