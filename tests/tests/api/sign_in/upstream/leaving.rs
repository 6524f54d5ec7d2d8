//! Going to another provider: who is offered which, what is asked of it, and that it is proved again when that was asked.

use http::{OpeningLimit, OpeningLimits};
use oidc::Params;
use poort_tests::{TestApp, at_provider};
use serde_json::json;
use storage::testing::TestDatabase;
use storage::{Backend, on_both};
use types::{Clock, Seconds};

use super::{Away, CLIENT, REFUSED, SCOPE, away, leave, sent, with_fake};

const ITSME: &str = "urn:be:vlaanderen:authmech:itsme";

on_both! {
    async fn a_person_signs_in_at_a_second_poort_without_his_password_here(database) {
        let mut above = TestApp::demo(TestDatabase::new(Backend::Sqlite)).await;
        let issuer = above.as_provider().await;
        let back = "https://poort.test/aanmelden/terug/boven";
        above.change_client(CLIENT, move |client| client.redirect_uris = vec![back.parse().unwrap()]).await;
        let mut app = TestApp::demo(database).await;
        app.with_upstream(vec![at_provider("boven", &issuer, CLIENT, above.secret(CLIENT).unwrap())]).await;

        let (browser, there) = (app.browser(), above.browser());
        let page = browser.get(&app.authorization(CLIENT, SCOPE, &[("acr_values", ITSME)])).await;
        assert!(page.text.contains("Aanmelden met De provider boven") && !page.text.contains("type=\"password\""), "{}", page.text);
        let (address, asked) = sent(&leave(&browser, &page, "boven").await);
        assert_eq!(asked.get("acr_values"), Ok(Some("urn:be:vlaanderen:authmech:password")));
        let login = there.get(address.strip_prefix(&above.base).unwrap()).await;
        let left = there.log_in(&login, "stijn").await;
        let path = left.location().unwrap().strip_prefix("https://poort.test").unwrap().to_owned();
        let arrived = browser.follow(browser.get(&path).await).await;

        let tokens = browser.tokens(CLIENT, &arrived).await;
        let claims = app.id_claims(CLIENT, tokens.id.as_deref().unwrap());
        assert_eq!(claims.acr.as_deref(), Some(ITSME));
        assert_eq!(claims.auth_time.unwrap().unix(), app.clock.now().unix());
        assert_eq!(app.introspect(CLIENT, &tokens.access).await["active"], true);
        let silent = app.authorization(CLIENT, SCOPE, &[("prompt", "none"), ("acr_values", ITSME)]);
        assert!(browser.get(&silent).await.returned("code").is_some());
        let again = browser.get(&path).await;
        assert_eq!((again.status.as_u16(), again.heading()), (403, "Deze pagina is verlopen"));
    }

    async fn a_button_for_each_provider_that_is_strong_enough(database) {
        let (mut app, one) = with_fake(database).await;
        let mut weak = one.known_as("zwak");
        weak.acr.clear();
        app.with_upstream(vec![one.known_as("idp"), weak]).await;
        let page = async |more: &[(&str, &str)]| app.browser().get(&app.authorization(CLIENT, SCOPE, more)).await.text;
        let (both, strong) = (page(&[]).await, page(&[("acr_values", ITSME)]).await);
        assert!(both.contains("value=\"idp\"") && both.contains("value=\"zwak\"") && both.contains("type=\"password\""));
        assert!(strong.contains("value=\"idp\"") && !strong.contains("value=\"zwak\"") && !strong.contains("type=\"password\""));
        let eid = app.browser().get(&app.authorization(CLIENT, SCOPE, &[("acr_values", "urn:be:vlaanderen:authmech:eid")])).await;
        assert_eq!(eid.returned("error").as_deref(), Some("unmet_authentication_requirements"));
    }

    async fn who_signed_in_too_weakly_goes_to_a_stronger_provider(database) {
        let (app, provider) = with_fake(database).await;
        let away = away(&app, "idp", &[]).await;
        provider.script().claims = away.claims(&provider, "stijn").await;
        assert!(away.browser.follow(away.back("idp", "").await).await.returned("code").is_some());
        let asks = |more: &[(&str, &str)]| app.authorization(CLIENT, SCOPE, more);
        let silent = away.browser.get(&asks(&[("acr_values", ITSME), ("prompt", "none")])).await;
        assert_eq!(silent.returned("error").as_deref(), Some("login_required"));
        let page = away.browser.get(&asks(&[("acr_values", ITSME)])).await;
        let (_, asked) = sent(&leave(&away.browser, &page, "idp").await);
        let mut claims = away.claims(&provider, "stijn").await;
        claims["nonce"] = json!(asked.get("nonce").unwrap().unwrap());
        claims["acr"] = json!("urn:be:vlaanderen:authmech:password");
        provider.script().claims = claims;
        let path = format!("/aanmelden/terug/idp?code=c&state={}", asked.get("state").unwrap().unwrap());
        let arrived = away.browser.follow(away.browser.get(&path).await).await;
        let tokens = away.browser.tokens(CLIENT, &arrived).await;
        assert_eq!(app.id_claims(CLIENT, tokens.id.as_deref().unwrap()).acr.as_deref(), Some(ITSME));
    }

    async fn the_request_has_pkce_and_the_code_is_redeemed_with_its_verifier(database) {
        let (app, provider) = with_fake(database).await;
        let browser = app.browser();
        let page = browser.get(&app.authorization(CLIENT, SCOPE, &[])).await;
        let (address, asked) = sent(&leave(&browser, &page, "idp").await);
        let text = |name| asked.get(name).unwrap().unwrap().to_owned();
        assert!(address.starts_with(&format!("{}/authorize?", provider.issuer)), "{address}");
        assert_eq!(text("redirect_uri"), "https://poort.test/aanmelden/terug/idp");
        browser.get(&format!("/aanmelden/terug/idp?code=c&state={}", text("state"))).await;
        let form = Params::decode(&provider.script().redeemed[0]).unwrap();
        let verifier = form.get("code_verifier").unwrap().unwrap();
        assert_eq!(tokens::random::pkce_s256(verifier), text("code_challenge"));
        assert!(form.get("code") == Ok(Some("c")) && form.get("redirect_uri") == Ok(Some("https://poort.test/aanmelden/terug/idp")));
    }

    async fn who_was_to_prove_it_again_did(database) {
        let (app, provider) = with_fake(database).await;
        let login = away(&app, "idp", &[("prompt", "login")]).await;
        let mut claims = login.claims(&provider, "stijn").await;
        claims["auth_time"] = json!(app.clock.now().unix() - 60);
        provider.script().claims = claims.clone();
        assert!(login.back("idp", "").await.text.contains(REFUSED) && !login.is_signed_in());
        let recent = away(&app, "idp", &[("max_age", "60")]).await;
        claims["nonce"] = json!(recent.nonce);
        provider.script().claims = claims;
        let arrived = recent.browser.follow(recent.back("idp", "").await).await;
        let tokens = recent.browser.tokens(CLIENT, &arrived).await;
        let told = app.id_claims(CLIENT, tokens.id.as_deref().unwrap()).auth_time.unwrap();
        assert_eq!(told.unix(), app.clock.now().unix() - 60);
    }

    async fn who_goes_to_a_page_of_his_own_proved_himself_lately(database) {
        let (app, provider) = with_fake(database).await;
        for (age, arrives) in [(3600, false), (60, true)] {
            let browser = app.browser();
            let login = browser.follow(browser.get("/tweede-factor").await).await;
            let (_, asked) = sent(&leave(&browser, &login, "idp").await);
            assert_eq!(asked.get("max_age"), Ok(Some("600")), "a provider that knows him of this morning asks him again");
            let text = |name| asked.get(name).unwrap().unwrap().to_owned();
            let away = Away { app: &app, browser, state: text("state"), nonce: text("nonce") };
            let mut claims = away.claims(&provider, "stijn").await;
            claims["auth_time"] = json!(app.clock.now().unix() - age);
            provider.script().claims = claims;
            let back = away.back("idp", "").await;
            let page = away.browser.follow(back).await;
            assert_eq!((page.status == 200, page.text.contains(REFUSED)), (arrives, !arrives), "{}", page.text);
            assert!(!arrives || page.heading() != "Aanmelden", "{}", page.text);
        }
    }

    async fn a_form_from_elsewhere_sends_nobody_to_a_provider(database) {
        let (app, _provider) = with_fake(database).await;
        let browser = app.browser();
        let page = browser.get(&app.authorization(CLIENT, SCOPE, &[])).await;
        let form = page.form().unwrap();
        let field = |name: &str| form.fields.iter().find(|(key, _)| key == name).unwrap().1.clone();
        let (csrf, to) = (field("csrf"), field("continue"));
        for (origin, csrf) in [("https://evil.example", csrf.as_str()), ("https://poort.test", "x")] {
            let fields = [("csrf", csrf), ("continue", to.as_str()), ("provider", "idp")];
            let answer = browser.post_from(origin, "/aanmelden/bij", &fields).await;
            assert!(answer.status == 403 && answer.headers.get("refresh").is_none());
        }
        let unknown = leave(&browser, &page, "weg").await;
        assert_eq!(unknown.status, 400);
        assert_eq!(browser.get("/aanmelden/terug/weg?state=s&code=c").await.status, 404);
    }

    async fn a_stranger_leaves_only_so_many_times_at_once(database) {
        let (mut app, provider) = with_fake(database).await;
        let upstream = OpeningLimit { of_address: 20, of_all: 1000 };
        let limits = OpeningLimits { upstream, ..OpeningLimits::default() };
        app.signing_in(|sign_in| sign_in.with_upstream(vec![provider.known_as("idp")]).letting_open(limits)).await;
        let browser = app.browser();
        let page = browser.get(&app.authorization(CLIENT, SCOPE, &[])).await;
        let left = futures_util::future::join_all((0..30).map(|_| leave(&browser, &page, "idp"))).await;
        let held = left.iter().filter(|answer| answer.status == 429 && answer.text.contains("role=\"alert\"")).count();
        assert_eq!(held, 10);
        app.clock.set(app.clock.now().plus(Seconds(600)));
        assert_eq!(leave(&browser, &page, "idp").await.status, 200);
    }
}
