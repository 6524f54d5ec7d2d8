//! Tests of claims and rights.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

const GENT: &str = "0405546706";
const AALST: &str = "0207509031";

fn members(extra: Value) -> Members {
    let mut members = json!({ "sub": "person", "aud": "portal", "exp": 1_795_518_000 });
    members.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    Members(members.as_object().unwrap().clone())
}

fn read(extra: Value, roles: &RoleClaims) -> Result<Claims, VerifyError> {
    Claims::new(members(extra), roles)
}

fn ovam(three: &[&str], two: &[&str]) -> Claims {
    read(json!({ "ovam_rol_3d": three, "ovam_rol_2d": two }), &RoleClaims::of("ovam")).unwrap()
}

fn only_three(three: &[&str], rights: &[&str]) -> Claims {
    read(json!({ "ovam_rol_3d": three }), &RoleClaims::three_part("ovam_rol_3d").with_rights(rights)).unwrap()
}

#[test]
fn a_right_is_held_with_its_contexts_at_its_organisation() {
    let claims = ovam(
        &["OVAMGebruiker-NonConformiteitenIndiener:0405546706", "OVAMGebruiker-MatisMelder:0405546706"],
        &["OVAMGebruiker:0405546706"],
    );
    assert!(claims.may("OVAMGebruiker", "NonConformiteitenIndiener", GENT) && claims.may("OVAMGebruiker", "MatisMelder", GENT));
    assert!(claims.holds("OVAMGebruiker", GENT) && !claims.holds("OVAMGebruiker", AALST) && !claims.holds("OVAM", GENT));
    for (right, context, orgcode) in [
        ("OVAMGebruiker", "NonConformiteitenIndiener", AALST),
        ("OVAMGebruiker", "NonConformiteiten", GENT),
        ("OVAMGebruiker", "nonconformiteitenindiener", GENT),
        ("OVAMGebruiker", "", GENT),
        ("OVAM", "Gebruiker", GENT),
        ("", "", ""),
        ("OVAMGebruiker", "NonConformiteitenIndiener", "405546706"),
    ] {
        assert!(!claims.may(right, context, orgcode), "{right} {context} {orgcode}");
        assert_eq!(claims.require(right, context, orgcode), Err(Denied::Right));
    }
    assert_eq!(claims.require("OVAMGebruiker", "MatisMelder", GENT), Ok(()));
}

#[test]
fn an_ovo_code_has_no_case_and_a_kbo_number_is_exact() {
    let claims = ovam(&["Beheer-a:OVO002949"], &["Beheer:OVO002949"]);
    assert!(
        claims.may("Beheer", "a", "ovo002949") && claims.holds("Beheer", "OVO002949") && !claims.holds("Beheer", "OVO002948")
    );
    assert!(!ovam(&[], &["Beheer:0a"]).holds("Beheer", "0A"));
}

#[test]
fn names_with_a_dash_are_told_apart_by_the_two_part_claim() {
    let long = ovam(&["A-B-C:0405546706"], &["A-B:0405546706"]);
    assert!(long.may("A-B", "C", GENT) && !long.may("A", "B-C", GENT) && !long.holds("A", GENT));
    let short = ovam(&["A-B-C:0405546706"], &["A:0405546706", "A-B:0207509031"]);
    assert!(short.may("A", "B-C", GENT) && !short.may("A-B", "C", GENT));
}

#[test]
fn an_entry_that_can_be_read_in_two_ways_grants_nothing() {
    let both = ovam(&["A-B-C:0405546706", "A-D:0405546706"], &["A:0405546706", "A-B:0405546706"]);
    assert!(!both.may("A", "B-C", GENT) && !both.may("A-B", "C", GENT));
    // What is clear still counts.
    assert!(both.may("A", "D", GENT) && both.holds("A", GENT) && both.holds("A-B", GENT));
}

#[test]
fn a_refined_right_that_the_two_part_claim_does_not_hold_grants_nothing() {
    let claims = ovam(&["A-x:0405546706"], &["A:0207509031"]);
    assert!(!claims.may("A", "x", GENT) && !claims.may("A", "x", AALST) && claims.holds("A", AALST));
}

#[test]
fn without_the_two_part_claim_given_names_decide() {
    let claims = only_three(&["A-B-C:0405546706", "A-B:0405546706", "Z-x:0405546706"], &["A-B"]);
    assert!(claims.may("A-B", "C", GENT) && claims.holds("A-B", GENT));
    assert!(!claims.may("A", "B-C", GENT) && !claims.may("A", "B", GENT) && !claims.holds("Z", GENT));
    let unclear = only_three(&["A-B-C:0405546706"], &["A", "A-B"]);
    assert_eq!(unclear.rights().count(), 0);
}

