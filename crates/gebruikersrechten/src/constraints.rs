//! What grants must satisfy together, at every moment of their period: today, next year, and in the slot that they share.
//!
//! A window does not matter here: who holds a right that is closed until March holds it, and takes a place. Neither does a pause.
//! A grant counts from its begin to its end or its revocation ([`effective`]).

use std::collections::{BTreeMap, BTreeSet};

use types::{ContextCode, Instant, PersonId, RightCode};

use crate::{Constraint, Dependent, Gebruikersrecht, Holder, Per, Refusal, Span, Toekenning, effective};

/// Checks a grant, as it will be, for a part of its time against the other grants. `others` may hold more than matters: other
/// organisations, other applications, and the grant itself as it was. `rights` are the definitions of the application.
///
/// # Errors
/// The rule that would break first in the order: held already, exclusion, prerequisite, number of holders.
pub fn check(grant: &Toekenning, span: Span, others: &[Toekenning], rights: &[Gebruikersrecht]) -> Result<(), Refusal> {
    let neighbours = neighbours(grant, others);
    let definition = rights.iter().find(|right| right.code == grant.right && right.application == grant.application);
    let definition = definition.ok_or_else(|| Refusal::RightUnknown { right: grant.right.clone() })?;
    not_held_already(grant, span, &neighbours)?;
    exclusions(grant, definition, span, &neighbours, rights)?;
    for constraint in &definition.constraints {
        if let Constraint::Requires { right } = constraint {
            let spans = spans_of(grant.person, right, &neighbours);
            if let Some(gap) = span.first_gap(&spans) {
                let (right, requires) = (grant.right.clone(), right.clone());
                return Err(Refusal::PrerequisiteMissing { right, requires, since: gap.day() });
            }
        }
    }
    max_holders(grant, &grant.contexts, span, others, definition)
}

/// Checks only the number of holders, for these contexts of a grant.
///
/// A person counts once, however many grants he has. Who counts already takes no place more, so that a limit that was lowered later
/// refuses nobody what he has.
///
/// # Errors
/// [`Refusal::MaxHolders`] with the first day on which it would be too many, and who holds the right then.
pub fn max_holders(
    grant: &Toekenning,
    contexts: &BTreeSet<ContextCode>,
    span: Span,
    others: &[Toekenning],
    definition: &Gebruikersrecht,
) -> Result<(), Refusal> {
    let neighbours = neighbours(grant, others);
    let same: Vec<_> = neighbours.into_iter().filter(|(other, _)| other.right == grant.right).collect();
    for constraint in &definition.constraints {
        match constraint {
            Constraint::MaxHolders { limit, per: Per::Organisation } => sweep(grant, span, &same, *limit, None)?,
            Constraint::MaxHolders { limit, per: Per::OrganisationAndContext } => {
                contexts.iter().try_for_each(|context| sweep(grant, span, &same, *limit, Some(context)))?;
            }
            Constraint::Excludes { .. } | Constraint::Requires { .. } => {}
        }
    }
    Ok(())
}

/// The grants that would lose a right that they need once `changed` is as it is given, also through one another, each with the first
/// moment at which it does. `others` holds the grants of the person, also this one as it was: what missed its right before, at some
/// moment, loses nothing there.
#[must_use]
pub fn dependents(changed: &Toekenning, others: &[Toekenning], rights: &[Gebruikersrecht]) -> Vec<Dependent> {
    let rest = others.iter().filter(|other| other.id != changed.id).cloned();
    let after: Vec<_> = rest.chain([changed.clone()]).collect();
    newly_missing(others, &after, rights)
}

/// The grants that had a right that they need, and have it no longer.
pub(crate) fn newly_missing(before: &[Toekenning], after: &[Toekenning], rights: &[Gebruikersrecht]) -> Vec<Dependent> {
    let (had, mut has) = (with_spans(before), with_spans(after));
    let mut found = BTreeMap::new();
    // Every round shortens a grant; what is shortened may be what a next one needs.
    while let Some((one, at)) = first_lost(&had, &has, rights) {
        found.insert(one.id, at);
        let shorter = |(grant, span): (_, Span)| Some((grant, if one == grant { Span::new(span.from(), at)? } else { span }));
        has = has.into_iter().filter_map(shorter).collect();
    }
    found.into_iter().map(|(grant, at)| Dependent { grant, at }).collect()
}

