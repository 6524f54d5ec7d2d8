//! Signed-in browsers. Only the hash of a cookie is kept: who reads the database cannot sign in with it.

use diesel::prelude::*;
use types::{Instant, PersonId, SessionId};

use crate::engine::{ReadTx, WriteTx, on};
use crate::schema::sessions as table;
use crate::{At, Id, StorageError};

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// In tokens as `sid`.
    pub id: SessionId,
    /// Who signed in.
    pub person: PersonId,
    /// When.
    pub auth_time: Instant,
    /// From when on it counts for nothing, used or not.
    pub expires_at: Instant,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = table, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Row {
    cookie_hash: Vec<u8>,
    id: Id<SessionId>,
    person_id: Id<PersonId>,
    auth_time: At,
    expires_at: At,
}

impl From<Row> for Session {
    fn from(Row { cookie_hash: _, id, person_id, auth_time, expires_at }: Row) -> Self {
        Self { id: id.0, person: person_id.0, auth_time: auth_time.0, expires_at: expires_at.0 }
    }
}

/// Adds a session under the hash of its cookie, and forgets those that expired.
///
/// # Errors
/// When it cannot be written.
pub fn insert(tx: &mut WriteTx<'_>, cookie_hash: &[u8; 32], session: &Session) -> Result<(), StorageError> {
    let expired = table::table.filter(table::expires_at.le(At(tx.cx().now)));
    on!(tx, c => diesel::delete(expired).execute(c))?;
    let row = Row {
        cookie_hash: cookie_hash.to_vec(),
        id: Id(session.id),
        person_id: Id(session.person),
        auth_time: At(session.auth_time),
        expires_at: At(session.expires_at),
    };
    on!(tx, c => diesel::insert_into(table::table).values(&row).execute(c))?;
    Ok(())
}

/// The session of a cookie that has not expired at `now`.
///
/// # Errors
/// When it cannot be read.
pub fn by_cookie(tx: &mut ReadTx<'_>, cookie_hash: &[u8; 32], now: Instant) -> Result<Option<Session>, StorageError> {
    let row: Option<Row> = on!(tx, c => table::table
        .find(cookie_hash.to_vec())
        .filter(table::expires_at.gt(At(now)))
        .select(Row::as_select())
        .first(c)
        .optional())?;
    Ok(row.map(Session::from))
}

/// A session by its `sid` that has not expired at `now`: what stands behind a token.
///
/// # Errors
/// When it cannot be read.
pub fn by_id(tx: &mut ReadTx<'_>, id: SessionId, now: Instant) -> Result<Option<Session>, StorageError> {
    let row: Option<Row> = on!(tx, c => table::table
        .filter(table::id.eq(Id(id)))
        .filter(table::expires_at.gt(At(now)))
        .select(Row::as_select())
        .first(c)
        .optional())?;
    Ok(row.map(Session::from))
}

/// Ends all sessions of a person, and answers which.
///
/// # Errors
/// When they cannot be read or deleted.
pub fn delete_of(tx: &mut WriteTx<'_>, person: PersonId) -> Result<Vec<SessionId>, StorageError> {
    let ids: Vec<Id<SessionId>> =
        on!(tx, c => table::table.filter(table::person_id.eq(Id(person))).order(table::id).select(table::id).load(c))?;
    on!(tx, c => diesel::delete(table::table.filter(table::person_id.eq(Id(person)))).execute(c))?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}

/// Ends a session; ending one that is gone is no error.
///
/// # Errors
/// When it cannot be written.
pub fn delete(tx: &mut WriteTx<'_>, id: SessionId) -> Result<(), StorageError> {
    on!(tx, c => diesel::delete(table::table.filter(table::id.eq(Id(id)))).execute(c))?;
    Ok(())
}
