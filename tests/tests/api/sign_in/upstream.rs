//! Signing in at another provider: at a second Poort, and at one that lies. Here is what the tests of this folder share.

mod back;
mod keys;
mod leaving;
mod userinfo;

use oidc::Params;
use poort_tests::{Answer, Browser, FakeProvider, TestApp};
use serde_json::{Value, json};
use storage::testing::TestDatabase;
use types::Clock;

const CLIENT: &str = "ovam-portaal";
const SCOPE: &str = "openid ovam_cnr";
const REFUSED: &str = "Aanmelden op die manier is niet gelukt.";
const AWAY: &str = "Aanmelden op die manier lukt nu niet.";
const UNKNOWN: &str = "Je bent hier niet gekend of kunt je hier niet aanmelden.";

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
struct Away<'a> {
    app: &'a TestApp,
    browser: Browser<'a>,
    state: String,
    nonce: String,
}

async fn away<'a>(app: &'a TestApp, provider: &str, more: &[(&str, &str)]) -> Away<'a> {
    let browser = app.browser();
    let page = browser.get(&app.authorization(CLIENT, SCOPE, more)).await;
    let onward = leave(&browser, &page, provider).await;
    let (_, asked) = sent(&onward);
    let text = |name| asked.get(name).unwrap().unwrap().to_owned();
    Away { app, browser, state: text("state"), nonce: text("nonce") }
}

impl Away<'_> {
    /// Sound claims about a person of the demo data.
    async fn claims(&self, provider: &FakeProvider, person: &str) -> Value {
        let now = self.app.clock.now().unix();
        json!({
            "iss": provider.issuer, "sub": "x", "aud": "poort", "iat": now, "exp": now + 300, "nonce": self.nonce, "auth_time": now,
            "rrn": number(self.app, person).await,
        })
    }

    async fn back(&self, provider: &str, more: &str) -> Answer {
        self.browser.get(&format!("/aanmelden/terug/{provider}?code=c&state={}{more}", self.state)).await
    }

    fn is_signed_in(&self) -> bool {
        self.browser.cookie("__Host-poort").is_some()
    }
}

async fn number(app: &TestApp, person: &str) -> String {
    let id = app.person(person);
    app.store.read(move |tx| storage::persons::by_id(tx, id)).await.unwrap().unwrap().insz.expose()
}

/// A Poort with one fake provider.
async fn with_fake(database: TestDatabase) -> (TestApp, FakeProvider) {
    let (mut app, provider) = (TestApp::demo(database).await, FakeProvider::start());
    app.with_upstream(vec![provider.known_as("idp")]).await;
    (app, provider)
}

/// What the person of a sound sign-in hears, after a change of what the provider says.
async fn told(app: &TestApp, provider: &FakeProvider, change: impl FnOnce(&mut Value)) -> Answer {
    let away = away(app, "idp", &[]).await;
    let mut claims = away.claims(provider, "stijn").await;
    change(&mut claims);
    provider.script().claims = claims;
    let answer = away.back("idp", "").await;
    assert_eq!(away.is_signed_in(), answer.status == 303, "{}", answer.text);
    answer
}
