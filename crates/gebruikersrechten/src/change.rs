use std::collections::BTreeSet;

use types::{ContextCode, Day};

use crate::{
    GrantFacts, Refusal, Span, Toekenning, check_contexts, constraints, effective,
    grant::{can_grow, not_over},
    plan_period,
};

/// Other contexts for a grant that runs or is to come. Only what is added, and only what is still to come, must find a place.
///
/// # Errors
/// The grant is revoked or over, the contexts break the right's rule, the person holds them by another grant, a context is added where
/// nothing can be granted any more, or a constraint breaks.
pub fn change_contexts(grant: &Toekenning, contexts: &[ContextCode], facts: &GrantFacts<'_>) -> Result<Toekenning, Refusal> {
    running(grant, facts)?;
    let contexts = check_contexts(&facts.right.contexts, contexts)?;
    let added: BTreeSet<_> = contexts.difference(&grant.contexts).cloned().collect();
    let changed = Toekenning { contexts, version: grant.version + 1, ..grant.clone() };
    let to_come = effective(&changed).and_then(|span| Span::new(span.from().max(facts.now), span.until()));
    if !added.is_empty() {
        can_grow(facts, grant.period.begin())?;
    }
    if let Some(span) = to_come {
        constraints::held_once(&changed, span, facts.others)?;
        constraints::max_holders(&changed, &added, span, facts.others, facts.right)?;
    }
    Ok(changed)
}

/// Another last day, inclusive, today or later. A later one must satisfy the right's maximum, the werkrelatie, and for the days that it
/// adds every constraint. An earlier one may leave other grants without what they need: see [`constraints::dependents`].
///
/// # Errors
/// The grant is revoked or over, the end is past, lies before its begin or beyond a limit, nothing can be granted there any more, or a
/// constraint breaks.
pub fn change_end(grant: &Toekenning, end: Day, facts: &GrantFacts<'_>) -> Result<Toekenning, Refusal> {
    running(grant, facts)?;
    let period = if end > grant.period.end() {
        can_grow(facts, grant.period.begin())?;
        plan_period(facts.right, facts.werkrelatie.period, grant.period.begin(), Some(end))?
    } else {
        grant.period.with_end(end)?
    };
    not_over(period, facts.now.day())?;
    let changed = Toekenning { period, version: grant.version + 1, ..grant.clone() };
    if let Some(added) = Span::new(grant.period.ends_at(), period.ends_at()) {
        constraints::check(&changed, added, facts.others, facts.rights)?;
    }
    Ok(changed)
}

