use proptest::prelude::*;
use types::{Day, Period};

use super::*;
use crate::{Revocation, testing::*};

fn limited(limit: u32, per: Per) -> Gebruikersrecht {
    Gebruikersrecht { constraints: vec![Constraint::MaxHolders { limit, per }], ..right("R") }
}

pub(super) fn checked(grant: &Toekenning, others: &[Toekenning], rights: &[Gebruikersrecht]) -> Result<(), Refusal> {
    check(grant, effective(grant).unwrap(), others, rights)
}

#[test]
fn the_fourth_coordinator_is_refused_naming_rule_limit_day_and_holders() {
    let rights = [limited(3, Per::Organisation)];
    let held: Vec<_> = (1..=3).map(|n| toekenning(n, n, "R", "2027-01-01", "2027-12-31")).collect();
    let fourth = toekenning(4, 4, "R", "2026-06-01", "2027-05-31");
    let Err(Refusal::MaxHolders { limit: 3, since, holders, .. }) = checked(&fourth, &held, &rights) else { panic!() };
    assert_eq!((since, holders.len()), (day("2027-01-01"), 3));
    assert_eq!(checked(&fourth, &held[..2], &rights), Ok(()));
    let before = toekenning(4, 4, "R", "2026-06-01", "2026-12-31");
    assert_eq!(checked(&before, &held, &rights), Ok(()));
}

#[test]
fn the_same_person_takes_one_place_and_a_revoked_grant_none() {
    let rights = [limited(1, Per::Organisation)];
    let mut held = toekenning(1, 1, "R", "2026-01-01", "2026-12-31");
    let second = Toekenning { werkrelatie: id(99), ..toekenning(2, 1, "R", "2026-06-01", "2027-12-31") };
    assert_eq!(checked(&second, std::slice::from_ref(&held), &rights), Ok(()));
    let other = toekenning(3, 2, "R", "2026-06-01", "2026-12-31");
    assert_eq!(checked(&other, std::slice::from_ref(&held), &rights).unwrap_err().code(), "maxHolders");
    held.revoked = Some(Revocation { at: at("2026-05-01T10:00:00Z"), reason: reason(), by: actor() });
    assert_eq!(checked(&other, std::slice::from_ref(&held), &rights), Ok(()));
    let successor = toekenning(4, 2, "R", "2027-06-01", "2027-06-30");
    let Err(Refusal::MaxHolders { since, .. }) = checked(&second, &[held, successor], &rights) else { panic!() };
    assert_eq!(since, day("2027-06-01"));
}

#[test]
fn each_context_has_places_of_its_own_and_each_organisation_too() {
    let rights = [limited(1, Per::OrganisationAndContext)];
    let held = with_contexts(toekenning(1, 1, "R", "2026-01-01", "2026-12-31"), &["a"]);
    let other = toekenning(2, 2, "R", "2026-01-01", "2026-12-31");
    assert_eq!(checked(&with_contexts(other.clone(), &["b"]), std::slice::from_ref(&held), &rights), Ok(()));
    let clash = checked(&with_contexts(other.clone(), &["a", "b"]), std::slice::from_ref(&held), &rights);
    assert!(matches!(clash, Err(Refusal::MaxHolders { context: Some(found), .. }) if found == context("a")));
    let elsewhere = Toekenning { organisation: id(77), ..with_contexts(other, &["a"]) };
    assert_eq!(checked(&elsewhere, &[held], &rights), Ok(()));
}

#[test]
fn one_of_a_group_per_organisation_whichever_states_it() {
    let invoerder = Gebruikersrecht {
        constraints: vec![Constraint::Excludes { rights: [right_code("Raadpleger")].into() }],
        ..right("Invoerder")
    };
    let rights = [invoerder, right("Raadpleger")];
    let one = toekenning(1, 1, "Invoerder", "2026-01-01", "2026-06-30");
    let two = toekenning(2, 1, "Raadpleger", "2026-06-30", "2026-12-31");
    for (new, held) in [(&two, &one), (&one, &two)] {
        let Err(Refusal::MutuallyExclusive { since, grant, .. }) = checked(new, std::slice::from_ref(held), &rights) else {
            panic!()
        };
        assert_eq!((since, grant), (day("2026-06-30"), held.id));
    }
    let after = toekenning(2, 1, "Raadpleger", "2026-07-01", "2026-12-31");
    assert_eq!(checked(&after, std::slice::from_ref(&one), &rights), Ok(()));
    assert_eq!(checked(&Toekenning { person: id(50), ..two }, &[one], &rights), Ok(()));
}

pub(super) fn chain() -> [Gebruikersrecht; 3] {
    let needs = |code: &str, other: &str| Gebruikersrecht {
        constraints: vec![Constraint::Requires { right: right_code(other) }],
        ..right(code)
    };
    [right("A"), needs("B", "A"), needs("C", "B")]
}

#[test]
fn a_prerequisite_covers_the_whole_period() {
    let first = toekenning(1, 1, "A", "2026-01-01", "2026-06-30");
    let next = toekenning(2, 1, "A", "2026-07-01", "2026-12-31");
    let one = toekenning(3, 1, "B", "2026-02-01", "2026-12-31");
    assert_eq!(checked(&one, &[next, first.clone()], &chain()), Ok(()));
    let Err(Refusal::PrerequisiteMissing { since, .. }) = checked(&one, &[first], &chain()) else { panic!() };
    assert_eq!(since, day("2026-07-01"));
}

