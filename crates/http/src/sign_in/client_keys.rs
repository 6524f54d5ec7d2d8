use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use oidc::fetched_keys::FetchedKeys;
use oidc::mtls::Shown;
use oidc::token::ClientCredentials;
use outgoing::Outgoing;
use service::sign_in::{self, SignInError};
use tokens::jwt::claimed_key;
use tokens::keys::{ClientKeys, KeySource};
use types::{ClientId, Parsed, Secret};

use super::visit::Visit;

/// The keys that clients publish themselves, for as long as they count. There are no more than clients that registered an address.
#[derive(Default)]
pub(super) struct FetchedClientKeys(Mutex<HashMap<ClientId, Arc<Remembered>>>);

/// Of one client; whoever holds the lock fetches, and the others wait for what comes.
struct Remembered {
    address: String,
    keys: tokio::sync::Mutex<FetchedKeys>,
}

impl FetchedClientKeys {
    fn of(&self, client: &ClientId, address: &str) -> Arc<Remembered> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all.get(client).filter(|known| known.address == address).map(Arc::clone);
        known.unwrap_or_else(|| {
            let fresh = Arc::new(Remembered { address: address.to_owned(), keys: tokio::sync::Mutex::default() });
            all.insert(client.clone(), Arc::clone(&fresh));
            fresh
        })
    }
}

/// The keys of a client that presents itself with what it signed, or by the certificate of its connection, when it publishes them itself: before any
/// transaction.
pub(super) async fn published(
    visit: &Visit,
    presented: &ClientCredentials,
    certificate: Option<&Shown>,
) -> Result<Option<ClientKeys>, SignInError> {
    match (presented, certificate.and_then(|shown| shown.certificate.key())) {
        (ClientCredentials::Assertion { client_id, assertion }, _) => published_for(visit, client_id, assertion).await,
        (ClientCredentials::Named { client_id }, Some(key)) => published_with(visit, client_id, |keys| keys.has(key)).await,
        _ => Ok(None),
    }
}

/// The same for something else that it signed.
pub(super) async fn published_for(
    visit: &Visit,
    client_id: &ClientId,
    signed: &Secret,
) -> Result<Option<ClientKeys>, SignInError> {
    published_with(visit, client_id, |keys| has_key(keys, signed, visit)).await
}

/// Those that are kept, or when they lack the one that is wanted, others.
async fn published_with(
    visit: &Visit,
    client_id: &ClientId,
    has: impl FnOnce(&ClientKeys) -> bool,
) -> Result<Option<ClientKeys>, SignInError> {
    let (id, now) = (client_id.clone(), visit.cx.now);
    let Some(address) = visit.state.store.read(move |tx| sign_in::jwks_uri(tx, &id, now)).await? else { return Ok(None) };
    let remembered = visit.sign_in().client_keys.of(client_id, address.as_str());
    let mut keys = remembered.keys.lock().await;
    if keys.are_wanted(has, now) {
        keys.note(fetch(&visit.state.outgoing, client_id, &remembered.address).await, now);
    }
    Ok(Some(keys.current(now).cloned().unwrap_or_default()))
}

fn has_key(keys: &ClientKeys, signed: &Secret, visit: &Visit) -> bool {
    let claimed = claimed_key(signed.expose());
    claimed.is_ok_and(|(kid, algorithm)| keys.find(kid.as_deref(), algorithm, visit.cx.now).is_some())
}

async fn fetch(outgoing: &Outgoing, client: &ClientId, address: &str) -> Option<ClientKeys> {
    let document = outgoing.get_json(address, None).await;
    let failed = |error: &outgoing::OutgoingError| {
        tracing::warn!(client = client.as_str(), code = error.code(), "the keys of a client could not be fetched");
    };
    document.inspect_err(failed).ok().and_then(|document| ClientKeys::usable(&document))
}
