//! The address to which codes go: whose it is, and since when.

use serde_json::json;
use storage::on_both;

use super::{NEW, OWN, WRONG, actions, csrf, forget, later, own_page, propose, reachable, recover, send, started};
use crate::people::VEERLE;

on_both! {
    async fn an_address_counts_once_its_owner_confirmed_it(database) {
        let (app, mailbox) = started(database).await;
        let (browser, page) = own_page(&app, "stijn").await;
        for (fields, message) in [
            ([("address", OWN), ("current", "verkeerd")], "Het huidige wachtwoord klopt niet."),
            ([("address", "geen adres"), ("current", app.password("stijn"))], "Vul een geldig e-mailadres in."),
        ] {
            let answer = send(&browser, &page, &fields).await;
            assert!(answer.status == 422 && answer.text.contains(message), "{}", answer.text);
        }
        assert_eq!(app.send_mails().await, 0);
        let asked = propose(&app, &browser, &page, "stijn", OWN).await;
        assert!(!asked.text.contains(OWN), "it does not count yet");
        assert_eq!(app.send_mails().await, 1);
        let code = mailbox.code(OWN);
        // A code that confirms an address gives no password, and is of use to nobody else.
        assert!(recover(&app.browser(), "stijn", &code, NEW).await.text.contains(WRONG));
        forget(&app.browser(), "stijn").await;
        assert_eq!((app.send_mails().await, mailbox.mails().len()), (1, 0));
        let (other, others) = own_page(&app, "an").await;
        assert!(send(&other, &others, &[("code", &code)]).await.text.contains(WRONG));
        later(&app, 1800);
        let (browser, page) = own_page(&app, "stijn").await;
        assert!(send(&browser, &page, &[("code", &code)]).await.text.contains(WRONG));
    }

    async fn the_former_address_is_told_and_its_codes_are_spent(database) {
        let (app, mailbox) = started(database).await;
        reachable(&app, &mailbox, "stijn", OWN).await;
        forget(&app.browser(), "stijn").await;
        app.send_mails().await;
        let former = mailbox.code(OWN);
        reachable(&app, &mailbox, "stijn", "stijn@nieuw.example").await;
        assert_eq!(app.send_mails().await, 1);
        let told = mailbox.mails();
        assert!(told.len() == 1 && told[0].to == OWN && told[0].text.contains("niet langer het hersteladres"), "{told:?}");
        assert!(recover(&app.browser(), "stijn", &former, NEW).await.text.contains(WRONG));
        let (browser, page) = own_page(&app, "stijn").await;
        let none = send(&browser, &page, &[("remove", "yes")]).await;
        assert!(none.text.contains("Je hebt er nog geen."), "{}", none.text);
        app.send_mails().await;
        assert_eq!(mailbox.mails()[0].to, "stijn@nieuw.example");
        forget(&app.browser(), "stijn").await;
        assert_eq!((app.send_mails().await, mailbox.mails().len()), (1, 0));
        assert!(actions(&app, "stijn").await.contains("recoveryAddressRemoved"));
    }

    async fn a_browser_that_was_left_open_sets_no_address(database) {
        let (app, mailbox) = started(database).await;
        let (browser, page) = own_page(&app, "stijn").await;
        let asked = propose(&app, &browser, &page, "stijn", OWN).await;
        app.send_mails().await;
        let code = mailbox.code(OWN);
        let token = csrf(&asked);
        let foreign = [("csrf", token.as_str()), ("code", code.as_str())];
        assert_eq!(browser.post_from("https://evil.example", "/hersteladres", &foreign).await.status, 403);
        later(&app, 601);
        assert_eq!(browser.get("/hersteladres").await.heading(), "Aanmelden");
        for fields in [vec![("code", code.as_str())], vec![("remove", "yes")], vec![("address", OWN), ("current", app.password("stijn"))]] {
            assert_eq!(send(&browser, &asked, &fields).await.heading(), "Aanmelden", "{fields:?}");
        }
        assert_eq!(app.send_mails().await, 0);
    }

    async fn an_address_that_an_administrator_writes_gets_no_code(database) {
        let (app, mailbox) = started(database).await;
        let path = format!("/v1/werkrelaties/{}", app.werkrelatie("stijn-bodemwerken"));
        let veerle = app.screen("veerle", "bodemwerken").await;
        let written = veerle.change("PATCH", &path, "", json!({"email": "veerle@evil.example"})).await;
        assert_eq!(written.status, 200, "{}", written.text);
        forget(&app.browser(), "stijn").await;
        assert_eq!((app.send_mails().await, mailbox.mails().len()), (1, 0));
        // Nor does the address of who had the account before an administrator gave it another password.
        reachable(&app, &mailbox, "stijn", "thief@evil.example").await;
        forget(&app.browser(), "stijn").await;
        app.send_mails().await;
        let code = mailbox.code("thief@evil.example");
        let reset = format!("/v1/persons/{}/account/password", app.person("stijn"));
        let reset = VEERLE.ask(&app, "poort.persons.write", "POST", &reset, &[], Some(json!({}))).await;
        assert_eq!(reset.status, 200, "{}", reset.text);
        assert!(recover(&app.browser(), "stijn", &code, NEW).await.text.contains(WRONG));
        app.send_mails().await;
        assert!(mailbox.mails().iter().all(|mail| mail.text.contains("niet langer")));
        forget(&app.browser(), "stijn").await;
        assert_eq!((app.send_mails().await, mailbox.mails().len()), (1, 0));
    }

    async fn one_address_gets_so_many_codes_whoever_says_that_it_is_his(database) {
        let (app, mailbox) = started(database).await;
        let mut told = 0;
        for username in ["stijn", "an", "mia"] {
            for _ in 0..3 {
                let (browser, page) = own_page(&app, username).await;
                propose(&app, &browser, &page, username, "Victim@elsewhere.example").await;
            }
            app.send_mails().await;
            told += mailbox.mails().len();
        }
        assert_eq!(told, 5);
        // Whose it is and who confirmed it keeps his way to another password all the same.
        let (app, mailbox) = started(storage::testing::TestDatabase::new(storage::Backend::Sqlite)).await;
        reachable(&app, &mailbox, "stijn", OWN).await;
        for username in ["an", "mia"] {
            for _ in 0..3 {
                let (browser, page) = own_page(&app, username).await;
                propose(&app, &browser, &page, username, OWN).await;
            }
        }
        app.send_mails().await;
        drop(mailbox.mails());
        forget(&app.browser(), "stijn").await;
        app.send_mails().await;
        assert_eq!(mailbox.mails().len(), 1);
    }
}
