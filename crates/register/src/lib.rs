//! Adapters of the port [`persons::PersonRegister`]: a file of fictional persons for demos, tests and test environments ([`FileRegister`]),
//! and a client of a person register that speaks JSON over HTTP ([`HttpRegister`]).
//!
//! Rules owned here: every mistake in a file is told at once, with its line; a number travels in a body and stands in no URL, log line or
//! message; an answer that is not exactly what was agreed is no answer (a member that Poort does not know could be a death).
//!
//! Architecture invariant: no adapter keeps, caches or refreshes anything by itself, and none knows storage. A look-up that fails leaves
//! nothing behind.

mod file;
mod http;

pub use file::{DuplicateNumber, Entry, FileError, FileRegister, Mistake, Mistakes};
pub use http::{HttpRegister, HttpSettings, SettingsError};
