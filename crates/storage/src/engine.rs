//! The engine: one writer that commits in groups, readers with a picture each, and the connections beneath them.

mod connection;
mod group;
mod job;
mod limits;
mod link;
pub(crate) mod postgresql;
mod queue;
mod readers;
mod revision;
pub(crate) mod sqlite;
mod store;
#[cfg(test)]
mod tests;
mod tx;
mod writer;

pub use group::{Committed, Observer};
pub use limits::Limits;
pub use revision::{Revision, last_revision};
pub use store::{OnSchema, Store, StoreConfig, Waiting};
pub use tx::{ReadTx, WriteTx};

pub(crate) use connection::{Connection, Words, on};
pub(crate) use link::{Role, connect};