fn first_lost<'a>(
    had: &[(&Toekenning, Span)],
    has: &[(&'a Toekenning, Span)],
    rights: &[Gebruikersrecht],
) -> Option<(&'a Toekenning, Instant)> {
    has.iter().find_map(|(one, span)| {
        let definition = rights.iter().find(|right| right.code == one.right && right.application == one.application)?;
        let needed = |right: &RightCode, grants: &[(&Toekenning, Span)]| {
            let near: Vec<_> = grants.iter().filter(|(other, _)| together(one, other)).copied().collect();
            spans_of(one.person, right, &near)
        };
        let lost = |constraint: &Constraint| match constraint {
            Constraint::Requires { right } => span.first_lost(&needed(right, had), &needed(right, has)),
            Constraint::MaxHolders { .. } | Constraint::Excludes { .. } => None,
        };
        definition.constraints.iter().filter_map(lost).min().map(|at| (*one, at))
    })
}

fn with_spans(grants: &[Toekenning]) -> Vec<(&Toekenning, Span)> {
    grants.iter().filter_map(|one| Some((one, effective(one)?))).collect()
}

fn together(one: &Toekenning, other: &Toekenning) -> bool {
    other.organisation == one.organisation && other.application == one.application
}

/// The other grants of the same organisation and application that give something at some time.
fn neighbours<'a>(grant: &Toekenning, others: &'a [Toekenning]) -> Vec<(&'a Toekenning, Span)> {
    let near = |other: &&Toekenning| other.id != grant.id && together(grant, other);
    others.iter().filter(near).filter_map(|other| Some((other, effective(other)?))).collect()
}

fn spans_of(person: PersonId, right: &RightCode, grants: &[(&Toekenning, Span)]) -> Vec<Span> {
    grants.iter().filter(|(one, _)| one.person == person && one.right == *right).map(|(_, span)| *span).collect()
}

/// Checks only that the person does not have it already: the same right on the same werkrelatie with the same context (or both without)
/// is a grant to change, not a second one.
///
/// # Errors
/// [`Refusal::AlreadyHeld`] with that grant.
pub fn held_once(grant: &Toekenning, span: Span, others: &[Toekenning]) -> Result<(), Refusal> {
    not_held_already(grant, span, &neighbours(grant, others))
}

fn not_held_already(grant: &Toekenning, span: Span, neighbours: &[(&Toekenning, Span)]) -> Result<(), Refusal> {
    let same = |other: &Toekenning| {
        other.werkrelatie == grant.werkrelatie
            && other.right == grant.right
            && (other.contexts == grant.contexts || !other.contexts.is_disjoint(&grant.contexts))
    };
    let overlap = neighbours.iter().filter(|(other, _)| same(other));
    match overlap.filter_map(|(other, theirs)| Some((other.id, theirs.intersect(span)?))).next() {
        Some((grant, both)) => Err(Refusal::AlreadyHeld { grant, since: both.first_day() }),
        None => Ok(()),
    }
}

/// An exclusion works both ways, whichever of the two rights states it.
fn exclusions(
    grant: &Toekenning,
    definition: &Gebruikersrecht,
    span: Span,
    neighbours: &[(&Toekenning, Span)],
    rights: &[Gebruikersrecht],
) -> Result<(), Refusal> {
    let clash = |other: &Toekenning| {
        let theirs = rights.iter().find(|right| right.code == other.right);
        other.right != grant.right
            && (excludes(definition, &other.right) || theirs.is_some_and(|theirs| excludes(theirs, &grant.right)))
    };
    let held = neighbours.iter().filter(|(other, _)| other.person == grant.person && clash(other));
    let first = held.filter_map(|(other, theirs)| Some((theirs.intersect(span)?, other))).min_by_key(|(both, _)| both.from());
    match first {
        Some((both, other)) => Err(Refusal::MutuallyExclusive {
            right: grant.right.clone(),
            other: other.right.clone(),
            since: both.first_day(),
            grant: other.id,
        }),
        None => Ok(()),
    }
}

fn excludes(definition: &Gebruikersrecht, other: &RightCode) -> bool {
    let names = |constraint: &Constraint| matches!(constraint, Constraint::Excludes { rights } if rights.contains(other));
    definition.constraints.iter().any(names)
}

/// The number of holders only grows where a grant begins, so these moments and the begin of the span suffice.
fn sweep(
    grant: &Toekenning,
    span: Span,
    same: &[(&Toekenning, Span)],
    limit: u32,
    context: Option<&ContextCode>,
) -> Result<(), Refusal> {
    let counted: Vec<_> =
        same.iter().filter(|(other, _)| context.is_none_or(|context| other.contexts.contains(context))).collect();
    let begins = counted.iter().map(|(_, theirs)| theirs.from()).filter(|from| span.contains(*from));
    // Where another grant of the same person ends, this one takes a place of its own.
    let own_ends = counted.iter().filter(|(other, _)| other.person == grant.person).map(|(_, theirs)| theirs.until());
    let moments: BTreeSet<Instant> = begins.chain(own_ends.filter(|until| span.contains(*until))).chain([span.from()]).collect();
    for moment in moments {
        let now: Vec<_> = counted.iter().filter(|(_, theirs)| theirs.contains(moment)).map(|(other, _)| other).collect();
        let persons: BTreeSet<PersonId> = now.iter().map(|other| other.person).collect();
        let full = u32::try_from(persons.len()).map_or(true, |count| count >= limit);
        if full && !persons.contains(&grant.person) {
            let holders = now.iter().map(|other| Holder { person: other.person, name: None, grant: other.id }).collect();
            let (right, context, since) = (grant.right.clone(), context.cloned(), moment.day());
            return Err(Refusal::MaxHolders { right, limit, context, since, holders });
        }
    }
    Ok(())
}

#[cfg(test)]
mod day_by_day;
#[cfg(test)]
mod tests;
