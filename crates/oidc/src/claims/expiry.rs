use types::{Instant, Seconds};

/// When a token ends: after its lifetime, but never later than the earliest end (exclusive) of a right, werkrelatie, window,
/// organisation, mandate or client that it carries. An end that has passed gives a token that is worth nothing from the start.
#[must_use]
pub fn expires_at(now: Instant, lifetime: Seconds, untils: impl IntoIterator<Item = Instant>) -> Instant {
    untils.into_iter().fold(now.plus(lifetime), Instant::min)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::at;
    use types::Day;

    #[test]
    fn a_token_ends_with_the_first_thing_that_it_carries() {
        let now = at("2026-04-30T21:30:00Z");
        let window = Day::new(2026, 4, 30).unwrap().end();
        assert_eq!(expires_at(now, Seconds(3600), []), at("2026-04-30T22:30:00Z"));
        assert_eq!(expires_at(now, Seconds(3600), [Instant::FOREVER, window]), at("2026-04-30T22:00:00Z"));
    }
}