#[test]
fn without_any_names_only_one_dash_is_clear() {
    let claims = only_three(&["A-B:0405546706", "A-B-C:0405546706", "L:0405546706", "-x:0405546706", "y-:0405546706"], &[]);
    assert!(claims.may("A", "B", GENT) && claims.holds("L", GENT));
    assert!(!claims.may("A", "B-C", GENT) && !claims.may("A-B", "C", GENT));
    assert_eq!(claims.rights().count(), 2);
}

#[test]
fn nonsense_in_a_role_claim_grants_nothing() {
    let nonsense = ["", ":", "A", "A:", ":0405546706", "A:0405546706:x", "A-x:0405546706:0207509031"];
    let claims = ovam(&nonsense, &nonsense);
    assert_eq!(claims.rights().count(), 0);
}

#[test]
fn role_claims_are_arrays_of_texts_or_the_token_is_malformed() {
    for wrong in [json!("A-x:0405546706"), json!(null), json!({}), json!([1]), json!([["A:0405546706"]])] {
        for name in ["ovam_rol_3d", "ovam_rol_2d"] {
            assert_eq!(
                read(json!({ name: wrong }), &RoleClaims::of("ovam")).err(),
                Some(VerifyError::Malformed),
                "{name} {wrong}"
            );
        }
    }
    // A claim that is not configured is not looked at.
    assert!(read(json!({ "other_rol_3d": "A" }), &RoleClaims::of("ovam")).is_ok());
}

#[test]
fn irregular_names_are_configured_and_one_name_for_both_is_a_three_part_claim() {
    let claims = json!({ "iv_wegwijs_rol_3D": ["Beheer-a:OVO002949", "Lezen:OVO002949"] });
    let claims = read(claims, &RoleClaims::named("iv_wegwijs_rol_3D", "iv_wegwijs_rol_3D")).unwrap();
    assert!(
        claims.may("Beheer", "a", "OVO002949") && claims.holds("Lezen", "OVO002949") && !claims.holds("Beheer-a", "OVO002949")
    );
}

#[test]
fn every_right_is_listed_once() {
    let claims = ovam(&["A-x:1", "A-x:1", "A-y:1"], &["A:1", "A:1"]);
    let listed: Vec<_> = claims.rights().map(|right| (right.right(), right.context(), right.orgcode())).collect();
    assert_eq!(listed, [("A", None, "1"), ("A", Some("x"), "1"), ("A", Some("y"), "1")]);
}

#[test]
fn typed_claims_are_texts_or_the_token_is_malformed() {
    for name in TEXTS {
        assert_eq!(read(json!({ name: 1 }), &RoleClaims::default()).err(), Some(VerifyError::Malformed), "{name}");
    }
    let claims = read(
        json!({ "vo_id": "1-2", "vo_orgcode": GENT, "vo_doelgroepcode": "LB", "scope": "openid vo" }),
        &RoleClaims::default(),
    );
    let claims = claims.unwrap();
    assert_eq!(
        (claims.subject(), claims.vo_id(), claims.orgcode(), claims.doelgroep()),
        ("person", Some("1-2"), Some(GENT), Some("LB"))
    );
    assert_eq!(claims.expires_at(), UNIX_EPOCH + Duration::from_secs(1_795_518_000));
}

#[test]
fn a_machines_token_is_about_its_client_and_from_no_session() {
    let is_machine = |extra: Value| read(extra, &RoleClaims::default()).unwrap().is_machine();
    assert!(is_machine(json!({ "sub": "koppeling", "client_id": "koppeling" })));
    assert!(is_machine(json!({ "sub": "koppeling", "client_id": "koppeling", "cnf": { "x5t#S256": "x" }, "vo_orgcode": GENT })));
    for person in [
        json!({ "client_id": "portal", "scope": "openid", "sid": "1" }),
        json!({ "client_id": "portal", "scope": "openid" }),
        json!({ "client_id": "api", "act": { "sub": "api", "act": { "sub": "portal" } } }),
        json!({ "sub": "portal", "client_id": "portal", "sid": "1" }),
        json!({ "sub": "portal", "client_id": "portal", "vo_id": "1-2" }),
        json!({ "sub": "portal" }),
        json!({}),
    ] {
        assert!(!is_machine(person.clone()), "{person}");
    }
    let about_itself = members(json!({ "sub": "portal", "client_id": "portal" }));
    assert!(!Claims::of_sign_in(about_itself, &RoleClaims::default()).unwrap().is_machine());
}

#[test]
fn scopes_are_whole_words() {
    let claims = read(json!({ "scope": "openid  ovam_beheer" }), &RoleClaims::default()).unwrap();
    assert!(claims.has_scope("openid") && claims.has_scope("ovam_beheer"));
    assert!(!claims.has_scope("ovam") && !claims.has_scope("") && !claims.has_scope("openid  ovam_beheer"));
    assert_eq!(claims.require_scope("ovam"), Err(Denied::Scope("ovam".to_owned())));
}

