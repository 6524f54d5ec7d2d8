//! Signing in.

use poort_tests::TestApp;
use storage::on_both;

on_both! {
    async fn a_person_of_the_demo_data_calls_the_api_with_his_own_token(database) {
        let app = TestApp::demo(database).await;
        let token = app.person_token(app.person("jan"), Some(app.organisation("zandmeer")), "poort.mandates.read").await;
        let answer = app.send("GET", "/v1/mandates", &[("Authorization", &format!("Bearer {token}"))], None).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
}
