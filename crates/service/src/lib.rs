//! The use cases: one function, one transaction. HTTP, the command line and imports call the same ones.
//!
//! A use case takes a transaction, who calls ([`Caller`]) and a parsed command. It asks `mandates::Powers` whether he may, the rule of the noun
//! whether it holds, writes, and records what happened, all in the transaction of the caller. What is slow (the person register) comes before it.
//!
//! Architecture invariant: it knows no SQL, no HTTP and no clock. Every change passes through `record`: there is no change without history.

pub mod access;
pub mod accounts;
pub mod applications;
mod caller;
pub mod clients;
pub mod consents;
mod error;
pub mod history;
pub mod keys;
pub mod mandates;
pub mod me;
mod names;
pub mod organisations;
pub mod persons;
mod policies;
mod record;
pub mod refusals;
pub mod sessions;
pub mod sign_in;
mod standing;
pub mod toekenningen;
pub mod werkrelaties;

pub use caller::Caller;
pub use error::Error;
pub use names::Names;
pub use policies::Policies;
