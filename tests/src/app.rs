use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::{HttpResponse, HttpServer, web};
use mandates::{Domain, Holder, Kind};
use oidc::authentication::{self, Proofs};
use oidc::relying::Provider;
use outgoing::Outgoing;
use persons::PersonRegister;
use reqwest::{Client, Method, StatusCode};
use serde_json::{Map, Value};
use service::refusals::Refusals;
use service::sign_in::{Issuance, TOKEN_BYTES};
use service::{Caller, Error, Policies};
use storage::{Store, testing::TestDatabase};
use tokens::claims::{AccessTokenClaims, Audience};
use tokens::jwt::{self, TokenType};
use tokens::keys::Algorithm;
use tokens::password::Hasher;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use types::testing::{CountingEntropy, FixedClock};
use types::{ClientId, Clock, Instant, OrganisationId, Outside, Parsed, Period, PersonId, Reason, Seconds, SystemActor};

use crate::demo::Demo;
use crate::{conform, fixtures};

/// The issuer of the tests.
pub const ISSUER: &str = "https://poort.test/op";
/// The public address of the tests.
pub const ORIGIN: &str = "https://poort.test";
/// The audience of the API of the tests.
pub const API: &str = "https://poort.test/v1";

/// Poort on a port of its own, with a clock that the test sets. Its operator is the machine client `operator`.
pub struct TestApp {
    /// The clock.
    pub clock: Arc<FixedClock>,
    /// Its database, for what no request shows.
    pub store: Store,
    /// Its clock and entropy.
    pub outside: Outside,
    /// The keys that its tokens are signed with.
    pub keys: http::Keys,
    /// `http://127.0.0.1:<port>`.
    pub base: String,
    /// Its limits and counts.
    pub frame: http::Frame,
    pub(crate) demo: Option<Demo>,
    state: http::State,
    client: Client,
    server: ServerHandle,
    /// Where it is kept.
    pub database: TestDatabase,
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
    /// The body as it came.
    pub text: String,
}

