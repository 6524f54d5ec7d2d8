//! What the issuer published, kept for a while.
//!
//! | Age of what is known | A token comes in |
//! | --- | --- |
//! | below `refresh_after` | it is used |
//! | below twice that | it is used, and the issuer is asked in the background |
//! | below `usable_for` | the issuer is asked first; when it does not answer, it is used, and asked again in the background |
//! | older, or nothing | the issuer is asked first; when it does not answer, the token is refused |
//!
//! A key that is not known is asked for at once. Whatever the reason, the issuer is asked once at a time and once in `min_interval`.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::watch;

use super::{Issuer, Published};
use crate::clock::{Clock, Moment};
use crate::error::{FetchError, VerifyError};
use crate::jwt::{Algorithm, Found, VerifyingKey};

/// How long what is known counts, and how often the issuer is asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) refresh_after: Duration,
    pub(crate) usable_for: Duration,
    pub(crate) min_interval: Duration,
}

#[derive(Debug)]
pub(crate) struct KeyCache {
    issuer: Arc<Issuer>,
    bounds: Bounds,
    clock: Clock,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    known: Option<(Arc<Published>, Moment)>,
    asked: Option<Moment>,
    /// Why the issuer did not answer, since it last did.
    failure: Option<FetchError>,
    /// Closed when the answer is there, or never will be.
    asking: Option<watch::Receiver<()>>,
}

enum Freshness {
    Fresh(Arc<Published>),
    Ageing(Arc<Published>),
    Overdue(Arc<Published>),
    Unusable,
}

impl KeyCache {
    pub(crate) fn new(issuer: Arc<Issuer>, bounds: Bounds, clock: Clock) -> Self {
        Self { issuer, bounds, clock, state: Arc::default() }
    }

    /// The key that a token names.
    pub(crate) async fn key(&self, kid: &str, algorithm: Algorithm) -> Result<Arc<VerifyingKey>, VerifyError> {
        let known = self.published().await?;
        let found = match known.keys.find(kid, algorithm) {
            Found::Unknown => self.newer_than(&known).await.keys.find(kid, algorithm),
            found => found,
        };
        match found {
            Found::Key(key) => Ok(key),
            Found::WrongAlgorithm => Err(VerifyError::WrongAlgorithm),
            Found::Unknown => Err(VerifyError::UnknownKey),
        }
    }

    /// What the issuer published, not too long ago.
    pub(crate) async fn published(&self) -> Result<Arc<Published>, FetchError> {
        let asking = {
            let mut state = lock(&self.state);
            match self.freshness(&state) {
                Freshness::Fresh(known) => return Ok(known),
                Freshness::Ageing(known) => {
                    self.ask(&mut state);
                    return Ok(known);
                }
                Freshness::Overdue(known) if state.failure.is_some() => {
                    self.ask(&mut state);
                    return Ok(known);
                }
                Freshness::Overdue(_) | Freshness::Unusable => self.ask(&mut state),
            }
        };
        let may_ask = asking.is_some();
        finished(asking).await;
        let state = lock(&self.state);
        match self.freshness(&state) {
            Freshness::Fresh(known) | Freshness::Ageing(known) | Freshness::Overdue(known) => Ok(known),
            Freshness::Unusable if Handle::try_current().is_err() => Err(FetchError::NoRuntime),
            Freshness::Unusable if may_ask => Err(state.failure.unwrap_or(FetchError::Connection)),
            Freshness::Unusable => Err(FetchError::AskedJustNow),
        }
    }

    /// What it publishes now, when it may be asked.
    async fn newer_than(&self, known: &Arc<Published>) -> Arc<Published> {
        let asking = {
            let mut state = lock(&self.state);
            match &state.known {
                Some((newer, _)) if !Arc::ptr_eq(newer, known) => return Arc::clone(newer),
                _ => self.ask(&mut state),
            }
        };
        finished(asking).await;
        lock(&self.state).known.as_ref().map_or_else(|| Arc::clone(known), |(newest, _)| Arc::clone(newest))
    }

    fn freshness(&self, state: &State) -> Freshness {
        let Some((known, learned)) = &state.known else { return Freshness::Unusable };
        let now = self.clock.now();
        let (known, younger_than) = (Arc::clone(known), |age| now.is_within(age, *learned));
        match () {
            () if younger_than(self.bounds.refresh_after) => Freshness::Fresh(known),
            () if younger_than(self.bounds.refresh_after.saturating_mul(2).min(self.bounds.usable_for)) => {
                Freshness::Ageing(known)
            }
            () if younger_than(self.bounds.usable_for) => Freshness::Overdue(known),
            () => Freshness::Unusable,
        }
    }

    /// Asks the issuer, unless that is being done or was done a moment ago. The question goes on when its asker goes away: requests that are
    /// broken off cannot make it be asked again and again.
    fn ask(&self, state: &mut State) -> Option<watch::Receiver<()>> {
        if let Some(asking) = state.asking.as_ref().filter(|asking| asking.has_changed().is_ok()) {
            return Some(asking.clone());
        }
        let now = self.clock.now();
        if state.asked.is_some_and(|asked| now.is_within(self.bounds.min_interval, asked)) {
            return None;
        }
        let runtime = Handle::try_current().ok()?;
        let (answered, asking) = watch::channel(());
        (state.asked, state.asking) = (Some(now), Some(asking.clone()));
        let (issuer, shared) = (Arc::clone(&self.issuer), Arc::clone(&self.state));
        runtime.spawn(async move {
            let answer = issuer.published().await;
            learn(&mut lock(&shared), answer, now);
            drop(answered);
        });
        Some(asking)
    }
}

/// What is known is as old as the question, not as the answer.
fn learn(state: &mut State, answer: Result<Published, FetchError>, asked: Moment) {
    match answer {
        Ok(published) => (state.known, state.failure) = (Some((Arc::new(published), asked)), None),
        Err(failure) => state.failure = Some(failure),
    }
    state.asking = None;
}

async fn finished(asking: Option<watch::Receiver<()>>) {
    if let Some(mut asking) = asking {
        // Nothing is ever sent: this ends when the sender is dropped.
        while asking.changed().await.is_ok() {}
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
