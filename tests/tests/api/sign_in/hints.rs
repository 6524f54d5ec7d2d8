//! For whom an answer may be: `id_token_hint`, and the `sub` of the `claims` parameter; and how he may have signed in at the least.

use poort_tests::{Answer, TestApp};
use storage::on_both;

const CLIENT: &str = "ovam-portaal";
const SCOPE: &str = "openid ovam_cnr";

fn error(answer: &Answer) -> Option<String> {
    answer.returned("error")
}

on_both! {
    async fn an_answer_is_for_the_person_of_the_hint_and_nobody_else(database) {
        let app = TestApp::demo(database).await;
        let (stijn, nele) = (app.browser(), app.browser());
        let tokens = stijn.sign_in("stijn", CLIENT, SCOPE, None).await;
        nele.sign_in("nele", "beheer", "openid poort.me", Some("zandmeer")).await;
        let hint = tokens.id.unwrap();
        let ask = |prompt| app.authorization(CLIENT, SCOPE, &[("id_token_hint", &hint), ("prompt", prompt)]);
        assert!(stijn.get(&ask("none")).await.returned("code").is_some());
        assert_eq!(error(&nele.get(&ask("none")).await).as_deref(), Some("login_required"));
        assert_eq!(error(&app.browser().get(&ask("none")).await).as_deref(), Some("login_required"));
        let page = nele.get(&ask("")).await;
        assert_eq!((page.status.as_u16(), page.heading()), (200, "Aanmelden"));
        assert!(page.text.contains("iemand anders dan de toepassing verwacht"), "{}", page.text);
        // Another person who signs in then is still another.
        let still = nele.log_in(&page, "an").await;
        assert_eq!((still.heading(), still.location()), ("Aanmelden", None));
        assert!(nele.log_in(&still, "stijn").await.returned("code").is_some());
    }

    async fn a_hint_counts_after_its_end_and_only_for_its_own_client_with_our_signature(database) {
        let app = TestApp::demo(database).await;
        let stijn = app.browser();
        let tokens = stijn.sign_in("stijn", CLIENT, SCOPE, None).await;
        let foreign = app.sign_in("nele", "jeugdmonitor-portaal", None).await.id.unwrap();
        let hint = tokens.id.unwrap();
        let (head, signature) = hint.rsplit_once('.').unwrap();
        let forged = format!("{head}.{}", signature.chars().rev().collect::<String>());
        let ask = async |hint: &str, prompt| stijn.get(&app.authorization(CLIENT, SCOPE, &[("id_token_hint", hint), ("prompt", prompt)])).await;
        app.clock.set(types::Clock::now(app.clock.as_ref()).plus(types::Seconds(4000)));
        assert!(ask(&hint, "none").await.returned("code").is_some());
        for other in [foreign.as_str(), forged.as_str(), tokens.access.as_str(), "nonsense"] {
            assert_eq!(error(&ask(other, "none").await).as_deref(), Some("login_required"), "{other}");
            // Where he may be asked, a hint that says nothing hints nothing.
            assert!(ask(other, "").await.returned("code").is_some(), "{other}");
        }
    }

    async fn a_client_names_the_one_person_in_the_claims_parameter_too(database) {
        let app = TestApp::demo(database).await;
        let stijn = app.browser();
        let tokens = stijn.sign_in("stijn", CLIENT, SCOPE, None).await;
        let sub = app.id_claims(CLIENT, tokens.id.as_ref().unwrap()).sub;
        let ask = async |sub: &str| {
            let claims = format!(r#"{{"id_token":{{"sub":{{"value":"{sub}"}}}}}}"#);
            stijn.get(&app.authorization(CLIENT, SCOPE, &[("claims", &claims), ("prompt", "none")])).await
        };
        assert!(ask(&sub).await.returned("code").is_some());
        assert_eq!(error(&ask(&app.person("stijn").to_string()).await).as_deref(), Some("login_required"));
    }
}
