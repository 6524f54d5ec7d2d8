//! Coming back from another provider: what is believed, and what whoever is refused hears.

use poort_tests::{Answer, FakeProvider};
use serde_json::json;
use storage::on_both;
use tokens::keys::{Algorithm, SigningKey};
use types::{Clock, Seconds};

use super::{AWAY, CLIENT, REFUSED, SCOPE, UNKNOWN, away, leave, told, with_fake};

on_both! {
    async fn a_state_is_for_one_browser_once_and_not_for_long(database) {
        let (app, provider) = with_fake(database).await;
        let other = away(&app, "idp", &[]).await;
        let stale = |answer: &Answer| answer.status == 403 && answer.heading() == "Deze pagina is verlopen";
        let victim = away(&app, "idp", &[]).await;
        provider.script().claims = other.claims(&provider, "stijn").await;
        let planted = victim.browser.get(&format!("/aanmelden/terug/idp?code=c&state={}", other.state)).await;
        assert!(stale(&planted) && !victim.is_signed_in(), "{}", planted.text);
        assert!(stale(&other.back("idp", "").await), "what somebody else tried is spent");
        for path in ["?code=c", "?code=c&state=", &format!("?code=c&state={}", "A".repeat(43))] {
            assert!(stale(&victim.browser.get(&format!("/aanmelden/terug/idp{path}")).await), "{path}");
        }
        let late = away(&app, "idp", &[]).await;
        provider.script().claims = late.claims(&provider, "stijn").await;
        app.clock.set(app.clock.now().plus(Seconds(600)));
        assert!(stale(&late.back("idp", "").await) && provider.script().redeemed.is_empty());
    }

    async fn two_providers_cannot_be_mixed_up(database) {
        let (mut app, honest) = with_fake(database).await;
        let evil = FakeProvider::start();
        honest.script().names_itself = true;
        app.with_upstream(vec![honest.known_as("idp"), evil.known_as("boos")]).await;
        let one = away(&app, "idp", &[]).await;
        assert_eq!(one.back("boos", "").await.heading(), "Deze pagina is verlopen");
        for iss in [String::new(), format!("&iss={}", evil.issuer), format!("&iss={0}&iss={0}", honest.issuer)] {
            let two = away(&app, "idp", &[]).await;
            evil.script().claims = two.claims(&honest, "stijn").await;
            honest.script().claims = two.claims(&honest, "stijn").await;
            let answer = two.back("idp", &iss).await;
            assert!(answer.status == 422 && answer.text.contains(REFUSED) && !two.is_signed_in(), "{iss}");
        }
        assert!(honest.script().redeemed.is_empty() && evil.script().redeemed.is_empty(), "no code went anywhere");
        let three = away(&app, "idp", &[]).await;
        honest.script().claims = three.claims(&honest, "stijn").await;
        assert_eq!(three.back("idp", &format!("&iss={}", honest.issuer)).await.status, 303);
    }

    async fn whoever_is_not_known_hears_the_same(database) {
        let (app, provider) = with_fake(database).await;
        let mut pages = Vec::new();
        for number in [json!("80240199943"), json!("85073100131"), json!(null), json!(["85073100130"]), json!("")] {
            let answer = told(&app, &provider, |claims| claims["rrn"] = number).await;
            assert!(answer.status == 403 && answer.text.contains(UNKNOWN), "{}", answer.text);
            pages.push(answer.text.len());
        }
        let id = app.person("stijn");
        let work = move |tx: &mut storage::WriteTx<'_>| {
            let account = storage::accounts::of_person(tx, id)?.unwrap();
            storage::accounts::update(tx, &storage::accounts::Account { disabled: true, ..account })
        };
        app.store.write(app.outside.fresh_context(), work).await.unwrap();
        let disabled = told(&app, &provider, |_| ()).await;
        assert!(disabled.status == 403 && disabled.text.contains(UNKNOWN));
        let work = move |tx: &mut storage::WriteTx<'_>| {
            let person = storage::persons::by_id(tx, id)?.unwrap();
            let dead = persons::Status::Deceased(tx.cx().today());
            storage::persons::update(tx, &persons::Person { status: dead, ..person })
        };
        app.store.write(app.outside.fresh_context(), work).await.unwrap();
        assert!(told(&app, &provider, |_| ()).await.text.contains(UNKNOWN));
        pages.push(disabled.text.len());
        assert!(pages.windows(2).all(|pair| pair[0] == pair[1]), "{pages:?}");
    }

    async fn only_what_the_provider_signed_for_this_question_is_believed(database) {
        let (app, provider) = with_fake(database).await;
        let refused = |answer: &Answer| answer.status == 422 && answer.text.contains(REFUSED);
        let later = app.clock.now().unix();
        for (name, value) in [
            ("nonce", json!("another")), ("nonce", json!(null)), ("iss", json!("https://evil.example")), ("aud", json!("other")),
            ("aud", json!(["poort", "other"])), ("azp", json!("other")), ("exp", json!(later - 60)), ("exp", json!("never")),
            ("iat", json!(later + 60)), ("at_hash", json!("AAAA")),
        ] {
            assert!(refused(&told(&app, &provider, |claims| claims[name] = value.clone()).await), "{name} {value}");
        }
        for header in [json!({ "alg": "none" }), json!({ "alg": "HS256" }), json!({ "typ": "at+jwt" }), json!({ "jku": provider.issuer })] {
            provider.script().header = header.clone();
            assert!(refused(&told(&app, &provider, |_| ()).await), "{header}");
        }
        provider.script().header = json!({});
        assert_eq!(told(&app, &provider, |_| ()).await.status, 303);
        provider.script().signer = SigningKey::generate(Algorithm::ES256).unwrap();
        assert!(refused(&told(&app, &provider, |_| ()).await), "a key that is not published");
    }

    async fn another_key_is_looked_for_but_not_again_and_again(database) {
        let (app, provider) = with_fake(database).await;
        assert_eq!(told(&app, &provider, |_| ()).await.status, 303);
        let next = SigningKey::generate(Algorithm::ES256).unwrap();
        provider.script().keys.push(serde_json::to_value(next.public_jwk()).unwrap());
        provider.script().signer = next;
        for _ in 0..3 {
            assert_eq!(told(&app, &provider, |_| ()).await.status, 422);
        }
        assert_eq!(provider.script().keys_asked, 1);
        app.clock.set(app.clock.now().plus(Seconds(10)));
        assert_eq!(told(&app, &provider, |_| ()).await.status, 303);
        assert_eq!(provider.script().keys_asked, 2);
    }

    async fn what_a_provider_says_of_an_error_is_not_repeated(database) {
        let (app, _provider) = with_fake(database).await;
        let away = away(&app, "idp", &[]).await;
        let path = format!("/aanmelden/terug/idp?error=access_denied&error_description=Bel+0900&state={}", away.state);
        let answer = away.browser.get(&path).await;
        assert!(answer.status == 422 && answer.text.contains(REFUSED) && !answer.text.contains("0900"), "{}", answer.text);
        let arrived = away.browser.log_in(&answer, "stijn").await;
        assert!(arrived.returned("code").is_some(), "he goes on with his password");
    }

    async fn a_provider_that_is_away_or_sends_too_much_keeps_nobody_waiting(database) {
        let (app, provider) = with_fake(database).await;
        provider.script().status = 500;
        let answer = told(&app, &provider, |_| ()).await;
        assert!(answer.status == 503 && answer.text.contains(AWAY), "{}", answer.text);
        provider.script().status = 400;
        assert_eq!(told(&app, &provider, |_| ()).await.status, 422);
        provider.script().status = 200;
        provider.script().more = 1 << 20;
        assert_eq!(told(&app, &provider, |_| ()).await.status, 503);
        let mut app = app;
        let mut gone = provider.known_as("weg");
        gone.issuer = "http://127.0.0.1:1".to_owned();
        app.with_upstream(vec![gone]).await;
        let browser = app.browser();
        let page = browser.get(&app.authorization(CLIENT, SCOPE, &[])).await;
        let answer = leave(&browser, &page, "weg").await;
        assert!(answer.status == 503 && answer.text.contains(AWAY) && answer.headers.get("refresh").is_none());
    }
}
