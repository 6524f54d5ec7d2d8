use types::{Day, Instant};

use crate::Toekenning;

/// From a first moment up to, not including, an end. Never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    from: Instant,
    until: Instant,
}

/// When a grant gives something, as far as the grant itself decides: its period, cut off by its revocation. `None` when it never does.
#[must_use]
pub fn effective(grant: &Toekenning) -> Option<Span> {
    let end = grant.period.ends_at();
    let until = grant.revoked.as_ref().map_or(end, |revoked| revoked.at.min(end));
    Span::new(grant.period.begin().start(), until)
}

/// Whether a grant is over because it was taken back, and not by its last day. A revocation that was planned for a later moment than that on
/// which the grant ends now, because its werkrelatie ended, takes nothing any more.
#[must_use]
pub fn cut_short(grant: &Toekenning) -> bool {
    grant.revoked.as_ref().is_some_and(|revoked| revoked.at < grant.period.ends_at())
}

impl Span {
    /// From a moment to an exclusive end; `None` when that is empty.
    #[must_use]
    pub fn new(from: Instant, until: Instant) -> Option<Self> {
        (from < until).then_some(Self { from, until })
    }

    /// The first moment.
    #[must_use]
    pub fn from(self) -> Instant {
        self.from
    }

    /// The first moment after it.
    #[must_use]
    pub fn until(self) -> Instant {
        self.until
    }

    /// The day in Brussels on which it begins.
    #[must_use]
    pub fn first_day(self) -> Day {
        self.from.day()
    }

    /// Whether a moment lies in it.
    #[must_use]
    pub fn contains(self, at: Instant) -> bool {
        self.from <= at && at < self.until
    }

    /// What both have.
    #[must_use]
    pub fn intersect(self, other: Self) -> Option<Self> {
        Self::new(self.from.max(other.from), self.until.min(other.until))
    }

    /// The first moment of this span that none of the others has.
    #[must_use]
    pub fn first_gap(self, others: &[Self]) -> Option<Instant> {
        let mut sorted = others.to_vec();
        sorted.sort_unstable();
        let reached = sorted.iter().fold(self.from, |reached, other| if other.contains(reached) { other.until } else { reached });
        (reached < self.until).then_some(reached)
    }

    /// The first moment of this span that one of `had` has and none of `has`.
    #[must_use]
    pub fn first_lost(self, had: &[Self], has: &[Self]) -> Option<Instant> {
        // What was there and is no longer begins where something of the old begins or something of the new ends.
        let begins = had.iter().map(|one| one.from).chain(has.iter().map(|one| one.until)).chain([self.from]);
        let within = |spans: &[Self], at| spans.iter().any(|one| one.contains(at));
        begins.filter(|at| self.contains(*at) && within(had, *at) && !within(has, *at)).min()
    }
}

#[cfg(test)]
mod tests {
    use types::Seconds;

    use super::*;
    use crate::{Revocation, testing::*};

    #[test]
    fn a_revocation_cuts_it_off() {
        let mut one = toekenning(1, 1, "R", "2026-03-01", "2026-03-29");
        assert_eq!(effective(&one).unwrap().until(), at("2026-03-30T00:00:00+02:00"));
        let revoked_at = |text: &str| Some(Revocation { at: at(text), reason: reason(), by: actor() });
        one.revoked = revoked_at("2026-03-02T10:00:00Z");
        assert_eq!(effective(&one).unwrap().until(), at("2026-03-02T10:00:00Z"));
        one.revoked = revoked_at("2026-02-28T10:00:00Z");
        assert_eq!(effective(&one), None);
        one.revoked = revoked_at("2027-02-28T10:00:00Z");
        assert_eq!(effective(&one).unwrap().until(), at("2026-03-30T00:00:00+02:00"));
    }

    #[test]
    fn the_first_gap_is_found_across_touching_spans() {
        let second = |n: i64| Instant::from_unix(0).unwrap().plus(Seconds(n));
        let span = |from, until| Span::new(second(from), second(until)).unwrap();
        assert_eq!(span(0, 10).first_gap(&[span(5, 12), span(-3, 5)]), None);
        assert_eq!(span(0, 10).first_gap(&[span(6, 12), span(-3, 5)]), Some(second(5)));
        assert_eq!(span(0, 10).first_gap(&[span(0, 9), span(1, 2)]), Some(second(9)));
        assert_eq!(span(0, 10).first_gap(&[]), Some(second(0)));
    }

    #[test]
    fn only_what_was_there_is_lost() {
        let second = |n: i64| Instant::from_unix(0).unwrap().plus(Seconds(n));
        let span = |from, until| Span::new(second(from), second(until)).unwrap();
        assert_eq!(span(0, 10).first_lost(&[span(4, 12)], &[span(4, 7)]), Some(second(7)));
        assert_eq!(span(0, 10).first_lost(&[span(4, 12)], &[]), Some(second(4)));
        assert_eq!(span(5, 10).first_lost(&[span(4, 12)], &[]), Some(second(5)));
        assert_eq!(span(0, 10).first_lost(&[span(4, 7)], &[span(4, 6), span(6, 7)]), None);
        assert_eq!(span(0, 10).first_lost(&[], &[]), None);
    }
}
