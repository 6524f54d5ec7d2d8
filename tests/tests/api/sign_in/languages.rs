//! The language of the pages.

use poort_tests::TestApp;
use storage::on_both;

const SCOPE: &str = "openid vo poort.me";

on_both! {
    async fn a_page_speaks_as_the_client_asks_or_else_as_the_browser_does(database) {
        let app = TestApp::demo(database).await;
        let page = async |ui_locales: &str, accepted: &str| {
            let path = app.authorization("beheer", SCOPE, &[("ui_locales", ui_locales)]);
            app.send("GET", &path, &[("Accept-Language", accepted)], None).await
        };
        for (ui_locales, accepted, lang, heading) in [
            ("", "", "nl", "Aanmelden"),
            ("", "pt", "nl", "Aanmelden"),
            ("", "pt, en;q=0.2, fr-BE;q=0.7", "fr", "Se connecter"),
            ("pt de-AT", "fr", "de", "Anmelden"),
            ("tlh", "en", "en", "Sign in"),
        ] {
            let page = page(ui_locales, accepted).await;
            assert!(page.text.contains(&format!("<html lang=\"{lang}\">")), "{ui_locales} {accepted}");
            assert_eq!(page.heading(), heading, "{ui_locales} {accepted}");
        }
        let discovery = app.send("GET", "/op/.well-known/openid-configuration", &[], None).await;
        assert_eq!(discovery.body["ui_locales_supported"], serde_json::json!(["nl", "en", "fr", "de"]));
    }

    async fn the_language_goes_along_to_the_end(database) {
        let app = TestApp::demo(database).await;
        let nele = app.browser();
        let page = nele.get(&app.authorization("beheer", SCOPE, &[("ui_locales", "en")])).await;
        let wrong = nele.submit(&page, &[("username", "nele"), ("password", "iets anders")]).await;
        assert_eq!((wrong.status.as_u16(), wrong.heading()), (422, "Sign in"));
        assert!(wrong.text.contains("The user name or the password is not right."), "{}", wrong.text);
        let choose = nele.log_in(&wrong, "nele").await;
        assert_eq!(choose.heading(), "Choose an organisation");
        let nothing = nele.submit(&choose, &[("choice", "nonsense")]).await;
        assert!(nothing.text.contains("Choose one of the list."), "{}", nothing.text);
    }

    async fn an_error_page_speaks_it_too(database) {
        let app = TestApp::demo(database).await;
        let unknown = app.send("GET", "/op/v1/auth?client_id=nobody&ui_locales=en", &[], None).await;
        assert_eq!((unknown.status.as_u16(), unknown.heading()), (400, "This application is not known"));
        let html = [("Accept", "text/html"), ("Accept-Language", "de")];
        assert_eq!(app.send("GET", "/nergens", &html, None).await.heading(), "Diese Seite gibt es nicht");
        assert_eq!(app.send("GET", "/op/v1/logout", &html, None).await.heading(), "Sie sind abgemeldet");
    }
}
