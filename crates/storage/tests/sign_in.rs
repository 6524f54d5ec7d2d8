//! Clients and authorization codes, on both databases.

#![cfg(test)]

use oidc::Client;
use oidc::token::CodeGrant;
use poort_storage::clients::Secrets;
use poort_storage::{StorageError, clients, codes, on_both, revoked_tokens};
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

    async fn a_code_is_found_until_it_or_its_token_ends(database) {
        let store = database.open();
        let at = |text: &str| Instant::parse(text).unwrap();
        let (ends, token_ends) = ("2026-11-23T11:00:30Z", "2026-11-23T12:00:00Z");
        let done = store.write(context(NOON), move |tx| -> Result<_, StorageError> {
            codes::insert(tx, &[1; 32], &grant(ends))?;
            codes::insert(tx, &[2; 32], &grant(ends))?;
            codes::redeemed(tx, &[2; 32], "jti", at(token_ends))?;
            codes::find(tx, &[1; 32])
        });
        let fresh = codes::Kept { grant: grant(ends), redeemed_as: None, expires_at: at(ends) };
        assert_eq!(done.await.unwrap(), Some(fresh.clone()));

        store.write(context(ends), |tx| codes::insert(tx, &[3; 32], &grant("2026-11-23T11:01:00Z"))).await.unwrap();
        let found = store.write(context(ends), |tx| Ok::<_, StorageError>((codes::find(tx, &[1; 32])?, codes::find(tx, &[2; 32])?)));
        let used = codes::Kept { redeemed_as: Some("jti".to_owned()), expires_at: at(token_ends), ..fresh };
        assert_eq!(found.await.unwrap(), (None, Some(used)));
    }

    async fn a_revoked_token_stays_so_until_it_would_have_ended(database) {
        let store = database.open();
        let until = Instant::parse("2026-11-23T12:00:00Z").unwrap();
        let done = store.write(context(NOON), move |tx| -> Result<_, StorageError> {
            let first = revoked_tokens::revoke(tx, "a", until)?;
            let again = revoked_tokens::revoke(tx, "a", until)?;
            Ok((first, again, revoked_tokens::is_revoked(tx, "a")?, revoked_tokens::is_revoked(tx, "A")?))
        });
        assert_eq!(done.await.unwrap(), (true, false, true, false));
        let later = store.write(context("2026-11-23T12:00:00Z"), move |tx| -> Result<_, StorageError> {
            revoked_tokens::revoke(tx, "b", until)?;
            revoked_tokens::is_revoked(tx, "a")
        });
        assert!(!later.await.unwrap());
    }
}
