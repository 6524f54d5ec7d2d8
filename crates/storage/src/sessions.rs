//! Signed-in browsers. Only the hash of a cookie is kept: who reads the database cannot sign in with it.

use diesel::prelude::*;
use oidc::authentication::Proofs;
use types::{Instant, OrganisationId, PersonId, SessionId};

use crate::engine::{ReadTx, WriteTx, on};
use crate::schema::sessions as table;
use crate::{At, Id, Json, StorageError};

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
    /// When its person last did something in the browser, as far as that is noted.
    pub last_used: Instant,
    /// How he proved who he is.
    pub proofs: Proofs,
    /// For which organisation he acts, once he chose one.
    pub organisation: Option<OrganisationId>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = table, treat_none_as_default_value = false, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Row {
    cookie_hash: Vec<u8>,
    id: Id<SessionId>,
    person_id: Id<PersonId>,
    auth_time: At,
    expires_at: At,
    last_used: At,
    proofs: Json<Proofs>,
    organisation_id: Option<Id<OrganisationId>>,
}

impl From<Row> for Session {
    fn from(Row { cookie_hash: _, id, person_id, auth_time, expires_at, last_used, proofs, organisation_id }: Row) -> Self {
        Self {
            id: id.0,
            person: person_id.0,
            auth_time: auth_time.0,
            expires_at: expires_at.0,
            last_used: last_used.0,
            proofs: proofs.0,
            organisation: organisation_id.map(|id| id.0),
        }
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
        last_used: At(session.last_used),
        proofs: Json(session.proofs.clone()),
        organisation_id: session.organisation.map(Id),
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

/// The sessions of a person that have not expired at `now`, the oldest first.
///
/// # Errors
/// When they cannot be read.
pub fn of_person(tx: &mut ReadTx<'_>, person: PersonId, now: Instant) -> Result<Vec<Session>, StorageError> {
    let own = table::table.filter(table::person_id.eq(Id(person))).filter(table::expires_at.gt(At(now)));
    let rows: Vec<Row> = on!(tx, c => own.order(table::id).select(Row::as_select()).load(c))?;
    Ok(rows.into_iter().map(Session::from).collect())
}

/// Ends the sessions of a person, but for one that he may keep, and answers which.
///
/// # Errors
/// When they cannot be read or deleted.
pub fn delete_of(tx: &mut WriteTx<'_>, person: PersonId, keep: Option<SessionId>) -> Result<Vec<SessionId>, StorageError> {
    let of_person = table::table.filter(table::person_id.eq(Id(person)));
    let ids: Vec<Id<SessionId>> = on!(tx, c => of_person.order(table::id).select(table::id).load(c))?;
    let ended: Vec<SessionId> = ids.into_iter().map(|id| id.0).filter(|id| Some(*id) != keep).collect();
    let rows = table::table.filter(table::id.eq_any(ended.iter().copied().map(Id).collect::<Vec<_>>()));
    on!(tx, c => diesel::delete(rows).execute(c))?;
    Ok(ended)
}

/// Gives a session another cookie, other moments and proofs, after its person proved again who he is: the earlier cookie opens nothing any more.
///
/// # Errors
/// When it cannot be written.
pub fn renew(tx: &mut WriteTx<'_>, cookie_hash: &[u8; 32], session: &Session) -> Result<(), StorageError> {
    let renewed = (
        table::cookie_hash.eq(cookie_hash.to_vec()),
        table::auth_time.eq(At(session.auth_time)),
        table::expires_at.eq(At(session.expires_at)),
        table::last_used.eq(At(session.last_used)),
        table::proofs.eq(Json(session.proofs.clone())),
    );
    on!(tx, c => diesel::update(table::table.filter(table::id.eq(Id(session.id)))).set(renewed).execute(c))?;
    Ok(())
}

/// Notes that the person of a session does something now.
///
/// # Errors
/// When it cannot be written.
pub fn used(tx: &mut WriteTx<'_>, id: SessionId) -> Result<(), StorageError> {
    let now = table::last_used.eq(At(tx.cx().now));
    on!(tx, c => diesel::update(table::table.filter(table::id.eq(Id(id)))).set(now).execute(c))?;
    Ok(())
}

/// Notes for which organisation a session acts; none forgets the choice.
///
/// # Errors
/// When it cannot be written.
pub fn choose(tx: &mut WriteTx<'_>, id: SessionId, organisation: Option<OrganisationId>) -> Result<(), StorageError> {
    let chosen = table::organisation_id.eq(organisation.map(Id));
    on!(tx, c => diesel::update(table::table.filter(table::id.eq(Id(id)))).set(chosen).execute(c))?;
    Ok(())
}

/// Ends a session; ending one that is gone is no error.
///
/// # Errors
/// When it cannot be written.
pub fn delete(tx: &mut WriteTx<'_>, id: SessionId) -> Result<(), StorageError> {
    on!(tx, c => diesel::delete(table::table.filter(table::id.eq(Id(id)))).execute(c))?;
    Ok(())
}
