//! The verifier of applications (`crates/verifier`) and Poort: what the one says in tokens is what the other reads in them.

use std::time::{Duration, UNIX_EPOCH};

use poort_tests::TestApp;
use storage::on_both;
use storage::testing::TestDatabase;
use types::Clock;
use verifier::{Claims, RoleClaims, Verifier, VerifyError};

use super::exchange::{self, API};

const PORTAL: &str = "ovam-portaal";
const BOSMANS: &str = "0999013490";

/// A Poort that is asked under the address at which it listens.
struct Scene {
    app: TestApp,
    issuer: String,
}

impl Scene {
    async fn of(mut app: TestApp) -> Self {
        let issuer = app.as_provider().await;
        Self { app, issuer }
    }

    async fn new(database: TestDatabase) -> Self {
        Self::of(TestApp::demo(database).await).await
    }

    /// What an application has to verify tokens for `client`, by their signature.
    fn builder(&self, client: &str) -> verifier::Builder {
        let clock = self.app.clock.clone();
        let now = move || UNIX_EPOCH + Duration::from_secs(clock.now().unix().unsigned_abs());
        Verifier::builder(&self.issuer, client).roles(RoleClaims::named("ovam_CNR_rol_3d", "ovam_cnr_rol_2d")).clock(now)
    }

    fn by_signature(&self, client: &str) -> Verifier {
        self.builder(client).build().unwrap()
    }

    /// The same, asking Poort each time whether the token still counts.
    fn asking(&self, client: &str) -> Verifier {
        let secret = self.app.secret(client).unwrap();
        self.builder(client).introspection(client, secret, Duration::ZERO).build().unwrap()
    }

    async fn machine(&self, client: &str) -> String {
        let answer = self.app.ask_token(client, &[("grant_type", "client_credentials"), ("scope", "vo")]).await;
        exchange::access(&answer)
    }
}

fn may_report(claims: &Claims) -> bool {
    claims.may("OVAMGebruiker", "nonconformiteiten_indiener", BOSMANS)
}

on_both! {
    async fn what_a_person_may_is_read_with_and_without_asking_poort(database) {
        let scene = Scene::new(database).await;
        let tokens = scene.app.sign_in("stijn", PORTAL, None).await;
        for verifier in [scene.by_signature(PORTAL), scene.asking(PORTAL)] {
            let claims = verifier.verify(&tokens.access).await.unwrap();
            assert!(may_report(&claims) && !claims.may("OVAMGebruiker", "nonconformiteiten_indiener", "0999001515"));
            assert_eq!(claims.vo_id(), Some(scene.app.person("stijn").to_string().as_str()));
            assert!(!claims.is_machine() && claims.actor().is_none());
        }
        let elsewhere = scene.by_signature(API).verify(&tokens.access).await;
        assert!(matches!(elsewhere, Err(VerifyError::WrongAudience)), "{elsewhere:?}");
    }

    async fn a_person_without_the_scope_vo_is_no_machine(database) {
        let scene = Scene::new(database).await;
        let person = scene.app.browser().sign_in("stijn", PORTAL, "openid ovam_cnr", None).await.access;
        let machine = scene.machine("hr-zandmeer").await;
        for (client, token, is_machine) in [(PORTAL, &person, false), ("hr-zandmeer", &machine, true)] {
            for verifier in [scene.by_signature(client), scene.asking(client)] {
                let claims = verifier.verify(token).await.unwrap();
                assert_eq!((claims.is_machine(), claims.vo_id()), (is_machine, None), "{client}");
            }
        }
    }

    async fn an_exchanged_token_is_about_the_person_and_names_who_acts(database) {
        let scene = Scene::of(exchange::chained(database).await).await;
        let tokens = scene.app.sign_in("stijn", PORTAL, None).await;
        let answer = exchange::exchange(&scene.app, PORTAL, &tokens.access, &[("audience", API)]).await;
        let exchanged = exchange::access(&answer);
        for verifier in [scene.by_signature(API), scene.asking(API)] {
            let claims = verifier.verify(&exchanged).await.unwrap();
            assert!(may_report(&claims) && !claims.is_machine());
            assert_eq!(claims.actor(), Some(PORTAL));
        }
    }

    async fn whoever_asks_hears_at_once_that_a_token_is_given_up(database) {
        let scene = Scene::new(database).await;
        let tokens = scene.app.sign_in("stijn", PORTAL, None).await;
        let (signature, asking) = (scene.by_signature(PORTAL), scene.asking(PORTAL));
        assert!(asking.verify(&tokens.access).await.is_ok());
        let given_up = scene.app.ask_as(PORTAL, "/op/v1/revoke", &[("token", &tokens.access)]).await;
        assert_eq!(given_up.status, 200);
        let refused = asking.verify(&tokens.access).await;
        assert!(matches!(refused, Err(VerifyError::Revoked)), "{refused:?}");
        assert!(signature.verify(&tokens.access).await.is_ok(), "the signature holds until it expires");
    }
}
