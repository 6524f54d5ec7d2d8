//! Token issuance over HTTP, beside a bare signature, a bare actix-web that answers the same bytes, and a bare commit.

use std::time::Instant;

use poort_tests::{CALLBACK, TestApp, VERIFIER};
use storage::Backend;
use storage::testing::TestDatabase;
use tokens::jwt::{self, TokenType};
use tokens::keys::Algorithm;
use types::Clock as _;

use crate::measure::{Load, blocking, rates};
use crate::report::{Floor, begin, line};
use crate::rest::{CALLERS, bare, ok};
use crate::store::COMMIT;
use crate::wire::{Wire, wires};

const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";
/// Who holds a right of the application behind this client in the demo data.
const PERSON: &str = "stijn";
const CLIENT: &str = "ovam-portaal";

pub(crate) async fn measure(load: &Load, backend: Backend) {
    let floor = TestDatabase::new(backend);
    let commit = blocking(load, 20, |times| floor.repeat(COMMIT, times).unwrap());
    let app = TestApp::demo(TestDatabase::new(backend)).await;
    let machine = format!(
        "grant_type=client_credentials&scope=vo&client_id=hr-zandmeer&client_secret={}",
        app.secret("hr-zandmeer").unwrap()
    );
    let mut wire = Wire::to(&app.base).await;
    let answer = wire.send("POST /op/v1/token", FORM, &machine).await;
    let token = answer.split("\"access_token\":\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let (claims, ring, now) = (poort_tests::claims(token), app.keys.current(), app.clock.now());
    let signature = blocking(load, 200, |times| {
        let began = Instant::now();
        for _ in 0..times {
            jwt::sign(ring.signer(Algorithm::ES256, now).unwrap(), TokenType::Access, &claims).unwrap();
        }
        began.elapsed()
    });
    let flow = Flow::new(&app).await;

    begin();
    line("floor: a bare ES256 signature, one thread", 1, &signature, &[]);
    line("floor: a bare commit, one connection", 1, &commit, &[]);
    for callers in CALLERS {
        let bare = bare(load, callers, &answer, FORM).await;
        line("floor: bare actix-web, the same bytes", callers, &bare, &[]);
        let (signature, bare) = (Floor("bare signature", &signature), Floor("bare actix-web", &bare));
        let given =
            rates(load, wires(&app.base, callers).await, async |wire| ok(&wire.send("POST /op/v1/token", FORM, &machine).await));
        line("client_credentials", callers, &given.await, &[signature, bare]);
    }
    for callers in CALLERS {
        let given = rates(load, wires(&app.base, callers).await, async |wire| flow.run(wire).await).await;
        let floors = [Floor("bare signature", &signature), Floor("bare commit", &commit)];
        line("code flow of who is signed in: two requests, two changes", callers, &given, &floors);
    }
}

/// From the authorization request of a signed-in browser to the tokens.
struct Flow {
    authorization: String,
    headers: String,
    redemption: String,
}

impl Flow {
    async fn new(app: &TestApp) -> Self {
        let scope = app.scopes(CLIENT).await;
        let browser = app.browser();
        browser.arrive(PERSON, CLIENT, &scope, None).await;
        let cookie = browser.cookie("__Host-poort").unwrap();
        let secret = app.secret(CLIENT).unwrap();
        Self {
            authorization: format!("GET {}", app.authorization(CLIENT, &scope, &[("prompt", "none")])),
            headers: format!("Cookie: __Host-poort={cookie}\r\nSec-Fetch-Site: none\r\n"),
            redemption: format!(
                "grant_type=authorization_code&client_id={CLIENT}&client_secret={secret}&redirect_uri={CALLBACK}&code_verifier={VERIFIER}&code="
            ),
        }
    }

    async fn run(&self, wire: &mut Wire) {
        let answer = wire.send(&self.authorization, &self.headers, "").await;
        let code = answer.split("code=").nth(1).unwrap().split(['&', '\r']).next().unwrap();
        ok(&wire.send("POST /op/v1/token", FORM, &format!("{}{code}", self.redemption)).await);
    }
}
