//! Who has an account: neither an answer nor the work behind it tells.

use poort_tests::{Answer, TestApp};
use storage::on_both;

async fn hashes(app: &TestApp) -> u64 {
    let text = app.watch().await;
    let line = text.lines().find_map(|line| line.strip_prefix("poort_password_hashes ")).unwrap();
    line.parse().unwrap()
}

on_both! {
    async fn who_is_unknown_costs_the_same_work(database) {
        let app = TestApp::demo(database).await;
        let browser = app.browser();
        let page = browser.get("/aanmelden").await;
        let mut answers: Vec<Answer> = Vec::new();
        for username in ["stijn", "nobody", "stijn ", "../stijn", "' or 1=1 --"] {
            let before = hashes(&app).await;
            answers.push(browser.submit(&page, &[("username", username), ("password", "verkeerd wachtwoord")]).await);
            assert_eq!(hashes(&app).await - before, 1, "{username}");
        }
        assert!(answers.iter().all(|answer| answer.status == answers[0].status && answer.heading() == answers[0].heading()));
        for _ in 0..5 {
            browser.submit(&page, &[("username", "stijn"), ("password", "verkeerd wachtwoord")]).await;
            browser.submit(&page, &[("username", "nobody"), ("password", "verkeerd wachtwoord")]).await;
        }
        // Who waits costs nothing, whether he exists or not.
        let before = hashes(&app).await;
        for username in ["stijn", "nobody"] {
            let held = browser.submit(&page, &[("username", username), ("password", "verkeerd wachtwoord")]).await;
            assert_eq!(held.status, 429, "{username}");
        }
        assert_eq!(hashes(&app).await, before);
    }
}
