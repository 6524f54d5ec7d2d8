//! The mails themselves.

use storage::on_both;

use super::{NEW, OWN, csrf, forget, later, reachable, recover, started};

on_both! {
    async fn no_header_moves_the_address_in_a_mail(database) {
        let (app, mailbox) = started(database).await;
        reachable(&app, &mailbox, "stijn", OWN).await;
        let browser = app.browser();
        let token = csrf(&browser.get("/wachtwoord/vergeten").await);
        let headers = [
            ("Host", "evil.example"),
            ("X-Forwarded-Host", "evil.example"),
            ("Forwarded", "host=evil.example"),
            ("Sec-Fetch-Site", "same-origin"),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        let asked = browser.send("POST", "/wachtwoord/vergeten", &headers, Some(format!("csrf={token}&username=stijn"))).await;
        assert_eq!(asked.status, 200, "{}", asked.text);
        app.send_mails().await;
        let mail = mailbox.mails().remove(0).text;
        assert!(mail.lines().any(|line| line == "https://poort.test/wachtwoord/herstellen") && !mail.contains("evil"), "{mail}");
        let code = mail.lines().find(|line| line.len() == 23 && line.contains('-')).unwrap();
        assert_eq!(mail.matches(code).count(), 1, "in no address: {mail}");
    }

    async fn a_mail_that_cannot_be_sent_is_sent_later_with_another_code(database) {
        let (app, mailbox) = started(database).await;
        reachable(&app, &mailbox, "stijn", OWN).await;
        mailbox.refuse(Some("450 later"));
        forget(&app.browser(), "stijn").await;
        assert_eq!((app.send_mails().await, app.send_mails().await), (1, 0));
        mailbox.refuse(None);
        later(&app, 10);
        assert_eq!(app.send_mails().await, 1);
        assert_eq!(recover(&app.browser(), "stijn", &mailbox.code(OWN), NEW).await.status, 200);
        // A server that lets Poort in no more, or asks it to wait for long, has its mail in the end.
        app.send_mails().await;
        drop(mailbox.mails());
        mailbox.refuse(Some("535 5.7.8 who are you"));
        forget(&app.browser(), "stijn").await;
        for pause in [0, 10, 60, 300, 300, 300] {
            later(&app, pause);
            assert_eq!(app.send_mails().await, 1, "{pause}");
        }
        mailbox.refuse(None);
        later(&app, 600);
        assert_eq!((app.send_mails().await, mailbox.mails().len()), (1, 1), "within the half hour");
        later(&app, 1800);
        // What is refused for ever is not tried again.
        app.send_mails().await;
        drop(mailbox.mails());
        mailbox.refuse(Some("550 nobody"));
        forget(&app.browser(), "stijn").await;
        app.send_mails().await;
        later(&app, 1700);
        assert_eq!(app.send_mails().await, 0);
        let metrics = app.frame.metrics.text(app.store.waiting(), 0, 0);
        for outcome in ["delivered", "postponed", "givenUp"] {
            assert!(metrics.contains(&format!(r#"poort_deliveries_total{{kind="mail",outcome="{outcome}"}}"#)), "{metrics}");
        }
    }
}
