//! Mutual TLS (RFC 8705): clients that are known by the certificate of their connection, and tokens that are bound to one.

mod grants;

use oidc::{GrantType, RedirectUri, encoding};
use poort_tests::{Answer, CALLBACK, Receiver, TestApp, TestCertificate, VERIFIER, claims};
use serde_json::{Value, json};
use storage::on_both;

const MACHINE: &str = "hr-zandmeer";
const PORTAL: &str = "ovam-portaal";
const TOKEN: &str = "/op/v1/token";
const USERINFO: &str = "/op/v1/userinfo";
const HERE: &[&str] = &["127.0.0.1"];
const CERTIFICATE: &str = "Client-Cert";
const SELF_SIGNED: &str = "X-Self-Signed-Cert";

/// Asks an endpoint by name only, with these header fields.
async fn ask(app: &TestApp, path: &str, client: &str, form: &[(&str, &str)], fields: &[(&str, &str)]) -> Answer {
    let headers = [&[("Content-Type", "application/x-www-form-urlencoded")], fields].concat();
    let named = [("client_id", client)];
    app.send("POST", path, &headers, Some(encoding::encode_pairs(form.iter().chain(&named).copied()))).await
}

async fn token(app: &TestApp, fields: &[(&str, &str)]) -> Answer {
    ask(app, TOKEN, MACHINE, &[("grant_type", "client_credentials"), ("scope", "vo")], fields).await
}

fn refused(answer: &Answer, status: u16, error: &str, what: &str) {
    assert_eq!((answer.status.as_u16(), &answer.body["error"]), (status, &json!(error)), "{what}: {}", answer.text);
}

async fn unknown(app: &TestApp, fields: &[(&str, &str)], what: &str) {
    refused(&token(app, fields).await, 401, "invalid_client", what);
}

async fn by_subject(app: &TestApp, subject: &'static str) {
    app.change_client(MACHINE, move |client| client.tls_client_auth_subject_dn = Some(subject.to_owned())).await;
}

async fn by_keys(app: &TestApp, keys: Value) {
    app.change_client(MACHINE, move |client| client.jwks = Some(keys)).await;
}