#[test]
fn debug_shows_nothing_of_a_person() {
    let claims = json!({ "rrn": "85073100130", "family_name": "Peeters", "vo_email": "an@example.be", "client_id": "portal" });
    let shown = format!("{:?}", read(claims, &RoleClaims::default()).unwrap());
    assert!(
        shown.contains("portal") && !shown.contains("85073100130") && !shown.contains("Peeters") && !shown.contains("person")
    );
}

#[test]
fn what_the_issuer_says_now_replaces_what_the_token_said() {
    let roles = RoleClaims::of("ovam");
    let said = json!({ "jti": "1", "acr": "high", "scope": "openid vo", "vo_orgcode": GENT, "ovam_rol_3d": ["A-x:1"], "ovam_rol_2d": ["A:1"] });
    let token = || read(said.clone(), &roles).unwrap();
    let now = |value: Value| Members(value.as_object().unwrap().clone());
    let updated = token().updated(&now(json!({ "active": true, "sub": "person", "ovam_rol_3d": [], "exp": 9 })), &roles).unwrap();
    assert!(token().may("A", "x", "1") && !updated.may("A", "x", "1") && !updated.holds("A", "1"));
    assert_eq!((updated.orgcode(), updated.acr(), updated.claim("active")), (None, Some("high"), None));
    assert!(updated.has_scope("vo") && updated.expires_at() == token().expires_at());
    let narrowed = token().updated(&now(json!({ "active": true, "scope": "openid" })), &roles).unwrap();
    assert!(!narrowed.has_scope("vo"));
    for other in [json!({ "sub": "somebody" }), json!({ "jti": "2" }), json!({ "iss": "x" }), json!({ "cnf": {} })] {
        assert_eq!(token().updated(&now(other), &roles).err(), Some(VerifyError::Revoked));
    }
}

proptest! {
    #[test]
    fn with_the_two_part_claim_nothing_is_held_that_was_not_granted(
        granted in prop::collection::btree_set(("[AB-]{1,4}", "[AB-]{1,4}", "[12]"), 0..6),
        asked in ("[AB-]{1,4}", "[AB-]{1,4}", "[12]"),
    ) {
        let three: Vec<_> = granted.iter().map(|(right, context, org)| format!("{right}-{context}:{org}")).collect();
        let two: Vec<_> = granted.iter().map(|(right, _, org)| format!("{right}:{org}")).collect();
        let claims = read(json!({ "a_rol_3d": three, "a_rol_2d": two }), &RoleClaims::of("a")).unwrap();
        let (right, context, org) = &asked;
        if claims.may(right, context, org) {
            prop_assert!(granted.contains(&asked));
        }
        prop_assert_eq!(claims.holds(right, org), granted.iter().any(|(one, _, at)| one == right && at == org));
    }

    #[test]
    fn any_entries_are_answered(three in prop::collection::vec("\\PC{0,12}", 0..5), two in prop::collection::vec("\\PC{0,12}", 0..5)) {
        let _ = ovam(&three.iter().map(String::as_str).collect::<Vec<_>>(), &two.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

#[test]
fn who_acts_for_the_user_is_told_first_and_a_chain_that_is_none_is_refused() {
    let acting = |act: Value| read(json!({ "act": act }), &RoleClaims::default());
    let claims = acting(json!({ "sub": "api", "act": { "sub": "portal", "iss": "x" } })).unwrap();
    assert_eq!((claims.actor(), claims.actors().collect::<Vec<_>>()), (Some("api"), vec!["api", "portal"]));
    let direct = read(json!({}), &RoleClaims::default()).unwrap();
    assert_eq!((direct.actor(), direct.actors().count()), (None, 0));
    let mut long = json!({ "sub": "a" });
    for _ in 0..16 {
        long = json!({ "sub": "a", "act": long });
    }
    for act in
        [json!("api"), json!({}), json!({ "sub": 1 }), json!({ "sub": "" }), json!({ "sub": "a", "act": [] }), json!(null), long]
    {
        assert_eq!(acting(act.clone()).err(), Some(VerifyError::Malformed), "{act}");
    }
}

#[test]
fn rights_that_stand_elsewhere_are_not_taken_for_none() {
    let names = |value: Value| read(json!({ "_claim_names": value }), &RoleClaims::of("ovam"));
    for (value, elsewhere) in [
        (json!({ "ovam_rol_3d": "poort", "ovam_rol_2d": "poort" }), true),
        (json!({ "ovam_rol_2d": "poort" }), true),
        (json!({ "other_rol_3d": "poort" }), false),
        (json!({}), false),
    ] {
        assert_eq!(names(value.clone()).unwrap().rights_elsewhere(), elsewhere, "{value}");
    }
    for value in [json!("ovam_rol_3d"), json!(["ovam_rol_3d"]), json!({ "ovam_rol_3d": 1 })] {
        assert_eq!(names(value).err(), Some(VerifyError::Malformed));
    }
}
