//! A provider that knows no national number: people link themselves to who they are there.

use oidc::Params;
use oidc::relying::Provider;
use poort_tests::{Answer, Browser, FakeProvider, TestApp};
use serde_json::json;
use storage::on_both;
use types::{Clock, Parsed, Reason, Seconds, SystemActor};

use super::upstream::{leave, sent};
use crate::people::GRIET;

const CLIENT: &str = "ovam-portaal";
const SCOPE: &str = "openid ovam_cnr";
const UNKNOWN: &str = "Je bent hier niet gekend of kunt je hier niet aanmelden.";

/// A Poort with two such providers.
async fn started(database: storage::testing::TestDatabase) -> (TestApp, FakeProvider, FakeProvider) {
    let (mut app, one, other) = (TestApp::demo(database).await, FakeProvider::start(), FakeProvider::start());
    let known = |provider: &FakeProvider, id| Provider { insz_claim: None, ..provider.known_as(id) };
    app.with_upstream(vec![known(&one, "idp"), known(&other, "other")]).await;
    (app, one, other)
}

async fn page<'a>(app: &'a TestApp, username: &str) -> (Browser<'a>, Answer) {
    let browser = app.browser();
    let login = browser.follow(browser.get("/koppelingen").await).await;
    let page = browser.log_in(&login, username).await;
    assert_eq!(page.heading(), "Je koppelingen", "{}", page.text);
    (browser, page)
}

fn csrf(page: &Answer) -> String {
    page.form().unwrap().fields.into_iter().find(|(name, _)| name == "csrf").unwrap().1
}

/// Has the provider say that this is who came, in answer to what it was asked; the address to which it sends the browser.
fn says(app: &TestApp, provider: &FakeProvider, id: &str, asked: &Params, sub: &str) -> String {
    let now = app.clock.now().unix();
    let nonce = asked.get("nonce").unwrap().unwrap();
    provider.script().claims = json!({
        "iss": provider.issuer, "sub": sub, "aud": "poort", "iat": now, "exp": now + 300, "nonce": nonce, "auth_time": now,
        "acr": "urn:be:vlaanderen:authmech:password",
        "rrn": "85073100130",
    });
    format!("/aanmelden/terug/{id}?code=c&state={}", asked.get("state").unwrap().unwrap())
}

/// Leaves to be linked; the address at which he comes back as this one.
async fn left(app: &TestApp, browser: &Browser<'_>, page: &Answer, provider: (&FakeProvider, &str), sub: &str) -> String {
    let token = csrf(page);
    let onward = browser.post("/koppelingen", &[("csrf", token.as_str()), ("provider", provider.1)]).await;
    says(app, provider.0, provider.1, &sent(&onward).1, sub)
}

/// Links himself.
async fn linked(app: &TestApp, username: &str, provider: (&FakeProvider, &str), sub: &str) -> Answer {
    let (browser, page) = page(app, username).await;
    let back = left(app, &browser, &page, provider, sub).await;
    browser.follow(browser.get(&back).await).await
}

/// Signs in at a client by the provider.
async fn arrives<'a>(app: &'a TestApp, provider: (&FakeProvider, &str), sub: &str) -> (Browser<'a>, Answer) {
    let browser = app.browser();
    let login = browser.get(&app.authorization(CLIENT, SCOPE, &[("acr_values", "urn:be:vlaanderen:authmech:password")])).await;
    let onward = leave(&browser, &login, provider.1).await;
    let back = says(app, provider.0, provider.1, &sent(&onward).1, sub);
    let answer = browser.follow(browser.get(&back).await).await;
    (browser, answer)
}

