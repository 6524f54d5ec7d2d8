//! Answers that are signed: userinfo as the client is set up, introspection as it is asked.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use poort_tests::{Answer, ISSUER, TestApp, claims, header};
use serde_json::json;
use storage::on_both;
use tokens::keys::Algorithm;

const CLIENT: &str = "ovam-portaal";

async fn introspect(app: &TestApp, client: &str, token: &str, accept: &str) -> Answer {
    let basic = format!("Basic {}", STANDARD.encode(format!("{client}:{}", app.secret(client).unwrap())));
    let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Authorization", &basic), ("Accept", accept)];
    app.send("POST", "/op/v1/introspect", &headers, Some(format!("token={token}"))).await
}

fn text<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers[name].to_str().unwrap()
}

on_both! {
    async fn userinfo_is_signed_for_who_wants_it_so(database) {
        let app = TestApp::demo(database).await;
        app.change_client(CLIENT, |client| client.userinfo_signed_response_alg = Some(Algorithm::RS256)).await;
        let tokens = app.sign_in("stijn", CLIENT, None).await;
        let answer = app.userinfo(&tokens.access).await;
        assert_eq!((answer.status.as_u16(), text(&answer, "content-type")), (200, "application/jwt"));
        assert_eq!((&header(&answer.text)["alg"], text(&answer, "cache-control")), (&json!("RS256"), "no-store"));
        let said = claims(&answer.text);
        assert_eq!((&said["iss"], &said["aud"]), (&json!(ISSUER), &json!(CLIENT)));
        assert_eq!(said["sub"], app.id_claims(CLIENT, tokens.id.as_ref().unwrap()).sub);
        assert_eq!((said["given_name"].as_str(), said["ovam_CNR_rol_3d"].as_array().map(Vec::len)), (Some("Stijn"), Some(2)));
        // It passes for no token: neither at the API nor as a hint.
        assert_eq!(app.userinfo(&answer.text).await.status, 401);
        let hinted = app.authorization(CLIENT, "openid ovam_cnr", &[("id_token_hint", &answer.text), ("prompt", "none")]);
        assert_eq!(app.browser().get(&hinted).await.returned("error").as_deref(), Some("login_required"));
    }

    async fn introspection_is_signed_for_who_asks_it_so(database) {
        let app = TestApp::demo(database).await;
        let tokens = app.sign_in("stijn", CLIENT, None).await;
        let plain = introspect(&app, CLIENT, &tokens.access, "application/json").await;
        let signed = introspect(&app, CLIENT, &tokens.access, "application/token-introspection+jwt, application/json;q=0.5").await;
        assert_eq!((signed.status.as_u16(), text(&signed, "content-type")), (200, "application/token-introspection+jwt"));
        assert_eq!(header(&signed.text)["typ"], "token-introspection+jwt");
        let said = claims(&signed.text);
        assert_eq!((&said["iss"], &said["aud"], said.get("exp"), said.get("sub")), (&json!(ISSUER), &json!(CLIENT), None, None));
        assert_eq!(said["token_introspection"], plain.body);
        assert_eq!(plain.body["active"], true);
        let other = introspect(&app, "premiezoeker-portaal", &tokens.access, "application/token-introspection+jwt").await;
        assert_eq!(claims(&other.text)["token_introspection"], json!({ "active": false }));
        assert_eq!(app.userinfo(&signed.text).await.status, 401);
        let discovery = app.send("GET", "/op/.well-known/openid-configuration", &[], None).await;
        for member in ["userinfo_signing_alg_values_supported", "introspection_signing_alg_values_supported"] {
            assert_eq!(discovery.body[member], json!(["ES256", "EdDSA", "RS256"]), "{member}");
        }
    }
}
