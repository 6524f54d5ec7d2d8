//! Signing in with an identity card, whose certificate a trusted proxy hands on.

use poort_tests::{
    Answer, Browser, COMMON_NAME, COUNTRY, ISSUER, ORIGIN, SERIAL_NUMBER, TestApp, TestCertificate, claims, logged,
};
use serde_json::json;
use storage::on_both;

const CLIENT: &str = "ovam-portaal";
const SCOPE: &str = "openid ovam_cnr";
const EID: &str = "urn:be:vlaanderen:authmech:eid";
const HERE: &[&str] = &["127.0.0.1"];
const PORT: &str = "https://poort.test:8443";
const CARD: &str = "/aanmelden/eid";
const REFUSED: &str = "Aanmelden met je kaart is niet gelukt.";
const SESSION: &str = "__Host-poort";

fn card(number: &str) -> TestCertificate {
    let part = |kind, value: &str| (kind, value.to_owned());
    TestCertificate {
        subject: vec![part(COUNTRY, "BE"), part(COMMON_NAME, "Iemand (Authentication)"), part(SERIAL_NUMBER, number)],
        issuer: vec![part(COUNTRY, "BE"), part(COMMON_NAME, "Citizen CA"), part(SERIAL_NUMBER, "202301")],
        ..TestCertificate::new("")
    }
}

async fn number(app: &TestApp, person: &str) -> String {
    let id = app.person(person);
    app.store.read(move |tx| storage::persons::by_id(tx, id)).await.unwrap().unwrap().insz.expose()
}

/// The token of the login page and where it leads.
fn fields(page: &Answer) -> [(String, String); 2] {
    let form = page.form().unwrap();
    ["csrf", "continue"].map(|name| form.fields.iter().find(|(key, _)| key == name).unwrap().clone())
}

/// Presses the button on a login page, over a connection with these header fields.
async fn press(browser: &Browser<'_>, page: &Answer, site: &str, origin: &str, more: &[(&str, &str)]) -> Answer {
    let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Origin", origin), ("Sec-Fetch-Site", site)];
    let fields = fields(page);
    let body = oidc::encoding::encode_pairs(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    browser.send("POST", CARD, &[&headers, more].concat(), Some(body)).await
}

async fn shown<'a>(app: &'a TestApp, field: &str, value: &str) -> (Browser<'a>, Answer) {
    let browser = app.browser();
    let page = browser.get(&app.authorization(CLIENT, SCOPE, &[("acr_values", EID)])).await;
    let page = browser.follow(page).await;
    let answer = press(&browser, &page, "same-origin", ORIGIN, &[(field, value)]).await;
    (browser, answer)
}

/// A card that brings nobody in; what its holder reads.
async fn refused(app: &TestApp, field: &str, value: &str, what: &str) -> String {
    let (browser, answer) = shown(app, field, value).await;
    let location = answer.location().unwrap_or_default().to_owned();
    assert!(answer.status == 303 && location.starts_with("/aanmelden/eid?continue="), "{what}: {} {location}", answer.status);
    let page = browser.follow(answer).await;
    assert!(page.status == 422 && page.text.contains(REFUSED), "{what}: {}", page.text);
    assert_eq!(browser.cookie(SESSION), None, "{what}");
    page.text.split("csrf").next().unwrap().to_owned()
}

