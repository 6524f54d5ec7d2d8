//! How long tokens are worth something.

use ::werkrelaties::Pause;
use oidc::introspection::Introspection;
use oidc::token::RefreshRequest;
use oidc::{Client, GrantType};
use poort_service::sign_in::{self, SignInError};
use poort_service::{Caller, werkrelaties};
use serde_json::json;
use storage::{clients, on_both};
use types::testing::FixedClock;
use types::{Context, Instant, Secret};

use crate::scene::{Scene, client, issuance};
use crate::world::{self, World, period, text};

on_both! {
    async fn a_refresh_token_survives_a_restart_and_so_does_that_it_was_used(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let asked = Client { grant_types: vec![GrantType::AuthorizationCode, GrantType::RefreshToken], ..client("portal", "openid ovam offline_access") };
        let portal = scene.registered(asked).await;
        let first = scene.tokens(&portal, "openid ovam offline_access").await.refresh_token.unwrap();
        let refresh = async |store: &storage::Store, token: &str, cx: Context| {
            let (client, request) = (portal.clone(), RefreshRequest { token: Secret::new(token), scopes: None, shown: Default::default() });
            let work = move |tx: &mut storage::WriteTx<'_>| sign_in::refresh(tx, &issuance(), &client, &request);
            store.write(cx, work).await?.tokens()?.sign(&scene.keys)
        };
        let second = refresh(&scene.world.store, &first, scene.cx()).await.unwrap().refresh_token.unwrap();
        let again = database.open();
        let third = refresh(&again, &second, scene.cx()).await.unwrap().refresh_token.unwrap();
        assert!(refresh(&again, &first, scene.cx()).await.is_err(), "used before the restart");
        assert!(refresh(&again, &third, scene.cx()).await.is_err(), "and so its family ended");
    }

    async fn a_pause_empties_introspection_and_the_next_login_at_once(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let portal = scene.registered(client("portal", "openid vo ovam")).await;
        let access = scene.access(&scene.tokens(&portal, "openid vo ovam").await, "portal");
        let pause = Pause { period: period("2026-11-23", "2026-12-31"), reason: text("ziekte") };
        let (id, version) = (scene.an.werkrelatie.id, scene.an.werkrelatie.version);
        scene.world.write(&scene.admin, move |tx, caller| werkrelaties::pause(tx, caller, id, version, pause)).await.unwrap();
        let now = scene.introspect(&portal, &access).await.token.unwrap();
        assert_eq!((now.claims["ovam_rol_3d"].clone(), now.claims.get("vo_orgcode")), (json!([]), None));
        let refused = scene.code(&portal, "openid vo ovam", Some(scene.company.id)).await;
        assert!(matches!(refused, Err(SignInError::NoAccess)));
    }

    async fn a_token_is_worth_nothing_without_its_session_client_or_asker(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let portal = scene.registered(client("portal", "openid ovam")).await;
        let access = scene.access(&scene.tokens(&portal, "openid ovam").await, "portal");
        let stranger = client("stranger", "openid");
        assert!(!scene.introspect(&stranger, &access).await.active);
        assert!(scene.introspect(&portal, &access).await.active);
        let off = Client { enabled: false, ..portal.clone() };
        scene.world.store.write(scene.cx(), move |tx| clients::update(tx, &off, &Default::default())).await.unwrap();
        assert!(!scene.introspect(&portal, &access).await.active);
        let (on, session) = (portal.clone(), scene.session.clone());
        scene.world.store.write(scene.cx(), move |tx| clients::update(tx, &on, &Default::default())).await.unwrap();
        assert!(scene.introspect(&portal, &access).await.active);
        scene.world.store.write(scene.cx(), move |tx| sign_in::end_session(tx, &session)).await.unwrap();
        assert_eq!(scene.introspect(&portal, &access).await, Introspection::inactive());
    }

    async fn a_token_ends_with_the_last_working_day(database) {
        let mut world = World::new(database.open()).await;
        world.outside.clock = FixedClock::at("2026-11-23T22:30:00Z");
        let scene = Scene::new(world).await;
        let (id, version) = (scene.an.werkrelatie.id, scene.an.werkrelatie.version);
        let day = world::day("2026-11-23");
        let end = move |tx: &mut storage::WriteTx<'_>, caller: &Caller| {
            werkrelaties::end(tx, caller, id, version, day, text("uit dienst"))
        };
        scene.world.write(&scene.admin, end).await.unwrap();
        let portal = scene.registered(client("portal", "openid vo ovam")).await;
        let answer = scene.tokens(&portal, "openid vo ovam").await;
        assert_eq!(answer.expires_in, 1800);
        assert_eq!(scene.access(&answer, "portal").exp.unix(), Instant::parse("2026-11-23T23:00:00Z").unwrap().unix());
    }
}
