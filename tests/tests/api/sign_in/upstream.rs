//! Signing in at another provider: at a second Poort, and at one that lies.

use http::{OpeningLimit, OpeningLimits};
use oidc::Params;
use poort_tests::{Answer, Browser, FakeProvider, TestApp, at_provider};
use serde_json::{Value, json};
use storage::testing::TestDatabase;
use storage::{Backend, on_both};
use tokens::keys::{Algorithm, SigningKey};
use types::{Clock, Seconds};

pub(super) const CLIENT: &str = "ovam-portaal";
pub(super) const SCOPE: &str = "openid ovam_cnr";
const ITSME: &str = "urn:be:vlaanderen:authmech:itsme";
pub(super) const REFUSED: &str = "Aanmelden op die manier is niet gelukt.";
pub(super) const AWAY: &str = "Aanmelden op die manier lukt nu niet.";
pub(super) const UNKNOWN: &str = "Je bent hier niet gekend of kunt je hier niet aanmelden.";

/// Presses the button of a provider.
pub(super) async fn leave(browser: &Browser<'_>, page: &Answer, provider: &str) -> Answer {
    let form = page.form().unwrap();
    let field = |name: &str| form.fields.iter().find(|(key, _)| key == name).unwrap().1.as_str();
    let fields = [("csrf", field("csrf")), ("continue", field("continue")), ("provider", provider)];
    browser.post("/aanmelden/bij", &fields).await
}

/// Where the page that says so sends the browser, and what it sends along.
pub(super) fn sent(page: &Answer) -> (String, Params) {
    let address = page.headers["refresh"].to_str().unwrap().strip_prefix("0; url=").unwrap();
    assert!(page.text.contains("<a href=\"http://127.0.0.1:") && !page.text.contains("<script"), "{}", page.text);
    (address.to_owned(), Params::decode(address.split_once('?').unwrap().1).unwrap())
}

/// A Poort at which people sign in at fake providers, and one who went to the first of them.
pub(super) struct Away<'a> {
    app: &'a TestApp,
    pub(super) browser: Browser<'a>,
    state: String,
    nonce: String,
}

pub(super) async fn away<'a>(app: &'a TestApp, provider: &str, more: &[(&str, &str)]) -> Away<'a> {
    let browser = app.browser();
    let page = browser.get(&app.authorization(CLIENT, SCOPE, more)).await;
    let onward = leave(&browser, &page, provider).await;
    let (_, asked) = sent(&onward);
    let text = |name| asked.get(name).unwrap().unwrap().to_owned();
    Away { app, browser, state: text("state"), nonce: text("nonce") }
}

impl Away<'_> {
    /// Sound claims about a person of the demo data.
    pub(super) async fn claims(&self, provider: &FakeProvider, person: &str) -> Value {
        let now = self.app.clock.now().unix();
        json!({
            "iss": provider.issuer, "sub": "x", "aud": "poort", "iat": now, "exp": now + 300, "nonce": self.nonce, "auth_time": now,
            "rrn": number(self.app, person).await,
        })
    }

    pub(super) async fn back(&self, provider: &str, more: &str) -> Answer {
        self.browser.get(&format!("/aanmelden/terug/{provider}?code=c&state={}{more}", self.state)).await
    }

    pub(super) fn is_signed_in(&self) -> bool {
        self.browser.cookie("__Host-poort").is_some()
    }
}

pub(super) async fn number(app: &TestApp, person: &str) -> String {
    let id = app.person(person);
    app.store.read(move |tx| storage::persons::by_id(tx, id)).await.unwrap().unwrap().insz.expose()
}

/// A Poort with one fake provider.
pub(super) async fn with_fake(database: TestDatabase) -> (TestApp, FakeProvider) {
    let (mut app, provider) = (TestApp::demo(database).await, FakeProvider::start());
    app.with_upstream(vec![provider.known_as("idp")]).await;
    (app, provider)
}

/// What the person of a sound sign-in hears, after a change of what the provider says.
pub(super) async fn told(app: &TestApp, provider: &FakeProvider, change: impl FnOnce(&mut Value)) -> Answer {
    let away = away(app, "idp", &[]).await;
    let mut claims = away.claims(provider, "stijn").await;
    change(&mut claims);
    provider.script().claims = claims;
    let answer = away.back("idp", "").await;
    assert_eq!(away.is_signed_in(), answer.status == 303, "{}", answer.text);
    answer
}

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
