//! What `serve` and `demo` share: taking an address, answering requests there, stopping when told to.

use std::future::Future;
use std::net::{SocketAddr, TcpListener};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use actix_web::HttpServer;
use actix_web::dev::ServerHandle;
use mail::Mailer;
use outgoing::Outgoing;
use service::refusals::Refusals;
use storage::Store;
use tokio::net::TcpSocket;
use tokio::signal::unix::{SignalKind, signal};
use types::{Outside, Seconds};

use crate::config::{self, Config};
use crate::{Error, startup};

/// How often the keys are read again, so that a rotation by another process is noticed; shorter than a new key is announced ahead.
const KEYS_EVERY: Duration = Duration::from_secs(30);

/// How often it is looked whether an application is to be told of a logout, or a mail to be sent: within so much it is.
const TELL_EVERY: Duration = Duration::from_secs(1);

/// How many connections may wait to be taken.
const BACKLOG: u32 = 1024;

/// How many seconds requests that are under way may take once the process is told to stop.
const FINISH: u64 = 20;

/// Takes an address. Port 0 takes a free one; the listener knows which.
///
/// # Errors
/// [`Error::Listen`].
pub(crate) fn listen(address: SocketAddr) -> Result<TcpListener, Error> {
    take(address).map_err(|error| Error::Listen { address, error })
}

/// Answers requests until the process is told to stop (SIGTERM, Ctrl-C); what is under way is finished first, and the store is closed.
/// `announce` is called when requests that come in will be answered.
///
/// # Errors
/// [`Error::Storage`], [`Error::Keys`], the register's, and what `announce` meets.
pub(crate) async fn serve(
    config: &Config,
    listener: TcpListener,
    store: Store,
    outside: &Outside,
    announce: impl FnOnce() -> Result<(), Error>,
) -> Result<(), Error> {
    let state = state(config, &store, outside).await?;
    let (keys, telling, mailing) = (state.keys.clone(), state.clone(), state.clone());
    let stop = told_to_stop()?;
    store.observe(Arc::new(state.frame.metrics.clone()));
    let watched = config.metrics.map(|address| watch(address, state.clone())).transpose()?;
    let config::Http { head_time, keep_alive, connections, .. } = config.http;
    let workers = thread::available_parallelism().map_or(2, NonZeroUsize::get);
    let server = HttpServer::new(move || http::app(state.clone(), |_| ())).workers(workers);
    let server = server.client_request_timeout(head_time).keep_alive(keep_alive).max_connections(connections.div_ceil(workers));
    let server = server.listen(listener)?;
    announce()?;
    let reading = tokio::spawn(read_keys_again(store.clone(), outside.clone(), keys, config.tokens.access));
    let telling = tokio::spawn(tell_logouts(telling));
    let mailing = tokio::spawn(send_mails(mailing));
    let served = server.shutdown_signal(stop).shutdown_timeout(FINISH).run().await;
    reading.abort();
    telling.abort();
    mailing.abort();
    if let Some(watched) = watched {
        watched.stop(false).await;
    }
    store.close().await;
    Ok(served?)
}

/// Answers `GET /metrics` on an address of its own.
fn watch(address: SocketAddr, state: http::State) -> Result<ServerHandle, Error> {
    let server = HttpServer::new(move || http::watch(state.clone())).workers(1).disable_signals();
    let server = server.listen(listen(address)?)?.run();
    let handle = server.handle();
    drop(tokio::spawn(server));
    Ok(handle)
}

async fn state(config: &Config, store: &Store, outside: &Outside) -> Result<http::State, Error> {
    Ok(http::State {
        store: store.clone(),
        outside: outside.clone(),
        policies: Arc::new(config.policies.clone()),
        refusals: Refusals::new(store.clone(), config.policies.refusals),
        register: startup::person_register(config, outside)?,
        outgoing: Outgoing::new(config.outgoing.clone())?,
        mail: config.mail.as_ref().map(Mailer::new).transpose()?,
        keys: http::Keys::new(startup::key_ring(store, outside, config.tokens.access).await?),
        sign_in: Arc::new(startup::sign_in(config)),
        frame: http::Frame::new(config.http.limits, outside.clock.now()),
    })
}

fn take(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // Connections of the process before this one may still be waiting to be forgotten.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)?.into_std()
}

/// From now on these signals no longer end the process at once.
fn told_to_stop() -> Result<impl Future<Output = ()>, Error> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => (),
            _ = interrupt.recv() => (),
        }
    })
}

/// What could not be told is told later.
async fn tell_logouts(state: http::State) {
    loop {
        tokio::time::sleep(TELL_EVERY).await;
        if let Err(error) = http::tell_logouts(&state).await {
            tracing::warn!(code = error.code(), "applications could not be told of logouts");
        }
    }
}

/// The same for mails. Apart from the logouts: a mail server takes its time.
async fn send_mails(state: http::State) {
    loop {
        tokio::time::sleep(TELL_EVERY).await;
        if let Err(error) = http::send_mails(&state).await {
            tracing::warn!(code = error.code(), "mails could not be sent");
        }
    }
}

/// A database that is away for a while changes nothing: the keys of before go on.
async fn read_keys_again(store: Store, outside: Outside, keys: http::Keys, lifetime: Seconds) {
    loop {
        tokio::time::sleep(KEYS_EVERY).await;
        if let Ok(ring) = startup::key_ring(&store, &outside, lifetime).await {
            keys.replace(ring);
        }
    }
}
