//! Events: what happened, who did it, by which mandate, why, before and after. History, feed, outbox and audit read the same record.
//!
//! Rules owned here (the historiek of the field): every change is recorded in the transaction that makes it; a refused attempt is
//! recorded too, apart; nothing is forgotten or rewritten. Who acted cannot be left out: [`NewEvent::of`] is nothing before `by`.
//!
//! No INSZ is ever in an event. `types::Insz` has no `Serialize`, so it cannot get into a snapshot; a person goes in as
//! a `persons::PersonSnapshot`, which writes the mask:
//!
//! ```compile_fail,E0277
//! let insz = types::Insz::from_stored("85073100130").unwrap();
//! let _ = poort_audit::NewEvent::of(poort_audit::Action::PersonAdmitted)
//!     .by("system:register".parse::<types::Actor>().unwrap(), None)
//!     .created(&insz);
//! ```
//!
//! Architecture invariant: pure; it knows no aggregate, only identifiers and the JSON of what changed.

mod action;
mod diff;
mod event;
mod refused;
mod trace;

pub use action::{Action, ActionError};
pub use diff::{Change, diff};
pub use event::{About, AuditError, Event, NewEvent, Unsigned};
pub use refused::Refused;
