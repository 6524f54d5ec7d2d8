//! Nobody grants beyond his mandate, nobody grants to himself.

use crate::world::*;
use poort_mandates::{Denied, Grant, Holder, Kind, Limit, Mandate, Policy, Powers, Refusal};
use types::{Actor, ClientId, Parsed, Period, PersonId};

fn limited() -> Mandate {
    Mandate {
        rights: Some(rights(&["invoerder"])),
        contexts: Some(contexts(&["bib", "cc"])),
        maximum_months: Some(12),
        ..mandate(Kind::LokaleBeheerder, over(GEMEENTE, false))
    }
}

fn ask(powers: &Powers, code: &str, values: &[&str], period: Period, to: PersonId) -> Result<(), Denied> {
    let (path, right, contexts) = (path(GEMEENTE), right(code), contexts(values));
    powers.may_grant(&Grant { path: &path, right: &right, contexts: &contexts, period, to }).map(drop)
}

#[test]
fn each_limit_refuses_by_its_own_code() {
    let powers = Powers::new(caller(), None, vec![limited()], now());
    let year = period("2026-11-23", "2027-11-22");
    let late = period("2029-06-01", "2030-01-01");
    let table = [
        ("invoerder", &["bib"][..], year, None),
        ("invoerder", &["bib", "cc"], year, None),
        ("invoerder", &[], year, None),
        ("raadpleger", &["bib"], year, Some(("beyondMandateRight", Limit::Right))),
        ("invoerder", &["bib", "museum"], year, Some(("beyondMandateContext", Limit::Context))),
        (
            "invoerder",
            &["bib"],
            period("2026-11-23", "2027-11-23"),
            Some(("beyondMandateDuration", Limit::Duration { months: 12, until: day("2027-11-22") })),
        ),
        ("invoerder", &["bib"], late, Some(("beyondMandatePeriod", Limit::Period { until: day("2029-12-31") }))),
        ("invoerder", &["bib"], period("2029-06-01", "2029-12-31"), None),
    ];
    for (code, values, period, expected) in table {
        let answer = ask(&powers, code, values, period, id(COLLEAGUE)).err();
        assert_eq!(answer, expected.map(|(_, limit)| Refusal::Beyond(limit).into()), "{code} {values:?} {period:?}");
        assert_eq!(answer.map(Denied::code), expected.map(|(code, _)| code));
    }
}

#[test]
fn two_mandates_that_each_fall_short_do_not_add_up() {
    let other = Mandate { rights: Some(rights(&["raadpleger"])), contexts: Some(contexts(&["museum"])), ..limited() };
    let powers = Powers::new(caller(), None, vec![limited(), other], now());
    let year = period("2026-11-23", "2027-11-22");
    assert_eq!(ask(&powers, "invoerder", &["bib"], year, id(COLLEAGUE)), Ok(()));
    assert_eq!(ask(&powers, "raadpleger", &["museum"], year, id(COLLEAGUE)), Ok(()));
    assert!(ask(&powers, "invoerder", &["museum"], year, id(COLLEAGUE)).is_err());
}

#[test]
fn not_to_oneself_unless_the_environment_says_so() {
    let powers = Powers::new(caller(), None, vec![limited()], now());
    let year = period("2026-11-23", "2027-11-22");
    assert_eq!(ask(&powers, "invoerder", &[], year, id(CALLER)), Err(Refusal::Oneself.into()));
    let lenient = powers.under(Policy { self_grant: true, ..Policy::default() });
    assert_eq!(ask(&lenient, "invoerder", &[], year, id(CALLER)), Ok(()));
    assert_eq!(ask(&lenient, "raadpleger", &[], year, id(CALLER)), Err(Refusal::Beyond(Limit::Right).into()));
}

#[test]
fn a_refusal_names_the_limit_that_it_met() {
    let powers = Powers::new(caller(), None, vec![limited()], now());
    let text = |period| ask(&powers, "invoerder", &["bib"], period, id(COLLEAGUE)).unwrap_err().to_string();
    let long = text(period("2026-11-23", "2030-11-22"));
    assert_eq!(long, "beyond your mandate: a grant lasts at most 12 months, here until 2027-11-22");
    assert_eq!(text(period("2029-06-01", "2030-01-01")), "beyond your mandate: it ends on 2029-12-31, the grant later");
}

#[test]
fn not_to_oneself_by_the_hand_of_a_machine() {
    let client = ClientId::parse("hr").unwrap();
    let hr = |by| Mandate { holder: Holder::Client(client.clone()), granted_by: by, ..limited() };
    let as_client = |mandate| Powers::new(Actor::Client(client.clone()), None, vec![mandate], now());
    let year = period("2026-11-23", "2027-11-22");
    let own = as_client(hr(caller()));
    assert_eq!(ask(&own, "invoerder", &[], year, id(CALLER)), Err(Refusal::Oneself.into()));
    assert_eq!(ask(&own, "invoerder", &[], year, id(COLLEAGUE)), Ok(()));
    let lenient = own.under(Policy { self_grant: true, ..Policy::default() });
    assert_eq!(ask(&lenient, "invoerder", &[], year, id(CALLER)), Ok(()));
    assert_eq!(ask(&as_client(hr(Actor::Person(id(9)))), "invoerder", &[], year, id(CALLER)), Ok(()));
}

#[test]
fn who_could_grant_it_revokes_it_however_long_it_lasts() {
    let powers = Powers::new(caller(), None, vec![limited()], now());
    let revoke =
        |code, values| powers.may_revoke(&path(GEMEENTE), &application("own"), &right(code), &contexts(values)).map(drop);
    assert_eq!(revoke("invoerder", &["cc"]), Ok(()));
    assert_eq!(revoke("raadpleger", &["cc"]), Err(Refusal::Beyond(Limit::Right).into()));
    assert_eq!(revoke("invoerder", &["museum"]), Err(Refusal::Beyond(Limit::Context).into()));
}

#[test]
fn policy_reads_from_configuration_and_defaults_to_the_own_choices() {
    let default: Policy = serde_json::from_str("{}").unwrap();
    assert_eq!((default.lokale_beheerder_manages_werkrelaties, default.self_grant), (true, false));
    assert!(serde_json::from_str::<Policy>(r#"{"self_grants":true}"#).is_err());
}
