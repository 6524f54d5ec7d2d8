//! Whichever grant gives a token, it is bound to the certificate of the connection over which it was asked (RFC 8705 section 3).

use types::{Clock, Seconds};

use super::*;
use crate::sign_in::{device, exchange};

/// Asks for tokens with the secret of a client, when it has one, over a connection with this certificate or with none.
async fn asked(app: &TestApp, client: &str, form: &[(&str, &str)], own: Option<&TestCertificate>) -> Answer {
    let secret = app.secret(client).map(|secret| ("client_secret", secret));
    let form: Vec<_> = form.iter().copied().chain(secret).collect();
    let field = own.map(TestCertificate::field);
    let fields: Vec<_> = field.iter().map(|field| (SELF_SIGNED, field.as_str())).collect();
    ask(app, TOKEN, client, &form, &fields).await
}

/// The token of a client that must show a certificate; without one it gets none.
async fn given(app: &TestApp, client: &str, form: &[(&str, &str)], own: &TestCertificate) -> (String, Answer) {
    refused(&asked(app, client, form, None).await, 400, "invalid_request", "without a certificate");
    let answer = asked(app, client, form, Some(own)).await;
    let token = access(&answer);
    assert_eq!(claims(&token)["cnf"], cnf(own));
    (token, answer)
}

/// Over a connection with its certificate a token is answered so; alone, or over another connection, it is worth nothing.
async fn held(app: &TestApp, path: &str, token: &str, own: &TestCertificate, status: u16) {
    assert_eq!(get(app, path, token, &[(SELF_SIGNED, &own.field())]).await.status, status);
    let other = TestCertificate { key: own.key.clone(), ..TestCertificate::new("anders") }.field();
    for (fields, what) in [(vec![], "alone"), (vec![(SELF_SIGNED, other.as_str())], "over another connection")] {
        let answer = get(app, path, token, &fields).await;
        let challenge = answer.headers["www-authenticate"].to_str().unwrap();
        assert!(answer.status == 401 && challenge.contains("error=\"invalid_token\""), "{what}: {challenge} {}", answer.text);
    }
}

/// Who is asked with the token hears whose certificate must come along.
async fn told(app: &TestApp, asker: &str, token: &str, own: &TestCertificate) {
    let told = app.introspect(asker, token).await;
    assert_eq!((&told["active"], &told["token_type"], &told["cnf"]), (&json!(true), &json!("Bearer"), &cnf(own)));
}

fn cnf(own: &TestCertificate) -> Value {
    json!({ "x5t#S256": own.thumbprint() })
}

/// The code of a device that its person let in.
async fn allowed(app: &TestApp, client: &str, scope: &str) -> String {
    let (device_code, user_code) = device::waiting(app, client, scope).await;
    let browser = app.browser();
    let asks = device::typed(&browser, "stijn", &user_code).await;
    let choice = app.organisation("bodemwerken").to_string();
    let done = browser.submit(&asks, &[("choice", &choice), ("answer", "toelaten")]).await;
    assert_eq!(done.heading(), "Het toestel is toegelaten", "{}", done.text);
    app.clock.set(app.clock.now().plus(Seconds(5)));
    device_code
}

on_both! {
    async fn the_token_of_a_machine_is_nothing_without_its_certificate(database) {
        let mut app = TestApp::demo(database).await;
        app.certified(HERE).await;
        bound(&app, MACHINE).await;
        let own = TestCertificate::new("hr");
        let grant = ("grant_type", "client_credentials");
        let (token, _) = given(&app, MACHINE, &[grant, ("scope", "poort.organisations.read")], &own).await;
        held(&app, "/v1/organisations", &token, &own, 200).await;
        let (token, _) = given(&app, MACHINE, &[grant, ("scope", "vo")], &own).await;
        told(&app, MACHINE, &token, &own).await;
    }

    async fn the_tokens_of_a_device_are_nothing_without_its_certificate(database) {
        let mut app = device::devices(database).await;
        app.certified(HERE).await;
        app.change_client("beheer", |client| {
            client.grant_types.push(GrantType::RefreshToken);
            client.scopes.push("offline_access".parse().unwrap());
        })
        .await;
        let (own, renewed) = (TestCertificate::new("toestel"), TestCertificate::new("toestel"));
        for (client, path, scope) in [(PORTAL, USERINFO, "openid profile offline_access"), ("beheer", "/v1/me", "openid poort.me offline_access")] {
            bound(&app, client).await;
            let device_code = allowed(&app, client, scope).await;
            let form = [("grant_type", device::GRANT), ("device_code", device_code.as_str())];
            let (token, answer) = given(&app, client, &form, &own).await;
            held(&app, path, &token, &own, 200).await;
            let refresh = answer.body["refresh_token"].as_str().unwrap();
            let form = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
            let last = if client == PORTAL {
                told(&app, PORTAL, &token, &own).await;
                &renewed
            } else {
                refused(&asked(&app, client, &form, Some(&renewed)).await, 400, "invalid_grant", "nobody knows it but by its certificate");
                &own
            };
            let (next, _) = given(&app, client, &form, last).await;
            held(&app, path, &next, last, 200).await;
        }
    }

    async fn a_token_that_is_exchanged_is_bound_to_the_certificate_of_who_exchanges(database) {
        let mut app = exchange::chained(database).await;
        app.certified(HERE).await;
        for client in [PORTAL, exchange::API] {
            bound(&app, client).await;
        }
        let (own, api) = (TestCertificate::new("portaal"), TestCertificate::new("api"));
        let first = access(&redeemed(&app, PORTAL, &[(SELF_SIGNED, &own.field())]).await);
        fn form(subject: &str) -> [(&str, &str); 3] {
            [("grant_type", exchange::GRANT), ("subject_token", subject), ("subject_token_type", exchange::ACCESS)]
        }
        let (one, _) = given(&app, PORTAL, &form(&first), &own).await;
        // Who he is stays with the portal: with the certificate it is not refused for that, but for its scope.
        held(&app, USERINFO, &one, &own, 403).await;
        told(&app, exchange::API, &one, &own).await;
        let (two, _) = given(&app, exchange::API, &form(&one), &api).await;
        held(&app, USERINFO, &two, &api, 403).await;
        told(&app, exchange::NEXT, &two, &api).await;
        for own in [None, Some(&api)] {
            refused(&asked(&app, exchange::NEXT, &form(&two), own).await, 400, "invalid_request", "what is bound does not become free");
        }
    }
}