/// What is over stays as it was.
fn running(grant: &Toekenning, facts: &GrantFacts<'_>) -> Result<(), Refusal> {
    if let Some(revoked) = &grant.revoked {
        return Err(Refusal::AlreadyRevoked { at: revoked.at });
    }
    if grant.period.ends_at() <= facts.now {
        return Err(Refusal::AlreadyEnded { last_day: grant.period.end() });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Constraint, ContextRule, Per, Revocation, testing::*};

    fn full_world() -> World {
        let mut world = World::new();
        world.right.contexts = ContextRule::Optional(values(&["a", "b"]));
        world.right.durations.maximum_months = Some(24);
        world.others.push(with_contexts(toekenning(9, 5, "R", "2027-06-01", "2028-12-31"), &["b"]));
        world
    }

    #[test]
    fn a_later_end_must_find_its_place() {
        let one = toekenning(1, 1, "R", "2026-01-01", "2026-12-31");
        let mut world = full_world();
        let code = |world: &World, end: &str| change_end(&one, day(end), &world.facts()).map_err(|error| error.code());
        assert_eq!(code(&world, "2027-12-31").unwrap().period.end(), day("2027-12-31"));
        assert_eq!(code(&world, "2028-01-01"), Err("endBeyondMaximum"));
        world.right.constraints.push(Constraint::MaxHolders { limit: 1, per: Per::Organisation });
        assert_eq!(code(&world, "2027-06-01"), Err("maxHolders"));
        assert_eq!(code(&world, "2027-05-31").unwrap().version, 2);
        assert_eq!(code(&world, "2026-11-30").unwrap().period.end(), day("2026-11-30"));
        assert_eq!(code(&world, "2025-12-31"), Err("endBeforeBegin"));
    }

    #[test]
    fn an_end_in_the_past_would_rewrite_what_was() {
        let one = toekenning(1, 1, "R", "2026-01-01", "2026-12-31");
        let world = World::new();
        assert_eq!(change_end(&one, day("2026-11-22"), &world.facts()).unwrap_err().code(), "endInPast");
        assert_eq!(change_end(&one, day("2026-11-23"), &world.facts()).unwrap().period.end(), day("2026-11-23"));
    }

    type Change = fn(&mut World, types::Period);

    #[test]
    fn what_grows_must_still_be_grantable_and_what_shrinks_need_not() {
        let one = with_contexts(toekenning(1, 1, "R", "2026-01-01", "2027-01-01"), &["a"]);
        let over = period("2020-01-01", "2026-11-22");
        let changes: [(Change, &str); 5] = [
            (|world, _| world.person.status = persons::Status::Deceased(day("2026-11-01")), "personInactive"),
            (|world, _| world.organisation.rights_held_on = Some(id(70)), "heldOnOtherOrganisation"),
            (|world, over| world.organisation.period = over, "organisationNotActive"),
            (|world, over| world.application.period = over, "applicationNotActive"),
            (|world, over| world.right.period = over, "rightNotActive"),
        ];
        for (change, code) in changes {
            let mut world = World::new();
            world.right.contexts = ContextRule::Optional(values(&["a", "b"]));
            change(&mut world, over);
            let facts = world.facts();
            assert_eq!(change_end(&one, day("2027-01-02"), &facts).unwrap_err().code(), code);
            assert_eq!(change_contexts(&one, &[context("a"), context("b")], &facts).unwrap_err().code(), code);
            assert!(change_end(&one, day("2026-12-31"), &facts).is_ok(), "{code}");
            assert!(change_contexts(&one, &[], &facts).is_ok(), "{code}");
        }
    }

    #[test]
    fn a_context_that_another_grant_gives_is_not_given_twice() {
        let one = with_contexts(toekenning(1, 1, "R", "2026-01-01", "2027-12-31"), &["a"]);
        let mut world = World::new();
        world.right.contexts = ContextRule::Optional(values(&["a", "b"]));
        world.others = vec![one.clone(), with_contexts(toekenning(2, 1, "R", "2027-06-01", "2027-12-31"), &["b"])];
        let refused = change_contexts(&one, &[context("a"), context("b")], &world.facts()).unwrap_err();
        assert_eq!(refused, Refusal::AlreadyHeld { grant: id(2), since: day("2027-06-01") });
    }

    #[test]
    fn only_an_added_context_takes_a_place() {
        let one = with_contexts(toekenning(1, 1, "R", "2027-01-01", "2027-12-31"), &["a"]);
        let mut world = full_world();
        world.right.constraints.push(Constraint::MaxHolders { limit: 1, per: Per::OrganisationAndContext });
        let facts = world.facts();
        assert_eq!(change_contexts(&one, &[context("b")], &facts).unwrap_err().code(), "maxHolders");
        assert!(change_contexts(&one, &[], &facts).unwrap().contexts.is_empty());
        assert_eq!(change_contexts(&one, &[context("c")], &facts).unwrap_err().code(), "contextUnknown");
    }

    #[test]
    fn what_is_over_stays_as_it_was() {
        let world = World::new();
        let ended = toekenning(1, 1, "R", "2026-01-01", "2026-11-22");
        assert_eq!(change_end(&ended, day("2027-01-01"), &world.facts()).unwrap_err().code(), "alreadyEnded");
        let revoked = Some(Revocation { at: at("2026-12-01T00:00:00Z"), reason: reason(), by: actor() });
        let revoked = Toekenning { revoked, ..toekenning(1, 1, "R", "2026-01-01", "2026-12-31") };
        assert_eq!(change_contexts(&revoked, &[], &world.facts()).unwrap_err().code(), "alreadyRevoked");
    }
}
