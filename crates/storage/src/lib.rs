//! The only crate that knows SQL: a [`Store`] on SQLite or PostgreSQL, and beside it one module per aggregate with its queries.
//!
//! **Owns**: the connections, the one writer that commits in groups, the readers, the gap-free [`Revision`], the migrations, the schema of
//! both databases, the sealing of what is sealed at rest.
//!
//! **Rules**: a change is acknowledged when it is committed, never before. A closure is kept whole or not at all and harms no neighbour. Only
//! 'no row' is `None`; any other failure of the database surfaces. An error never carries a value of a row. What is read is parsed again.
//!
//! **Must never know**: who may do what, HTTP, what time it is (it comes in with `Context`), how to decide a rule of the domain.
//!
//! # How a query module is written
//!
//! One file per aggregate. The table stands in `schema.rs`, in the types of [`sql_types`]; a migration of the same name in
//! `migrations/sqlite` and `migrations/postgresql` creates it. Then the row, its two conversions, and functions: what reads takes a
//! [`ReadTx`], what changes takes a [`WriteTx`] (which passes for a [`ReadTx`]).
//!
//! ```ignore
//! #[derive(Queryable, Selectable, Insertable, AsChangeset)]
//! #[diesel(table_name = things, treat_none_as_default_value = false, treat_none_as_null = true)]
//! #[diesel(check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
//! struct Row {
//!     id: Id<ThingId>,                  // uuid        / 16 bytes
//!     code: Code<Doelgroep>,            // text: anything whose serde form is one string
//!     begin: On,                        // date        / yyyy-MM-dd
//!     recorded: At,                     // timestamptz / RFC 3339, fixed width
//!     contexts: Json<Vec<ContextCode>>, // jsonb       / text
//!     revision: i64,
//! }
//!
//! impl From<Row> for Thing {
//!     fn from(row: Row) -> Self {
//!         let Row { id, code, begin, recorded, contexts, revision } = row; // every field, so that none is forgotten
//!         Self { id: id.0, code: code.0, begin: begin.0, recorded: recorded.0, contexts: contexts.0, revision: Revision(revision) }
//!     }
//! }
//!
//! pub fn find(tx: &mut ReadTx<'_>, id: ThingId) -> Result<Option<Thing>, StorageError> {
//!     let row: Option<Row> = on!(tx, c => things::table.find(Id(id)).select(Row::as_select()).first(c).optional())?;
//!     Ok(row.map(Thing::from))
//! }
//!
//! pub fn insert(tx: &mut WriteTx<'_>, thing: &Thing) -> Result<(), StorageError> {
//!     on!(tx, c => diesel::insert_into(things::table).values(Row::of(thing)).execute(c))?;
//!     Ok(())
//! }
//! ```
//!
//! A use case calls them as `store.write(cx, move |tx| { … }).await`, with an error that implements `From<StorageError>`. In it:
//!
//! - `tx.cx()` is the context, `tx.vault()` seals and opens, `tx.next_revision()` numbers; all three live longer than a borrow of `tx`.
//! - Everything is serial, over all processes: look, decide, change, without a lock or a retry.
//! - Return what `on!` returns. A failure that is swallowed undoes the closure all the same, because PostgreSQL would refuse what follows:
//!   look first instead of trying an insert to see whether it conflicts.
//! - Do nothing slow and nothing outside the database: everybody waits, and the work may still be undone.
//!
//! In a migration: SQLite tables are `STRICT`, and `WITHOUT ROWID` when they are read by their key; no `DEFERRABLE` constraint, it would fail
//! the commit of a whole group; all migrations that are missing run in one transaction, so no `CONCURRENTLY`.

pub mod accounts;
pub mod applications;
pub mod authorization_requests;
pub mod clients;
pub mod codes;
pub mod columns;
pub mod consents;
pub mod device_codes;
mod engine;
mod error;
pub mod events;
pub mod idempotency;
mod known;
pub mod mailed_codes;
pub mod mails;
pub mod mandates;
mod migrate;
pub mod organisations;
mod page;
pub mod passkeys;
pub mod persons;
pub mod recovery_addresses;
pub mod refresh_tokens;
pub mod refused_attempts;
pub mod revoked_tokens;
mod schema;
pub mod second_factors;
pub mod session_clients;
pub mod sessions;
pub mod settings;
pub mod signing_keys;
pub mod sql_types;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod toekenningen;
pub mod upstream_links;
pub mod upstream_sign_ins;
mod url;
pub mod used_assertions;
mod versions;
pub mod werkrelaties;

pub use columns::{At, Code, Id, Json, On};
pub use engine::{Committed, Limits, Observer, OnSchema, ReadTx, Revision, Store, StoreConfig, Waiting, WriteTx, last_revision};
pub use error::StorageError;
pub use known::Known;
pub use migrate::{migrate, pending};
pub use page::{Page, Paged, Sort};
pub use url::{Backend, DatabaseUrl, InvalidDatabaseUrl};

/// What seals and opens values at rest.
pub use tokens::seal::Vault;
