//! A bounded queue between the asynchronous callers and the blocking threads that talk to the database.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// First in, first out; never blocks who puts something in.
pub(crate) struct Queue<T> {
    state: Mutex<State<T>>,
    arrived: Condvar,
    depth: usize,
}

struct State<T> {
    waiting: VecDeque<T>,
    closed: bool,
}

/// Why something was not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    Full,
    Closed,
}

impl<T> Queue<T> {
    pub(crate) fn new(depth: usize) -> Self {
        let state = State { waiting: VecDeque::new(), closed: false };
        Self { state: Mutex::new(state), arrived: Condvar::new(), depth }
    }

    /// Puts one thing at the end.
    pub(crate) fn put(&self, thing: T) -> Result<(), Refused> {
        let mut state = self.lock();
        if state.closed {
            return Err(Refused::Closed);
        }
        if state.waiting.len() >= self.depth {
            return Err(Refused::Full);
        }
        state.waiting.push_back(thing);
        drop(state);
        self.arrived.notify_one();
        Ok(())
    }

    /// Waits for at least one thing and takes up to `limit`; `None` once the queue is closed and empty.
    pub(crate) fn take(&self, limit: usize) -> Option<Vec<T>> {
        let mut state = self
            .arrived
            .wait_while(self.lock(), |state| state.waiting.is_empty() && !state.closed)
            .unwrap_or_else(PoisonError::into_inner);
        let count = state.waiting.len().min(limit.max(1));
        (count > 0).then(|| state.waiting.drain(..count).collect())
    }

    /// Lets nothing in any more; what waits is still handed out.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.arrived.notify_all();
    }

    /// How many things wait.
    pub(crate) fn len(&self) -> usize {
        self.lock().waiting.len()
    }

    /// Nothing in here runs foreign code under the lock, so a poisoned state is still whole.
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_keeps_the_order_and_its_bound() {
        let queue = Queue::new(3);
        for number in 1..=3 {
            queue.put(number).unwrap();
        }
        assert_eq!(queue.put(4), Err(Refused::Full));
        assert_eq!(queue.take(2), Some(vec![1, 2]));
        assert_eq!(queue.len(), 1);
    }

    #[test]
    fn closed_it_hands_out_what_waits_and_then_ends() {
        let queue = Queue::new(3);
        queue.put(1).unwrap();
        queue.close();
        assert_eq!(queue.put(2), Err(Refused::Closed));
        assert_eq!(queue.take(9), Some(vec![1]));
        assert_eq!(queue.take(9), None);
    }
}
