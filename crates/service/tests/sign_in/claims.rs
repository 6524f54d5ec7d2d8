//! What a token says.

use oidc::{Client, Level, Scopes};
use poort_service::sign_in::{self, SignInError};
use serde_json::{Value, json};
use storage::on_both;
use tokens::claims::at_hash;
use tokens::keys::Algorithm;

use crate::scene::{Scene, client, issuance};
use crate::world::{World, text};

on_both! {
    async fn a_token_carries_exactly_the_two_contexts_for_this_organisation(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let portal = scene.registered(Client { id_token_alg: Algorithm::EdDSA, ..client("portal", "openid profile vo ovam rrn") }).await;
        let answer = scene.tokens(&portal, "openid profile vo ovam").await;
        let (access, id) = (scene.access(&answer, "portal"), scene.id(&answer));
        let roles = json!(["OVAMGebruiker-matisMelder:0405546706", "OVAMGebruiker-nonConformiteiten:0405546706"]);
        for claims in [&access.extra, &id.extra] {
            assert_eq!(claims["ovam_rol_3d"], roles);
            assert_eq!(claims["ovam_rol_2d"], json!(["OVAMGebruiker:0405546706"]));
            assert_eq!((&claims["vo_orgcode"], &claims["vo_doelgroepcode"]), (&json!("0405546706"), &json!("EA")));
            assert!(!claims.contains_key("rrn"));
        }
        assert_eq!(id.nonce.as_deref(), Some("n-1"));
        assert_eq!(id.at_hash, Some(at_hash(Algorithm::EdDSA, &answer.access_token)));
        assert_eq!((id.sid, answer.expires_in), (Some(scene.session.id.to_string()), 3600));
        assert_eq!(scene.introspect(&portal, &access).await.token.unwrap().claims["ovam_rol_3d"], roles);
        let now = scene.now();
        let info = scene.world.store.read(move |tx| sign_in::userinfo(tx, &issuance(), &access, now)).await.unwrap();
        assert_eq!((&info.1["family_name"], &info.1["ovam_rol_3d"]), (&json!("Peeters"), &roles));
    }

    async fn a_number_needs_a_legal_basis_also_when_the_request_escaped_the_rule(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let lawful = Client { legal_basis: Some(text("decreet")), ..client("portal", "openid rrn ovam") };
        let portal = scene.registered(client("portal", "openid rrn ovam")).await;
        for (one, told) in [(&lawful, Some(json!("85073100130"))), (&portal, None)] {
            let code = scene.code(&lawful, "openid rrn", Some(scene.company.id)).await.unwrap();
            let answer = scene.redeem(one, &code).await.unwrap();
            assert_eq!(scene.id(&answer).extra.get("rrn"), told.as_ref());
            assert!(!scene.access(&answer, "portal").extra.contains_key("rrn"));
        }
    }

    async fn a_client_of_doelgroep_level_gets_all_organisations_and_the_api_those_where_he_works(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let wide = Client { level: Level::Doelgroep, ..client("portal", "openid vo ovam") };
        let wide = scene.registered(wide).await;
        let code = scene.code(&wide, "openid vo ovam", None).await.unwrap();
        let access = scene.access(&scene.redeem(&wide, &code).await.unwrap(), "portal");
        assert_eq!(access.extra["ovam_rol_2d"], json!(["OVAMGebruiker:0405546706"]));
        assert!(!access.extra.contains_key("vo_orgcode"));

        let api = scene.registered(client("api", "openid poort.me")).await;
        let elsewhere = scene.world.organisation("0474029595", "Elders NV", "EA", "onderneming", None).await;
        let refused = scene.code(&api, "poort.me", Some(elsewhere.id)).await;
        assert!(matches!(refused, Err(SignInError::NoAccess)));
        let answer = scene.tokens(&api, "poort.me").await;
        let access = scene.access(&answer, "https://poort.example/v1");
        assert_eq!(Value::Object(access.extra), json!({ "poort_organisation": scene.company.id, "poort_person": scene.an.person.id }));
        assert_eq!(answer.id_token, None);
    }

    async fn a_machine_says_for_whom_it_acts(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let mut machine: Client = client("machine", "vo poort.persons.read");
        machine.organisation = Some(scene.company.id);
        let machine = scene.registered(machine).await;
        let (client, cx) = (machine.clone(), scene.cx());
        let scopes = Scopes::parse("vo").unwrap();
        let work = move |tx: &mut storage::ReadTx<'_>| sign_in::client_credentials(tx, &issuance(), &client, &scopes, &cx);
        let answer = scene.world.store.read(work).await.unwrap().sign(&scene.keys).unwrap();
        let access = scene.access(&answer, "machine");
        let said = json!({ "vo_applicatienaam": "ovam", "vo_orgcode": "0405546706", "vo_orgnaam": "Sanering NV" });
        assert_eq!((Value::Object(access.extra.clone()), answer.id_token), (said, None));
        assert_eq!((access.sub.as_str(), access.sid.as_deref()), ("machine", None));
        assert!(scene.introspect(&machine, &access).await.active);
    }
}
