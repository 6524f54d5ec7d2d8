use proptest::prelude::*;
use serde_json::json;
use types::Day;

use super::*;
use crate::testing;

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

fn facts() -> SubjectFacts {
    SubjectFacts {
        sub: "een naam per sector".to_owned(),
        person: "01980000-0000-7000-8000-000000000002".parse().unwrap(),
        given_name: Some(name("An")),
        family_name: Some(name("Peeters")),
        insz: Some(Insz::parse("85073100130", Day::new(2026, 11, 23).unwrap()).unwrap()),
        organisation: Some(OrganisationFacts {
            code: "0405546706".to_owned(),
            name: name("Grondwerken Peeters"),
            doelgroep: "EA".parse().unwrap(),
            doelgroep_name: name("Economische Actoren"),
        }),
        email: None,
        roles: vec![ApplicationRoles {
            scope: "ovam".parse().unwrap(),
            claim_3d: "OVAM_rol_3d".to_owned(),
            claim_2d: "OVAM_rol_2d".to_owned(),
            roles: vec![Role {
                right: "OVAMGebruiker".parse().unwrap(),
                contexts: vec!["MatisMelder".parse().unwrap()],
                orgcode: "0405546706".to_owned(),
            }],
        }],
    }
}

fn scopes(text: &str) -> Scopes {
    Scopes::parse(text).unwrap()
}

fn with_legal_basis() -> Client {
    let mut client = testing::portal();
    client.legal_basis = Some("KB van 1 januari 2020".parse().unwrap());
    client
}

#[test]
fn every_scope_brings_its_claims_and_no_other() {
    let of = |text: &str| Value::Object(id_token(&facts(), &scopes(text), &testing::portal()));
    assert_eq!(of("openid"), json!({}));
    assert_eq!(of("openid profile"), json!({ "given_name": "An", "family_name": "Peeters" }));
    assert_eq!(
        of("openid vo"),
        json!({ "vo_id": "01980000-0000-7000-8000-000000000002", "vo_doelgroepcode": "EA", "vo_orgcode": "0405546706",
                "vo_doelgroepnaam": "Economische Actoren", "vo_orgnaam": "Grondwerken Peeters" })
    );
    assert_eq!(
        of("openid ovam"),
        json!({ "OVAM_rol_3d": ["OVAMGebruiker-MatisMelder:0405546706"], "OVAM_rol_2d": ["OVAMGebruiker:0405546706"] })
    );
}

#[test]
fn the_insz_needs_its_scope_and_a_legal_basis_and_never_enters_an_access_token() {
    let whole = scopes("openid profile vo rrn ovam");
    assert_eq!(id_token(&facts(), &whole, &with_legal_basis())["rrn"], "85073100130");
    assert_eq!(userinfo(&facts(), &whole, &with_legal_basis())["rrn"], "85073100130");
    assert!(!id_token(&facts(), &whole, &testing::portal()).contains_key("rrn"));
    assert!(!id_token(&facts(), &scopes("openid vo"), &with_legal_basis()).contains_key("rrn"));
    let access = access_token(&facts(), &whole);
    assert!(access.contains_key("OVAM_rol_3d") && !access.contains_key("rrn") && !access.contains_key("family_name"));
}

#[test]
fn a_token_for_the_api_has_no_roles() {
    assert!(access_token(&facts(), &scopes("openid vo poort.me")).is_empty());
}

#[test]
fn userinfo_begins_with_the_subject_and_a_machine_is_no_person() {
    assert_eq!(userinfo(&facts(), &scopes("openid"), &testing::portal())["sub"], "een naam per sector");
    let claims = machine(Some(&name("Metadata")), "OVO002949", &name("Digitaal Vlaanderen"));
    assert_eq!(
        Value::Object(claims),
        json!({ "vo_applicatienaam": "Metadata", "vo_orgcode": "OVO002949", "vo_orgnaam": "Digitaal Vlaanderen" })
    );
}

proptest! {
    #[test]
    fn no_set_of_scopes_leaks_the_insz(asked in prop::collection::vec("(openid|profile|vo|rrn|ovam|poort\\.me)", 1..6)) {
        let asked = scopes(&asked.join(" "));
        let text = |claims: Map<String, Value>| Value::Object(claims).to_string();
        prop_assert!(!text(id_token(&facts(), &asked, &testing::portal())).contains("85073100130"));
        prop_assert!(!text(access_token(&facts(), &asked)).contains("85073100130"));
        let told = text(id_token(&facts(), &asked, &with_legal_basis())).contains("85073100130");
        prop_assert_eq!(told, asked.has("rrn"));
    }
}