impl TestApp {
    /// Starts on 23 November 2026, with nobody in it.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn start(database: TestDatabase) -> Self {
        Self::with(database, None, http::Limits::default()).await
    }

    /// The same, with other limits.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn limited(database: TestDatabase, limits: http::Limits) -> Self {
        Self::with(database, None, limits).await
    }

    pub(crate) async fn with(database: TestDatabase, demo: Option<demo::Data>, limits: http::Limits) -> Self {
        let clock = FixedClock::at("2026-11-23T10:00:00Z");
        let outside = Outside { clock: clock.clone(), entropy: Arc::new(CountingEntropy::default()) };
        let store = open(&database);
        let keys = http::Keys::new(fixtures::ring(clock.now()));
        let register: Arc<dyn PersonRegister> = Arc::new(fixtures::register(demo.as_ref()));
        let state = state(store.clone(), outside.clone(), keys.clone(), register, limits);
        let frame = state.frame.clone();
        let (base, server) = serve(state.clone());
        let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap_or_default();
        let mut app = Self { clock, store, outside, keys, base, frame, state, demo: None, client, server, database };
        app.appoint("operator", Kind::PlatformOperator, Domain::Platform).await;
        if let Some(data) = demo {
            app.demo = Some(Demo::load(&app, data).await);
        }
        app
    }

    /// Stops it and starts it again over the same database, with the same clock and keys: what only its memory held is gone.
    pub async fn restart(&mut self) {
        self.server.stop(true).await;
        let store = open(&self.database);
        self.state =
            state(store.clone(), self.outside.clone(), self.keys.clone(), self.state.register.clone(), self.frame.limits);
        (self.base, self.server) = serve(self.state.clone());
        (self.store, self.frame) = (store, self.state.frame.clone());
    }

    /// Starts it again with what its environment decides otherwise.
    pub async fn reconfigure(&mut self, change: impl FnOnce(&mut Policies)) {
        self.server.stop(true).await;
        let mut policies = Policies::clone(&self.state.policies);
        change(&mut policies);
        self.state = http::State { policies: Arc::new(policies), ..self.state.clone() };
        (self.base, self.server) = serve(self.state.clone());
    }

    /// Starts again with a server that sends its mail.
    ///
    /// # Panics
    /// When it cannot.
    #[expect(clippy::unwrap_used, reason = "a test without its mail has failed")]
    pub async fn with_mail(&mut self, server: &crate::Mailbox) {
        self.server.stop(true).await;
        self.state.mail = Some(mail::Mailer::new(&server.settings()).unwrap());
        (self.base, self.server) = serve(self.state.clone());
    }

    /// Sends what is to be mailed, as a process does every second; how many waited.
    ///
    /// # Panics
    /// When the database is away.
    #[expect(clippy::unwrap_used, reason = "a test without its database has failed")]
    pub async fn send_mails(&self) -> usize {
        http::send_mails(&self.state).await.unwrap()
    }

    /// Starts again with other providers at which people may sign in.
    pub async fn with_upstream(&mut self, providers: Vec<Provider>) {
        self.signing_in(|sign_in| sign_in.with_upstream(providers)).await;
    }

    /// Starts again behind proxies, each an address or a network; the tests themselves come from 127.0.0.1.
    ///
    /// # Panics
    /// When one of them is none.
    #[expect(clippy::unwrap_used, reason = "a test without its proxies has failed")]
    pub async fn behind(&mut self, proxies: &[&str]) {
        let proxies = http::Proxies::new(proxies.iter().map(|text| text.parse().unwrap()).collect());
        self.signing_in(|sign_in| sign_in.behind(proxies)).await;
    }

    pub(crate) async fn signing_in(&mut self, with: impl FnOnce(http::SignIn) -> http::SignIn) {
        self.server.stop(true).await;
        self.state.sign_in = Arc::new(with(http::SignIn::new(issuance(ISSUER), Hasher::new(2))));
        (self.base, self.server) = serve(self.state.clone());
    }

    /// Starts again as a provider for another Poort: under the address at which it listens. That is its issuer, which is answered.
    ///
    /// # Panics
    /// When there is no port.
    #[expect(clippy::unwrap_used, reason = "a test without its server has failed")]
    pub async fn as_provider(&mut self) -> String {
        self.server.stop(true).await;
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let issuer = format!("http://{}/op", listener.local_addr().unwrap());
        self.state.sign_in = Arc::new(http::SignIn::new(issuance(&issuer), Hasher::new(2)));
        (self.base, self.server) = serve_on(listener, self.state.clone());
        issuer
    }

    /// Gives a machine client a mandate, as an operator at the command line would; the client is registered when it is not yet.
    ///
    /// # Panics
    /// When it is refused.
    #[expect(clippy::unwrap_used, reason = "a test without its mandate has failed")]
    pub async fn appoint(&self, client: &str, kind: Kind, domain: Domain) {
        self.register(client).await;
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

    /// Registers a client that may ask every scope of the API; one that is there stays as it is.
    ///
    /// # Panics
    /// When it cannot be kept.
    #[expect(clippy::unwrap_used, reason = "a test without its client has failed")]
    pub async fn register(&self, client: &str) {
        let client = fixtures::client(client);
        let done = self.store.write(self.outside.fresh_context(), move |tx| -> Result<_, storage::StorageError> {
            let known = storage::clients::by_id(tx, &client.client_id)?;
            known.map_or_else(|| storage::clients::insert(tx, &client, None), |_| Ok(()))
        });
        done.await.unwrap();
    }

    /// Changes a registered client, as who manages it would.
    ///
    /// # Panics
    /// When there is none.
    #[expect(clippy::unwrap_used, reason = "a test without its client has failed")]
    pub async fn change_client(&self, client: &str, change: impl FnOnce(&mut oidc::Client) + Send + 'static) {
        let id = ClientId::parse(client).unwrap();
        let done = self.store.write(self.outside.fresh_context(), move |tx| -> Result<_, storage::StorageError> {
            let (mut client, secrets) = storage::clients::by_id(tx, &id)?.unwrap();
            change(&mut client);
            storage::clients::update(tx, &client, &secrets)
        });
        done.await.unwrap();
    }

    /// An access token of a registered machine client, for an hour.
    #[must_use]
    pub fn token(&self, client: &str, scope: &str) -> String {
        self.token_for(client, scope, API)
    }

    /// One for another audience.
    ///
    /// # Panics
    /// When it cannot be signed.
    #[must_use]
    pub fn token_for(&self, client: &str, scope: &str, audience: &str) -> String {
        let claims = AccessTokenClaims {
            iss: ISSUER.into(),
            sub: client.into(),
            aud: Audience::one(audience),
            exp: self.clock.now().plus(Seconds(3600)).into(),
            iat: self.clock.now().into(),
            nbf: None,
            jti: "1".into(),
            client_id: client.into(),
            scope: scope.into(),
            auth_time: None,
            acr: None,
            sid: None,
            cnf: None,
            act: None,
            extra: Map::new(),
        };
        self.signed(&claims)
    }

    /// An access token of a person with a session of his own, at the client `screens`, acting for an organisation (or for none).
    ///
    /// # Panics
    /// When it cannot be signed.
    #[expect(clippy::unwrap_used, reason = "a test without its token has failed")]
    pub async fn person_token(&self, person: PersonId, organisation: Option<OrganisationId>, scope: &str) -> String {
        self.register("screens").await;
        let cx = self.outside.fresh_context();
        let session = storage::sessions::Session {
            id: cx.new_id(),
            person,
            auth_time: cx.now,
            expires_at: cx.now.plus(service::sign_in::SESSION_SECONDS),
            last_used: cx.now,
            proofs: Proofs::begin(authentication::Method::Password, cx.now),
            organisation: None,
        };
        let (kept, hash) = (session.clone(), cx.random());
        self.store.write(cx, move |tx| storage::sessions::insert(tx, &hash, &kept)).await.unwrap();
        let named = organisation.map(|id| (service::sign_in::ORGANISATION_CLAIM.to_owned(), Value::from(id.to_string())));
        let person_named = (service::sign_in::PERSON_CLAIM.to_owned(), Value::from(person.to_string()));
        let now: Instant = self.clock.now();
        let claims = AccessTokenClaims {
            iss: ISSUER.into(),
            sub: "a name at the client".into(),
            aud: Audience::one(API),
            exp: now.plus(Seconds(3600)).into(),
            iat: now.into(),
            nbf: None,
            jti: session.id.to_string(),
            client_id: "screens".into(),
            scope: scope.into(),
            auth_time: Some(now.into()),
            acr: None,
            sid: Some(session.id.to_string()),
            cnf: None,
            act: None,
            extra: named.into_iter().chain([person_named]).collect(),
        };
        self.signed(&claims)
    }

    #[expect(clippy::unwrap_used, reason = "a test without its token has failed")]
    fn signed(&self, claims: &AccessTokenClaims) -> String {
        let ring = self.keys.current();
        jwt::sign(ring.signer(Algorithm::ES256, self.clock.now()).unwrap(), TokenType::Access, claims).unwrap()
    }

    /// Sends a request; header fields by name and value. Redirects are not followed.
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
        let text = response.text().await.unwrap();
        let answer = Answer { status, headers, body: serde_json::from_str(&text).unwrap_or_default(), text };
        conform::check(method, path, &answer);
        answer
    }

    /// Tells applications of logouts, as a process does every second; how many were told.
    ///
    /// # Panics
    /// When the database is away.
    #[expect(clippy::unwrap_used, reason = "a test without its database has failed")]
    pub async fn tell_logouts(&self) -> usize {
        http::tell_logouts(&self.state).await.unwrap()
    }

    /// What operators read on the address of the metrics.
    ///
    /// # Panics
    /// When it does not answer.
    #[expect(clippy::unwrap_used, reason = "a test without an answer has failed")]
    pub async fn watch(&self) -> String {
        let state = self.state.clone();
        let server = HttpServer::new(move || http::watch(state.clone())).workers(1).disable_signals();
        let server = server.bind(("127.0.0.1", 0)).unwrap();
        let address = server.addrs().first().copied().unwrap();
        let server = server.run();
        let handle = server.handle();
        drop(tokio::spawn(server));
        let text = self.client.get(format!("http://{address}/metrics")).send().await.unwrap().text().await.unwrap();
        handle.stop(false).await;
        text
    }

    /// Sends bytes that no client would, on a connection of their own, and reads until it is closed.
    ///
    /// # Panics
    /// When the connection breaks.
    #[expect(clippy::unwrap_used, reason = "a test without an answer has failed")]
    pub async fn send_bytes(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.base.trim_start_matches("http://")).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer).into_owned()
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

