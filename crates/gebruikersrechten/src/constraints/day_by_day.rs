//! The rules that count over time, held against looking at every day: slow, and plainly right.

use proptest::prelude::*;
use types::{Day, Period, ToekenningId};

use super::tests::{chain, checked, some_period};
use super::*;
use crate::{Revocation, testing::*};

/// Person, right, werkrelatie, period, the day on which it is revoked, contexts.
type Drawn = (u8, usize, u8, Period, Option<i64>, Vec<&'static str>);

/// Grants of a few persons, each on one of two werkrelaties, some cut off by a revocation.
fn some_grants(rights: &'static [&'static str]) -> impl Strategy<Value = Vec<Toekenning>> {
    let cut = proptest::option::weighted(0.3, 0_i64..30);
    let one = (1_u8..4, 0..rights.len(), 0_u8..2, some_period(), cut, proptest::sample::subsequence(vec!["a", "b"], 0..=2));
    proptest::collection::vec(one, 1..14).prop_map(|all| {
        let grant = |(n, (person, right, work, period, cut, contexts)): (usize, Drawn)| {
            let one = toekenning(u8::try_from(n).unwrap() + 1, person, rights[right], "2026-01-01", "2026-01-01");
            let revocation = |days| Revocation { at: period.begin().plus_days(days).start(), reason: reason(), by: actor() };
            let werkrelatie = id(100 + 10 * work + person);
            with_contexts(Toekenning { period, werkrelatie, revoked: cut.map(revocation), ..one }, &contexts)
        };
        all.into_iter().enumerate().map(grant).collect()
    })
}

fn days() -> impl Iterator<Item = Day> {
    (0..80).map(|number| day("2026-03-01").plus_days(number))
}

/// Whether a grant gives its right on a day, and up to when it is cut by what it needs.
fn gives(grant: &Toekenning, cut: &BTreeMap<ToekenningId, Day>, today: Day) -> bool {
    let revoked = grant.revoked.as_ref().is_some_and(|revoked| revoked.at <= today.start());
    grant.period.contains(today) && !revoked && cut.get(&grant.id).is_none_or(|day| today < *day)
}

/// What `changed` takes along, day by day: whoever had the right that he needs the day before the change was made, and has it no longer.
fn lost_day_by_day(before: &[Toekenning], after: &[Toekenning], rights: &[Gebruikersrecht]) -> BTreeMap<ToekenningId, Day> {
    let mut cut = BTreeMap::new();
    loop {
        let covered = |grants: &[Toekenning], cut: &BTreeMap<_, _>, one: &Toekenning, needs: &RightCode, today| {
            let gives = |other: &&Toekenning| other.person == one.person && other.right == *needs && gives(other, cut, today);
            grants.iter().any(|other| gives(&other))
        };
        let lost = after.iter().find_map(|one| {
            let definition = rights.iter().find(|right| right.code == one.right)?;
            let Some(Constraint::Requires { right: needs }) = definition.constraints.first() else { return None };
            let lost = |today: &Day| {
                gives(one, &cut, *today)
                    && covered(before, &BTreeMap::new(), one, needs, *today)
                    && !covered(after, &cut, one, needs, *today)
            };
            days().find(lost).map(|today| (one.id, today))
        });
        match lost {
            Some((grant, today)) => cut.insert(grant, today),
            None => return cut,
        };
    }
}

