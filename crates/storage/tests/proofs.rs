//! What people prove who they are with, who is on his way, and who is to be told that a session ended, on both databases.

#![cfg(test)]

mod common;

use oidc::authorize::KeptRequest;
use poort_storage::passkeys::{self, StoredPasskey};
use poort_storage::second_factors::{self, SecondFactor};
use poort_storage::session_clients::{self, Due};
use poort_storage::{StorageError, authorization_requests, on_both};
use serde_json::json;
use types::testing::context;
use types::{ClientId, Instant, Name, Parsed, PersonId, SessionId};

use common::{NOON, person};

const SOON: &str = "2026-11-23T11:01:00Z";
const LATER: &str = "2026-11-23T12:00:00Z";

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn passkey(credential: u8, person: PersonId) -> StoredPasskey {
    let (name, passkey) = (Name::parse("Telefoon").unwrap(), "{}".to_owned());
    StoredPasskey { credential_id: vec![credential], person, name, passkey, created_at: at(NOON), used_at: None }
}

fn request(expires: &str) -> KeptRequest {
    serde_json::from_value(json!({ "clientId": "portal", "query": "scope=openid", "delivery": { "pushed": true, "signed": false }, "expires": expires })).unwrap()
}

on_both! {
    async fn a_second_factor_is_one_and_remembers_what_was_used(database) {
        let store = database.open();
        let person = person(&store).await;
        let own = move |last_step| SecondFactor { person, sealed: vec![1, 2, 3], since: at(NOON), last_step };
        let kept = store.write(context(NOON), move |tx| -> Result<_, StorageError> {
            second_factors::insert(tx, &own(5))?;
            second_factors::used(tx, person, 7)?;
            second_factors::of_person(tx, person)
        });
        assert!(kept.await.unwrap() == Some(own(7)));
        let second = store.write(context(NOON), move |tx| second_factors::insert(tx, &own(1))).await;
        assert!(matches!(second, Err(StorageError::Conflict { .. })), "{second:?}");
        let gone = store.write(context(NOON), move |tx| -> Result<_, StorageError> {
            second_factors::give_codes(tx, person, &[[1; 32]])?;
            let removed = (second_factors::delete(tx, person)?, second_factors::delete(tx, person)?);
            Ok((removed, second_factors::of_person(tx, person)?.is_none(), second_factors::codes_left(tx, person)?))
        });
        assert_eq!(gone.await.unwrap(), ((true, false), true, 0));
    }

    async fn a_recovery_code_is_spent_by_its_owner_once(database) {
        let store = database.open();
        let (person, stranger): (_, PersonId) = (person(&store).await, "01980000-0000-7000-8000-000000000002".parse().unwrap());
        let spent = store.write(context(NOON), move |tx| -> Result<_, StorageError> {
            second_factors::give_codes(tx, person, &[[1; 32], [2; 32]])?;
            let other = second_factors::spend_code(tx, stranger, &[1; 32])?;
            let twice = (second_factors::spend_code(tx, person, &[1; 32])?, second_factors::spend_code(tx, person, &[1; 32])?);
            let left = second_factors::codes_left(tx, person)?;
            second_factors::give_codes(tx, person, &[[3; 32]])?;
            Ok((other, twice, left, second_factors::spend_code(tx, person, &[2; 32])?))
        });
        assert_eq!(spent.await.unwrap(), (false, (true, false), 1, false), "others replace those of before");
    }

    async fn passkeys_belong_to_one_person_each(database) {
        let store = database.open();
        let person = person(&store).await;
        let kept = store.write(context(NOON), move |tx| -> Result<_, StorageError> {
            passkeys::insert(tx, &passkey(1, person))?;
            passkeys::insert(tx, &passkey(2, person))?;
            passkeys::update(tx, &StoredPasskey { used_at: Some(at(SOON)), ..passkey(2, person) })?;
            let used: Vec<_> = passkeys::of_person(tx, person)?.iter().map(|one| (one.credential_id.clone(), one.used_at)).collect();
            passkeys::delete(tx, &[1])?;
            Ok((used, passkeys::by_id(tx, &[1])?.is_none(), passkeys::by_id(tx, &[2])?.is_some()))
        });
        assert_eq!(kept.await.unwrap(), (vec![(vec![1], None), (vec![2], Some(at(SOON)))], true, true));
        let again = store.write(context(NOON), move |tx| passkeys::insert(tx, &passkey(2, person))).await;
        assert!(matches!(again, Err(StorageError::Conflict { .. })), "{again:?}");
        let all = store.write(context(NOON), move |tx| passkeys::delete_of(tx, person)).await;
        assert_eq!(all.unwrap(), 1);
    }

    async fn a_request_that_was_pushed_is_taken_once_and_not_too_late(database) {
        let store = database.open();
        let taken = store.write(context(NOON), |tx| -> Result<_, StorageError> {
            authorization_requests::insert(tx, &[1; 32], &request(SOON))?;
            authorization_requests::insert(tx, &[2; 32], &request(LATER))?;
            let found = authorization_requests::find(tx, &[1; 32], at(NOON))?;
            let expired = authorization_requests::find(tx, &[1; 32], at(SOON))?;
            let twice = (authorization_requests::take(tx, &[2; 32])?, authorization_requests::take(tx, &[2; 32])?);
            Ok((found, expired, twice))
        });
        assert_eq!(taken.await.unwrap(), (Some(request(SOON)), None, (true, false)));
        let forgotten = store.write(context(SOON), |tx| -> Result<_, StorageError> {
            authorization_requests::insert(tx, &[3; 32], &request(LATER))?;
            authorization_requests::take(tx, &[1; 32])
        });
        assert!(!forgotten.await.unwrap(), "it went with the next one that came");
    }

    async fn who_took_part_in_a_session_is_told_of_its_end_by_one(database) {
        let store = database.open();
        let (person, session) = (person(&store).await, context(NOON).new_id::<SessionId>());
        let client = ClientId::parse("portal").unwrap();
        let due = Due { session, client: client.clone(), person, tries: 1 };
        let told = store.write(context(NOON), move |tx| -> Result<_, StorageError> {
            session_clients::note(tx, session, &client, person, at(SOON))?;
            session_clients::note(tx, session, &client, person, at(LATER))?;
            let before = session_clients::any_due(tx, at(LATER))?;
            session_clients::ended(tx, session, at(LATER))?;
            let (first, nobody) = (session_clients::take(tx, 9, at(SOON))?, session_clients::take(tx, 9, at(SOON))?);
            Ok((before, first, nobody, session_clients::any_due(tx, at(NOON))?, session_clients::any_due(tx, at(SOON))?))
        });
        assert_eq!(told.await.unwrap(), (false, vec![due.clone()], vec![], false, true));
        let again = store.write(context(SOON), move |tx| -> Result<_, StorageError> {
            session_clients::postpone(tx, &due, at(NOON))?;
            let second = session_clients::take(tx, 9, at(LATER))?;
            session_clients::forget(tx, &due)?;
            Ok((second.iter().map(|one| one.tries).collect::<Vec<_>>(), session_clients::any_due(tx, at(LATER))?))
        });
        assert_eq!(again.await.unwrap(), (vec![2], false));
    }
}
