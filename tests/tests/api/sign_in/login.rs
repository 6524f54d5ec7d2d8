//! The login page, its cookies, and who is kept out.

use poort_tests::{Answer, Browser, TestApp};
use storage::on_both;
use types::{Clock, Parsed, Reason, Seconds, SystemActor};

const CLIENT: &str = "ovam-portaal";
const SCOPE: &str = "openid ovam_cnr";
/// Of `password`, made with the reference implementation for 256 KiB (phc-winner-argon2, src/test.c).
const CHEAP: &str = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
const WRONG: &str = "De gebruikersnaam of het wachtwoord klopt niet.";

/// Whether a page has a script beside the one of ours.
fn scripted(page: &str) -> bool {
    page.replacen("<script src=\"/assets/passkey-", "", 1).contains("<script")
}

async fn login_page(app: &TestApp, browser: &Browser<'_>) -> Answer {
    browser.get(&app.authorization(CLIENT, SCOPE, &[])).await
}

on_both! {
    async fn pages_run_no_script_but_ours_and_are_neither_framed_nor_kept(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        let page = login_page(&app, &browser).await;
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self' http://127.0.0.1:3000;"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"));
        for (name, value) in [("cache-control", "no-store"), ("x-frame-options", "DENY"), ("x-content-type-options", "nosniff")] {
            assert_eq!(page.headers[name], value, "{name}");
        }
        assert!(!scripted(&page.text) && !page.text.contains("style=") && !page.text.contains("<style"));
        let style = page.text.split_once("rel=\"stylesheet\" href=\"").unwrap().1.split('"').next().unwrap();
        let style = browser.get(style).await;
        assert_eq!((style.status.as_u16(), style.headers["content-type"].to_str().unwrap()), (200, "text/css; charset=utf-8"));
    }

    async fn the_session_cookie_is_for_this_host_this_browser_and_no_script(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        let page = login_page(&app, &browser).await;
        let form = page.form().unwrap();
        let mut fields: Vec<_> = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.retain(|(name, _)| *name == "csrf" || *name == "continue");
        fields.extend([("username", "stijn"), ("password", app.password("stijn"))]);
        let answer = browser.post(&form.action, &fields).await;
        let given = answer.headers["set-cookie"].to_str().unwrap();
        let value = browser.cookie("__Host-poort").unwrap();
        assert_eq!(given, format!("__Host-poort={value}; Path=/; Secure; HttpOnly; SameSite=Lax"));
        assert!(page.headers["set-cookie"].to_str().unwrap().ends_with("; Path=/; Secure; HttpOnly; SameSite=Lax"));
    }

    async fn a_cookie_that_was_there_before_the_login_opens_nothing_after_it(database) {
        let app = TestApp::demo(database).await;
        let (victim, attacker) = (app.browser(), app.browser());
        let planted = "A".repeat(43);
        victim.put_cookie("__Host-poort", &planted);
        victim.sign_in("stijn", CLIENT, SCOPE, None).await;
        let own = victim.cookie("__Host-poort").unwrap();
        assert_ne!(own, planted);
        let silent = app.authorization(CLIENT, SCOPE, &[("prompt", "none")]);
        for (cookie, works) in [(&planted, false), (&own, true)] {
            attacker.put_cookie("__Host-poort", cookie);
            assert_eq!(attacker.get(&silent).await.returned("code").is_some(), works);
        }
        let page = victim.get(&app.authorization(CLIENT, SCOPE, &[("prompt", "login")])).await;
        victim.log_in(&page, "stijn").await;
        assert_eq!(attacker.get(&silent).await.returned("error").as_deref(), Some("login_required"));
        assert!(victim.get(&silent).await.returned("code").is_some());
    }

    async fn another_person_in_the_same_browser_ends_the_session_of_the_first(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        let tokens = browser.sign_in("stijn", CLIENT, SCOPE, None).await;
        let page = browser.get(&app.authorization("cultuurmonitor-portaal", "openid", &[("prompt", "login")])).await;
        let arrived = browser.log_in(&page, "an").await;
        assert!(arrived.returned("code").is_some(), "{}", arrived.text);
        assert_eq!(app.introspect(CLIENT, &tokens.access).await["active"], false);
    }

    async fn who_is_unknown_or_mistypes_hears_the_same(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        let page = login_page(&app, &browser).await;
        let mut told = Vec::new();
        for (username, password) in [
            ("stijn", "verkeerd wachtwoord"), ("nobody", "verkeerd wachtwoord"), ("stijn", ""), ("", "x"), ("stijn", "a\u{0}b"),
            ("nobody", &"x".repeat(4000)),
        ] {
            let answer = browser.submit(&page, &[("username", username), ("password", password)]).await;
            assert_eq!(answer.status, 422, "{username}");
            assert!(answer.text.contains(WRONG) && !answer.text.contains("verkeerd wachtwoord"));
            assert!(browser.cookie("__Host-poort").is_none());
            told.push(answer.text.replace("value=\"stijn\"", "value=\"nobody\"").replace("value=\"\"", "value=\"nobody\""));
        }
        assert!(told.windows(2).all(|pair| pair[0] == pair[1]), "{told:#?}");
    }

    async fn what_is_typed_comes_back_escaped(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        let page = login_page(&app, &browser).await;
        let hostile = "\"><script>alert(1)</script>";
        let answer = browser.submit(&page, &[("username", hostile), ("password", "x")]).await;
        assert!(!scripted(&answer.text) && answer.text.contains("&#60;script&#62;"), "{}", answer.text);
        let path = app.authorization(CLIENT, SCOPE, &[("state", hostile)]);
        let answer = browser.get(&path).await;
        assert!(answer.heading() == "Aanmelden" && !scripted(&answer.text));
        let unknown = browser.send("GET", "/%3Cscript%3E", &[("Accept", "text/html")], None).await;
        assert_eq!((unknown.status.as_u16(), unknown.heading()), (404, "Deze pagina bestaat niet"));
        assert!(!unknown.text.contains("script>"));
    }

    async fn a_form_from_elsewhere_signs_nobody_in(database) {
        let app = TestApp::demo(database).await;
        let (victim, attacker) = (app.browser(), app.browser());
        let stolen = login_page(&app, &attacker).await.form().unwrap();
        let page = login_page(&app, &victim).await;
        let own = page.form().unwrap();
        let field = |form: &poort_tests::Form, name: &str| form.fields.iter().find(|(key, _)| key == name).unwrap().1.clone();
        let posted = async |csrf: &str, origin: &str| {
            let fields = [("csrf", csrf), ("continue", &field(&own, "continue")), ("username", "stijn"), ("password", app.password("stijn"))];
            victim.post_from(origin, "/aanmelden", &fields).await
        };
        let (theirs, right) = (field(&stolen, "csrf"), field(&own, "csrf"));
        for (csrf, origin) in [(theirs.as_str(), poort_tests::ORIGIN), ("", poort_tests::ORIGIN), (&right, "https://evil.example"), (&right, "null")] {
            let answer = posted(csrf, origin).await;
            assert_eq!((answer.status.as_u16(), answer.heading()), (403, "Aanmelden"), "{origin}");
            assert!(answer.text.contains("De pagina stond te lang open."));
            assert!(victim.cookie("__Host-poort").is_none());
        }
        let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Referer", "https://poort.test.evil.example/")];
        let body = oidc::encoding::encode_pairs([("csrf", right.as_str()), ("username", "stijn"), ("password", app.password("stijn"))]);
        assert_eq!(victim.send("POST", "/aanmelden", &headers, Some(body)).await.status, 403);
        let bare = app.browser();
        assert_eq!(bare.post("/aanmelden", &[("csrf", &right), ("username", "stijn"), ("password", "x")]).await.status, 403);
        assert_eq!(posted(&right, poort_tests::ORIGIN).await.status, 303);
        // The token is bound to who is signed in: that of before the login is worth nothing now.
        assert_eq!(posted(&right, poort_tests::ORIGIN).await.status, 403);
    }

    async fn a_login_leads_nowhere_but_to_poort(database) {
        let app = TestApp::demo(database).await;
        for target in ["https://evil.example/", "//evil.example", "/\\evil.example", "/op/v1/authx?a=b", "javascript:alert(1)"] {
            let browser = app.browser();
            let page = login_page(&app, &browser).await;
            let form = page.form().unwrap();
            let csrf = &form.fields.iter().find(|(name, _)| name == "csrf").unwrap().1;
            let fields = [("csrf", csrf.as_str()), ("continue", target), ("username", "stijn"), ("password", app.password("stijn"))];
            let answer = browser.post("/aanmelden", &fields).await;
            assert_eq!((answer.status.as_u16(), answer.location()), (303, Some("/")), "{target}");
            assert!(browser.get("/").await.text.contains("Aangemeld als"));
        }
    }

    async fn who_tries_too_often_waits_and_no_stranger_keeps_another_out(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        let page = login_page(&app, &browser).await;
        let attempt = async |username: &str, password: &str| browser.submit(&page, &[("username", username), ("password", password)]).await;
        for _ in 0..6 {
            assert_eq!(attempt("stijn", "verkeerd wachtwoord").await.status, 422);
        }
        let held = attempt("stijn", app.password("stijn")).await;
        assert_eq!((held.status.as_u16(), held.headers["retry-after"].to_str().unwrap()), (429, "1"));
        assert!(held.text.contains("Er waren te veel pogingen. Probeer het over 1 seconde opnieuw."), "{}", held.text);
        assert!(app.browser().arrive("sofie", CLIENT, SCOPE, None).await.returned("code").is_some(), "others go on");
        let page = storage::Page::new(1, 100).unwrap();
        let query = storage::refused_attempts::Query { actor: Some(types::Actor::Person(app.person("stijn"))), organisation: None };
        // Kept after the answer: another write waits for it.
        app.register("later").await;
        let kept = app.store.read(move |tx| storage::refused_attempts::search(tx, &query, page)).await.unwrap().items;
        let codes: Vec<&str> = kept.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(codes, [&["tooManyAttempts"][..], &["credentials"; 6]].concat());
        assert!(kept.iter().all(|one| one.operation == "signIn"));
        app.clock.set(app.clock.now().plus(Seconds(1)));
        assert!(attempt("Stijn", app.password("stijn")).await.returned("code").is_some());
    }

    async fn who_is_switched_off_hears_the_same_and_is_out_at_once(database) {
        let app = TestApp::demo(database).await;
        let stijn = app.browser();
        let tokens = stijn.sign_in("stijn", CLIENT, SCOPE, None).await;
        let (person, reason) = (app.person("stijn"), Reason::parse("uit dienst").unwrap());
        let switched_off = app.store.write(app.outside.fresh_context(), move |tx| {
            let operator = service::Caller::system(SystemActor::CommandLine, reason.clone());
            service::accounts::disable(tx, &operator, person, reason)
        });
        switched_off.await.unwrap();
        assert_eq!(app.introspect(CLIENT, &tokens.access).await["active"], false);
        let answer = stijn.log_in(&login_page(&app, &stijn).await, "stijn").await;
        assert!(answer.status == 422 && answer.text.contains(WRONG), "{}", answer.text);
    }

    async fn every_path_says_which_methods_it_takes(database) {
        let app = TestApp::demo(database).await;
        for (path, allow) in [
            ("/op/v1/auth", "GET, HEAD, POST"), ("/op/v1/token", "OPTIONS, POST"), ("/op/v1/introspect", "POST"),
            ("/op/v1/userinfo", "GET, HEAD, OPTIONS, POST"), ("/op/v1/keys", "GET, HEAD, OPTIONS"), ("/op/v1/logout", "GET, HEAD, POST"),
            ("/op/.well-known/openid-configuration", "GET, HEAD, OPTIONS"), ("/aanmelden", "GET, HEAD, POST"), ("/kiezen", "POST"),
            ("/wachtwoord", "GET, HEAD, POST"), ("/sessies", "GET, HEAD, POST"), ("/tweede-stap", "GET, HEAD, POST"),
            ("/tweede-factor", "GET, HEAD, POST"), ("/afmelden", "POST"), ("/", "GET, HEAD"),
        ] {
            let answer = app.send("DELETE", path, &[], None).await;
            assert_eq!((answer.status.as_u16(), answer.headers["allow"].to_str().unwrap()), (405, allow), "{path}");
            assert_eq!(answer.headers["content-type"], "application/problem+json");
        }
        for path in ["/op/v1/auth", "/op/v1/keys", "/op/v1/logout", "/aanmelden", "/"] {
            let (head, get) = (app.send("HEAD", path, &[], None).await, app.send("GET", path, &[], None).await);
            assert_eq!((head.status, head.text.as_str()), (get.status, ""), "{path}");
            assert!(!get.text.is_empty());
        }
    }

    async fn a_cheap_hash_is_replaced_at_the_sign_in_and_the_password_stays(database) {
        let app = TestApp::demo(database).await;
        let person = app.person("stijn");
        let account = async || app.store.read(move |tx| storage::accounts::of_person(tx, person)).await.unwrap().unwrap();
        let before = account().await;
        let log_in = async || {
            let browser = app.browser();
            let page = browser.get("/aanmelden").await;
            browser.submit(&page, &[("username", "stijn"), ("password", "password")]).await
        };
        let cheap = storage::accounts::Account { password: CHEAP.to_owned(), ..before.clone() };
        let given = app.store.write(app.outside.fresh_context(), move |tx| storage::accounts::update(tx, &cheap));
        given.await.unwrap();
        assert_eq!(log_in().await.heading(), "Poort");
        let after = account().await;
        assert!(after.password.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", after.password);
        assert_eq!(after.changed_at, before.changed_at);
        assert_eq!(log_in().await.heading(), "Poort");
        assert_eq!(account().await.password, after.password, "once is enough");
    }
}
