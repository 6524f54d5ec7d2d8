//! Header fields and parameters that come twice: two readers could choose differently, so nobody chooses.

use poort_tests::{TestApp, VERIFIER};
use storage::on_both;

const CLIENT: &str = "ovam-portaal";
const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

on_both! {
    async fn two_authorizations_are_none(database) {
        let app = TestApp::demo(database).await;
        let tokens = app.sign_in("stijn", CLIENT, None).await;
        let (good, bad) = (format!("Bearer {}", tokens.access), "Bearer nonsense");
        for pair in [[good.as_str(), bad], [bad, &good], [&good, &good]] {
            let answer = app.send("GET", "/op/v1/userinfo", &pair.map(|value| ("Authorization", value)), None).await;
            assert!(matches!(answer.status.as_u16(), 400 | 401), "{pair:?}: {}", answer.text);
        }
        let operator = format!("Bearer {}", app.token("operator", "poort.mandates.read"));
        for pair in [[operator.as_str(), bad], [bad, &operator], [&operator, &operator]] {
            let answer = app.send("GET", "/v1/mandates", &pair.map(|value| ("Authorization", value)), None).await;
            assert!(matches!(answer.status.as_u16(), 400 | 401), "{pair:?}: {}", answer.text);
        }
        let in_form = oidc::encoding::encode_pairs([("access_token", tokens.access.as_str())]);
        let alone = app.send("POST", "/op/v1/userinfo", &[FORM], Some(in_form.clone())).await;
        assert_eq!(alone.status, 401, "only the header is read");
        let both = app.send("POST", "/op/v1/userinfo", &[FORM, ("Authorization", bad)], Some(in_form)).await;
        assert_eq!(both.status, 401, "and a good token beside it helps nobody");
        let in_query = app.send("GET", &format!("/op/v1/userinfo?access_token={}", tokens.access), &[], None).await;
        assert_eq!(in_query.status, 401, "a token in an address is not read (RFC 9700 section 4.3.2)");
    }

    async fn two_clients_in_one_request_are_none(database) {
        let app = TestApp::demo(database).await;
        let secret = app.secret("hr-zandmeer").unwrap();
        let basic = {
            use base64::Engine;
            format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(format!("hr-zandmeer:{secret}")))
        };
        let machine = "grant_type=client_credentials&scope=vo";
        let ask = async |headers: &[(&str, &str)], body: String| {
            app.send("POST", "/op/v1/token", &[&[FORM], headers].concat(), Some(body)).await.status.as_u16()
        };
        assert_eq!(ask(&[("Authorization", &basic)], machine.to_owned()).await, 200);
        let two = [("Authorization", basic.as_str()), ("Authorization", basic.as_str())];
        assert!(matches!(ask(&two, machine.to_owned()).await, 400 | 401));
        for more in ["client_id=platform", "client_id=hr-zandmeer&client_id=platform", "grant_type=authorization_code", "scope=vo"] {
            assert!(matches!(ask(&[("Authorization", &basic)], format!("{machine}&{more}")).await, 400 | 401), "{more}");
        }
    }

    async fn a_parameter_that_comes_twice_is_refused_wherever_it_comes(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        let path = app.authorization(CLIENT, "openid ovam_cnr", &[]);
        for more in ["client_id=ovam-portaal", "redirect_uri=http%3A%2F%2F127.0.0.1%3A3000%2Fcallback"] {
            let answer = browser.get(&format!("{path}&{more}")).await;
            assert_eq!((answer.status.as_u16(), answer.location()), (400, None), "{more}");
        }
        for more in ["scope=openid", "state=x", "nonce=x", "code_challenge=x", "response_type=code", "prompt=none&prompt=login"] {
            let answer = browser.get(&format!("{path}&{more}")).await;
            assert_eq!(answer.returned("error").as_deref(), Some("invalid_request"), "{more}: {}", answer.text);
            assert_eq!(answer.returned("code"), None);
        }
        let code = browser.arrive("stijn", CLIENT, "openid ovam_cnr", None).await.returned("code").unwrap();
        let sound = [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", poort_tests::CALLBACK), ("code_verifier", VERIFIER)];
        for name in ["code", "redirect_uri", "code_verifier"] {
            let twice: Vec<_> = sound.iter().chain(sound.iter().filter(|(key, _)| *key == name)).copied().collect();
            let answer = app.ask_token(CLIENT, &twice).await;
            assert_eq!((answer.status.as_u16(), answer.body["error"].as_str()), (400, Some("invalid_request")), "{name}");
        }
        assert_eq!(app.ask_token(CLIENT, &sound).await.status, 200, "none of these spent it");
    }
}
