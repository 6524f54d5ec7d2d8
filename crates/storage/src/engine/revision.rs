//! The gap-free numbering of everything that was committed.

use std::fmt;

use diesel::prelude::*;

use super::{ReadTx, on};
use crate::StorageError;
use crate::schema::revision;

/// The place of a change in the one order of all changes. Starts at 1; 0 stands for 'before the first'.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Revision(pub i64);

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The last committed revision.
///
/// # Errors
///
/// When it cannot be read.
pub fn last_revision(tx: &mut ReadTx<'_>) -> Result<Revision, StorageError> {
    on!(tx, c => revision::table.select(revision::value).first(c)).map(Revision)
}

/// The numbers that one group of closures takes. The row is read when the first is asked for and written once, before the commit; between
/// the two, nobody else can take one, because the group holds the writer's lock.
#[derive(Default)]
pub(crate) struct Counter {
    stored: Option<i64>,
    taken: i64,
}

/// How many numbers were taken at some moment.
#[derive(Clone, Copy)]
pub(crate) struct Mark(i64);

impl Counter {
    pub(crate) fn next(&mut self, tx: &mut ReadTx<'_>) -> Result<Revision, StorageError> {
        let stored = match self.stored {
            Some(stored) => stored,
            None => last_revision(tx)?.0,
        };
        self.stored = Some(stored);
        self.taken += 1;
        Ok(Revision(stored + self.taken))
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark(self.taken)
    }

    /// Gives back what was taken since the mark.
    pub(crate) fn give_back(&mut self, mark: Mark) {
        self.taken = mark.0;
    }

    /// Writes the counter; the last revision of this group, if it took any.
    pub(crate) fn store(&self, tx: &mut ReadTx<'_>) -> Result<Option<Revision>, StorageError> {
        let (Some(stored), 1..) = (self.stored, self.taken) else {
            return Ok(None);
        };
        let last = stored + self.taken;
        on!(tx, c => diesel::update(revision::table).set(revision::value.eq(last)).execute(c))?;
        Ok(Some(Revision(last)))
    }

    /// The first revision of this group, if it took any.
    pub(crate) fn first(&self) -> Option<Revision> {
        self.stored.filter(|_| self.taken > 0).map(|stored| Revision(stored + 1))
    }
}
