use std::sync::{Arc, PoisonError, RwLock};

use ::persons::PersonRegister;
use mail::Mailer;
use outgoing::Outgoing;
use service::Policies;
use service::refusals::Refusals;
use storage::Store;
use tokens::keys::KeyRing;
use types::Outside;

use crate::{Frame, SignIn};

/// What every request works with; made once per process, cheap to clone.
#[derive(Clone)]
pub struct State {
    /// The database.
    pub store: Store,
    /// Clock and randomness.
    pub outside: Outside,
    /// What this environment decides for itself.
    pub policies: Arc<Policies>,
    /// Where refused attempts are kept.
    pub refusals: Refusals,
    /// Where persons are looked up.
    pub register: Arc<dyn PersonRegister>,
    /// Who asks addresses that came from outside.
    pub outgoing: Outgoing,
    /// Who sends mail, where it is sent.
    pub mail: Option<Mailer>,
    /// The keys that access tokens are verified with.
    pub keys: Keys,
    /// How people and clients sign in, and what their tokens say of themselves.
    pub sign_in: Arc<SignIn>,
    /// Limits, counts and requests under way.
    pub frame: Frame,
}

/// The signing keys of the moment; all clones see a replacement.
#[derive(Clone)]
pub struct Keys(Arc<RwLock<Arc<KeyRing>>>);

impl Keys {
    /// Starts with these.
    #[must_use]
    pub fn new(ring: KeyRing) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(ring))))
    }

    /// Those of now.
    #[must_use]
    pub fn current(&self) -> Arc<KeyRing> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Goes on with others, after a rotation.
    pub fn replace(&self, ring: KeyRing) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(ring);
    }
}
