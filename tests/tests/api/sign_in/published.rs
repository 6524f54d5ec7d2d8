//! What is published: discovery, the keys, the first page; and what browsers of other sites may read.

use poort_tests::TestApp;
use serde_json::{Value, json};
use storage::on_both;

on_both! {
    async fn discovery_names_the_issuer_and_every_endpoint_to_the_letter(database) {
        let app = TestApp::start(database).await;
        let answer = app.send("GET", "/op/.well-known/openid-configuration", &[], None).await;
        assert_eq!((answer.status.as_u16(), answer.headers["cache-control"].to_str().unwrap()), (200, "public, max-age=300"));
        let names = [
            ("issuer", "https://poort.test/op"),
            ("authorization_endpoint", "https://poort.test/op/v1/auth"),
            ("pushed_authorization_request_endpoint", "https://poort.test/op/v1/par"),
            ("token_endpoint", "https://poort.test/op/v1/token"),
            ("device_authorization_endpoint", "https://poort.test/op/v1/device_authorization"),
            ("userinfo_endpoint", "https://poort.test/op/v1/userinfo"),
            ("jwks_uri", "https://poort.test/op/v1/keys"),
            ("introspection_endpoint", "https://poort.test/op/v1/introspect"),
            ("revocation_endpoint", "https://poort.test/op/v1/revoke"),
            ("end_session_endpoint", "https://poort.test/op/v1/logout"),
        ];
        for (name, value) in names {
            assert_eq!(answer.body[name], value);
        }
        assert_eq!(answer.body["response_types_supported"], json!(["code"]));
        assert_eq!(answer.body["code_challenge_methods_supported"], json!(["S256"]));
        assert_eq!(answer.body["grant_types_supported"], json!(["authorization_code", "refresh_token", "client_credentials", "urn:ietf:params:oauth:grant-type:device_code", "urn:ietf:params:oauth:grant-type:token-exchange"]));
        let alias = app.send("GET", "/.well-known/oauth-authorization-server/op", &[], None).await;
        assert_eq!(alias.body, answer.body, "RFC 8414");
        for absent in ["scopes_supported", "authorization_response_iss_parameter_supported"] {
            assert_eq!(answer.body.get(absent), None);
        }
    }

    async fn who_says_who_he_is_hears_whether_his_answers_name_the_issuer(database) {
        let app = TestApp::demo(database).await;
        let announced = async |client: &str| {
            let path = format!("/op/.well-known/openid-configuration?client_id={client}");
            let answer = app.send("GET", &path, &[], None).await;
            assert_eq!(answer.body["issuer"], "https://poort.test/op");
            answer.body.get("authorization_response_iss_parameter_supported").cloned()
        };
        assert_eq!(announced("ovam-portaal").await, Some(json!(true)));
        for silent in ["premiezoeker-portaal", "nobody", "a%20b", ""] {
            assert_eq!(announced(silent).await, None, "{silent}");
        }
    }

    async fn the_keys_are_public_and_may_be_kept_a_while(database) {
        let app = TestApp::start(database).await;
        let answer = app.send("GET", "/op/v1/keys", &[], None).await;
        assert_eq!(answer.headers["content-type"], "application/jwk-set+json");
        assert_eq!(answer.headers["cache-control"], "public, max-age=240");
        let keys = answer.body["keys"].as_array().unwrap();
        let mut algorithms: Vec<&str> = keys.iter().map(|key| key["alg"].as_str().unwrap()).collect();
        algorithms.sort_unstable();
        assert_eq!(algorithms, ["ES256", "EdDSA", "RS256"]);
        for private in ["d", "p", "q", "dp", "dq", "qi", "k"] {
            assert!(keys.iter().all(|key| key.get(private).is_none()), "{private}");
        }
        let unchanged: Vec<Value> = app.send("GET", "/op/v1/keys", &[], None).await.body["keys"].as_array().unwrap().clone();
        assert_eq!(&unchanged, keys);
    }

    async fn pages_of_other_sites_read_what_needs_no_cookie_and_nothing_else(database) {
        let app = TestApp::start(database).await;
        let origin = [("Origin", "https://portal.example"), ("Access-Control-Request-Method", "POST")];
        for path in ["/op/.well-known/openid-configuration", "/op/v1/keys", "/op/v1/token", "/op/v1/userinfo", "/op/v1/revoke"] {
            let answer = app.send("OPTIONS", path, &origin, None).await;
            assert_eq!((answer.status.as_u16(), answer.headers["access-control-allow-origin"].to_str().unwrap()), (204, "*"), "{path}");
            assert!(!answer.headers.contains_key("access-control-allow-credentials"));
        }
        for path in ["/op/v1/userinfo", "/op/v1/keys"] {
            assert_eq!(app.send("GET", path, &origin[..1], None).await.headers["access-control-allow-origin"], "*");
        }
        for path in ["/op/v1/auth", "/op/v1/logout", "/", "/aanmelden", "/v1/persons"] {
            let answer = app.send("GET", path, &origin[..1], None).await;
            assert!(!answer.headers.contains_key("access-control-allow-origin"), "{path}");
        }
        assert_eq!(app.send("OPTIONS", "/op/v1/introspect", &origin, None).await.status, 405);
    }

    async fn the_first_page_shows_the_way(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        let page = browser.get("/").await;
        assert_eq!((page.status.as_u16(), page.heading()), (200, "Poort"));
        assert!(page.text.contains("/docs/") && page.text.contains("/op/.well-known/openid-configuration"));
        browser.sign_in("stijn", "ovam-portaal", "openid ovam_cnr", None).await;
        assert!(browser.get("/").await.text.contains("Aangemeld als <strong>Stijn"));
    }
}
