//! What a token is worth while it lasts.

use poort_tests::{TestApp, claims};
use storage::on_both;

const SCOPE: &str = "poort.mandates.read";

async fn mandates(app: &TestApp, token: &str) -> u16 {
    let answer = app.send("GET", "/v1/mandates", &[("Authorization", &format!("Bearer {token}"))], None).await;
    assert!(answer.status != 401 || answer.body["code"] == "tokenInactive", "{}", answer.text);
    answer.status.as_u16()
}

on_both! {
    async fn a_token_opens_the_api_as_long_as_its_session_and_its_client_last(database) {
        let app = TestApp::demo(database).await;
        let jan = app.person("jan");
        let token = app.person_token(jan, Some(app.organisation("zandmeer")), SCOPE).await;
        let other = app.person_token(jan, None, SCOPE).await;
        assert_eq!((mandates(&app, &token).await, mandates(&app, &other).await), (200, 200));

        let (cx, sid) = (app.outside.fresh_context(), claims(&token)["sid"].as_str().unwrap().parse().unwrap());
        let ended = app.store.write(cx, move |tx| {
            let now = tx.cx().now;
            let session = storage::sessions::by_id(tx, sid, now)?.unwrap();
            service::sign_in::end_session(tx, &session)
        });
        ended.await.unwrap();
        assert_eq!((mandates(&app, &token).await, mandates(&app, &other).await), (401, 200));

        app.change_client("screens", |client| client.enabled = false).await;
        assert_eq!(mandates(&app, &other).await, 401);
        app.change_client("screens", |client| (client.enabled, client.scopes) = (true, Vec::new())).await;
        assert_eq!(mandates(&app, &other).await, 401);
        assert_eq!(mandates(&app, &app.token("nobody", SCOPE)).await, 401);
    }
}
