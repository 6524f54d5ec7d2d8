//! Back-channel logout: applications are told of every session that ends, once, and again when they did not hear it.

use oidc::{RedirectUri, encoding};
use poort_tests::{Browser, ISSUER, Receiver, TestApp, header};
use serde_json::{Value, json};
use storage::on_both;
use tokens::claims::LogoutClaims;
use tokens::jwt::{self, AudienceRule, Expected, TokenType};
use types::{Clock, Seconds};

use crate::people::VEERLE;

const CLIENT: &str = "ovam-portaal";
const SCOPE: &str = "openid ovam_cnr";

async fn registered(app: &TestApp, address: &str) {
    let address = RedirectUri::parse(address).unwrap();
    app.change_client(CLIENT, move |client| client.backchannel_logout_uri = Some(address)).await;
}

/// The logout token of a request.
fn token(request: &str) -> String {
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(
        head.starts_with("POST /afgemeld ") && head.to_lowercase().contains("content-type: application/x-www-form-urlencoded"),
        "{head}"
    );
    encoding::decode(body.strip_prefix("logout_token=").unwrap()).unwrap()
}

fn verified(app: &TestApp, token: &str) -> LogoutClaims {
    let expected = Expected::new(TokenType::Logout, ISSUER, AudienceRule::Contains(CLIENT), app.clock.now());
    jwt::verify(token, app.keys.current().as_ref(), &expected).unwrap()
}

/// Tells, and gives the one token that came.
async fn told(app: &TestApp, portal: &Receiver) -> LogoutClaims {
    assert_eq!(app.tell_logouts().await, 1);
    verified(app, &token(&portal.next().await))
}

async fn sign_out(browser: &Browser<'_>, id_token: &str) {
    let pairs = [("client_id", CLIENT), ("id_token_hint", id_token)];
    browser.get(&format!("/op/v1/logout?{}", encoding::encode_pairs(pairs))).await;
    assert!(browser.cookie("__Host-poort").is_none());
}

async fn signed_in(app: &TestApp, browser: &Browser<'_>) -> (String, String) {
    let id = browser.sign_in("stijn", CLIENT, SCOPE, None).await.id.unwrap();
    let sid = app.id_claims(CLIENT, &id).sid.unwrap();
    (id, sid)
}

