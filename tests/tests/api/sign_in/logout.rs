//! `/op/v1/logout`.

use oidc::encoding;
use poort_tests::{Browser, TestApp};
use storage::on_both;
use types::{Clock, Seconds};

const CLIENT: &str = "ovam-portaal";
const SCOPE: &str = "openid ovam_cnr";
const BACK: &str = "http://127.0.0.1:3000/";

fn logout(parameters: &[(&str, &str)]) -> String {
    format!("/op/v1/logout?{}", encoding::encode_pairs(parameters.iter().copied()))
}

async fn is_signed_in(app: &TestApp, browser: &Browser<'_>) -> bool {
    browser.get(&app.authorization(CLIENT, SCOPE, &[("prompt", "none")])).await.returned("code").is_some()
}

on_both! {
    async fn with_the_id_token_a_logout_is_done_at_once(database) {
        let app = TestApp::demo(database).await;
        let stijn = app.browser();
        let tokens = stijn.sign_in("stijn", CLIENT, SCOPE, None).await;
        app.clock.set(app.clock.now().plus(Seconds(4000)));
        let hint = ("id_token_hint", tokens.id.as_deref().unwrap());
        let path = logout(&[("client_id", CLIENT), ("post_logout_redirect_uri", BACK), ("state", "a&b"), hint]);
        let answer = stijn.get(&path).await;
        assert_eq!((answer.status.as_u16(), answer.location()), (303, Some("http://127.0.0.1:3000/?state=a%26b")));
        assert!(stijn.cookie("__Host-poort").is_none());
        assert_eq!(app.introspect(CLIENT, &tokens.access).await["active"], false);
        assert!(!is_signed_in(&app, &stijn).await);
    }

    async fn without_it_the_person_is_asked_so_that_no_link_signs_him_out(database) {
        let app = TestApp::demo(database).await;
        let (stijn, other) = (app.browser(), app.browser());
        stijn.sign_in("stijn", CLIENT, SCOPE, None).await;
        let foreign = other.sign_in("an", "cultuurmonitor-portaal", "openid", None).await;
        let request = [("client_id", CLIENT), ("post_logout_redirect_uri", BACK)];
        let theirs = ("id_token_hint", foreign.id.as_deref().unwrap());
        for path in [logout(&request), logout(&[]), logout(&[theirs]), logout(&[("id_token_hint", "nonsense")])] {
            let page = stijn.get(&path).await;
            assert_eq!((page.status.as_u16(), page.heading()), (200, "Wil je je afmelden?"), "{path}");
            assert!(is_signed_in(&app, &stijn).await);
        }
        let page = stijn.get(&logout(&request)).await;
        let form = page.form().unwrap();
        let field = |name: &str| form.fields.iter().find(|(key, _)| key == name).unwrap().1.clone();
        let (csrf, going) = (field("csrf"), field("continue"));
        assert_eq!(stijn.post(&form.action, &[("continue", &going)]).await.status, 403);
        assert_eq!(stijn.post_from("https://evil.example", &form.action, &[("csrf", &csrf), ("continue", &going)]).await.status, 403);
        let evil = logout(&[("client_id", CLIENT), ("post_logout_redirect_uri", "https://evil.example/")]);
        assert_eq!(stijn.post(&form.action, &[("csrf", &csrf), ("continue", &evil)]).await.status, 400);
        assert!(is_signed_in(&app, &stijn).await);
        let answer = stijn.submit(&page, &[]).await;
        assert_eq!(answer.location(), Some(BACK));
        assert!(!is_signed_in(&app, &stijn).await);
    }

    async fn no_address_is_followed_that_is_not_registered(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        for (parameters, heading) in [
            (vec![("client_id", CLIENT), ("post_logout_redirect_uri", "https://evil.example/")], "Deze toepassing is niet goed ingesteld"),
            (vec![("client_id", CLIENT), ("post_logout_redirect_uri", "http://127.0.0.1:3000")], "Deze toepassing is niet goed ingesteld"),
            (vec![("post_logout_redirect_uri", BACK)], "Deze toepassing is niet gekend"),
            (vec![("client_id", "nobody"), ("post_logout_redirect_uri", BACK)], "Deze toepassing is niet gekend"),
            (vec![("client_id", CLIENT), ("client_id", CLIENT)], "Deze aanvraag klopt niet"),
        ] {
            for switch in [&[][..], &[("switch", "true")]] {
                let answer = browser.get(&logout(&[&parameters, switch].concat())).await;
                assert_eq!((answer.status.as_u16(), answer.heading(), answer.location()), (400, heading, None));
            }
        }
        let signed_out = browser.get(&logout(&[])).await;
        assert_eq!((signed_out.status.as_u16(), signed_out.heading()), (200, "Je bent afgemeld"));
        assert_eq!(browser.get(&logout(&[("client_id", CLIENT), ("post_logout_redirect_uri", BACK)])).await.location(), Some(BACK));
    }

    async fn a_switch_keeps_the_session_and_asks_for_the_organisation_again(database) {
        let app = TestApp::demo(database).await;
        app.change_client("beheer", |client| client.post_logout_redirect_uris = vec![BACK.parse().unwrap()]).await;
        let nele = app.browser();
        nele.sign_in("nele", "beheer", "openid poort.me", Some("zandmeer")).await;
        let ask = app.authorization("beheer", "openid poort.me", &[]);
        assert!(nele.get(&ask).await.returned("code").is_some());
        let path = logout(&[("switch", "true"), ("client_id", "beheer"), ("post_logout_redirect_uri", BACK)]);
        assert_eq!(nele.get(&path).await.location(), Some(BACK));
        assert_eq!(nele.get(&ask).await.heading(), "Kies een organisatie");
    }

    async fn a_form_of_the_client_names_the_session_by_its_id_token(database) {
        let app = TestApp::demo(database).await;
        let stijn = app.browser();
        let tokens = stijn.sign_in("stijn", CLIENT, SCOPE, None).await;
        let fields = [("client_id", CLIENT), ("post_logout_redirect_uri", BACK), ("id_token_hint", tokens.id.as_deref().unwrap())];
        let answer = app.browser().post_from("http://127.0.0.1:3000", "/op/v1/logout", &fields).await;
        assert_eq!(answer.location(), Some(BACK));
        assert!(!is_signed_in(&app, &stijn).await);
    }
}
