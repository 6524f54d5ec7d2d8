use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use types::Instant;

use crate::{Limits, Metrics};

/// What surrounds the requests of a process: limits, counts, the requests under way. Cheap to clone; all clones count together.
#[derive(Clone)]
pub struct Frame {
    /// What a request may bring.
    pub limits: Limits,
    /// What is counted.
    pub metrics: Metrics,
    under_way: Arc<AtomicUsize>,
    probing: Arc<tokio::sync::Mutex<()>>,
}

/// A request under way, until it is dropped.
pub(crate) struct UnderWay(Arc<AtomicUsize>);

impl Frame {
    /// For a process that starts now.
    #[must_use]
    pub fn new(limits: Limits, now: Instant) -> Self {
        Self { limits, metrics: Metrics::new(now), under_way: Arc::default(), probing: Arc::default() }
    }

    /// Lets a request in, unless too many are under way.
    pub(crate) fn enter(&self) -> Option<UnderWay> {
        let before = self.under_way.fetch_add(1, Ordering::Relaxed);
        let entered = UnderWay(Arc::clone(&self.under_way));
        (before < self.limits.in_flight).then_some(entered)
    }

    /// How many are under way.
    #[must_use]
    pub fn under_way(&self) -> usize {
        self.under_way.load(Ordering::Relaxed)
    }

    /// Whether the database reads and writes within the time that the readiness check has. One asks at a time: who asks often makes no
    /// queue of questions.
    pub(crate) async fn is_ready(&self, store: &storage::Store) -> bool {
        let asked = async {
            let _alone = self.probing.lock().await;
            store.ready().await.is_ok()
        };
        tokio::time::timeout(self.limits.readiness, asked).await.unwrap_or(false)
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_leaves_makes_place() {
        let limits = Limits { in_flight: 1, ..Limits::default() };
        let frame = Frame::new(limits, Instant::from_unix(0).unwrap());
        let first = frame.enter();
        assert!(first.is_some());
        assert!(frame.enter().is_none());
        assert_eq!(frame.under_way(), 1, "who was refused does not count");
        drop(first);
        assert!(frame.enter().is_some());
    }
}