on_both! {
    async fn whoever_took_part_in_a_session_is_told_of_its_end_once(database) {
        let app = TestApp::demo(database).await;
        let portal = Receiver::answering(200, &json!({})).await;
        registered(&app, &portal.at("/afgemeld")).await;
        let (here, there) = (app.browser(), app.browser());
        let ((id, sid), (_, other)) = (signed_in(&app, &here).await, signed_in(&app, &there).await);
        here.sign_in("stijn", CLIENT, SCOPE, None).await;
        here.sign_in("stijn", "beheer", "openid poort.me", None).await;
        assert_eq!(app.tell_logouts().await, 0, "nothing ended");
        sign_out(&here, &id).await;

        let counts = futures_util::future::join_all((0..3).map(|_| app.tell_logouts())).await;
        assert_eq!(counts.iter().sum::<usize>(), 1, "of several processes one tells it");
        let token = token(&portal.next().await);
        assert_eq!(header(&token)["typ"], "logout+jwt");
        let claims = verified(&app, &token);
        assert_eq!((claims.sid, claims.sub), (sid.clone(), app.id_claims(CLIENT, &id).sub));
        assert_ne!(sid, other);
        assert_eq!(Value::Object(claims.events), json!({ "http://schemas.openid.net/event/backchannel-logout": {} }));
        assert_eq!(claims.exp.unix() - claims.iat.unix(), 120);
        assert!(poort_tests::claims(&token).get("nonce").is_none());
        let as_id = Expected::new(TokenType::Id, ISSUER, AudienceRule::Contains(CLIENT), app.clock.now());
        assert!(jwt::verify::<tokens::claims::IdTokenClaims>(&token, app.keys.current().as_ref(), &as_id).is_err());
        app.clock.set(app.clock.now().plus(Seconds(86_000)));
        assert_eq!((app.tell_logouts().await, portal.count().await), (0, 0));
        let discovery = app.send("GET", "/op/.well-known/openid-configuration", &[], None).await;
        let said = ["backchannel_logout_supported", "backchannel_logout_session_supported"].map(|name| discovery.body[name] == true);
        assert_eq!(said, [true; 2]);
    }

    async fn however_a_session_ends(database) {
        let app = TestApp::demo(database).await;
        let portal = Receiver::answering(204, &json!({})).await;
        registered(&app, &portal.at("/afgemeld")).await;
        let person = app.person("stijn");
        let (here, there) = (app.browser(), app.browser());
        let (_, sid) = signed_in(&app, &here).await;
        signed_in(&app, &there).await;
        let page = there.get("/wachtwoord").await;
        let new = "een zin van vier woorden";
        there.submit(&page, &[("current", app.password("stijn")), ("new", new), ("repeat", new)]).await;
        assert_eq!(told(&app, &portal).await.sid, sid, "by another password, everywhere else");

        let end = async |path: String| {
            let body = Some(json!({ "reason": "Vertrokken" }));
            let done = VEERLE.ask(&app, "poort.persons.write", "POST", &path, &[], body).await;
            assert_eq!(done.status, 200, "{}", done.text);
        };
        end(format!("/v1/persons/{person}/account/signOut")).await;
        told(&app, &portal).await;
        let browser = app.browser();
        let page = browser.get(&app.authorization(CLIENT, SCOPE, &[])).await;
        let arrived = browser.submit(&page, &[("username", "stijn"), ("password", new)]).await;
        let sid = app.id_claims(CLIENT, &browser.tokens(CLIENT, &arrived).await.id.unwrap()).sid.unwrap();
        end(format!("/v1/persons/{person}/account/disablement")).await;
        assert_eq!(told(&app, &portal).await.sid, sid, "by an account that is switched off");
        assert_eq!((app.tell_logouts().await, portal.count().await), (0, 0));
    }

    async fn who_did_not_hear_it_is_told_again_until_there_is_an_end_to_it(database) {
        let app = TestApp::demo(database).await;
        let portal = Receiver::answering(503, &json!({})).await;
        registered(&app, &portal.at("/afgemeld")).await;
        let browser = app.browser();
        let (id, _) = signed_in(&app, &browser).await;
        sign_out(&browser, &id).await;
        let first = told(&app, &portal).await;
        for pause in [10, 60, 300, 1800, 7200, 28_800] {
            app.clock.set(app.clock.now().plus(Seconds(pause - 1)));
            assert_eq!(app.tell_logouts().await, 0, "{pause}");
            app.clock.set(app.clock.now().plus(Seconds(1)));
            assert_eq!(told(&app, &portal).await.jti, first.jti, "{pause}");
        }
        app.clock.set(app.clock.now().plus(Seconds(100_000)));
        assert_eq!(app.tell_logouts().await, 0, "that was the last");

        portal.answer(400, &json!({}));
        let (id, _) = signed_in(&app, &browser).await;
        sign_out(&browser, &id).await;
        assert_ne!(told(&app, &portal).await.jti, first.jti);
        app.clock.set(app.clock.now().plus(Seconds(100)));
        assert_eq!(app.tell_logouts().await, 0, "who refuses it is not asked again");
    }

    async fn a_process_that_starts_later_tells_it_and_nobody_is_told_who_wants_it_no_more(database) {
        let mut app = TestApp::demo(database).await;
        let portal = Receiver::answering(200, &json!({})).await;
        registered(&app, &portal.at("/afgemeld")).await;
        let (_, sid) = signed_in(&app, &app.browser()).await;
        let path = format!("/v1/persons/{}/account/signOut", app.person("stijn"));
        let done = VEERLE.ask(&app, "poort.persons.write", "POST", &path, &[], Some(json!({ "reason": "Vertrokken" }))).await;
        assert_eq!(done.status, 200, "{}", done.text);
        app.restart().await;
        assert_eq!(told(&app, &portal).await.sid, sid);

        for change in [|client: &mut oidc::Client| client.backchannel_logout_uri = None, |client: &mut oidc::Client| client.enabled = false] {
            registered(&app, &portal.at("/afgemeld")).await;
            let browser = app.browser();
            let (id, _) = signed_in(&app, &browser).await;
            sign_out(&browser, &id).await;
            app.change_client(CLIENT, change).await;
            assert_eq!((app.tell_logouts().await, portal.count().await), (0, 0));
        }
    }

    async fn nobody_is_told_who_is_not_public(database) {
        let app = TestApp::demo(database).await;
        let inside = Receiver::answering(200, &json!({})).await;
        for address in inside.not_public("/afgemeld") {
            registered(&app, &address).await;
            let browser = app.browser();
            let (id, _) = signed_in(&app, &browser).await;
            sign_out(&browser, &id).await;
            assert_eq!((app.tell_logouts().await, inside.count().await), (1, 0), "{address}: tried, and refused before anything was sent");
        }
    }
}
