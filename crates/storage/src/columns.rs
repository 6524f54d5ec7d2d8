//! Wrappers that carry the types of the domain in and out of rows, so that the domain crates need not know diesel.
//!
//! Reading parses again: a row that breaks a rule of its type is [`StorageError::Corrupt`](crate::StorageError), never an invalid value.

mod code;
mod id;
mod json;
mod time;

pub use code::Code;
pub use id::Id;
pub use json::Json;
pub use time::{At, On};

/// The error of a column that cannot be read; says which type, never which value.
fn unreadable(what: &str) -> Box<dyn std::error::Error + Send + Sync> {
    format!("not a valid {what}").into()
}
