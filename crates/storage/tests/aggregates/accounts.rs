//! Accounts, sessions and kept answers.

use oidc::authentication::{Method, Proofs};
use poort_storage::{StorageError, accounts, idempotency, on_both, sessions};
use types::testing::context;
use types::{Instant, OrganisationId, SessionId};

use crate::world::{LATER, NOON, world};

on_both! {
    async fn a_session_and_an_answer_expire(database) {
        let store = database.open();
        let person = world(&store).await.person;
        let now = Instant::parse(NOON).unwrap();
        let session = sessions::Session {
            id: context(NOON).new_id::<SessionId>(),
            person: person.id,
            auth_time: now,
            expires_at: Instant::parse("2026-11-23T13:00:00Z").unwrap(),
            last_used: now,
            proofs: Proofs::begin(Method::Password, now),
            organisation: None,
        };
        let answered = idempotency::Answered { request_hash: vec![1], answer: serde_json::json!({"status": 201}) };
        let (kept, answer) = (session.clone(), answered.clone());
        store
            .write(context(NOON), move |tx| -> Result<(), StorageError> {
                sessions::insert(tx, &[7; 32], &kept)?;
                idempotency::keep(tx, &[9; 32], &answer)
            })
            .await
            .unwrap();
        store
            .read(move |tx| -> Result<(), StorageError> {
                assert_eq!(sessions::by_cookie(tx, &[7; 32], now)?, Some(session.clone()));
                assert_eq!(sessions::by_cookie(tx, &[7; 32], session.expires_at)?, None);
                assert_eq!(sessions::by_cookie(tx, &[8; 32], now)?, None);
                assert_eq!(idempotency::find(tx, &[9; 32], now)?, Some(answered));
                assert_eq!(idempotency::find(tx, &[9; 32], now.plus(idempotency::KEPT))?, None);
                Ok(())
            })
            .await
            .unwrap();
    }

    async fn a_renewed_session_has_another_cookie_and_remembers_its_organisation(database) {
        let store = database.open();
        let world = world(&store).await;
        let now = Instant::parse(NOON).unwrap();
        let id = context(NOON).new_id::<SessionId>();
        let session = sessions::Session {
            id,
            person: world.person.id,
            auth_time: now,
            expires_at: Instant::parse("2026-11-23T13:00:00Z").unwrap(),
            last_used: now,
            proofs: Proofs::begin(Method::Password, now),
            organisation: None,
        };
        let later = Instant::parse("2026-11-23T14:00:00Z").unwrap();
        let renewed = sessions::Session { auth_time: later, expires_at: later.plus(types::Seconds(60)), ..session.clone() };
        let chosen = context(NOON).new_id::<OrganisationId>();
        let expected = sessions::Session { organisation: Some(chosen), ..renewed.clone() };
        let done = store.write(context(NOON), move |tx| -> Result<_, StorageError> {
            sessions::insert(tx, &[7; 32], &session)?;
            sessions::renew(tx, &[8; 32], &renewed)?;
            sessions::choose(tx, id, Some(chosen))?;
            let found = (sessions::by_cookie(tx, &[7; 32], now)?, sessions::by_cookie(tx, &[8; 32], later)?);
            sessions::choose(tx, id, None)?;
            let forgotten = sessions::by_id(tx, id, later)?.and_then(|session| session.organisation);
            let kept = sessions::delete_of(tx, session.person, Some(id))?;
            Ok((found, forgotten, kept, sessions::delete_of(tx, session.person, None)?))
        });
        let (found, forgotten, kept, ended) = done.await.unwrap();
        assert_eq!((found, forgotten), ((None, Some(expected)), None));
        assert_eq!((kept, ended), (vec![], vec![id]));
    }

    async fn a_user_name_is_found_whatever_its_case_and_is_taken_once(database) {
        let store = database.open();
        let person = world(&store).await.person;
        let account = accounts::Account {
            person: person.id,
            username: "An.Peeters".to_owned(),
            password: "$argon2id$".to_owned(),
            must_change: true,
            changed_at: Instant::parse(NOON).unwrap(),
            disabled: false,
        };
        let first = account.clone();
        store.write(context(NOON), move |tx| accounts::insert(tx, &first)).await.unwrap();
        let found = store.read(|tx| accounts::by_username(tx, "AN.PEETERS")).await.unwrap().unwrap();
        assert_eq!((found.person, found.username.as_str()), (person.id, "an.peeters"));
        let again = store.write(context(LATER), move |tx| accounts::insert(tx, &account)).await;
        assert!(matches!(again, Err(StorageError::Conflict { .. })), "{again:?}");
    }
}