fn open(database: &TestDatabase) -> Store {
    database.open_with(|config| {
        // In an outage nobody waits long for what does not come.
        config.limits.lock = Duration::from_millis(500);
        // A database that is back is used at once, so no test has to wait.
        config.limits.reconnect = Duration::ZERO;
    })
}

fn state(
    store: Store,
    outside: Outside,
    keys: http::Keys,
    register: Arc<dyn PersonRegister>,
    limits: http::Limits,
) -> http::State {
    let frame = http::Frame::new(limits, outside.clock.now());
    store.observe(Arc::new(frame.metrics.clone()));
    http::State {
        refusals: Refusals::new(store.clone(), service::refusals::Policy::default()),
        policies: Arc::new(Policies::default()),
        sign_in: Arc::new(http::SignIn::new(issuance(ISSUER), Hasher::new(2))),
        outgoing: outgoing(),
        mail: None,
        store,
        outside,
        register,
        keys,
        frame,
    }
}

/// To 127.0.0.1, where the tests listen; `localhost` is as strange as any other host that is not public.
#[expect(clippy::unwrap_used, reason = "a test without its client has failed")]
fn outgoing() -> Outgoing {
    let allow = vec!["http://127.0.0.1:*".parse().unwrap()];
    Outgoing::new(outgoing::Settings { allow, total: Duration::from_secs(20) }).unwrap()
}

