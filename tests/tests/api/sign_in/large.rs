//! Rights that are too many for a token: it refers to Poort for them, and userinfo and introspection say them all.

use poort_tests::{ISSUER, TestApp, Tokens, claims};
use serde_json::{Value, json};
use storage::on_both;
use types::{Clock, Seconds};

use crate::people::{BART, VEERLE};

const CLIENT: &str = "ovam-portaal";
const CLAIM_3D: &str = "ovam_CNR_rol_3d";
const CLAIM_2D: &str = "ovam_cnr_rol_2d";

/// Stijn holds a right with many contexts, beside what the demo gives him.
async fn with_contexts(app: &TestApp, many: usize) {
    let name = |number: usize| format!("ContextMetEenNaamZoalsErVeelZijn{number}");
    let values: Vec<_> = (0..many).map(|one| json!({"code": name(one), "name": name(one), "technicalName": name(one)})).collect();
    let contexts = json!({"rule": "atLeastOne", "values": values});
    let right = json!({"code": "Groot", "name": "Groot", "technicalName": "Groot", "period": {"begin": "2026-01-01"}, "contexts": contexts});
    let made = BART
        .ask(
            app,
            "poort.applications.write",
            "POST",
            "/v1/gebruikersrechten",
            &[],
            Some(json!({"application": "ovam", "items": [right]})),
        )
        .await;
    assert_eq!(made.status, 201, "{}", made.text);
    let names: Vec<String> = (0..many).map(name).collect();
    let grant =
        json!({"werkrelatie": app.werkrelatie("stijn-bodemwerken"), "right": "Groot", "contexts": names, "reason": "dossier 12"});
    let granted = VEERLE.ask(app, "poort.toekenningen.write", "POST", "/v1/toekenningen", &[], Some(grant)).await;
    assert_eq!(granted.status, 201, "{}", granted.text);
}

fn both(tokens: &Tokens) -> [Value; 2] {
    [claims(&tokens.access), claims(tokens.id.as_ref().unwrap())]
}

on_both! {
    async fn a_token_that_would_be_too_large_refers_to_where_the_whole_is(database) {
        let app = TestApp::demo(database).await;
        with_contexts(&app, 80).await;
        let tokens = app.browser().sign_in("stijn", CLIENT, "openid vo ovam_cnr", None).await;
        for (token, said) in [&tokens.access, tokens.id.as_ref().unwrap()].into_iter().zip(both(&tokens)) {
            assert!(token.len() <= 4096, "{}", token.len());
            assert_eq!(said["_claim_names"], json!({CLAIM_3D: "poort", CLAIM_2D: "poort"}));
            assert_eq!(said["_claim_sources"], json!({"poort": {"endpoint": format!("{ISSUER}/v1/userinfo")}}));
            assert!(said.get(CLAIM_3D).is_none() && said.get(CLAIM_2D).is_none() && said["vo_orgcode"] == "0999013490", "{said}");
        }
        assert!(app.id_claims(CLIENT, tokens.id.as_ref().unwrap()).at_hash.is_some());
        let bearer = format!("Bearer {}", tokens.access);
        let userinfo = app.userinfo(&tokens.access).await;
        let introspected = app.introspect(CLIENT, &tokens.access).await;
        for whole in [&userinfo.body, &introspected] {
            let roles = whole[CLAIM_3D].as_array().unwrap();
            assert!(roles.len() > 80 && roles.contains(&json!("Groot-ContextMetEenNaamZoalsErVeelZijn79:0999013490")), "{whole}");
            assert!(whole[CLAIM_2D].as_array().unwrap().contains(&json!("Groot:0999013490")));
            assert!(whole.get("_claim_names").is_none() && whole.get("_claim_sources").is_none());
        }
        // Who follows a reference by the letter of the specification asks a JWT.
        let headers = [("Authorization", bearer.as_str()), ("Accept", "application/jwt")];
        let signed = app.send("GET", "/op/v1/userinfo", &headers, None).await;
        assert_eq!(signed.headers["content-type"], "application/jwt");
        assert_eq!((&claims(&signed.text)[CLAIM_2D], &claims(&signed.text)["aud"]), (&userinfo.body[CLAIM_2D], &json!(CLIENT)));
    }

    async fn every_other_token_says_it_itself(database) {
        let app = TestApp::demo(database).await;
        with_contexts(&app, 12).await;
        let tokens = app.browser().sign_in("stijn", CLIENT, "openid vo ovam_cnr", None).await;
        for said in both(&tokens) {
            assert!(said[CLAIM_3D].as_array().unwrap().len() >= 12 && said.get("_claim_names").is_none(), "{said}");
        }
    }

    async fn what_was_too_much_is_said_again_when_it_is_not(database) {
        let app = TestApp::demo(database).await;
        with_contexts(&app, 80).await;
        app.change_client(CLIENT, |client| {
            client.grant_types.push(oidc::GrantType::RefreshToken);
            client.scopes.push("offline_access".parse().unwrap());
        }).await;
        let tokens = app.browser().sign_in("stijn", CLIENT, "openid ovam_cnr offline_access", None).await;
        assert!(claims(&tokens.access).get("_claim_names").is_some());
        let held = VEERLE.get(&app, "poort.toekenningen.read", &format!("/v1/toekenningen?person={}&right=Groot", app.person("stijn"))).await;
        let path = format!("/v1/toekenningen/{}/revocation", held.body["items"][0]["id"].as_str().unwrap());
        let revoked = VEERLE.ask(&app, "poort.toekenningen.write", "POST", &path, &[("If-Match", "\"1\"")], Some(json!({"reason": "dossier 12"}))).await;
        assert_eq!(revoked.status, 200, "{}", revoked.text);
        app.clock.set(app.clock.now().plus(Seconds(60)));
        let refresh = [("grant_type", "refresh_token"), ("refresh_token", tokens.answer["refresh_token"].as_str().unwrap())];
        let next = app.ask_token(CLIENT, &refresh).await;
        let said = claims(next.body["access_token"].as_str().unwrap());
        assert!(said.get("_claim_names").is_none() && !said[CLAIM_2D].as_array().unwrap().is_empty(), "{said}");
    }
}
