//! The only crate that knows SQL.

pub mod accounts;
pub mod applications;
pub mod columns;
mod engine;
mod error;
pub mod idempotency;
mod known;
pub mod mandates;
mod migrate;
pub mod organisations;
mod page;
pub mod persons;
mod schema;
pub mod sessions;
pub mod settings;
pub mod sql_types;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod toekenningen;
mod url;
pub mod werkrelaties;

pub use columns::{At, Code, Id, Json, On};
pub use engine::{Committed, Limits, Observer, OnSchema, ReadTx, Revision, Store, StoreConfig, Waiting, WriteTx, last_revision};
pub use error::StorageError;
pub use known::Known;
pub use migrate::{migrate, pending};
pub use page::{Page, Paged};
pub use url::{Backend, DatabaseUrl, InvalidDatabaseUrl};

/// What seals and opens values at rest.
pub use tokens::seal::Vault;
