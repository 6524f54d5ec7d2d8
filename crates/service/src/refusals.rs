//! Attempts that were refused: kept after the transaction that refused them, in one of their own, for platform operators to read. They hold
//! names of operations and rules, never what was sent.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use audit::Refused;
use serde::Deserialize;
use storage::refused_attempts::{self, Bound, Query};
use storage::{Page, Paged, ReadTx, Store};
use types::{Actor, Instant, Seconds};

use crate::{Caller, Error};

/// How many refused attempts are kept. Who is refused all day must not fill the disk, nor push the others out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// For how many days.
    pub days: u32,
    /// How many at the most.
    pub rows: u32,
    /// How many of one actor in a minute; those without an actor count as one.
    pub actor_per_minute: u32,
    /// How many in a minute.
    pub all_per_minute: u32,
}

impl Default for Policy {
    fn default() -> Self {
        Self { days: 90, rows: 100_000, actor_per_minute: 30, all_per_minute: 600 }
    }
}

/// Where refused attempts go. Cheap to clone; all clones share the bound.
#[derive(Clone)]
pub struct Refusals(Arc<Inner>);

struct Inner {
    store: Store,
    policy: Policy,
    minute: Mutex<Minute>,
    dropped: AtomicU64,
}

#[derive(Default)]
struct Minute {
    number: i64,
    all: u32,
    of: HashMap<Option<Actor>, u32>,
}

impl Refusals {
    /// With nothing kept yet in this minute.
    #[must_use]
    pub fn new(store: Store, policy: Policy) -> Self {
        Self(Arc::new(Inner { store, policy, minute: Mutex::default(), dropped: AtomicU64::new(0) }))
    }

    /// Keeps an attempt, unless there were too many in this minute. Nobody waits for it: neither how long the answer takes nor whether it comes
    /// depends on this.
    pub fn keep(&self, cx: &types::Context, refused: Refused) {
        let bound = Bound { age: Seconds(i64::from(self.0.policy.days) * 24 * 3600), rows: i64::from(self.0.policy.rows) };
        let fits = self.0.minute().admits(&refused.actor, cx.now, &self.0.policy);
        let taken = fits && self.0.store.write_later(cx.clone(), move |tx| refused_attempts::append(tx, &refused, bound)).is_ok();
        if !taken {
            self.0.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How many attempts were not kept since the start, for metrics.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.0.dropped.load(Ordering::Relaxed)
    }
}

impl Inner {
    fn minute(&self) -> std::sync::MutexGuard<'_, Minute> {
        self.minute.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Minute {
    fn admits(&mut self, actor: &Option<Actor>, now: Instant, policy: &Policy) -> bool {
        let number = now.unix().div_euclid(60);
        if number != self.number {
            *self = Self { number, ..Self::default() };
        }
        if self.all >= policy.all_per_minute {
            return false;
        }
        let of = self.of.entry(actor.clone()).or_default();
        let fits = *of < policy.actor_per_minute;
        *of += u32::from(fits);
        self.all += u32::from(fits);
        fits
    }
}

/// Refused attempts, the latest first: for platform operators.
///
/// # Errors
/// [`Error::Forbidden`] for everybody else.
pub fn read(tx: &mut ReadTx<'_>, caller: &Caller, query: &Query, page: Page) -> Result<Paged<Refused>, Error> {
    caller.powers.sees_everything()?;
    Ok(refused_attempts::search(tx, query, page)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_actor_cannot_take_the_room_of_others_and_a_minute_later_there_is_room_again() {
        let policy = Policy { actor_per_minute: 2, all_per_minute: 3, ..Policy::default() };
        let mut minute = Minute::default();
        let mut admits = |actor: &str, now: &str| minute.admits(&actor.parse().ok(), Instant::parse(now).unwrap(), &policy);
        let taken =
            ["client:a", "client:a", "client:a", "client:b", "client:c"].map(|actor| admits(actor, "2026-11-23T10:00:59Z"));
        assert_eq!(taken, [true, true, false, true, false]);
        assert!(admits("client:a", "2026-11-23T10:01:00Z"));
    }
}