/// Tokens of the portal for somebody who signs in, asked over a connection with a certificate.
async fn redeemed(app: &TestApp, client: &str, fields: &[(&str, &str)]) -> Answer {
    let browser = app.browser();
    let page = browser.get(&app.authorization(client, &app.scopes(client).await, &[])).await;
    let code = browser.log_in(&page, "stijn").await.returned("code").unwrap();
    let mut form = vec![
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    form.extend(app.secret(client).map(|secret| ("client_secret", secret)));
    ask(app, TOKEN, client, &form, fields).await
}

async fn get(app: &TestApp, path: &str, token: &str, fields: &[(&str, &str)]) -> Answer {
    let bearer = format!("Bearer {token}");
    app.send("GET", path, &[&[("Authorization", bearer.as_str())], fields].concat(), None).await
}

fn access(answer: &Answer) -> String {
    assert_eq!((answer.status.as_u16(), &answer.body["token_type"]), (200, &json!("Bearer")), "{}", answer.text);
    answer.body["access_token"].as_str().unwrap().to_owned()
}

async fn bound(app: &TestApp, client: &str) {
    app.change_client(client, |client| client.tls_client_certificate_bound_access_tokens = true).await;
}

on_both! {
    async fn a_client_is_known_by_the_certificate_that_a_proxy_verified(database) {
        let mut app = TestApp::demo(database).await;
        app.certified(HERE).await;
        let mut own = TestCertificate::new("hr");
        own.dns = Some("hr.zandmeer.example".to_owned());
        let field = own.field();
        unknown(&app, &[(CERTIFICATE, &field)], "nothing is registered").await;
        by_subject(&app, "CN=hr,C=BE").await;
        for value in [&field, &own.escaped()] {
            access(&token(&app, &[(CERTIFICATE, value)]).await);
        }
        access(&token(&app, &[(CERTIFICATE, &field), (SELF_SIGNED, "(null)")]).await);
        unknown(&app, &[], "no certificate").await;
        unknown(&app, &[(CERTIFICATE, &TestCertificate::new("portaal").field())], "another's certificate").await;
        unknown(&app, &[(SELF_SIGNED, &field)], "nobody verified it").await;
        unknown(&app, &[(CERTIFICATE, &field), (CERTIFICATE, &field)], "two of them").await;
        unknown(&app, &[(CERTIFICATE, &field), (SELF_SIGNED, &field)], "one of each kind").await;
        unknown(&app, &[(CERTIFICATE, ":AAAA:")], "nonsense").await;
        for valid in [("250101000000Z", "261123095959Z"), ("261123100001Z", "271231235959Z")] {
            unknown(&app, &[(CERTIFICATE, &TestCertificate { valid, ..own.clone() }.field())], "not of now").await;
        }
        app.change_client(MACHINE, |client| {
            client.tls_client_auth_subject_dn = None;
            client.tls_client_auth_san_dns = Some("hr.zandmeer.example".to_owned());
        })
        .await;
        let given = access(&token(&app, &[(CERTIFICATE, &field)]).await);
        assert!(claims(&given).get("cnf").is_none(), "it did not ask that");
        let told = ask(&app, "/op/v1/introspect", MACHINE, &[("token", &given)], &[(CERTIFICATE, &field)]).await;
        assert_eq!(told.body["active"], true, "{}", told.text);
        refused(&ask(&app, "/op/v1/introspect", MACHINE, &[("token", &given)], &[]).await, 401, "invalid_client", "introspection");
    }

    async fn a_certificate_is_believed_of_a_proxy_only(database) {
        let mut app = TestApp::demo(database).await;
        let field = TestCertificate::new("hr").field();
        by_subject(&app, "CN=hr,C=BE").await;
        let methods = |answer: Answer| answer.body["token_endpoint_auth_methods_supported"].to_string().matches("tls").count();
        unknown(&app, &[(CERTIFICATE, &field)], "nothing is configured").await;
        assert_eq!(methods(app.send("GET", "/op/.well-known/openid-configuration", &[], None).await), 0);
        app.behind(HERE).await;
        unknown(&app, &[(CERTIFICATE, &field)], "no header field is configured").await;
        app.certified(&["192.0.2.0/24"]).await;
        unknown(&app, &[(CERTIFICATE, &field)], "who sent it is no proxy").await;
        unknown(&app, &[(CERTIFICATE, &field), ("X-Forwarded-For", "192.0.2.1"), ("Forwarded", "for=192.0.2.1")], "who says he is one").await;
        app.certified(HERE).await;
        access(&token(&app, &[(CERTIFICATE, &field)]).await);
        let discovery = app.send("GET", "/op/.well-known/openid-configuration", &[], None).await;
        assert_eq!(discovery.body["mtls_endpoint_aliases"]["token_endpoint"], "https://mtls.poort.test/op/v1/token");
        assert_eq!(methods(discovery), 2);
    }

    async fn a_certificate_that_nobody_signed_is_good_for_a_registered_key(database) {
        let mut app = TestApp::demo(database).await;
        app.certified(HERE).await;
        let (own, other) = (TestCertificate::new("hr"), TestCertificate::new("hr"));
        let jwk = |certificate: &TestCertificate| serde_json::to_value(&certificate.key).unwrap();
        by_keys(&app, json!({ "keys": [jwk(&own)] })).await;
        access(&token(&app, &[(SELF_SIGNED, &own.field())]).await);
        access(&token(&app, &[(SELF_SIGNED, &TestCertificate { key: own.key.clone(), ..TestCertificate::new("anders") }.field())]).await);
        unknown(&app, &[(SELF_SIGNED, &other.field())], "another key").await;
        let past = TestCertificate { valid: ("250101000000Z", "251231235959Z"), ..own.clone() };
        unknown(&app, &[(SELF_SIGNED, &past.field())], "not of now").await;
        let published = Receiver::answering(200, &json!({ "keys": [jwk(&other)] })).await;
        let address = RedirectUri::parse(&published.at("/keys")).unwrap();
        app.change_client(MACHINE, move |client| (client.jwks, client.jwks_uri) = (None, Some(address))).await;
        access(&token(&app, &[(SELF_SIGNED, &other.field())]).await);
        unknown(&app, &[(SELF_SIGNED, &own.field())], "it publishes another").await;
    }

    async fn a_token_that_is_bound_to_a_certificate_is_nothing_without_it(database) {
        let mut app = TestApp::demo(database).await;
        app.certified(HERE).await;
        bound(&app, PORTAL).await;
        let (own, other) = (TestCertificate::new("portaal"), TestCertificate::new("portaal"));
        let (field, stolen) = (own.field(), other.field());
        refused(&redeemed(&app, PORTAL, &[]).await, 400, "invalid_request", "a client that must");
        let given = access(&redeemed(&app, PORTAL, &[(CERTIFICATE, &field)]).await);
        let cnf = json!({ "x5t#S256": own.thumbprint() });
        assert_eq!(claims(&given)["cnf"], cnf);
        let told = app.introspect(PORTAL, &given).await;
        assert_eq!((&told["active"], &told["token_type"], &told["cnf"]), (&json!(true), &json!("Bearer"), &cnf));
        for name in [CERTIFICATE, SELF_SIGNED] {
            assert!(get(&app, USERINFO, &given, &[(name, &field)]).await.body["family_name"].is_string());
        }
        for (fields, what) in [(vec![], "alone"), (vec![(CERTIFICATE, stolen.as_str())], "over another connection")] {
            let answer = get(&app, USERINFO, &given, &fields).await;
            let challenge = answer.headers["www-authenticate"].to_str().unwrap();
            assert!(answer.status == 401 && challenge.contains("error=\"invalid_token\""), "{what}: {challenge}");
        }
        app.certified(&["192.0.2.0/24"]).await;
        assert_eq!(get(&app, USERINFO, &given, &[(CERTIFICATE, &field)]).await.status, 401, "a forged header field");
    }

    async fn the_api_of_poort_itself_holds_a_token_to_its_certificate(database) {
        let mut app = TestApp::demo(database).await;
        app.certified(HERE).await;
        bound(&app, "beheer").await;
        let (own, other) = (TestCertificate::new("beheer"), TestCertificate::new("beheer"));
        let given = access(&redeemed(&app, "beheer", &[(SELF_SIGNED, &own.field())]).await);
        assert_eq!(get(&app, "/v1/me", &given, &[(SELF_SIGNED, &own.field())]).await.status, 200);
        for fields in [vec![], vec![(SELF_SIGNED, other.field())]] {
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let answer = get(&app, "/v1/me", &given, &fields).await;
            assert_eq!((answer.status.as_u16(), &answer.body["code"]), (401, &json!("tokenBinding")), "{}", answer.text);
        }
    }

    async fn a_refresh_token_of_a_public_client_is_for_the_same_certificate(database) {
        let mut app = TestApp::demo(database).await;
        app.certified(HERE).await;
        bound(&app, "beheer").await;
        app.change_client("beheer", |client| {
            client.grant_types.push(GrantType::RefreshToken);
            client.scopes.push("offline_access".parse().unwrap());
        })
        .await;
        let (own, thief) = (TestCertificate::new("app").field(), TestCertificate::new("app").field());
        let first = redeemed(&app, "beheer", &[(SELF_SIGNED, &own)]).await;
        let form = [("grant_type", "refresh_token"), ("refresh_token", first.body["refresh_token"].as_str().unwrap())];
        refused(&ask(&app, TOKEN, "beheer", &form, &[]).await, 400, "invalid_request", "without a certificate");
        refused(&ask(&app, TOKEN, "beheer", &form, &[(SELF_SIGNED, &thief)]).await, 400, "invalid_grant", "another certificate");
        access(&ask(&app, TOKEN, "beheer", &form, &[(SELF_SIGNED, &own)]).await);
    }
}
