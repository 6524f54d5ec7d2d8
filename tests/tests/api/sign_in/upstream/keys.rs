//! Signing in at another provider to which Poort proves itself with a key, and that encrypts what it sends.

use std::sync::Arc;

use oidc::relying::{Authentication, Provider};
use poort_tests::{TestApp, at_provider, decryption_key, encrypted};
use serde_json::json;
use storage::testing::TestDatabase;
use storage::{Backend, on_both};
use tokens::keys::{Algorithm, SigningKey};
use types::Secret;

use super::{CLIENT, REFUSED, SCOPE, away, leave, sent, told, with_fake};

on_both! {
    async fn a_second_poort_takes_a_signature_whose_key_it_fetches_here(database) {
        let mut above = TestApp::demo(TestDatabase::new(Backend::Sqlite)).await;
        let issuer = above.as_provider().await;
        let mut app = TestApp::demo(database).await;
        let signer = Arc::new(SigningKey::generate(Algorithm::ES256).unwrap());
        let authentication = Authentication::PrivateKeyJwt { signer, others: Vec::new() };
        app.with_upstream(vec![Provider { authentication, ..at_provider("boven", &issuer, CLIENT, "") }]).await;
        let (back, keys) = ("https://poort.test/aanmelden/terug/boven", format!("{}/aanmelden/sleutels/boven", app.base));
        above
            .change_client(CLIENT, move |client| {
                client.redirect_uris = vec![back.parse().unwrap()];
                client.jwks_uri = Some(keys.parse().unwrap());
            })
            .await;
        let (browser, there) = (app.browser(), above.browser());
        for _ in 0..2 {
            let page = browser.get(&app.authorization(CLIENT, SCOPE, &[("prompt", "login")])).await;
            let (address, _) = sent(&leave(&browser, &page, "boven").await);
            let login = there.get(address.strip_prefix(&above.base).unwrap()).await;
            let left = there.log_in(&login, "stijn").await;
            let path = left.location().unwrap().strip_prefix("https://poort.test").unwrap().to_owned();
            let arrived = browser.follow(browser.get(&path).await).await;
            assert!(arrived.returned("code").is_some(), "{}", arrived.text);
        }
    }

    async fn public_keys_are_published_and_private_ones_are_not(database) {
        let (mut app, provider) = with_fake(database).await;
        let key = SigningKey::generate(Algorithm::ES256).unwrap();
        let (kid, decryption) = (key.kid().to_string(), decryption_key());
        let named = [kid, decryption.kid().to_string()];
        let authentication = Authentication::PrivateKeyJwt { signer: Arc::new(key), others: Vec::new() };
        let decryption = [decryption].into();
        app.with_upstream(vec![Provider { authentication, decryption, ..provider.known_as("idp") }, provider.known_as("ander")]).await;
        let answer = app.send("GET", "/aanmelden/sleutels/idp", &[], None).await;
        assert_eq!(answer.headers["content-type"], "application/jwk-set+json");
        let told: Vec<_> = answer.body["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap()).collect();
        assert_eq!(told, named);
        assert!(!answer.text.contains("\"d\""), "{}", answer.text);
        assert_eq!(app.send("GET", "/aanmelden/sleutels/ander", &[], None).await.body, json!({ "keys": [] }));
        assert_eq!(app.send("GET", "/aanmelden/sleutels/weg", &[], None).await.status, 404);
    }

    async fn a_secret_goes_in_the_form_where_the_provider_wants_it_there(database) {
        let (mut app, provider) = with_fake(database).await;
        let authentication = Authentication::ClientSecretPost(Secret::new("s:cret"));
        app.with_upstream(vec![Provider { authentication, ..provider.known_as("idp") }]).await;
        assert_eq!(told(&app, &provider, |_| ()).await.status, 303);
        assert!(provider.script().redeemed[0].ends_with("&client_id=poort&client_secret=s%3Acret"));
    }

    async fn an_encrypted_token_is_opened_and_believed_no_more_than_another(database) {
        let (mut app, provider) = with_fake(database).await;
        let decryption = decryption_key();
        let public = decryption.public_jwk();
        app.with_upstream(vec![Provider { decryption: [decryption].into(), ..provider.known_as("idp") }]).await;
        provider.script().encrypts_to = Some(public.clone());
        assert_eq!(told(&app, &provider, |_| ()).await.status, 303);
        // Whoever has the public key can encrypt: what is inside must be signed all the same.
        provider.script().signer = SigningKey::generate(Algorithm::ES256).unwrap();
        let forged = told(&app, &provider, |_| ()).await;
        assert!(forged.status == 422 && forged.text.contains(REFUSED), "{}", forged.text);
        let away = away(&app, "idp", &[]).await;
        let claims = away.claims(&provider, "stijn").await.to_string();
        let bare = json!({ "access_token": "a", "id_token": encrypted(&claims, &public) }).to_string();
        provider.script().answer = Some(bare);
        assert_eq!(away.back("idp", "").await.status, 422, "claims that nobody signed");
        assert!(!away.is_signed_in());
    }

    async fn what_is_encrypted_to_somebody_else_is_refused(database) {
        let (mut app, provider) = with_fake(database).await;
        provider.script().encrypts_to = Some(decryption_key().public_jwk());
        assert_eq!(told(&app, &provider, |_| ()).await.status, 422, "there is no key at all");
        app.with_upstream(vec![Provider { decryption: [decryption_key()].into(), ..provider.known_as("idp") }]).await;
        assert_eq!(told(&app, &provider, |_| ()).await.status, 422, "there is another key");
    }
}
