mod clients;
mod requests;
mod restart;
mod server;
mod tokens;

use std::sync::Arc;

use actix_web::dev::ServerHandle;
use mandates::{Domain, Kind};
use persons::PersonRegister;
use reqwest::Client;
use storage::Store;
use storage::testing::TestDatabase;
use types::testing::{CountingEntropy, FixedClock};
use types::{Clock, Outside};

use crate::demo::Demo;
use crate::fixtures;
pub use requests::Answer;
use server::{open, serve, state};

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

    /// Sends what is to be mailed, as a process does every second; how many waited.
    ///
    /// # Panics
    /// When the database is away.
    #[expect(clippy::unwrap_used, reason = "a test without its database has failed")]
    pub async fn send_mails(&self) -> usize {
        http::send_mails(&self.state).await.unwrap()
    }

    /// Tells applications of logouts, as a process does every second; how many were told.
    ///
    /// # Panics
    /// When the database is away.
    #[expect(clippy::unwrap_used, reason = "a test without its database has failed")]
    pub async fn tell_logouts(&self) -> usize {
        http::tell_logouts(&self.state).await.unwrap()
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        drop(self.server.stop(false));
    }
}
