use types::{Actor, Day, Instant, Reason};

use crate::{Dependent, Gebruikersrecht, Refusal, Revocation, Toekenning, constraints, effective};

/// From when a grant gives nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// From this moment on.
    Now,
    /// When this day is over.
    After(Day),
}

/// Takes a grant back. One that is to be revoked later can still be revoked earlier.
///
/// What needs it is left without: look at [`refuse_if_needed`] before, or [`cascade`] after.
///
/// # Errors
/// It is revoked or over already, the day is past, before its begin, or not before its end.
pub fn revoke(grant: &Toekenning, when: When, reason: Reason, by: Actor, now: Instant) -> Result<Toekenning, Refusal> {
    let until = grant.period.ends_at();
    if until <= now {
        return Err(Refusal::AlreadyEnded { last_day: grant.period.end() });
    }
    let at = match when {
        When::Now => now,
        When::After(last_day) if last_day < now.day() => return Err(Refusal::RevocationInPast { last_day }),
        When::After(last_day) if last_day < grant.period.begin() => {
            return Err(Refusal::EndBeforeBegin { begin: grant.period.begin(), end: last_day });
        }
        When::After(last_day) if last_day >= grant.period.end() => return Err(Refusal::RevocationTooLate { last_day }),
        When::After(last_day) => last_day.end(),
    };
    match &grant.revoked {
        Some(earlier) if earlier.at <= at => Err(Refusal::AlreadyRevoked { at: earlier.at }),
        _ => Ok(with_revocation(grant, Revocation { at, reason, by })),
    }
}

/// Refuses a change that leaves other grants without what they need.
///
/// # Errors
/// [`Refusal::NeededBy`] with these grants.
pub fn refuse_if_needed(changed: &Toekenning, others: &[Toekenning], rights: &[Gebruikersrecht]) -> Result<(), Refusal> {
    let dependents = constraints::dependents(changed, others, rights);
    if dependents.is_empty() { Ok(()) } else { Err(Refusal::NeededBy { dependents }) }
}

/// The grants that go with a changed one, because they need it: each revoked from the moment on at which it misses it.
#[must_use]
pub fn cascade(
    changed: &Toekenning,
    others: &[Toekenning],
    rights: &[Gebruikersrecht],
    reason: &Reason,
    by: &Actor,
) -> Vec<Toekenning> {
    revoked_with(&constraints::dependents(changed, others, rights), others, reason, by)
}

/// These grants, each revoked from the moment on at which it misses what it needs.
pub(crate) fn revoked_with(dependents: &[Dependent], grants: &[Toekenning], reason: &Reason, by: &Actor) -> Vec<Toekenning> {
    let gone = |dependent: &Dependent| {
        let one = grants.iter().find(|other| other.id == dependent.grant)?;
        Some(with_revocation(one, Revocation { at: dependent.at, reason: reason.clone(), by: by.clone() }))
    };
    dependents.iter().filter_map(gone).collect()
}

/// The same grant, cut off; unchanged when it gives nothing from then on anyway.
pub(crate) fn cut_off(grant: &Toekenning, at: Instant, reason: &Reason, by: &Actor) -> Option<Toekenning> {
    let span = effective(grant)?;
    let revocation = || Revocation { at, reason: reason.clone(), by: by.clone() };
    (span.until() > at).then(|| with_revocation(grant, revocation()))
}

fn with_revocation(grant: &Toekenning, revocation: Revocation) -> Toekenning {
    Toekenning { revoked: Some(revocation), version: grant.version + 1, ..grant.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Constraint, testing::*};

    const NOW: &str = "2026-11-23T10:00:00Z";

    fn code(grant: &Toekenning, when: When) -> Result<Toekenning, &'static str> {
        revoke(grant, when, reason(), actor(), at(NOW)).map_err(|error| error.code())
    }

    #[test]
    fn now_or_when_a_day_is_over() {
        let one = toekenning(1, 1, "R", "2026-01-01", "2026-12-31");
        assert_eq!(effective(&code(&one, When::Now).unwrap()).unwrap().until(), at(NOW));
        let later = code(&one, When::After(day("2026-11-30"))).unwrap();
        assert_eq!((later.revoked.as_ref().unwrap().at, later.version), (at("2026-12-01T00:00:00+01:00"), 2));
        assert!(code(&later, When::Now).is_ok());
        assert_eq!(code(&later, When::After(day("2026-11-30"))), Err("alreadyRevoked"));
        assert_eq!(code(&one, When::After(day("2026-11-22"))), Err("revocationInPast"));
        assert_eq!(code(&one, When::After(day("2026-12-31"))), Err("revocationTooLate"));
    }

    #[test]
    fn what_has_not_begun_never_will_and_what_is_over_was() {
        let planned = toekenning(1, 1, "R", "2027-01-01", "2027-12-31");
        assert_eq!(effective(&code(&planned, When::Now).unwrap()), None);
        assert_eq!(code(&planned, When::After(day("2026-12-31"))), Err("endBeforeBegin"));
        assert_eq!(code(&toekenning(1, 1, "R", "2026-01-01", "2026-11-22"), When::Now), Err("alreadyEnded"));
    }

    #[test]
    fn what_needs_it_goes_with_it_or_holds_it_back() {
        let needs = Gebruikersrecht { constraints: vec![Constraint::Requires { right: right_code("A") }], ..right("B") };
        let rights = [right("A"), needs];
        let (a, b) = (toekenning(1, 1, "A", "2026-01-01", "2026-12-31"), toekenning(2, 1, "B", "2026-02-01", "2026-12-31"));
        let others = [a.clone(), b];
        let revoked = code(&a, When::Now).unwrap();
        assert_eq!(refuse_if_needed(&revoked, &others, &rights).unwrap_err().code(), "neededBy");
        let gone = cascade(&revoked, &others, &rights, &reason(), &actor());
        assert_eq!((gone.len(), gone[0].id, gone[0].revoked.as_ref().unwrap().at), (1, id(2), at(NOW)));
        assert_eq!(refuse_if_needed(&a, &others, &rights), Ok(()));
    }
}
