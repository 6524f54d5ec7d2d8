use serde::{Deserialize, Serialize};
use types::Instant;

use crate::{Toekenning, cut_short, effective};

/// What a grant is at a moment, as far as the grant itself decides. Whether it gives something then is the access question: a pause, a
/// window or a ceased organisation can keep an active grant from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum State {
    /// Begins later.
    Planned,
    /// In its period.
    Active,
    /// Its last day is past.
    Ended,
    /// Was taken back.
    Revoked,
}

/// What a grant is at a moment. One that is to be revoked on a later day is active until then.
#[must_use]
pub fn state(grant: &Toekenning, at: Instant) -> State {
    let over = if cut_short(grant) { State::Revoked } else { State::Ended };
    match effective(grant) {
        Some(span) if at < span.from() => State::Planned,
        Some(span) if at < span.until() => State::Active,
        Some(_) | None => over,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Revocation, testing::*};

    #[test]
    fn a_grant_is_planned_active_and_over() {
        let grant = toekenning(1, 1, "R", "2026-01-01", "2026-12-31");
        let begin = day("2026-01-01").start();
        for (moment, expected) in [
            (begin.plus(types::Seconds(-1)), State::Planned),
            (begin, State::Active),
            (day("2026-12-31").end().plus(types::Seconds(-1)), State::Active),
            (day("2026-12-31").end(), State::Ended),
        ] {
            assert_eq!(state(&grant, moment), expected, "{moment:?}");
        }
    }

    #[test]
    fn a_revocation_that_was_planned_past_the_end_takes_nothing() {
        let revoked = |on: &str| Some(Revocation { at: day(on).end(), reason: reason(), by: actor() });
        let grant = toekenning(1, 1, "R", "2026-01-01", "2026-11-30");
        let over = |on: &str| state(&Toekenning { revoked: revoked(on), ..grant.clone() }, day("2027-01-01").start());
        assert_eq!(over("2026-11-29"), State::Revoked);
        assert_eq!(over("2026-11-30"), State::Ended);
        assert_eq!(over("2026-12-15"), State::Ended);
    }

    #[test]
    fn a_revocation_counts_from_its_moment_and_one_before_the_begin_at_once() {
        let grant = toekenning(1, 1, "R", "2026-01-01", "2026-12-31");
        let revoked = |on: &str| {
            let revocation = Revocation { at: day(on).end(), reason: reason(), by: actor() };
            Toekenning { revoked: Some(revocation), ..grant.clone() }
        };
        assert_eq!(state(&revoked("2026-06-30"), day("2026-06-30").start()), State::Active);
        assert_eq!(state(&revoked("2026-06-30"), day("2026-07-01").start()), State::Revoked);
        assert_eq!(state(&revoked("2025-12-31"), day("2025-01-01").start()), State::Revoked);
    }
}
