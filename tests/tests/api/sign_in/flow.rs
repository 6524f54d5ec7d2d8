//! From the authorization request to the claims.

use poort_tests::{API, TestApp, claims};
use serde_json::json;
use storage::on_both;
use types::{Clock, Seconds};

on_both! {
    async fn a_portal_gets_exactly_the_roles_of_its_person(database) {
        let app = TestApp::demo(database).await;
        let stijn = app.browser();
        let page = stijn.get(&app.authorization("ovam-portaal", "openid profile vo ovam_cnr", &[])).await;
        assert_eq!((page.status.as_u16(), page.heading()), (200, "Aanmelden"));
        assert!(page.text.contains("OVAM centraal non-conformiteitenregister"), "{}", page.text);
        let arrived = stijn.log_in(&page, "stijn").await;
        assert!(arrived.location().unwrap().starts_with("http://127.0.0.1:3000/callback?code="), "{}", arrived.text);
        assert_eq!((arrived.status.as_u16(), arrived.returned("state").as_deref()), (303, Some("s&1")));
        assert_eq!(arrived.returned("iss").as_deref(), Some("https://poort.test/op"));

        let tokens = stijn.tokens("ovam-portaal", &arrived).await;
        let access = app.access_claims("ovam-portaal", &tokens.access);
        let id = app.id_claims("ovam-portaal", tokens.id.as_ref().unwrap());
        let roles = json!(["OVAMGebruiker-MATIS_melder:0999013490", "OVAMGebruiker-nonconformiteiten_indiener:0999013490"]);
        for extra in [&access.extra, &id.extra] {
            assert_eq!(extra["ovam_CNR_rol_3d"], roles);
            assert_eq!(extra["ovam_cnr_rol_2d"], json!(["OVAMGebruiker:0999013490"]));
            assert_eq!((&extra["vo_orgcode"], &extra["vo_doelgroepcode"]), (&json!("0999013490"), &json!("EA")));
            assert_eq!(extra["vo_id"], json!(app.person("stijn")));
            assert!(!extra.contains_key("rrn"));
        }
        assert_eq!((id.nonce.as_deref(), id.azp.as_str(), &id.extra["given_name"]), (Some("n-1"), "ovam-portaal", &json!("Stijn")));
        assert_eq!(tokens.answer["expires_in"], 3600);

        let introspected = app.introspect("ovam-portaal", &tokens.access).await;
        assert_eq!((&introspected["active"], &introspected["ovam_CNR_rol_3d"]), (&json!(true), &roles));
        assert_eq!(app.introspect("premiezoeker-portaal", &tokens.access).await, json!({"active": false}));
        let info = app.userinfo(&tokens.access).await;
        assert_eq!((&info.body["sub"], &info.body["ovam_CNR_rol_3d"]), (&json!(id.sub), &roles));
    }

    async fn a_legal_basis_gives_the_number_to_the_id_token_only(database) {
        let app = TestApp::demo(database).await;
        let tokens = app.sign_in("stijn", "ovam-portaal", None).await;
        let id = app.id_claims("ovam-portaal", tokens.id.as_ref().unwrap());
        assert_eq!(id.extra["rrn"].as_str().map(str::len), Some(11));
        assert!(!app.access_claims("ovam-portaal", &tokens.access).extra.contains_key("rrn"));
        let browser = app.browser();
        let refused = browser.get(&app.authorization("cultuurmonitor-portaal", "openid rrn", &[])).await;
        assert_eq!(refused.returned("error").as_deref(), Some("invalid_scope"));
    }

    async fn each_client_gets_the_signature_that_it_expects(database) {
        let app = TestApp::demo(database).await;
        app.change_client("ovam-portaal", |client| client.id_token_alg = tokens::keys::Algorithm::EdDSA).await;
        for (who, client, expected) in
            [("an", "cultuurmonitor-portaal", "ES256"), ("robbe", "premiezoeker-portaal", "RS256"), ("stijn", "ovam-portaal", "EdDSA")]
        {
            let tokens = app.sign_in(who, client, None).await;
            let id = tokens.id.unwrap();
            assert_eq!(poort_tests::header(&id)["alg"], expected, "{client}");
            assert_eq!(app.id_claims(client, &id).azp, client);
        }
    }

    async fn a_client_of_the_field_needs_neither_challenge_nor_state_nor_nonce(database) {
        let app = TestApp::demo(database).await;
        let bare = [("code_challenge", ""), ("code_challenge_method", ""), ("state", ""), ("nonce", "")];
        let robbe = app.browser();
        let page = robbe.get(&app.authorization("premiezoeker-portaal", "openid vo dv_premiezoeker", &bare)).await;
        let arrived = robbe.log_in(&page, "robbe").await;
        assert_eq!((arrived.returned("state"), arrived.returned("iss")), (None, None));
        let form = [("grant_type", "authorization_code"), ("code", &arrived.returned("code").unwrap()), ("redirect_uri", poort_tests::CALLBACK)];
        let answer = app.ask_token("premiezoeker-portaal", &form).await;
        assert_eq!(claims(answer.body["id_token"].as_str().unwrap())["dv_premiezoeker_rol_2d"], json!(["PremiezoekerGebruiker:0999001515"]));
    }

    async fn who_works_at_many_organisations_chooses_once_and_switches_when_he_asks(database) {
        let app = TestApp::demo(database).await;
        let nele = app.browser();
        let scope = "openid vo poort.me";
        let page = nele.get(&app.authorization("beheer", scope, &[])).await;
        let page = nele.log_in(&page, "nele").await;
        assert_eq!((page.status.as_u16(), page.heading()), (200, "Kies een organisatie"));
        assert!(page.text.contains("Gemeente Zandmeer") && page.text.contains("0999001515 - Lokale Besturen"), "{}", page.text);
        let [zandmeer, lindedal] = ["zandmeer", "lindedal"].map(|key| app.organisation(key).to_string());
        let foreign = app.organisation("bodemwerken").to_string();
        for wrong in [foreign.as_str(), "geen", "nonsense", ""] {
            let again = nele.submit(&page, &[("choice", wrong)]).await;
            assert_eq!((again.status.as_u16(), again.location()), (422, None), "{wrong}");
            assert!(again.text.contains("Maak een keuze uit de lijst."));
        }
        let chosen = async |answer: &poort_tests::Answer| {
            let tokens = nele.tokens("beheer", answer).await;
            app.access_claims(API, &tokens.access).extra["poort_organisation"].clone()
        };
        let arrived = nele.submit(&page, &[("choice", &zandmeer)]).await;
        assert_eq!(chosen(&arrived).await, json!(zandmeer));

        let silently = nele.get(&app.authorization("beheer", scope, &[("prompt", "none")])).await;
        assert_eq!(chosen(&silently).await, json!(zandmeer));
        let switch = "eyJzd2l0Y2hfaWQiOiB0cnVlfQ==";
        let page = nele.get(&app.authorization("beheer", scope, &[("login_hint", switch)])).await;
        assert_eq!(page.heading(), "Kies een organisatie");
        assert!(page.text.contains(&format!("value=\"{zandmeer}\" checked")));
        let arrived = nele.submit(&page, &[("choice", &lindedal)]).await;
        assert_eq!(chosen(&arrived).await, json!(lindedal));
        let again = nele.get(&app.authorization("beheer", scope, &[])).await;
        assert_eq!(chosen(&again).await, json!(lindedal));
        let page = nele.get(&app.authorization("beheer", scope, &[("prompt", "select_account")])).await;
        assert_eq!(page.heading(), "Kies een organisatie");
        // {"cap_hint":"LB","code_hint":"0999004384"}: Oosterveld.
        let hint = "eyJjYXBfaGludCI6IkxCIiwiY29kZV9oaW50IjoiMDk5OTAwNDM4NCJ9";
        let hinted = nele.get(&app.authorization("beheer", scope, &[("login_hint", hint)])).await;
        assert_eq!(chosen(&hinted).await, json!(app.organisation("oosterveld")));
    }

    async fn a_client_of_doelgroep_level_gets_all_organisations_without_a_choice(database) {
        let app = TestApp::demo(database).await;
        let tokens = app.sign_in("nele", "jeugdmonitor-portaal", None).await;
        let access = app.access_claims("jeugdmonitor-portaal", &tokens.access);
        let roles = ["0999001515", "0999002901", "0999004384"].map(|code| format!("DCJMJeugdmonitor-projectcoordinator:{code}"));
        assert_eq!(access.extra["dcjm_jeugdmonitor_rol_3d"], json!(roles));
        assert!(!access.extra.contains_key("vo_orgcode"));
    }

    async fn who_has_no_rights_is_told_whom_to_ask(database) {
        let app = TestApp::demo(database).await;
        let jan = app.browser();
        let page = jan.get(&app.authorization("ovam-portaal", "openid ovam_cnr", &[])).await;
        let page = jan.log_in(&page, "jan").await;
        assert!(page.location().is_none() && page.text.contains("lokale beheerder"), "{}", page.text);
        let refused = jan.get(&app.authorization("ovam-portaal", "openid ovam_cnr", &[("prompt", "none")])).await;
        assert_eq!(refused.returned("error").as_deref(), Some("access_denied"));
    }

    async fn a_session_ends_after_two_hours_and_its_tokens_with_it(database) {
        let app = TestApp::demo(database).await;
        let (stijn, scope) = (app.browser(), "openid ovam_cnr");
        stijn.sign_in("stijn", "ovam-portaal", scope, None).await;
        let start = app.clock.now();
        app.clock.set(start.plus(Seconds(7000)));
        let silently = stijn.get(&app.authorization("ovam-portaal", scope, &[("prompt", "none")])).await;
        let tokens = stijn.tokens("ovam-portaal", &silently).await;
        assert_eq!(tokens.answer["expires_in"], 200);
        app.clock.set(start.plus(Seconds(7200)));
        let silently = stijn.get(&app.authorization("ovam-portaal", scope, &[("prompt", "none")])).await;
        assert_eq!(silently.returned("error").as_deref(), Some("login_required"));
        assert_eq!(app.introspect("ovam-portaal", &tokens.access).await, json!({"active": false}));
    }

    async fn a_machine_gets_a_token_for_itself_and_uses_it(database) {
        let app = TestApp::demo(database).await;
        let answer = app.ask_token("hr-zandmeer", &[("grant_type", "client_credentials"), ("scope", "vo")]).await;
        assert_eq!((answer.status.as_u16(), &answer.body["token_type"]), (200, &json!("Bearer")));
        let access = app.access_claims("hr-zandmeer", answer.body["access_token"].as_str().unwrap());
        assert_eq!((&access.extra["vo_orgcode"], access.extra.get("vo_id")), (&json!("0999001515"), None));
        let answer = app.ask_token("hr-zandmeer", &[("grant_type", "client_credentials"), ("scope", "poort.persons.read")]).await;
        let bearer = format!("Bearer {}", answer.body["access_token"].as_str().unwrap());
        assert_eq!(app.send("GET", "/v1/persons", &[("Authorization", &bearer)], None).await.status, 200);
        let info = app.userinfo(answer.body["access_token"].as_str().unwrap()).await;
        assert_eq!((info.status.as_u16(), &info.body["error"]), (403, &json!("insufficient_scope")));
    }
}
