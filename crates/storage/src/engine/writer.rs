//! The one thread that changes the database.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{
    group::{self, Committed},
    link::Link,
    store::Shared,
};

/// Takes what waits, up to `limit` closures at a time, until the queue is closed and empty.
pub(crate) fn run(mut link: Link, shared: &Shared, limit: usize) {
    while let Some(mut jobs) = shared.writes.take(limit) {
        jobs.retain(|job| !job.abandoned());
        if jobs.is_empty() {
            continue;
        }
        let outcome = group::run(&mut link, &mut jobs, &shared.vault);
        if let Ok(Some(committed)) = &outcome {
            announce(shared, committed);
        }
        let outcome = outcome.map(|_| ());
        for job in jobs {
            job.answer(&outcome);
        }
    }
}

fn announce(shared: &Shared, committed: &Committed) {
    // Full means that a checkpoint is already due.
    let _ = shared.checkpoints.put(());
    for observer in shared.observers() {
        if catch_unwind(AssertUnwindSafe(|| observer.committed(committed))).is_err() {
            tracing::error!("an observer of commits panicked");
        }
    }
}
