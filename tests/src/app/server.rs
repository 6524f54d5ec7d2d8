//! What a process is made of.

use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::{HttpResponse, HttpServer, web};
use outgoing::Outgoing;
use persons::PersonRegister;
use service::Policies;
use service::refusals::Refusals;
use service::sign_in::{Issuance, TOKEN_BYTES};
use storage::Store;
use storage::testing::TestDatabase;
use tokens::password::Hasher;
use types::Outside;

use super::{API, ISSUER};

pub(super) fn open(database: &TestDatabase) -> Store {
    database.open_with(|config| {
        // In an outage nobody waits long for what does not come.
        config.limits.lock = Duration::from_millis(500);
        // A database that is back is used at once, so no test has to wait.
        config.limits.reconnect = Duration::ZERO;
    })
}

pub(super) fn state(
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
pub(super) fn issuance(issuer: &str) -> Issuance {
    let issuer = oidc::Issuer::parse(issuer).unwrap();
    Issuance { issuer, api_audience: API.to_owned(), catalogue: Policies::default().catalogue, token_bytes: TOKEN_BYTES }
}

#[expect(clippy::unwrap_used, reason = "a test without its server has failed")]
pub(super) fn serve(state: http::State) -> (String, ServerHandle) {
    serve_on(std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap(), state)
}

#[expect(clippy::unwrap_used, reason = "a test without its server has failed")]
pub(super) fn serve_on(listener: std::net::TcpListener, state: http::State) -> (String, ServerHandle) {
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
