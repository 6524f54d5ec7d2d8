//! A caller's closure on its way through a queue, and the answer on its way back.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot;
use types::Context;

use super::{ReadTx, WriteTx, revision::Journal};
use crate::StorageError;

/// What must become of the work of a closure.
pub(crate) enum Verdict {
    Keep,
    /// With the failure of the database that made it so, if it was one.
    Undo(Option<StorageError>),
}

/// Work for the writer.
pub(crate) trait WriteJob: Send {
    /// Whether nobody waits for the answer any more; such work need not begin.
    fn abandoned(&self) -> bool;
    /// Runs the closure, once.
    fn run(&mut self, tx: ReadTx<'_>, journal: &mut Journal) -> Verdict;
    /// Answers the caller, by what became of the group: an `Err` there replaces every answer, a refusal too, because it may rest on
    /// a neighbour's work that was not kept.
    fn answer(self: Box<Self>, group: &Result<(), StorageError>);
}

/// Work for a reader.
pub(crate) trait ReadJob: Send {
    /// Whether nobody waits for the answer any more.
    fn abandoned(&self) -> bool;
    /// Runs the closure, once, and answers at once when it succeeded.
    fn run(&mut self, tx: ReadTx<'_>) -> Verdict;
    /// Answers who was not answered yet.
    fn answer(self: Box<Self>, transaction: &Result<(), StorageError>);
}

/// An answer that is being prepared.
struct Answer<T, E> {
    result: Option<Result<T, E>>,
    sender: Option<oneshot::Sender<Result<T, E>>>,
}

impl<T, E: From<StorageError>> Answer<T, E> {
    fn new() -> (Self, oneshot::Receiver<Result<T, E>>) {
        let (sender, receiver) = oneshot::channel();
        (Self { result: None, sender: Some(sender) }, receiver)
    }

    fn abandoned(&self) -> bool {
        self.sender.as_ref().is_some_and(oneshot::Sender::is_closed)
    }

    /// A closure that swallowed a failure of the database has failed nevertheless.
    fn prepare(&mut self, result: Result<T, E>, failure: Option<StorageError>) -> Verdict {
        let result = match (result, failure.clone()) {
            (Ok(_), Some(failure)) => Err(E::from(failure)),
            (result, _) => result,
        };
        let verdict = if result.is_ok() { Verdict::Keep } else { Verdict::Undo(failure) };
        self.result = Some(result);
        verdict
    }

    /// Who does not listen any more has dropped the request; that is his right.
    fn send(&mut self, transaction: &Result<(), StorageError>) {
        let prepared = self.result.take().unwrap_or_else(|| Err(E::from(StorageError::Panicked)));
        let result = transaction.clone().map_err(E::from).and(prepared);
        if let Some(sender) = self.sender.take() {
            let _ = sender.send(result);
        }
    }
}

fn caught<T, E: From<StorageError>>(work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(E::from(StorageError::Panicked)))
}

/// A closure that changes.
pub(crate) struct Write<F, T, E> {
    cx: Context,
    work: Option<F>,
    answer: Answer<T, E>,
}

impl<F, T, E: From<StorageError>> Write<F, T, E> {
    pub(crate) fn new(cx: Context, work: F) -> (Self, oneshot::Receiver<Result<T, E>>) {
        let (answer, receiver) = Answer::new();
        (Self { cx, work: Some(work), answer }, receiver)
    }
}

impl<F, T, E> WriteJob for Write<F, T, E>
where
    F: FnOnce(&mut WriteTx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<StorageError> + Send,
{
    fn abandoned(&self) -> bool {
        self.answer.abandoned()
    }

    fn run(&mut self, tx: ReadTx<'_>, journal: &mut Journal) -> Verdict {
        let Some(work) = self.work.take() else { return Verdict::Undo(None) };
        let mut tx = WriteTx::new(tx, &self.cx, journal);
        let result = caught(|| work(&mut tx));
        self.answer.prepare(result, tx.failure())
    }

    fn answer(mut self: Box<Self>, group: &Result<(), StorageError>) {
        self.answer.send(group);
    }
}

/// A closure that changes, for which nobody waits: a failure is only logged.
pub(crate) struct Later<F> {
    cx: Context,
    work: Option<F>,
    failure: Option<StorageError>,
}

impl<F> Later<F> {
    pub(crate) fn new(cx: Context, work: F) -> Self {
        Self { cx, work: Some(work), failure: None }
    }
}

impl<F> WriteJob for Later<F>
where
    F: FnOnce(&mut WriteTx<'_>) -> Result<(), StorageError> + Send,
{
    fn abandoned(&self) -> bool {
        false
    }

    fn run(&mut self, tx: ReadTx<'_>, journal: &mut Journal) -> Verdict {
        let Some(work) = self.work.take() else { return Verdict::Undo(None) };
        let mut tx = WriteTx::new(tx, &self.cx, journal);
        let result = caught(|| work(&mut tx));
        self.failure = tx.failure().or(result.err());
        if self.failure.is_none() { Verdict::Keep } else { Verdict::Undo(self.failure.clone()) }
    }

    fn answer(self: Box<Self>, group: &Result<(), StorageError>) {
        if let Some(error) = group.clone().err().or(self.failure) {
            tracing::warn!(trace = %self.cx.trace, code = error.code(), %error, "a write behind the answer was not kept");
        }
    }
}

/// A closure that reads.
pub(crate) struct Read<F, T, E> {
    work: Option<F>,
    answer: Answer<T, E>,
}

impl<F, T, E: From<StorageError>> Read<F, T, E> {
    pub(crate) fn new(work: F) -> (Self, oneshot::Receiver<Result<T, E>>) {
        let (answer, receiver) = Answer::new();
        (Self { work: Some(work), answer }, receiver)
    }
}

impl<F, T, E> ReadJob for Read<F, T, E>
where
    F: FnOnce(&mut ReadTx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<StorageError> + Send,
{
    fn abandoned(&self) -> bool {
        self.answer.abandoned()
    }

    fn run(&mut self, mut tx: ReadTx<'_>) -> Verdict {
        let Some(work) = self.work.take() else { return Verdict::Undo(None) };
        let result = caught(|| work(&mut tx));
        let verdict = self.answer.prepare(result, tx.failure());
        if matches!(verdict, Verdict::Keep) {
            self.answer.send(&Ok(()));
        }
        verdict
    }

    fn answer(mut self: Box<Self>, transaction: &Result<(), StorageError>) {
        self.answer.send(transaction);
    }
}

/// Takes the writer's lock, changes nothing, and so proves that writing is possible.
pub(crate) struct Probe(Option<oneshot::Sender<Result<(), StorageError>>>);

impl Probe {
    pub(crate) fn new() -> (Self, oneshot::Receiver<Result<(), StorageError>>) {
        let (sender, receiver) = oneshot::channel();
        (Self(Some(sender)), receiver)
    }
}

impl WriteJob for Probe {
    fn abandoned(&self) -> bool {
        self.0.as_ref().is_some_and(oneshot::Sender::is_closed)
    }

    fn run(&mut self, _tx: ReadTx<'_>, _journal: &mut Journal) -> Verdict {
        Verdict::Undo(None)
    }

    fn answer(mut self: Box<Self>, group: &Result<(), StorageError>) {
        if let Some(sender) = self.0.take() {
            let _ = sender.send(group.clone());
        }
    }
}