on_both! {
    async fn a_card_signs_its_holder_in_for_the_most_that_is_asked(database) {
        let mut app = TestApp::demo(database).await;
        app.with_cards(HERE, None).await;
        let number = number(&app, "stijn").await;
        logged();
        let browser = app.browser();
        let page = browser.get(&app.authorization(CLIENT, SCOPE, &[("acr_values", EID)])).await;
        let page = browser.follow(page).await;
        assert!(page.text.contains("Aanmelden met je eID-kaart") && !page.text.contains("type=\"password\""), "{}", page.text);
        let answer = press(&browser, &page, "same-origin", ORIGIN, &[("Client-Cert", &card(&number).field())]).await;
        assert!(answer.status == 303 && browser.cookie(SESSION).is_some(), "{}", answer.text);
        let arrived = browser.follow(answer).await;
        let tokens = browser.tokens(CLIENT, &arrived).await;
        let id = claims(&tokens.id.unwrap());
        assert_eq!((&id["acr"], &id["amr"], &id["iss"]), (&json!(EID), &json!(["sc", "pin", "mfa"]), &json!(ISSUER)));
        assert!(!logged().contains(&number) && !arrived.location().unwrap().contains(&number));
    }

    async fn whoever_is_not_known_by_his_card_hears_the_same(database) {
        let mut app = TestApp::demo(database).await;
        app.with_cards(HERE, None).await;
        let number = number(&app, "stijn").await;
        let (field, own) = ("Client-Cert", card(&number));
        logged();
        let other = TestCertificate { issuer: TestCertificate::new("").issuer, ..own.clone() };
        let past = TestCertificate { valid: ("160101000000Z", "260101000000Z"), ..own.clone() };
        let twice = TestCertificate { subject: [own.subject.clone(), vec![(SERIAL_NUMBER, number.clone())]].concat(), ..own.clone() };
        let mut pages = vec![refused(&app, "X-Nothing", "", "no card").await];
        for (field, certificate, what) in [
            (field, card("80240199943"), "unknown"),
            (field, card("85073100131"), "no number"),
            (field, card("42"), "another number"),
            (field, TestCertificate::new("portaal"), "a machine"),
            (field, other, "another authority"),
            (field, past, "not of now"),
            (field, twice, "two numbers"),
            ("X-Self-Signed-Cert", own.clone(), "nobody verified it"),
        ] {
            pages.push(refused(&app, field, &certificate.field(), what).await);
        }
        let id = app.person("stijn");
        let work = move |tx: &mut storage::WriteTx<'_>| {
            let account = storage::accounts::of_person(tx, id)?.unwrap();
            storage::accounts::update(tx, &storage::accounts::Account { disabled: true, ..account })
        };
        app.store.write(app.outside.fresh_context(), work).await.unwrap();
        pages.push(refused(&app, field, &own.field(), "switched off").await);
        assert!(pages.windows(2).all(|pair| pair[0] == pair[1]), "{pages:?}");
        assert!(!logged().contains(&number) && !logged().contains("80240199943"));
    }

    async fn a_card_is_believed_of_a_proxy_only(database) {
        let mut app = TestApp::demo(database).await;
        let field = card(&number(&app, "stijn").await).field();
        app.certified(HERE).await;
        let page = app.browser().get("/aanmelden").await;
        assert!(!page.text.contains("eID"), "nothing is configured");
        refused_at_home(&app, &field, "nothing is configured").await;
        app.with_cards(&["192.0.2.0/24"], None).await;
        refused_at_home(&app, &field, "who sent it is no proxy").await;
        app.with_cards(HERE, None).await;
        let (browser, answer) = shown(&app, "Client-Cert", &field).await;
        assert!(answer.status == 303 && browser.cookie(SESSION).is_some());
    }

    async fn a_form_from_elsewhere_signs_nobody_in_by_his_card(database) {
        let mut app = TestApp::demo(database).await;
        let field = card(&number(&app, "stijn").await).field();
        app.with_cards(HERE, None).await;
        let card = [("Client-Cert", field.as_str())];
        let stranger = app.browser();
        let strange = stranger.get("/aanmelden").await;
        let browser = app.browser();
        let own = browser.get("/aanmelden").await;
        for (page, site, origin, what) in [
            (&own, "cross-site", "https://evil.example", "another site"),
            (&own, "same-site", "null", "a neighbour"),
            (&strange, "same-origin", ORIGIN, "the token of another browser"),
        ] {
            drop(press(&browser, page, site, origin, &card).await);
            assert_eq!(browser.cookie(SESSION), None, "{what}");
        }
        app.with_cards(HERE, Some(PORT)).await;
        let browser = app.browser();
        let own = browser.get("/aanmelden").await;
        let policy = own.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("form-action 'self' https://poort.test:8443;"), "{policy}");
        assert!(own.text.contains("action=\"https://poort.test:8443/aanmelden/eid\""), "{}", own.text);
        for (page, site) in [(&strange, "same-site"), (&own, "cross-site")] {
            let answer = press(&browser, page, site, "null", &card).await;
            assert!(answer.location().unwrap().starts_with("https://poort.test/aanmelden/eid?"), "{:?}", answer.location());
            assert_eq!(browser.cookie(SESSION), None);
        }
        let answer = press(&browser, &own, "same-site", "null", &card).await;
        assert_eq!((answer.location(), browser.cookie(SESSION).is_some()), (Some("https://poort.test/"), true));
    }
}

async fn refused_at_home(app: &TestApp, field: &str, what: &str) {
    let browser = app.browser();
    let page = browser.get("/aanmelden").await;
    let answer = press(&browser, &page, "same-origin", ORIGIN, &[("Client-Cert", field)]).await;
    assert_eq!((answer.status.as_u16(), browser.cookie(SESSION)), (303, None), "{what}");
}
