//! An outside world that a test controls: a clock that stands still until it is set, and entropy that never repeats and never surprises.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use crate::{Clock, Context, Entropy, Instant, Outside, TraceId};

/// A clock that tells what it was last told.
pub struct FixedClock(Mutex<Instant>);

impl FixedClock {
    /// Stands at an RFC 3339 moment; at the end of time when the text is none, so that nothing is valid by mistake.
    #[must_use]
    pub fn at(text: &str) -> Arc<Self> {
        Arc::new(Self(Mutex::new(moment(text))))
    }

    /// Sets it.
    pub fn set(&self, now: Instant) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Instant {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Entropy that counts: different at each call, the same at each run. Never for anything that must be unpredictable.
#[derive(Default)]
pub struct CountingEntropy(AtomicU64);

impl Entropy for CountingEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let next = self.0.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes();
            chunk.iter_mut().zip(next).for_each(|(byte, value)| *byte = value);
        }
    }
}

/// An outside world at a moment.
#[must_use]
pub fn outside(now: &str) -> Outside {
    Outside { clock: FixedClock::at(now), entropy: Arc::new(CountingEntropy::default()) }
}

/// A context at a moment.
#[must_use]
pub fn context(now: &str) -> Context {
    outside(now).context(TraceId([1; 16]))
}

fn moment(text: &str) -> Instant {
    Instant::parse(text).unwrap_or(Instant::FOREVER)
}
