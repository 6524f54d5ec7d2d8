use types::{Actor, Day, Reason, RightCode, ToekenningId};
use werkrelaties::Werkrelatie;

use crate::{
    Gebruikersrecht, Refusal, Span, Toekenning, constraints,
    durations::latest_end,
    effective,
    revoke::{cut_off, revoked_with},
};

/// What an extension of a werkrelatie does to its grants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extension {
    /// The grants that last longer now.
    pub extended: Vec<Toekenning>,
    /// The grants that their right's maximum keeps from lasting as long as the werkrelatie, extended or not.
    pub capped: Vec<Capped>,
    /// The grants that stay as they are, because a constraint would break.
    pub left: Vec<Left>,
}

/// A grant that its right's maximum ends before the werkrelatie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capped {
    /// Which.
    pub grant: ToekenningId,
    /// Of which right.
    pub right: RightCode,
    /// The last day that the maximum allows.
    pub limit: Day,
}

/// A grant that could not be extended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Which.
    pub grant: ToekenningId,
    /// Of which right.
    pub right: RightCode,
    /// Why not.
    pub refusal: Refusal,
}

/// The grants that change because a werkrelatie ended or was removed, each as it becomes: shortened to the last day, or revoked when it
/// would only have begun after it. What needs one of them, on another werkrelatie of the person, is revoked with it.
///
/// `grants` are all grants of the person at the organisation, `rights` their definitions.
#[must_use]
pub fn follow_end(
    werkrelatie: &Werkrelatie,
    grants: &[Toekenning],
    rights: &[Gebruikersrecht],
    reason: &Reason,
    by: &Actor,
) -> Vec<Toekenning> {
    let mut now = grants.to_vec();
    let own = grants.iter().filter(|grant| grant.werkrelatie == werkrelatie.id);
    let shortened: Vec<_> = own.filter_map(|grant| shortened(grant, werkrelatie, reason, by)).collect();
    shortened.iter().for_each(|changed| replace(&mut now, changed));
    let gone = revoked_with(&constraints::newly_missing(grants, &now, rights), &now, reason, by);
    gone.iter().for_each(|one| replace(&mut now, one));
    now.into_iter().zip(grants).filter(|(after, before)| after != *before).map(|(after, _)| after).collect()
}

fn shortened(grant: &Toekenning, werkrelatie: &Werkrelatie, reason: &Reason, by: &Actor) -> Option<Toekenning> {
    let begin = werkrelatie.period.begin().start();
    if werkrelatie.removed {
        return cut_off(grant, begin, reason, by);
    }
    let ends_at = werkrelatie.period.ends_at();
    if effective(grant)?.until() <= ends_at {
        return None;
    }
    match grant.period.with_end(werkrelatie.period.end()) {
        Ok(period) => Some(Toekenning { period, version: grant.version + 1, ..grant.clone() }),
        Err(_) => cut_off(grant, ends_at, reason, by),
    }
}

/// Extends the grants of a werkrelatie that was extended (given as it is now) to its new end, each no further than its right's maximum.
/// Grants that are revoked, or were over on `today`, stay so.
///
/// `grants` are all grants at the organisation, for the constraints; `rights` are the definitions of the rights in them.
#[must_use]
pub fn follow_extension(werkrelatie: &Werkrelatie, grants: &[Toekenning], rights: &[Gebruikersrecht], today: Day) -> Extension {
    let mut now = grants.to_vec();
    let mut result = Extension::default();
    let lives =
        |grant: &&Toekenning| grant.werkrelatie == werkrelatie.id && grant.revoked.is_none() && grant.period.end() >= today;
    let mut waiting: Vec<&Toekenning> = grants.iter().filter(lives).collect();
    // What needs another grant can follow only once that one was extended: go round until a round brings nothing.
    loop {
        let before = waiting.len();
        result.left.clear();
        waiting.retain(|grant| match extended(grant, werkrelatie, &now, rights) {
            Ok((longer, capped)) => {
                longer.iter().for_each(|longer| replace(&mut now, longer));
                result.extended.extend(longer);
                result.capped.extend(capped);
                false
            }
            Err(refusal) => {
                result.left.push(Left { grant: grant.id, right: grant.right.clone(), refusal });
                true
            }
        });
        if waiting.is_empty() || waiting.len() == before {
            return result;
        }
    }
}

type Longer = (Option<Toekenning>, Option<Capped>);

fn extended(grant: &Toekenning, to: &Werkrelatie, now: &[Toekenning], rights: &[Gebruikersrecht]) -> Result<Longer, Refusal> {
    let unknown = || Refusal::RightUnknown { right: grant.right.clone() };
    let right = rights.iter().find(|right| right.code == grant.right).ok_or_else(unknown)?;
    let limit = latest_end(right, grant.period.begin());
    let capped = (limit < to.period.end()).then(|| Capped { grant: grant.id, right: grant.right.clone(), limit });
    let period = grant.period.with_end(limit.min(to.period.end()).max(grant.period.end()))?;
    let Some(added) = Span::new(grant.period.ends_at(), period.ends_at()) else { return Ok((None, capped)) };
    let longer = Toekenning { period, version: grant.version + 1, ..grant.clone() };
    constraints::check(&longer, added, now, rights)?;
    Ok((Some(longer), capped))
}