on_both! {
    async fn who_linked_himself_signs_in_by_it_until_he_unlinks(database) {
        let (app, idp, _) = started(database).await;
        let shown = linked(&app, "stijn", (&idp, "idp"), "s-1").await;
        assert!(shown.heading() == "Je koppelingen" && shown.text.contains("Gekoppeld sinds 2026-11-23"), "{}", shown.text);
        let (browser, arrived) = arrives(&app, (&idp, "idp"), "s-1").await;
        let tokens = browser.tokens(CLIENT, &arrived).await;
        let id = app.id_claims(CLIENT, tokens.id.as_ref().unwrap());
        assert_eq!(id.acr.as_deref(), Some("urn:be:vlaanderen:authmech:itsme"));
        assert_eq!(id.sub, app.id_claims(CLIENT, app.sign_in("stijn", CLIENT, None).await.id.as_ref().unwrap()).sub);
        // Who came by it alone adds nothing by it, and takes it away all the same.
        let own = browser.get("/koppelingen").await;
        assert!(own.text.contains("Laatst gebruikt op") && !own.text.contains("value=\"idp\""), "{}", own.text);
        let token = csrf(&own);
        assert_eq!(browser.post("/koppelingen", &[("csrf", token.as_str()), ("provider", "idp")]).await.status, 400);
        let form = own.text.split_once("name=\"remove\" value=\"").unwrap().1;
        let removed = browser.post("/koppelingen", &[("csrf", token.as_str()), ("remove", form.split('"').next().unwrap())]).await;
        assert_eq!(removed.status, 303, "{}", removed.text);
        let (_, gone) = arrives(&app, (&idp, "idp"), "s-1").await;
        assert!(gone.status == 403 && gone.text.contains(UNKNOWN), "{}", gone.text);
        let history = GRIET.get(&app, "poort.history.read", &format!("/v1/persons/{}/history", app.person("stijn"))).await.text;
        assert!(history.contains("upstreamLinked") && history.contains("upstreamUnlinked") && !history.contains("s-1"), "{history}");
    }

    async fn who_is_linked_is_one_person_of_one_issuer(database) {
        let (app, idp, other) = started(database).await;
        let (_, nobody) = arrives(&app, (&idp, "idp"), "s-1").await;
        assert!(nobody.status == 403 && nobody.text.contains(UNKNOWN), "a number that it was not asked for says nothing: {}", nobody.text);
        linked(&app, "stijn", (&idp, "idp"), "s-1").await;
        let taken = linked(&app, "an", (&idp, "idp"), "s-1").await;
        assert!(taken.status == 422 && taken.text.contains("Dat account is hier al aan iemand anders gekoppeld."), "{}", taken.text);
        for (provider, sub) in [((&other, "other"), "s-1"), ((&idp, "idp"), "S-1"), ((&idp, "idp"), "s-1 "), ((&idp, "idp"), "")] {
            let (browser, answer) = arrives(&app, provider, sub).await;
            assert!(answer.status == 403 && answer.text.contains(UNKNOWN), "{sub}: {}", answer.text);
            assert!(browser.cookie("__Host-poort").is_none());
        }
    }

    async fn nobody_is_linked_in_another_session_nor_by_a_browser_that_was_left_open(database) {
        let (app, idp, _) = started(database).await;
        let (browser, own) = page(&app, "stijn").await;
        let token = csrf(&own);
        let asks = [("csrf", token.as_str()), ("provider", "idp")];
        assert_eq!(browser.post_from("https://evil.example", "/koppelingen", &asks).await.status, 403);
        // Another browser brings the answer; then somebody else is signed in in this one.
        let back = left(&app, &browser, &own, (&idp, "idp"), "thief").await;
        let (victim, _) = page(&app, "an").await;
        assert_eq!(victim.get(&back).await.status, 403);
        let back = left(&app, &browser, &own, (&idp, "idp"), "thief").await;
        browser.log_in(&browser.get("/aanmelden").await, "an").await;
        assert_eq!(browser.get(&back).await.status, 403);
        let (browser, own) = page(&app, "stijn").await;
        let back = left(&app, &browser, &own, (&idp, "idp"), "thief").await;
        app.clock.set(app.clock.now().plus(Seconds(599)));
        let again = left(&app, &browser, &own, (&idp, "idp"), "thief").await;
        app.clock.set(app.clock.now().plus(Seconds(2)));
        assert_ne!(browser.get(&back).await.status, 303);
        assert_ne!(browser.get(&again).await.status, 303);
        assert_eq!(browser.get("/koppelingen").await.heading(), "Aanmelden");
        let late = browser.post("/koppelingen", &[("csrf", csrf(&own).as_str()), ("provider", "idp")]).await;
        assert_eq!(late.heading(), "Aanmelden", "{}", late.text);
        let (_, answer) = arrives(&app, (&idp, "idp"), "thief").await;
        assert!(answer.text.contains(UNKNOWN), "{}", answer.text);
    }

    async fn another_password_by_an_administrator_and_a_reset_of_the_second_factor_end_the_links(database) {
        let (app, idp, _) = started(database).await;
        for factor in [false, true] {
            linked(&app, "stijn", (&idp, "idp"), "s-1").await;
            let person = app.person("stijn");
            let hash = tokens::password::Hasher::new(1).hash(app.password("stijn"), &app.outside.fresh_context()).unwrap();
            let work = move |tx: &mut storage::WriteTx<'_>| {
                let reason = Reason::parse("verloren").unwrap();
                let operator = service::Caller::system(SystemActor::CommandLine, reason.clone());
                if factor {
                    return service::accounts::reset_second_factor(tx, &operator, person, reason).map(drop);
                }
                let account = service::accounts::reset_password(tx, &operator, person, &hash)?;
                Ok(storage::accounts::update(tx, &storage::accounts::Account { must_change: false, ..account })?)
            };
            app.store.write(app.outside.fresh_context(), work).await.unwrap();
            let (_, answer) = arrives(&app, (&idp, "idp"), "s-1").await;
            assert!(answer.status == 403 && answer.text.contains(UNKNOWN), "{factor}: {}", answer.text);
        }
    }

    async fn a_provider_that_knows_numbers_links_nobody(database) {
        let mut app = TestApp::demo(database).await;
        let idp = FakeProvider::start();
        app.with_upstream(vec![idp.known_as("idp")]).await;
        let browser = app.browser();
        browser.sign_in("stijn", CLIENT, SCOPE, None).await;
        assert_eq!(browser.get("/koppelingen").await.status, 404);
        assert!(!browser.get("/").await.text.contains("/koppelingen"));
    }
}
