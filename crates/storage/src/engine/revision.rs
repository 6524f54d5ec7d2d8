//! The gap-free numbering of everything that was committed.

use std::fmt;

use audit::{Event, NewEvent};
use diesel::prelude::*;
use types::Context;

use super::{ReadTx, on};
use crate::schema::revision;
use crate::{StorageError, events};

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

/// The numbers that one group of closures takes, and the events under them. The counter is read once and written once, before the commit;
/// between the two nobody else can take a number, because the group holds the writer's lock. The events are written together, then too.
#[derive(Default)]
pub(crate) struct Journal {
    stored: Option<i64>,
    taken: i64,
    events: Vec<Event>,
}

/// How much was taken at some moment.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    taken: i64,
    events: usize,
}

impl Journal {
    /// Goes on from the stored revision, where it is known.
    pub(crate) fn after(stored: Option<i64>) -> Self {
        Self { stored, ..Self::default() }
    }

    pub(crate) fn next(&mut self, tx: &mut ReadTx<'_>) -> Result<Revision, StorageError> {
        let stored = match self.stored {
            Some(stored) => stored,
            None => last_revision(tx)?.0,
        };
        self.stored = Some(stored);
        self.taken += 1;
        Ok(Revision(stored + self.taken))
    }

    /// Records what happened, under the next number.
    pub(crate) fn record(&mut self, tx: &mut ReadTx<'_>, event: NewEvent, cx: &Context) -> Result<(), StorageError> {
        let revision = self.next(tx)?;
        let event = event.recorded(revision.0, cx);
        events::check(&event)?;
        self.events.push(event);
        Ok(())
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark { taken: self.taken, events: self.events.len() }
    }

    /// Gives back what was taken since the mark.
    pub(crate) fn give_back(&mut self, mark: Mark) {
        self.taken = mark.taken;
        self.events.truncate(mark.events);
    }

    /// Writes the events.
    pub(crate) fn write(&mut self, tx: &mut ReadTx<'_>) -> Result<(), StorageError> {
        events::insert(tx, std::mem::take(&mut self.events))
    }

    /// The first and the last revision of this group, if it took any.
    pub(crate) fn bounds(&self) -> Option<(Revision, Revision)> {
        let stored = self.stored.filter(|_| self.taken > 0)?;
        Some((Revision(stored + 1), Revision(stored + self.taken)))
    }
}