fn replace(grants: &mut [Toekenning], changed: &Toekenning) {
    grants.iter_mut().filter(|grant| grant.id == changed.id).for_each(|grant| grant.clone_from(changed));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Constraint, Durations, Per, testing::*};

    fn ids(grants: &[Toekenning]) -> Vec<ToekenningId> {
        grants.iter().map(|grant| grant.id).collect()
    }

    #[test]
    fn an_end_shortens_its_grants_and_nothing_else() {
        let ended = Werkrelatie { period: period("2026-01-01", "2026-11-30"), ..werkrelatie() };
        let grants = [
            toekenning(1, 1, "R", "2026-01-01", "2026-12-31"),
            toekenning(2, 1, "R", "2027-01-01", "2027-12-31"),
            toekenning(3, 1, "R", "2026-01-01", "2026-11-30"),
            Toekenning { werkrelatie: id(90), ..toekenning(4, 1, "R", "2026-01-01", "2026-12-31") },
        ];
        let changed = follow_end(&ended, &grants, &[right("R")], &reason(), &actor());
        assert_eq!(ids(&changed), [id(1), id(2)]);
        assert_eq!(changed[0].period.end(), day("2026-11-30"));
        assert_eq!(effective(&changed[1]), None);
        assert!(changed.iter().all(|grant| grant.version == 2));
    }

    #[test]
    fn a_grant_with_a_planned_revocation_is_shortened_and_not_revoked() {
        let ended = Werkrelatie { period: period("2026-01-01", "2026-11-30"), ..werkrelatie() };
        let planned = |on: &str| Some(crate::Revocation { at: day(on).end(), reason: reason(), by: actor() });
        let grant =
            |number, on: &str| Toekenning { revoked: planned(on), ..toekenning(number, 1, "R", "2026-01-01", "2026-12-31") };
        let grants = [grant(1, "2026-12-15"), grant(2, "2026-10-31")];
        let changed = follow_end(&ended, &grants, &[right("R")], &reason(), &actor());
        assert_eq!(ids(&changed), [id(1)], "one that was over before stays as it is");
        assert_eq!((changed[0].period.end(), &changed[0].revoked), (day("2026-11-30"), &planned("2026-12-15")));
        assert!(!crate::cut_short(&changed[0]));
    }

    #[test]
    fn a_removal_takes_every_grant_back() {
        let removed = Werkrelatie { removed: true, period: period("2027-01-01", "2027-12-31"), ..werkrelatie() };
        let changed =
            follow_end(&removed, &[toekenning(1, 1, "R", "2027-02-01", "2027-12-31")], &[right("R")], &reason(), &actor());
        assert_eq!(effective(&changed[0]), None);
    }

    #[test]
    fn what_needs_a_grant_ends_with_it() {
        let needs = Gebruikersrecht { constraints: vec![Constraint::Requires { right: right_code("A") }], ..right("B") };
        let ended = Werkrelatie { period: period("2026-01-01", "2026-11-30"), ..werkrelatie() };
        let elsewhere = Toekenning { werkrelatie: id(90), ..toekenning(2, 1, "B", "2026-01-01", "2026-12-31") };
        let grants = [toekenning(1, 1, "A", "2026-01-01", "2026-12-31"), elsewhere];
        let changed = follow_end(&ended, &grants, &[right("A"), needs], &reason(), &actor());
        assert_eq!(ids(&changed), [id(1), id(2)]);
        assert_eq!(changed[1].revoked.as_ref().unwrap().at, day("2026-11-30").end());
    }

    #[test]
    fn an_extension_takes_the_grants_along_up_to_their_maximum() {
        let extended = Werkrelatie { period: period("2026-01-01", "2036-12-31"), ..werkrelatie() };
        let durations = Durations { default_months: 12, maximum_months: Some(48) };
        let full = vec![Constraint::MaxHolders { limit: 1, per: Per::Organisation }];
        let needs = vec![Constraint::Requires { right: right_code("R") }];
        let rights = [
            right("R"),
            Gebruikersrecht { durations, ..right("Short") },
            Gebruikersrecht { constraints: full, ..right("One") },
            Gebruikersrecht { constraints: needs, ..right("Needs") },
        ];
        let grants = [
            toekenning(4, 1, "Needs", "2026-01-01", "2026-12-31"),
            toekenning(1, 1, "R", "2026-01-01", "2026-12-31"),
            toekenning(2, 1, "Short", "2026-01-01", "2026-12-31"),
            toekenning(3, 1, "One", "2026-01-01", "2026-12-31"),
            toekenning(5, 5, "One", "2028-01-01", "2028-12-31"),
            toekenning(6, 1, "R", "2025-01-01", "2025-12-31"),
        ];
        let Extension { extended, capped, left } = follow_extension(&extended, &grants, &rights, day("2026-11-23"));
        assert_eq!(ids(&extended), [id(1), id(2), id(4)]);
        assert_eq!(extended[1].period.end(), day("2029-12-31"));
        assert_eq!(capped, [Capped { grant: id(2), right: right_code("Short"), limit: day("2029-12-31") }]);
        assert_eq!((left.len(), left[0].grant, left[0].refusal.code()), (1, id(3), "maxHolders"));
    }
}