#[expect(clippy::unwrap_used, reason = "a test without its issuer has failed")]
fn issuance(issuer: &str) -> Issuance {
    let issuer = oidc::Issuer::parse(issuer).unwrap();
    Issuance { issuer, api_audience: API.to_owned(), catalogue: Policies::default().catalogue, token_bytes: TOKEN_BYTES }
}

#[expect(clippy::unwrap_used, reason = "a test without its server has failed")]
fn serve(state: http::State) -> (String, ServerHandle) {
    serve_on(std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap(), state)
}

#[expect(clippy::unwrap_used, reason = "a test without its server has failed")]
fn serve_on(listener: std::net::TcpListener, state: http::State) -> (String, ServerHandle) {
    let server = HttpServer::new(move || http::app(state.clone(), broken)).workers(1).disable_signals();
    let server = server.listen(listener).unwrap();
    let base = format!("http://{}", server.addrs().first().unwrap());
    let server = server.run();
    let handle = server.handle();
    drop(tokio::spawn(server));
    (base, handle)
}

/// A route with a mistake in it.
fn broken(config: &mut web::ServiceConfig) {
    config.route("/broken/{id}", web::get().to(panics));
}

#[expect(clippy::panic, reason = "what a mistake does")]
async fn panics() -> HttpResponse {
    panic!("the number is 85073100130")
}
