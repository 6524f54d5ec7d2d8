//! Clients and authorization codes, on both databases.

#![cfg(test)]

use oidc::Client;
use oidc::token::CodeGrant;
use poort_storage::clients::Secrets;
use poort_storage::{StorageError, clients, codes, on_both};
use serde_json::json;
use types::testing::context;
use types::{Instant, Parsed};

const NOON: &str = "2026-11-23T11:00:00Z";

fn client(id: &str) -> Client {
    serde_json::from_value(json!({
        "clientId": id, "name": "Portaal", "kind": "confidential", "grantTypes": ["authorization_code"],
        "redirectUris": ["https://portal.example/cb"], "scopes": ["openid"], "version": 1,
    }))
    .unwrap()
}

fn grant(expires: &str) -> CodeGrant {
    serde_json::from_value(json!({
        "clientId": "portal", "redirectUri": "https://portal.example/cb", "person": "01980000-0000-7000-8000-000000000002",
        "session": "01980000-0000-7000-8000-000000000003", "scopes": "openid", "authTime": NOON, "expires": expires,
    }))
    .unwrap()
}

on_both! {
    async fn a_client_comes_back_with_its_secret_and_is_written_over(database) {
        let store = database.open();
        let (first, id) = (client("b"), types::ClientId::parse("b").unwrap());
        let done = store.write(context(NOON), move |tx| -> Result<_, StorageError> {
            clients::insert(tx, &client("B"), None)?;
            clients::insert(tx, &first, Some(&[7; 32]))?;
            let kept = clients::by_id(tx, &id)?;
            let changed = Client { enabled: false, version: 2, ..first.clone() };
            clients::update(tx, &changed, &Secrets { current: None, former: Some(([7; 32], Instant::FOREVER)) })?;
            Ok((first, kept, changed, clients::by_id(tx, &id)?))
        });
        let (first, kept, changed, now) = done.await.unwrap();
        assert_eq!(kept, Some((first, Secrets { current: Some([7; 32]), former: None })));
        assert_eq!(now, Some((changed.clone(), Secrets { current: None, former: Some(([7; 32], Instant::FOREVER)) })));
        let all = store.read(|tx| clients::of_application(tx, None)).await.unwrap();
        assert_eq!(all, [client("B"), changed]);
        let of = store.read(|tx| clients::of_application(tx, Some(&types::ApplicationCode::parse("ovam").unwrap()))).await;
        assert_eq!(of.unwrap(), []);
        let again = store.write(context(NOON), |tx| clients::insert(tx, &client("B"), None)).await;
        assert!(matches!(again, Err(StorageError::Conflict { .. })), "{again:?}");
    }

    async fn a_code_is_taken_once_and_forgotten_when_it_expired(database) {
        let store = database.open();
        store.write(context(NOON), |tx| codes::insert(tx, &[1; 32], &grant("2026-11-23T11:00:30Z"))).await.unwrap();
        let tries: Vec<_> = (0..20)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move { store.write(context(NOON), |tx| codes::take(tx, &[1; 32])).await.unwrap() })
            })
            .collect();
        let mut taken = Vec::new();
        for one in tries {
            taken.extend(one.await.unwrap());
        }
        assert_eq!(taken, [grant("2026-11-23T11:00:30Z")]);

        store.write(context(NOON), |tx| codes::insert(tx, &[2; 32], &grant("2026-11-23T11:00:30Z"))).await.unwrap();
        let later = "2026-11-23T11:00:30Z";
        store.write(context(later), |tx| codes::insert(tx, &[3; 32], &grant("2026-11-23T11:01:00Z"))).await.unwrap();
        assert_eq!(store.write(context(later), |tx| codes::take(tx, &[2; 32])).await.unwrap(), None);
        assert!(store.write(context(later), |tx| codes::take(tx, &[3; 32])).await.unwrap().is_some());
    }
}
