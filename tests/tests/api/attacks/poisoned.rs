//! Header fields with which somebody lets Poort write his address: only the configuration says where Poort is.

use poort_tests::{Answer, ISSUER, TestApp};
use storage::on_both;

const CLIENT: &str = "ovam-portaal";
const SCOPE: &str = "openid ovam_cnr";
const POISON: [(&str, &str); 7] = [
    ("X-Forwarded-Host", "evil.example"),
    ("X-Forwarded-Proto", "http"),
    ("X-Forwarded-Prefix", "/evil.example"),
    ("X-Original-URL", "/v1/mandates?evil.example"),
    ("X-Rewrite-URL", "/v1/mandates?evil.example"),
    ("X-HTTP-Method-Override", "DELETE"),
    ("Forwarded", "for=127.0.0.1;host=evil.example;proto=http"),
];

fn is_clean(answer: &Answer, what: &str) {
    let headers = answer.headers.values().filter_map(|value| value.to_str().ok());
    assert!(headers.chain([answer.text.as_str()]).all(|text| !text.contains("evil.example")), "{what}: {answer:?}");
}

on_both! {
    async fn no_header_field_moves_poort(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        for host in ["evil.example", "evil.example:443", "poort.test@evil.example"] {
            let headers = [&POISON[..], &[("Host", host), ("Sec-Fetch-Site", "none")]].concat();
            for path in ["/op/.well-known/openid-configuration", "/op/v1/keys", "/", "/aanmelden", "/docs", "/v1/mandates", "/nowhere"] {
                is_clean(&browser.send("GET", path, &headers, None).await, path);
            }
            let page = browser.send("GET", &app.authorization(CLIENT, SCOPE, &[]), &headers, None).await;
            is_clean(&browser.follow(page).await, "the login page");
            let discovery = browser.send("GET", "/op/.well-known/openid-configuration", &headers, None).await;
            assert_eq!(discovery.body["issuer"], ISSUER);
        }
        let tokens = app.sign_in("stijn", CLIENT, None).await;
        let bearer = format!("Bearer {}", tokens.access);
        let headers = [&POISON[..], &[("Authorization", &bearer), ("Host", "evil.example")]].concat();
        let answer = browser.send("GET", "/op/v1/userinfo", &headers, None).await;
        is_clean(&answer, "userinfo");
        assert_eq!(answer.status, 200, "{}", answer.text);
    }

    async fn a_form_from_elsewhere_stays_so_whatever_host_it_names(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        let page = browser.get(&app.authorization(CLIENT, SCOPE, &[])).await;
        let page = browser.follow(page).await;
        let form = page.form().unwrap();
        let mut fields: Vec<_> = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.retain(|(name, _)| !matches!(*name, "username" | "password"));
        fields.extend([("username", "stijn"), ("password", app.password("stijn"))]);
        let body = oidc::encoding::encode_pairs(fields.iter().copied());
        let own = ("Content-Type", "application/x-www-form-urlencoded");
        let evil = [own, ("Origin", "https://evil.example"), ("Host", "evil.example"), ("X-Forwarded-Host", "evil.example")];
        let answer = browser.send("POST", &form.action, &evil, Some(body)).await;
        assert_eq!((answer.status.as_u16(), browser.cookie("__Host-poort")), (403, None));
    }

    async fn who_names_another_address_each_time_waits_no_less(database) {
        let app = TestApp::demo(database).await;
        assert_eq!(tries(&app, "").await, HELD_BACK);
    }

    async fn what_is_said_of_an_address_is_believed_of_a_proxy_only(database) {
        let mut app = TestApp::demo(database).await;
        app.behind(&["192.0.2.0/24", "::1"]).await;
        assert_eq!(tries(&app, "").await, HELD_BACK, "from elsewhere");
        app.behind(&["127.0.0.1"]).await;
        assert_eq!(tries(&app, ", 203.0.113.9").await, HELD_BACK, "invented in front of what the proxy saw");
        app.behind(&["127.0.0.1"]).await;
        assert_eq!(tries(&app, "").await, [422; 7], "seven visitors");
        app.behind(&["127.0.0.1", "203.0.113.9"]).await;
        assert_eq!(tries(&app, ", 203.0.113.9").await, [422; 7], "by way of two proxies");
    }
}

const HELD_BACK: [u16; 7] = [422, 422, 422, 422, 422, 422, 429];

/// What a wrong password is answered with, each time from another address, as the header fields say.
async fn tries(app: &TestApp, behind: &str) -> Vec<u16> {
    let browser = app.browser();
    let page = browser.get("/aanmelden").await;
    let form = page.form().unwrap();
    let csrf = form.fields.iter().find(|(name, _)| name == "csrf").unwrap().1.clone();
    let body =
        oidc::encoding::encode_pairs([("csrf", csrf.as_str()), ("username", "stijn"), ("password", "verkeerd wachtwoord")]);
    let mut statuses = Vec::new();
    for number in 0..7 {
        let address = format!("198.51.100.{number}");
        let forwarded = format!("{address}{behind}");
        let headers = [
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Origin", poort_tests::ORIGIN),
            ("Sec-Fetch-Site", "same-origin"),
            ("X-Forwarded-For", &forwarded),
            ("X-Real-IP", &address),
            ("Forwarded", "for=198.51.100.99"),
        ];
        statuses.push(browser.send("POST", &form.action, &headers, Some(body.clone())).await.status.as_u16());
    }
    statuses
}
