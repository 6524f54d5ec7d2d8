use std::sync::Arc;

use actix_web::HttpServer;
use actix_web::dev::ServerHandle;
use mandates::{Domain, Holder, Kind};
use register::{Entry, FileRegister};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Map, Value};
use service::{Caller, Error, Policies};
use storage::{Store, testing::TestDatabase};
use tokens::claims::{AccessTokenClaims, Audience};
use tokens::jwt::{self, TokenType};
use tokens::keys::{self, Algorithm, KeyRing, SigningKey};
use types::testing::{CountingEntropy, FixedClock};
use types::{ClientId, Clock, Outside, Parsed, Period, Reason, Seconds, SystemActor};

/// The issuer of the tests.
pub const ISSUER: &str = "https://poort.test/op";
/// The audience of the API of the tests.
pub const API: &str = "https://poort.test/v1";

/// Poort on a port of its own, with a clock that the test sets. Its operator is the machine client `operator`.
pub struct TestApp {
    /// The clock.
    pub clock: Arc<FixedClock>,
    store: Store,
    outside: Outside,
    keys: http::Keys,
    base: String,
    client: Client,
    server: ServerHandle,
    _database: TestDatabase,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The header fields.
    pub headers: reqwest::header::HeaderMap,
    /// The body; null when it is no JSON.
    pub body: Value,
}

impl TestApp {
    /// Starts on 23 November 2026.
    ///
    /// # Panics
    /// When it does not start.
    #[expect(clippy::unwrap_used, reason = "a test without its app has failed")]
    pub async fn start(database: TestDatabase) -> Self {
        let clock = FixedClock::at("2026-11-23T10:00:00Z");
        let outside = Outside { clock: clock.clone(), entropy: Arc::new(CountingEntropy::default()) };
        let store = database.open();
        let keys = http::Keys::new(ring(&store, &outside));
        let state = http::State {
            store: store.clone(),
            outside: outside.clone(),
            policies: Arc::new(Policies::default()),
            register: Arc::new(people()),
            keys: keys.clone(),
            issuer: ISSUER.into(),
            audience: API.into(),
        };
        let server = HttpServer::new(move || http::app(state.clone(), |_| ())).workers(1).disable_signals();
        let server = server.bind(("127.0.0.1", 0)).unwrap();
        let base = format!("http://{}", server.addrs().first().unwrap());
        let server = server.run();
        let handle = server.handle();
        drop(tokio::spawn(server));
        let client = Client::new();
        let app = Self { clock, store, outside, keys, base, client, server: handle, _database: database };
        app.appoint("operator", Kind::PlatformOperator, Domain::Platform).await;
        app
    }

    /// Gives a machine client a mandate, as an operator at the command line would.
    ///
    /// # Panics
    /// When it is refused.
    #[expect(clippy::unwrap_used, reason = "a test without its mandate has failed")]
    pub async fn appoint(&self, client: &str, kind: Kind, domain: Domain) {
        let reason = Reason::parse("voor de test").unwrap();
        let changes = mandates::Changes {
            rights: None,
            contexts: None,
            maximum_months: None,
            may_redelegate: kind != Kind::Monitor,
            period: Period::from_day(self.clock.now().day()),
            reason: reason.clone(),
        };
        let proposal = mandates::Proposal { holder: Holder::Client(ClientId::parse(client).unwrap()), kind, domain, changes };
        let given = self.store.write(self.outside.fresh_context(), move |tx| -> Result<_, Error> {
            service::mandates::give(tx, &Caller::system(SystemActor::CommandLine, reason), proposal)
        });
        given.await.unwrap();
    }

    /// An access token of a machine client, for an hour.
    #[must_use]
    pub fn token(&self, client: &str, scope: &str) -> String {
        self.token_for(client, scope, API)
    }

    /// One for another audience.
    ///
    /// # Panics
    /// When it cannot be signed.
    #[must_use]
    #[expect(clippy::unwrap_used, reason = "a test without its token has failed")]
    pub fn token_for(&self, client: &str, scope: &str, audience: &str) -> String {
        let now = self.clock.now();
        let claims = AccessTokenClaims {
            iss: ISSUER.into(),
            sub: client.into(),
            aud: Audience::one(audience),
            exp: now.plus(Seconds(3600)).into(),
            iat: now.into(),
            nbf: None,
            jti: "1".into(),
            client_id: client.into(),
            scope: scope.into(),
            auth_time: None,
            acr: None,
            sid: None,
            extra: Map::new(),
        };
        let ring = self.keys.current();
        jwt::sign(ring.signer(Algorithm::ES256, now).unwrap(), TokenType::Access, &claims).unwrap()
    }

    /// Sends a request; header fields by name and value.
    ///
    /// # Panics
    /// When nothing comes back.
    #[expect(clippy::unwrap_used, reason = "a test without an answer has failed")]
    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<String>) -> Answer {
        let mut request = self.client.request(Method::from_bytes(method.as_bytes()).unwrap(), format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = body.into_iter().fold(request, reqwest::RequestBuilder::body).send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let body = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap_or_default();
        Answer { status, headers, body }
    }

    /// Sends JSON as a client with a scope; more header fields by name and value.
    pub async fn call(
        &self,
        client: &str,
        scope: &str,
        method: &str,
        path: &str,
        more: &[(&str, &str)],
        body: Option<Value>,
    ) -> Answer {
        let bearer = format!("Bearer {}", self.token(client, scope));
        let mut headers = vec![("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
        headers.extend_from_slice(more);
        self.send(method, path, &headers, body.map(|body| body.to_string())).await
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        drop(self.server.stop(false));
    }
}

#[expect(clippy::unwrap_used, reason = "a test without its keys has failed")]
fn ring(store: &Store, outside: &Outside) -> KeyRing {
    let cx = outside.fresh_context();
    let key = SigningKey::generate(Algorithm::ES256).unwrap().seal(store.vault(), &cx).unwrap();
    KeyRing::open(keys::rotate(&[], key, cx.now, Seconds(3600)), store.vault(), cx.now).unwrap()
}

/// One fictional person, with a number of the vectors.
#[expect(clippy::unwrap_used, reason = "a test without its register has failed")]
fn people() -> FileRegister {
    let insz = types::Insz::from_stored("85073100130").unwrap();
    let name = persons::PersonName { given: "Jan".parse().ok(), family: "Peeters".parse().unwrap() };
    let record = persons::RegisterRecord { insz, name, birth: insz.birth(), sex: insz.sex(), status: persons::Status::Active };
    FileRegister::from_entries([Entry { record, replaces: Vec::new() }]).unwrap()
}
