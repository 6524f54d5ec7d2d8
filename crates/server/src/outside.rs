use std::sync::Arc;

use tokens::random::SystemEntropy;
use types::{Clock, Instant, Outside};

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where time comes from")]
    fn now(&self) -> Instant {
        Instant::new(time::OffsetDateTime::now_utc())
    }
}

/// The real outside world.
#[must_use]
pub fn real() -> Outside {
    Outside { clock: Arc::new(SystemClock), entropy: Arc::new(SystemEntropy) }
}
