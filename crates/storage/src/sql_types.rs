//! The SQL types of the one schema. Each is native on PostgreSQL and a fixed form on SQLite (in `STRICT` tables):
//!
//! | type | PostgreSQL | SQLite | wrapper |
//! | --- | --- | --- | --- |
//! | [`Identifier`] | `uuid` | `BLOB` of 16 bytes (half of the text, in index after index; UUIDv7 keeps its order) | [`Id`](crate::Id) |
//! | [`Moment`] | `timestamptz` | `TEXT` `2026-11-23T10:00:00.000000Z`, fixed width, so that text order is time order | [`At`](crate::At) |
//! | [`CalendarDay`] | `date` | `TEXT` `2026-11-23` | [`On`](crate::On) |
//! | [`Document`] | `jsonb` | `TEXT` | [`Json`](crate::Json) |
//! | `diesel::sql_types::Text` | `text` | `TEXT` | [`Code`](crate::Code), or `String` |
//! | `diesel::sql_types::Binary` | `bytea` | `BLOB` | `Vec<u8>` |
//! | `diesel::sql_types::{BigInt, Integer, Bool}` | `bigint`, `integer`, `boolean` | `INTEGER` | `i64`, `i32`, `bool` |

use diesel::query_builder::QueryId;
use diesel::sql_types::{SqlOrd, SqlType};

/// A typed identifier.
#[derive(Debug, Clone, Copy, SqlType, QueryId)]
#[diesel(postgres_type(oid = 2950, array_oid = 2951))]
#[diesel(sqlite_type(name = "Binary"))]
pub struct Identifier;

/// An instant, to the microsecond.
#[derive(Debug, Clone, Copy, SqlType, QueryId)]
#[diesel(postgres_type(oid = 1184, array_oid = 1185))]
#[diesel(sqlite_type(name = "Text"))]
pub struct Moment;

/// A calendar day.
#[derive(Debug, Clone, Copy, SqlType, QueryId)]
#[diesel(postgres_type(oid = 1082, array_oid = 1182))]
#[diesel(sqlite_type(name = "Text"))]
pub struct CalendarDay;

/// A JSON document.
#[derive(Debug, Clone, Copy, SqlType, QueryId)]
#[diesel(postgres_type(oid = 3802, array_oid = 3807))]
#[diesel(sqlite_type(name = "Text"))]
pub struct Document;

impl SqlOrd for Identifier {}
impl SqlOrd for Moment {}
impl SqlOrd for CalendarDay {}
