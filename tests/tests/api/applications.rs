//! `/v1/applications`.

use poort_tests::TestApp;
use serde_json::{Value, json};
use storage::on_both;

use crate::people::{BART, ELS, GRIET, JAN, wrong};

const READ: &str = "poort.applications.read";
const WRITE: &str = "poort.applications.write";
const PATH: &str = "/v1/applications";

fn application(app: &TestApp) -> Value {
    json!({
        "code": "wegwijs", "name": "Wegwijs", "owner": app.organisation("vlaanderen"), "claim": "iv_wegwijs",
        "claim3d": "iv_wegwijs_rol_3D", "scope": "iv_wegwijs", "publication": {"doelgroepen": ["GID"]},
        "period": {"begin": "2026-01-01"},
    })
}

on_both! {
    async fn an_operator_adds_one_and_its_toepassingsbeheerder_edits_it(database) {
        let app = TestApp::demo(database).await;
        let made = GRIET.ask(&app, WRITE, "POST", PATH, &[("Idempotency-Key", "1")], Some(application(&app))).await;
        assert_eq!(made.status, 201, "{}", made.text);
        assert_eq!(made.headers["location"], "/v1/applications/wegwijs");
        assert_eq!((&made.body["claim3d"], made.body.get("version")), (&json!("iv_wegwijs_rol_3D"), None));
        let again = GRIET.ask(&app, WRITE, "POST", PATH, &[("Idempotency-Key", "1")], Some(application(&app))).await;
        assert_eq!((again.status, &again.body), (made.status, &made.body));
        let twice = GRIET.ask(&app, WRITE, "POST", PATH, &[], Some(application(&app))).await;
        assert_eq!(twice.status, 409);
        let refused = ELS.ask(&app, WRITE, "POST", PATH, &[], Some(json!({"code": "x"}))).await;
        assert_eq!(refused.status, 400);
        let path = "/v1/applications/premiezoeker";
        let read = ELS.get(&app, READ, path).await;
        let patch = json!({"description": "Premies", "publication": {"doelgroepen": ["LB", "EA"]}, "claim2d": null});
        let missing = ELS.ask(&app, WRITE, "PATCH", path, &[], Some(patch.clone())).await;
        assert_eq!(missing.status, 428);
        let tag = read.etag();
        let edited = ELS.ask(&app, WRITE, "PATCH", path, &[("If-Match", &tag), ("Idempotency-Key", "2")], Some(patch.clone())).await;
        assert_eq!(edited.status, 200, "{}", edited.text);
        assert_eq!(edited.body["publication"]["doelgroepen"], json!(["EA", "LB"]));
        assert_eq!((&edited.body["name"], &edited.body["scope"]), (&read.body["name"], &read.body["scope"]));
        let repeated = ELS.ask(&app, WRITE, "PATCH", path, &[("If-Match", &tag), ("Idempotency-Key", "2")], Some(patch.clone())).await;
        assert_eq!((repeated.status, &repeated.body), (edited.status, &edited.body));
        let stale = ELS.ask(&app, WRITE, "PATCH", path, &[("If-Match", &tag)], Some(patch)).await;
        assert_eq!(stale.status, 412);
        let history = ELS.get(&app, "poort.history.read", &format!("{path}/history")).await;
        assert_eq!(history.each("/action"), ["applicationEdited", "rightCreated", "applicationCreated"]);
    }

    async fn what_is_wrong_or_refers_to_nothing_is_named(database) {
        let app = TestApp::demo(database).await;
        let send = async |changes: Value| {
            let mut body = application(&app);
            for (name, value) in changes.as_object().unwrap() {
                body[name] = value.clone();
            }
            GRIET.ask(&app, WRITE, "POST", PATH, &[], Some(body)).await
        };
        let unknown = send(json!({"owner": "01938f6e-0000-7000-8000-000000000000"})).await;
        assert_eq!((unknown.status.as_u16(), wrong(&unknown)), (400, vec!["owner"]));
        assert_eq!(unknown.body["issues"][0]["type"], "urn:problem-type:belgif:input-validation:referencedResourceNotFound");
        assert_eq!(wrong(&send(json!({"version": 3})).await), ["version"]);
        assert_eq!(wrong(&send(json!({"colour": "red"})).await), ["colour"]);
        assert_eq!(wrong(&send(json!({"publication": {"doelgroep": []}})).await), ["publication.doelgroep"]);
        for scope in ["openid", "poort.persons.read", "poort.anything"] {
            let taken = send(json!({"scope": scope})).await;
            assert_eq!((taken.status.as_u16(), &taken.body["code"]), (422, &json!("scopeReserved")), "{scope}");
        }
        let path = "/v1/applications/ovam";
        let tag = BART.get(&app, READ, path).await.etag();
        let named = BART.ask(&app, WRITE, "PATCH", path, &[("If-Match", &tag)], Some(json!({"code": "x"}))).await;
        assert_eq!((named.status.as_u16(), wrong(&named)), (400, vec!["code"]));
        let emptied = BART.ask(&app, WRITE, "PATCH", path, &[("If-Match", &tag)], Some(json!({"name": null}))).await;
        assert_eq!((emptied.status.as_u16(), wrong(&emptied)), (400, vec!["name"]));
    }

    async fn a_catalogue_for_administrators_and_a_closed_book_for_other_toepassingsbeheerders(database) {
        let app = TestApp::demo(database).await;
        let all = JAN.get(&app, READ, "/v1/applications?pageSize=2&sort=name").await;
        assert_eq!((all.status.as_u16(), all.body["items"].as_array().unwrap().len()), (200, 2));
        assert_eq!(all.body["next"], "/v1/applications?sort=name&page=2&pageSize=2");
        let (up, down) = (JAN.get(&app, READ, "/v1/applications?sort=name").await, JAN.get(&app, READ, "/v1/applications?sort=-name").await);
        let (names, mut turned) = (up.each("/name"), down.each("/name"));
        turned.reverse();
        assert!(names.is_sorted() && names == turned, "{names:?}");
        assert_eq!(BART.get(&app, READ, PATH).await.each("/code"), ["ovam"]);
        assert_eq!(JAN.get(&app, READ, "/v1/applications?name=MONITOR").await.each("/code"), ["cultuurmonitor", "jeugdmonitor", "vrijetijdsmonitor"]);
        for path in ["/v1/applications/premiezoeker", "/v1/applications/nothing"] {
            assert_eq!(BART.get(&app, READ, path).await.status, 404, "{path}");
            assert_eq!(BART.get(&app, "poort.history.read", &format!("{path}/history")).await.status, 404, "{path}");
        }
        let path = "/v1/applications/ovam";
        let tag = JAN.get(&app, READ, path).await.etag();
        let refused = JAN.ask(&app, WRITE, "PATCH", path, &[("If-Match", &tag)], Some(json!({"name": "x"}))).await;
        assert_eq!((refused.status.as_u16(), &refused.body["code"]), (403, &json!("mandateKind")));
    }
}
