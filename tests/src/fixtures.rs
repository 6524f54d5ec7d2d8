//! What every app of the tests is made of: keys, clients, a person register.

use std::sync::OnceLock;

use register::{Entry, FileRegister};
use serde_json::json;
use tokens::keys::{self, Algorithm, KeyRecord, KeyRing, SigningKey};
use types::testing::context;
use types::{Instant, Seconds};

/// A key of each algorithm, made once: those of RSA take long.
#[expect(clippy::unwrap_used, reason = "a test without its keys has failed")]
pub(crate) fn ring(now: Instant) -> KeyRing {
    static RECORDS: OnceLock<Vec<KeyRecord>> = OnceLock::new();
    let vault = storage::testing::vault();
    let records = RECORDS.get_or_init(|| {
        let cx = context("2020-01-01T00:00:00Z");
        let key = |algorithm| SigningKey::generate(algorithm).unwrap().seal(&vault, &cx).unwrap();
        Algorithm::ALL.into_iter().flat_map(|algorithm| keys::rotate(&[], key(algorithm), cx.now, Seconds(3600))).collect()
    });
    KeyRing::open(records.clone(), &vault, now).unwrap()
}

/// A machine client that may ask every scope of the API.
#[expect(clippy::unwrap_used, reason = "a test without its client has failed")]
pub(crate) fn client(id: &str) -> oidc::Client {
    let scopes = oidc::ApiScope::ALL.map(oidc::ApiScope::as_str);
    let client = json!({
        "clientId": id, "name": id, "kind": "confidential", "grantTypes": ["client_credentials"], "scopes": scopes, "version": 1,
    });
    serde_json::from_value(client).unwrap()
}

/// Those of the demo data, or one fictional person with a number of the vectors.
#[expect(clippy::unwrap_used, reason = "a test without its register has failed")]
pub(crate) fn register(demo: Option<&demo::Data>) -> FileRegister {
    if let Some(data) = demo {
        return data.register().unwrap();
    }
    let insz = types::Insz::from_stored("85073100130").unwrap();
    let name = persons::PersonName { given: "Jan".parse().ok(), family: "Peeters".parse().unwrap() };
    let (birth, sex, status) = (insz.birth(), insz.sex(), persons::Status::Active);
    let record = persons::RegisterRecord { insz, replaces: Vec::new(), name, birth, sex, status };
    FileRegister::from_entries([Entry { record, replaces: Vec::new() }]).unwrap()
}
