//! For tests, of this crate and of an application: an issuer on a loopback port, keys to sign with, and a clock to set.
//!
//! Behind the feature `testing`, for `[dev-dependencies]` only.

#![expect(clippy::unwrap_used, reason = "for tests; a panic fails the test")]

mod issuer;
mod key;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub use issuer::{Behaviour, Endpoint, TestIssuer};
pub use key::SigningKey;

/// 2026-11-24T10:00:00Z: when a [`TestClock`] begins, and when a [`TestIssuer`] issues its tokens; in seconds since 1970.
pub const TEST_NOW: i64 = 1_795_514_400;

/// A clock that stands still until it is moved.
#[derive(Clone, Debug)]
pub struct TestClock(Arc<AtomicU64>);

impl Default for TestClock {
    fn default() -> Self {
        Self(Arc::new(AtomicU64::new(TEST_NOW.unsigned_abs())))
    }
}

impl TestClock {
    /// Moves it on.
    pub fn advance(&self, span: Duration) {
        self.0.fetch_add(span.as_secs(), Ordering::SeqCst);
    }

    /// For [`Builder::clock`](crate::Builder::clock).
    pub fn reader(&self) -> impl Fn() -> SystemTime + Send + Sync + 'static {
        let seconds = Arc::clone(&self.0);
        move || UNIX_EPOCH + Duration::from_secs(seconds.load(Ordering::SeqCst))
    }
}
