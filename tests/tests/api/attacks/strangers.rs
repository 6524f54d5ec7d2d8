//! The token of another client, in the hands of a client that has proved who it is.

use poort_tests::TestApp;
use serde_json::json;
use storage::on_both;

const OWNER: &str = "ovam-portaal";
const OTHERS: [&str; 2] = ["cultuurmonitor-portaal", "hr-zandmeer"];

on_both! {
    async fn introspection_of_anothers_token_says_nothing(database) {
        let app = TestApp::demo(database).await;
        let tokens = app.sign_in("stijn", OWNER, None).await;
        for other in OTHERS {
            let told = app.ask_as(other, "/op/v1/introspect", &[("token", &tokens.access)]).await;
            let nothing = app.ask_as(other, "/op/v1/introspect", &[("token", "nonsense")]).await;
            assert_eq!((told.status, &told.text), (nothing.status, &nothing.text), "{other}");
            assert_eq!(told.body, json!({ "active": false }));
        }
        assert_eq!(app.introspect(OWNER, &tokens.access).await["active"], true);
        // The API that a client calls is its audience, and may ask.
        app.change_client(OWNER, |client| client.audiences = vec!["hr-zandmeer".to_owned()]).await;
        let for_api = app.sign_in("stijn", OWNER, None).await;
        assert_eq!(app.introspect("hr-zandmeer", &for_api.access).await["active"], true);
        assert_eq!(app.introspect("cultuurmonitor-portaal", &for_api.access).await["active"], false);
    }
}