#[test]
fn what_needs_a_grant_is_found_through_one_another() {
    let mut a = toekenning(1, 1, "A", "2026-01-01", "2026-12-31");
    let b = toekenning(2, 1, "B", "2026-01-01", "2026-12-31");
    let c = toekenning(3, 1, "C", "2026-07-01", "2026-12-31");
    let others = [a.clone(), b.clone(), c.clone()];
    assert_eq!(dependents(&a, &others, &chain()), []);
    a.revoked = Some(Revocation { at: at("2026-08-01T10:00:00Z"), reason: reason(), by: actor() });
    let moment = at("2026-08-01T10:00:00Z");
    assert_eq!(dependents(&a, &others, &chain()), [Dependent { grant: b.id, at: moment }, Dependent { grant: c.id, at: moment }]);
}

#[test]
fn what_missed_its_right_before_holds_nothing_back() {
    let orphan = toekenning(2, 1, "B", "2026-01-01", "2026-12-31");
    let unrelated = toekenning(3, 1, "D", "2026-01-01", "2026-12-31");
    let shorter = Toekenning { period: period("2026-01-01", "2026-06-30"), ..unrelated.clone() };
    assert_eq!(dependents(&shorter, &[orphan, unrelated], &chain()), []);
}

#[test]
fn what_is_taken_back_is_missed_also_when_an_earlier_grant_is_forgotten() {
    // B was covered by an A that is over and no longer among the grants, then by one that is taken back now.
    let mut a = toekenning(1, 1, "A", "2026-07-01", "2026-12-31");
    let b = toekenning(2, 1, "B", "2026-02-01", "2026-12-31");
    let others = [a.clone(), b.clone()];
    let moment = at("2026-11-23T10:00:00Z");
    a.revoked = Some(Revocation { at: moment, reason: reason(), by: actor() });
    assert_eq!(dependents(&a, &others, &chain()), [Dependent { grant: b.id, at: moment }]);
}

#[test]
fn what_is_held_on_another_werkrelatie_excludes_and_suffices_too() {
    let excludes = Constraint::Excludes { rights: [right_code("B")].into() };
    let rights = [Gebruikersrecht { constraints: vec![excludes], ..right("A") }, right("B")];
    let elsewhere = Toekenning { werkrelatie: id(99), ..toekenning(1, 1, "A", "2026-01-01", "2026-12-31") };
    let one = toekenning(2, 1, "B", "2026-06-01", "2026-12-31");
    assert_eq!(checked(&one, std::slice::from_ref(&elsewhere), &rights).unwrap_err().code(), "mutuallyExclusive");
    assert_eq!(checked(&one, &[elsewhere], &chain()), Ok(()));
}

#[test]
fn the_same_again_is_a_grant_to_change() {
    let one = toekenning(1, 1, "A", "2026-01-01", "2026-12-31");
    let again = toekenning(2, 1, "A", "2026-12-31", "2027-12-31");
    assert_eq!(checked(&again, std::slice::from_ref(&one), &chain()).unwrap_err().code(), "alreadyHeld");
    assert_eq!(checked(&with_contexts(again, &["b"]), &[with_contexts(one, &["a"])], &chain()), Ok(()));
}

pub(super) fn some_period() -> impl Strategy<Value = Period> {
    (0_i64..40, 0_i64..20).prop_map(|(begin, days)| {
        let begin = day("2026-03-10").plus_days(begin);
        Period::new(begin, begin.plus_days(days)).unwrap()
    })
}

/// For each day of the new grant: how many others hold the right, and whether the person himself does.
fn first_day_too_many(grant: &Toekenning, others: &[Toekenning], limit: usize) -> Option<Day> {
    let mut today = grant.period.begin();
    while today <= grant.period.end() {
        let held: BTreeSet<_> =
            others.iter().filter(|other| other.period.contains(today)).map(|other| other.person).chain([grant.person]).collect();
        let without: BTreeSet<_> = others.iter().filter(|other| other.period.contains(today)).map(|other| other.person).collect();
        if held.len() > limit && held.len() > without.len() {
            return Some(today);
        }
        today = today.plus_days(1);
    }
    None
}

proptest! {
    #[test]
    fn the_sweep_equals_counting_day_by_day(
        others in proptest::collection::vec((1_u8..6, some_period()), 0..12), person in 1_u8..7, new in some_period(), limit in 1_u32..4,
    ) {
        let with = |number: usize, person: u8, period| {
            let number = u8::try_from(number).unwrap();
            // Each on a werkrelatie of its own, so that only the count decides.
            Toekenning { period, werkrelatie: id(number), ..toekenning(number, person, "R", "2026-01-01", "2026-01-01") }
        };
        let others: Vec<_> = others.into_iter().enumerate().map(|(n, (person, period))| with(n + 10, person, period)).collect();
        let grant = with(1, person, new);
        let refused = match checked(&grant, &others, &[limited(limit, Per::Organisation)]) {
            Ok(()) => None,
            Err(Refusal::MaxHolders { since, .. }) => Some(since),
            Err(other) => panic!("{other}"),
        };
        prop_assert_eq!(refused, first_day_too_many(&grant, &others, limit as usize));
    }
}
