//! When it is now.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The clock of a verifier: the machine's, or one that a test sets.
#[derive(Clone)]
pub(crate) struct Clock(Arc<dyn Fn() -> SystemTime + Send + Sync>);

/// A moment, as the time since 1970. A clock that stands before 1970 stands at 1970: every token is then from the future.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(Duration);

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "the default of an application; tests and others give their own clock")]
    pub(crate) fn system() -> Self {
        Self::new(SystemTime::now)
    }

    pub(crate) fn new(now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    pub(crate) fn now(&self) -> Moment {
        Moment((self.0)().duration_since(UNIX_EPOCH).unwrap_or_default())
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

impl Moment {
    /// Whole seconds since 1970, as tokens count.
    pub(crate) fn seconds(self) -> i64 {
        i64::try_from(self.0.as_secs()).unwrap_or(i64::MAX)
    }

    /// Whether this is less than `span` after `earlier`. Not when the clock was set back: what was learned then is of unknown age.
    pub(crate) fn is_within(self, span: Duration, earlier: Self) -> bool {
        self.0.checked_sub(earlier.0).is_some_and(|age| age < span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_was_set_back_makes_nothing_young() {
        let at = |seconds| Clock::new(move || UNIX_EPOCH + Duration::from_secs(seconds)).now();
        let minute = Duration::from_secs(60);
        assert!(at(100).is_within(minute, at(100)) && at(159).is_within(minute, at(100)));
        assert!(!at(160).is_within(minute, at(100)) && !at(99).is_within(minute, at(100)));
    }

    #[test]
    fn a_clock_before_1970_stands_at_1970() {
        assert_eq!(Clock::new(|| UNIX_EPOCH - Duration::from_secs(1)).now().seconds(), 0);
    }
}
