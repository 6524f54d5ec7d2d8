//! Keys change while applications go on with those that they keep.

use poort_tests::TestApp;
use service::{Caller, keys};
use storage::on_both;
use tokens::claims::AccessTokenClaims;
use tokens::jwt::{self, AudienceRule, Expected, TokenType};
use tokens::keys::{Algorithm, ClientKeys, Jwks, KeyRing, SigningKey};
use types::{Clock, Parsed, Reason, Seconds, SystemActor};

const ISSUER: &str = "https://poort.test/op";
const MACHINE: &str = "hr-zandmeer";
/// The longest life of a token.
const LIFETIME: Seconds = Seconds(3600);
/// For how many minutes `Cache-Control` lets the published keys be kept.
const KEPT: i64 = 5;

fn operator() -> (Caller, Reason) {
    let reason = Reason::parse("a test").unwrap();
    (Caller::system(SystemActor::CommandLine, reason.clone()), reason)
}

fn sealed(app: &TestApp) -> tokens::keys::SealedKey {
    SigningKey::generate(Algorithm::ES256).unwrap().seal(app.store.vault(), &app.outside.fresh_context()).unwrap()
}

/// Another key, in the database and in the process that serves.
async fn rotate(app: &TestApp) {
    let (key, (caller, reason)) = (sealed(app), operator());
    let change = move |tx: &mut storage::WriteTx<'_>| keys::rotate(tx, &caller, key, LIFETIME, reason);
    let records = app.store.write(app.outside.fresh_context(), change).await.unwrap();
    app.keys.replace(KeyRing::open(records, app.store.vault(), app.clock.now()).unwrap());
}

async fn published(app: &TestApp) -> Jwks {
    serde_json::from_value(app.send("GET", "/op/v1/keys", &[], None).await.body).unwrap()
}

async fn issued(app: &TestApp) -> String {
    let answer = app.ask_token(MACHINE, &[("grant_type", "client_credentials"), ("scope", "vo")]).await;
    answer.body["access_token"].as_str().unwrap().to_owned()
}

fn verifies(app: &TestApp, kept: &Jwks, token: &str) -> bool {
    let expected = Expected::new(TokenType::Access, ISSUER, AudienceRule::Anyone, app.clock.now());
    jwt::verify::<AccessTokenClaims>(token, &ClientKeys::new(kept).unwrap(), &expected).is_ok()
}

on_both! {
    async fn no_application_that_keeps_the_keys_as_long_as_it_may_ever_refuses_a_token(database) {
        let app = TestApp::demo(database).await;
        rotate(&app).await;
        let (begin, mut kept, mut tokens) = (app.clock.now(), published(&app).await, Vec::new());
        let first = kept.clone();
        for minute in 0..180 {
            app.clock.set(begin.plus(Seconds(60 * minute)));
            // Two changes within the time that the keys are kept, just after everybody read them.
            if [21, 23].contains(&minute) {
                rotate(&app).await;
            }
            if minute % KEPT == 0 {
                kept = published(&app).await;
            }
            tokens.push(issued(&app).await);
            let living = tokens.len().saturating_sub(60);
            for token in [&tokens[living], tokens.last().unwrap()] {
                assert!(verifies(&app, &kept, token), "minute {minute}");
            }
            assert_eq!(app.introspect(MACHINE, &tokens[living]).await["active"], true, "minute {minute}");
        }
        let last = published(&app).await;
        assert!(last.keys.len() == 1 && last.keys[0].kid != first.keys[0].kid, "the first keys are gone");
    }

    async fn a_key_that_was_taken_out_opens_nothing_any_more(database) {
        let app = TestApp::demo(database).await;
        rotate(&app).await;
        let token = issued(&app).await;
        assert_eq!(app.introspect(MACHINE, &token).await["active"], true);
        let kid = app.keys.current().signer(Algorithm::ES256, app.clock.now()).unwrap().kid().clone();
        let (key, (caller, reason)) = (sealed(&app), operator());
        let change = move |tx: &mut storage::WriteTx<'_>| keys::revoke(tx, &caller, &kid, key, reason);
        let records = app.store.write(app.outside.fresh_context(), change).await.unwrap();
        app.keys.replace(KeyRing::open(records, app.store.vault(), app.clock.now()).unwrap());
        assert_eq!(app.introspect(MACHINE, &token).await["active"], false);
        assert!(!verifies(&app, &published(&app).await, &token));
        assert!(verifies(&app, &published(&app).await, &issued(&app).await), "another signs");
    }
}
