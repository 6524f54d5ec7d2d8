use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// More than this many are not remembered: all are forgotten then, and people sign in again.
const MOST: usize = 10_000;

/// What is remembered of browsers, by the random text in their cookie. In memory: this is an example.
pub(crate) struct Sessions<T>(Mutex<HashMap<String, T>>);

impl<T: Clone> Sessions<T> {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(HashMap::new()))
    }

    pub(crate) fn put(&self, key: String, value: T) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST {
            all.clear();
        }
        all.insert(key, value);
    }

    pub(crate) fn get(&self, key: &str) -> Option<T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    pub(crate) fn take(&self, key: &str) -> Option<T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key)
    }
}
