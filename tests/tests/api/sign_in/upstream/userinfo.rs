//! Signing in at another provider that says the number elsewhere than in the ID token.

use poort_tests::{Answer, FakeProvider, Receiver, TestApp};
use serde_json::{Value, json};
use storage::on_both;
use types::Clock;

use super::{AWAY, CLIENT, REFUSED, SCOPE, UNKNOWN, leave, number, sent, told, with_fake};

/// What somebody hears whose ID token has no number, when userinfo answers this.
async fn told_with(app: &TestApp, provider: &FakeProvider, status: u16, body: &str) -> Answer {
    provider.script().userinfo = (status, body.to_owned());
    told(app, provider, |claims| drop(claims.as_object_mut().unwrap().remove("rrn"))).await
}

/// The provider has a userinfo endpoint, and takes names of claims.
fn says_more(provider: &FakeProvider) {
    provider.script().discovery =
        json!({ "userinfo_endpoint": format!("{}/userinfo", provider.issuer), "claims_parameter_supported": true });
}

on_both! {
    async fn userinfo_names_a_person_whom_the_token_does_not(database) {
        let (app, provider) = with_fake(database).await;
        says_more(&provider);
        let plain = json!({ "sub": "x", "rrn": number(&app, "stijn").await });
        assert_eq!(told_with(&app, &provider, 200, &plain.to_string()).await.status, 303);
        assert_eq!(provider.script().userinfo_asked, ["Bearer a"]);
        let signed = provider.script().sign(&json!({ "iss": provider.issuer, "aud": "poort", "sub": "x", "rrn": plain["rrn"] }));
        assert_eq!(told_with(&app, &provider, 200, &signed).await.status, 303);
        assert_eq!(told(&app, &provider, |_| ()).await.status, 303);
        assert_eq!(provider.script().userinfo_asked.len(), 2, "nobody asks what the token says");
    }

    async fn userinfo_of_somebody_else_or_for_somebody_else_is_refused(database) {
        let (app, provider) = with_fake(database).await;
        says_more(&provider);
        let rrn = number(&app, "stijn").await;
        let now = app.clock.now().unix();
        let sound = json!({ "iss": provider.issuer, "aud": "poort", "sub": "x", "rrn": rrn });
        let sign = |change: Value| {
            let mut claims = sound.clone();
            claims.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            provider.script().sign(&claims)
        };
        let forged = {
            let (head, _) = sign(json!({})).rsplit_once('.').map(|(head, tail)| (head.to_owned(), tail.to_owned())).unwrap();
            format!("{head}.{}", "A".repeat(86))
        };
        for body in [
            json!({ "sub": "y", "rrn": rrn }).to_string(), json!({ "rrn": rrn }).to_string(), "[]".to_owned(), String::new(), forged,
            sign(json!({ "sub": "y" })), sign(json!({ "iss": "https://evil.example" })), sign(json!({ "aud": "other" })),
            sign(json!({ "exp": now - 60 })),
        ] {
            let answer = told_with(&app, &provider, 200, &body).await;
            assert!(answer.status == 422 && answer.text.contains(REFUSED), "{body}: {}", answer.text);
        }
    }

    async fn without_a_number_there_either_nobody_is_known(database) {
        let (app, provider) = with_fake(database).await;
        says_more(&provider);
        let answer = told_with(&app, &provider, 200, r#"{"sub":"x"}"#).await;
        assert!(answer.status == 403 && answer.text.contains(UNKNOWN), "{}", answer.text);
        let answer = told_with(&app, &provider, 503, "").await;
        assert!(answer.status == 503 && answer.text.contains(AWAY), "{}", answer.text);
        let answer = told_with(&app, &provider, 401, "").await;
        assert!(answer.status == 422 && answer.text.contains(REFUSED), "{}", answer.text);
    }

    async fn the_number_is_asked_by_name_where_the_provider_takes_names(database) {
        let (app, provider) = with_fake(database).await;
        says_more(&provider);
        let browser = app.browser();
        let page = browser.get(&app.authorization(CLIENT, SCOPE, &[])).await;
        let (_, asked) = sent(&leave(&browser, &page, "idp").await);
        assert_eq!(asked.get("claims"), Ok(Some(r#"{"id_token":{"rrn":null},"userinfo":{"rrn":null}}"#)));
    }

    async fn a_provider_sends_poort_to_nobody_who_is_not_public(database) {
        let (mut app, provider) = with_fake(database).await;
        let inside = Receiver::answering(200, &json!({ "keys": [], "sub": "x" })).await;
        for address in [inside.not_public("/"), vec!["file:///etc/passwd".to_owned()]].concat() {
            for endpoint in ["token_endpoint", "jwks_uri", "userinfo_endpoint"] {
                provider.script().discovery = json!({ endpoint: address });
                app.with_upstream(vec![provider.known_as("idp")]).await;
                let answer = told(&app, &provider, |claims| drop(claims.as_object_mut().unwrap().remove("rrn"))).await;
                let refused = answer.text.contains(AWAY) || answer.text.contains(REFUSED);
                assert!(refused && !answer.text.contains(&address), "{endpoint} {address}: {}", answer.text);
            }
        }
        assert_eq!(inside.count().await, 0);
        let evil = Receiver::answering(302, &json!({})).await;
        provider.script().discovery = json!({ "userinfo_endpoint": evil.at("/userinfo") });
        app.with_upstream(vec![provider.known_as("idp")]).await;
        let answer = told(&app, &provider, |claims| drop(claims.as_object_mut().unwrap().remove("rrn"))).await;
        assert_eq!((answer.status.as_u16(), evil.count().await, inside.count().await), (422, 1, 0), "a redirect is not followed");
    }
}
