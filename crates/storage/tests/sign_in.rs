//! Clients and authorization codes, on both databases.

#![cfg(test)]

mod common;

use oidc::Client;
use oidc::device::{DeviceAnswer, DeviceAsk, DeviceGrant, REMEMBERED, UserCode};
use oidc::token::CodeGrant;
use poort_storage::clients::Secrets;
use poort_storage::refresh_tokens::{self, Family};
use poort_storage::{StorageError, clients, codes, device_codes, on_both, revoked_tokens, used_assertions};
use serde_json::json;
use types::testing::context;
use types::{Instant, Parsed};

use common::{NOON, person};

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

    async fn a_family_is_found_by_each_of_its_tokens_until_it_ends(database) {
        let store = database.open();
        let person = person(&store).await;
        let family = |id: &str, session: &str, expires: &str| Family {
            id: id.parse().unwrap(),
            grant: serde_json::from_value(json!({
                "clientId": "portal", "person": person, "session": session, "scopes": "openid", "authTime": NOON, "expires": expires,
            }))
            .unwrap(),
        };
        let (a, b) = ("01980000-0000-7000-8000-00000000000a", "01980000-0000-7000-8000-00000000000b");
        let (one, other) = (family(a, a, "2026-11-23T12:00:00Z"), family(b, b, "2026-11-23T13:00:00Z"));
        let (kept, too) = (one.clone(), other.clone());
        let done = store.write(context(NOON), move |tx| -> Result<_, StorageError> {
            refresh_tokens::begin(tx, &kept, &[1; 32])?;
            refresh_tokens::begin(tx, &too, &[9; 32])?;
            refresh_tokens::follow(tx, kept.id, &[1; 32], &[2; 32])?;
            Ok([1, 2, 3].map(|token| refresh_tokens::find(tx, &[token; 32]).unwrap()))
        });
        let noon = Instant::parse(NOON).unwrap();
        assert_eq!(done.await.unwrap(), [Some((one.clone(), Some(noon))), Some((one.clone(), None)), None]);
        let at = |text: &'static str| {
            let (store, id) = (store.clone(), one.id);
            async move { store.read(move |tx| refresh_tokens::by_id(tx, id, Instant::parse(text).unwrap())).await.unwrap().is_some() }
        };
        assert!(at("2026-11-23T11:59:59Z").await && !at("2026-11-23T12:00:00Z").await);
        let (id, keep) = (one.id, other.grant.session);
        let ended = store.write(context(NOON), move |tx| -> Result<_, StorageError> {
            let kept = refresh_tokens::end_of_person(tx, person, Some(keep))?;
            let gone = (refresh_tokens::end(tx, id)?, refresh_tokens::find(tx, &[2; 32])?);
            Ok((kept, gone, refresh_tokens::end_of_session(tx, keep)?, refresh_tokens::find(tx, &[9; 32])?))
        });
        assert_eq!(ended.await.unwrap(), (vec![one.grant.session], (false, None), Some(person), None));
    }

    async fn an_assertion_is_accepted_once_for_as_long_as_it_could_be(database) {
        let store = database.open();
        let spend = async |at: &str, digest: u8| {
            let until = Instant::parse("2026-11-23T11:10:00Z").unwrap();
            store.write(context(at), move |tx| used_assertions::spend(tx, &[digest; 32], until)).await.unwrap()
        };
        assert!(spend(NOON, 1).await && spend(NOON, 2).await);
        assert!(!spend("2026-11-23T11:09:59Z", 1).await);
        assert!(spend("2026-11-23T11:10:00Z", 1).await, "forgotten when nobody would accept it");
    }

    async fn a_device_is_found_by_both_codes_until_it_gave_its_tokens(database) {
        let store = database.open();
        let code = UserCode::parse("WDJB-MJHT").unwrap();
        let grant = {
            let asked = DeviceAsk { scopes: oidc::Scopes::parse("openid").unwrap(), acr_values: None };
            DeviceGrant::new(&client("portal"), asked, context(NOON).now)
        };
        let kept = (code.clone(), grant.clone());
        let done = store.write(context(NOON), move |tx| -> Result<_, StorageError> {
            device_codes::insert(tx, &[1; 32], &kept.0, &kept.1)?;
            let denied = DeviceGrant { answer: Some(DeviceAnswer::Denied), ..kept.1 };
            let before = (device_codes::by_device(tx, &[1; 32])?, device_codes::by_user_code(tx, &kept.0)?);
            device_codes::update(tx, &[1; 32], &denied)?;
            Ok((before, device_codes::by_device(tx, &[1; 32])? == Some(denied)))
        });
        let (before, denied) = done.await.unwrap();
        assert_eq!(before, (Some(grant.clone()), Some(([1; 32], grant.clone()))));
        assert!(denied);
        let (same, again) = (code.clone(), grant.clone());
        let twice = store.write(context(NOON), move |tx| device_codes::insert(tx, &[2; 32], &same, &again)).await;
        assert!(matches!(twice, Err(StorageError::Conflict { .. })), "{twice:?}");
        let (later, same) = (grant.expires.plus(REMEMBERED), code.clone());
        let cx = context(NOON).at(later);
        store.write(cx.clone(), move |tx| device_codes::insert(tx, &[2; 32], &same, &grant)).await.unwrap();
        assert_eq!(store.read(|tx| device_codes::by_device(tx, &[1; 32])).await.unwrap(), None);
        store.write(cx, |tx| device_codes::delete(tx, &[2; 32])).await.unwrap();
        assert_eq!(store.read(move |tx| device_codes::by_user_code(tx, &code)).await.unwrap(), None);
    }
}
