use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use actix_web::HttpServer;
use types::{Outside, Seconds};

use crate::config::Config;
use crate::{Error, startup};

/// How often the keys are read again, so that a rotation by another process is noticed; shorter than a new key is announced ahead.
const KEYS_EVERY: Duration = Duration::from_secs(30);

/// Answers requests until the process is told to stop; what is under way is finished first.
pub(super) async fn run(config: &Config, outside: &Outside, out: &mut impl Write) -> Result<(), Error> {
    let store = startup::open(config, outside).await?;
    let keys = http::Keys::new(startup::key_ring(&store, outside, config.tokens.access).await?);
    let state = http::State {
        store: store.clone(),
        outside: outside.clone(),
        policies: Arc::new(config.policies.clone()),
        register: startup::person_register(config, outside)?,
        keys: keys.clone(),
        issuer: config.issuer.as_str().into(),
        audience: format!("{}/v1", config.issuer.base()).into(),
    };
    let server = HttpServer::new(move || http::app(state.clone(), |_| ())).bind(config.listen)?;
    for address in server.addrs() {
        writeln!(out, "Poort listens on http://{address}, its documentation is at /docs")?;
    }
    let reading = tokio::spawn(read_keys_again(store.clone(), outside.clone(), keys, config.tokens.access));
    let served = server.run().await;
    reading.abort();
    store.close().await;
    Ok(served?)
}

/// A database that is away for a while changes nothing: the keys of before go on.
async fn read_keys_again(store: storage::Store, outside: Outside, keys: http::Keys, lifetime: Seconds) {
    loop {
        tokio::time::sleep(KEYS_EVERY).await;
        if let Ok(ring) = startup::key_ring(&store, &outside, lifetime).await {
            keys.replace(ring);
        }
    }
}