/// The first rule that a grant breaks, in the order of [`check`], found day by day.
fn refused_day_by_day(grant: &Toekenning, others: &[Toekenning], rights: &[Gebruikersrecht]) -> Option<(&'static str, Day)> {
    let none = BTreeMap::new();
    let here = || days().filter(|today| gives(grant, &none, *today));
    let first = |broken: &dyn Fn(&Toekenning, Day) -> bool| {
        here().find(|today| others.iter().any(|other| gives(other, &none, *today) && broken(other, *today)))
    };
    let own = |other: &Toekenning| other.person == grant.person;
    let share = |other: &Toekenning| other.contexts == grant.contexts || !other.contexts.is_disjoint(&grant.contexts);
    let again = |other: &Toekenning, _| other.werkrelatie == grant.werkrelatie && other.right == grant.right && share(other);
    if let Some(today) = first(&again) {
        return Some(("alreadyHeld", today));
    }
    let excludes = |one: &RightCode, other: &RightCode| {
        let named = |constraint: &Constraint| matches!(constraint, Constraint::Excludes { rights } if rights.contains(other));
        rights.iter().any(|right| right.code == *one && right.constraints.iter().any(named))
    };
    let clash =
        |other: &Toekenning, _| own(other) && (excludes(&grant.right, &other.right) || excludes(&other.right, &grant.right));
    if let Some(today) = first(&clash) {
        return Some(("mutuallyExclusive", today));
    }
    let definition = rights.iter().find(|right| right.code == grant.right).unwrap();
    for constraint in &definition.constraints {
        let Constraint::Requires { right } = constraint else { continue };
        let has = |today| others.iter().any(|other| own(other) && other.right == *right && gives(other, &none, today));
        if let Some(today) = here().find(|today| !has(*today)) {
            return Some(("prerequisiteMissing", today));
        }
    }
    let per_context = |limit: u32| {
        let full = |context: &ContextCode, today: Day| {
            let counts = |other: &&Toekenning| {
                other.right == grant.right && other.contexts.contains(context) && gives(other, &none, today)
            };
            let persons: BTreeSet<_> = others.iter().filter(counts).map(|other| other.person).collect();
            persons.len() >= limit as usize && !persons.contains(&grant.person)
        };
        grant.contexts.iter().find_map(|context| here().find(|today| full(context, *today)))
    };
    definition.constraints.iter().find_map(|constraint| match constraint {
        Constraint::MaxHolders { limit, .. } => per_context(*limit).map(|today| ("maxHolders", today)),
        Constraint::Excludes { .. } | Constraint::Requires { .. } => None,
    })
}

/// A needs nothing, B needs A, C needs B and at most one has each of its contexts, X and A do not go together.
fn four() -> Vec<Gebruikersrecht> {
    let mut rights = chain().to_vec();
    rights[2].constraints.push(Constraint::MaxHolders { limit: 1, per: Per::OrganisationAndContext });
    rights.push(Gebruikersrecht { constraints: vec![Constraint::Excludes { rights: [right_code("A")].into() }], ..right("X") });
    rights
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]
    #[test]
    fn what_goes_along_equals_looking_day_by_day(
        before in some_grants(&["A", "A", "B", "C"]), number in 0_usize..14, days in 0_i64..30,
    ) {
        let one = &before[number % before.len()];
        let asked = one.period.begin().plus_days(days).start();
        let at = one.revoked.as_ref().map_or(asked, |revoked| revoked.at.min(asked));
        let changed = Toekenning { revoked: Some(Revocation { at, reason: reason(), by: actor() }), ..one.clone() };
        let after: Vec<_> = before.iter().map(|grant| if grant.id == changed.id { &changed } else { grant }).cloned().collect();
        let found: BTreeMap<_, _> =
            dependents(&changed, &before, &chain()).into_iter().map(|dependent| (dependent.grant, dependent.at.day())).collect();
        prop_assert_eq!(found, lost_day_by_day(&before, &after, &chain()));
    }

    #[test]
    fn every_rule_equals_looking_day_by_day(mut others in some_grants(&["A", "A", "A", "B", "B", "C", "C", "C", "X"])) {
        let grant = others.swap_remove(0);
        prop_assume!(effective(&grant).is_some());
        // Of the refusals only the first day counts: which of several grants is named is free.
        let refused = checked(&grant, &others, &four()).err().map(|refusal| match &refusal {
            Refusal::AlreadyHeld { .. } => ("alreadyHeld", None),
            Refusal::MutuallyExclusive { since, .. }
            | Refusal::PrerequisiteMissing { since, .. }
            | Refusal::MaxHolders { since, .. } => (refusal.code(), Some(*since)),
            other => panic!("{other}"),
        });
        let expected = refused_day_by_day(&grant, &others, &four());
        prop_assert_eq!(refused.map(|(code, _)| code), expected.map(|(code, _)| code));
        if let (Some((_, Some(since))), Some((_, day))) = (refused, expected) {
            prop_assert_eq!(since, day);
        }
    }
}
