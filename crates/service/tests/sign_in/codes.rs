//! Codes: once, and for who asked them.

use oidc::token::TokenError;
use poort_service::sign_in::{self, Redeemed, SignInError};
use storage::on_both;

use crate::scene::{Scene, client, issuance, redemption};
use crate::world::{self, World};

on_both! {
    async fn a_code_is_for_its_client_and_works_once_also_when_twenty_come_at_once(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let portal = scene.registered(client("portal", "openid ovam")).await;
        let thief = scene.registered(client("thief", "openid ovam")).await;
        let code = scene.code(&portal, "openid ovam", Some(scene.company.id)).await.unwrap();
        let refused = scene.redeem(&thief, &code).await;
        assert!(matches!(refused, Err(SignInError::Token(TokenError::Grant))));
        let tries: Vec<_> = (0..20)
            .map(|_| {
                let (store, cx, client, request) = (scene.world.store.clone(), scene.cx(), portal.clone(), redemption(&code));
                tokio::spawn(async move { store.write(cx, move |tx| sign_in::redeem_code(tx, &issuance(), &client, &request)).await })
            })
            .collect();
        let mut given = 0;
        for one in tries {
            match one.await.unwrap() {
                Ok(Redeemed::Tokens(_)) => given += 1,
                Ok(Redeemed::NotYet(_)) => panic!(),
                Ok(Redeemed::Again) => {}
                Err(SignInError::Token(TokenError::Grant)) => {}
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(given, 1);
    }

    async fn a_code_that_comes_back_takes_its_token_along(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let portal = scene.registered(client("portal", "openid ovam")).await;
        let thief = scene.registered(client("thief", "openid ovam")).await;
        let other = scene.access(&scene.tokens(&portal, "openid ovam").await, "portal");
        let code = scene.code(&portal, "openid ovam", Some(scene.company.id)).await.unwrap();
        let access = scene.access(&scene.redeem(&portal, &code).await.unwrap(), "portal");
        assert!(matches!(scene.redeem(&thief, &code).await, Err(SignInError::Token(TokenError::Grant))));
        assert!(scene.introspect(&portal, &access).await.active, "another client spoils nothing");
        for _ in 0..2 {
            assert!(matches!(scene.redeem(&portal, &code).await, Err(SignInError::Token(TokenError::Grant))));
        }
        assert!(!scene.introspect(&portal, &access).await.active);
        assert!(scene.introspect(&portal, &other).await.active, "tokens of other codes stay");
        let person = scene.an.person.id;
        let events = scene.world.store.read(move |tx| storage::events::history(tx, &storage::events::Of::Person(person), &Default::default(), world::page())).await.unwrap();
        assert_eq!(events.items.iter().filter(|event| event.what.action == audit::Action::TokenRevoked).count(), 1);
    }
}
