//! The memory in which passwords are hashed: a fixed number of blocks, and so a fixed number of hashes at once.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use argon2::Block;

use super::PasswordError;

/// What one hash works in. Grows to the largest that it was asked for, and is used again: allocating 19 MiB for each
/// login took 937 MB for 8 concurrent ones.
pub(super) type Memory = Vec<Block>;

pub(super) struct Pool {
    state: Mutex<State>,
    freed: Condvar,
    most_waiting: usize,
}

struct State {
    free: Vec<Memory>,
    waiting: usize,
}

/// Memory that is in use; goes back when dropped.
pub(super) struct Lease<'a> {
    pool: &'a Pool,
    pub(super) memory: Memory,
}

impl Pool {
    /// Room for `places` hashes at once and `most_waiting` callers in line for them. Memory is allocated at first use.
    pub(super) fn new(places: usize, most_waiting: usize) -> Self {
        let free = std::iter::repeat_with(Memory::new).take(places.max(1)).collect();
        Self { state: Mutex::new(State { free, waiting: 0 }), freed: Condvar::new(), most_waiting }
    }

    /// Waits for a place (blocks the thread) and gives `blocks` blocks of memory.
    ///
    /// # Errors
    /// [`PasswordError::Busy`], at once, when the line is full.
    pub(super) fn take(&self, blocks: usize) -> Result<Lease<'_>, PasswordError> {
        let mut memory = self.next_free()?;
        if memory.len() < blocks {
            memory.resize(blocks, Block::default());
        }
        Ok(Lease { pool: self, memory })
    }

    fn next_free(&self) -> Result<Memory, PasswordError> {
        let mut state = self.state();
        if let Some(memory) = state.free.pop() {
            return Ok(memory);
        }
        if state.waiting >= self.most_waiting {
            return Err(PasswordError::Busy);
        }
        state.waiting += 1;
        loop {
            state = self.freed.wait(state).unwrap_or_else(PoisonError::into_inner);
            if let Some(memory) = state.free.pop() {
                state.waiting -= 1;
                return Ok(memory);
            }
        }
    }

    /// Nothing can panic between two changes of the state, so a poisoned lock guards a whole one.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[cfg(test)]
    pub(super) fn waiting(&self) -> usize {
        self.state().waiting
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        self.pool.state().free.push(std::mem::take(&mut self.memory));
        self.pool.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
    use std::thread;

    use super::*;

    #[test]
    fn never_more_at_once_than_there_are_places() {
        let (pool, running, most) = (Pool::new(3, 100), AtomicUsize::new(0), AtomicUsize::new(0));
        thread::scope(|scope| {
            for _ in 0..40 {
                scope.spawn(|| {
                    let lease = pool.take(1).unwrap();
                    most.fetch_max(running.fetch_add(1, SeqCst) + 1, SeqCst);
                    thread::yield_now();
                    running.fetch_sub(1, SeqCst);
                    drop(lease);
                });
            }
        });
        assert!(most.load(SeqCst) <= 3);
        assert_eq!(pool.state().free.len(), 3);
        assert_eq!(pool.waiting(), 0);
    }

    #[test]
    fn memory_is_used_again_and_grows_when_asked() {
        let pool = Pool::new(1, 0);
        assert_eq!(pool.take(8).unwrap().memory.len(), 8);
        assert_eq!(pool.take(4).unwrap().memory.len(), 8);
        assert_eq!(pool.take(16).unwrap().memory.len(), 16);
        assert_eq!(pool.state().free.len(), 1);
    }

    #[test]
    fn who_finds_the_line_full_is_told_at_once() {
        let pool = Pool::new(1, 1);
        let held = pool.take(1).unwrap();
        thread::scope(|scope| {
            let waiting = scope.spawn(|| pool.take(1).map(drop));
            while pool.waiting() == 0 {
                thread::yield_now();
            }
            assert!(matches!(pool.take(1), Err(PasswordError::Busy)));
            drop(held);
            assert!(waiting.join().unwrap().is_ok());
        });
    }
}
