//! Refresh tokens: what a person gave a client, once for the family of tokens that follow one upon the other; of each token its hash.

use diesel::prelude::*;
use oidc::token::RefreshGrant;
use types::{FamilyId, Instant, PersonId, SessionId};

use crate::engine::{ReadTx, WriteTx, on};
use crate::schema::{refresh_families as families, refresh_tokens as tokens};
use crate::{At, Id, Json, StorageError};

/// A family that lasts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// In access tokens, so that they end with it.
    pub id: FamilyId,
    /// What it stands for.
    pub grant: RefreshGrant,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = families, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Row {
    id: Id<FamilyId>,
    person_id: Id<PersonId>,
    session_id: Id<SessionId>,
    grant: Json<RefreshGrant>,
    expires_at: At,
}

impl From<Row> for Family {
    fn from(Row { id, person_id: _, session_id: _, grant, expires_at: _ }: Row) -> Self {
        Self { id: id.0, grant: grant.0 }
    }
}

/// Begins a family with its first token, and forgets those that expired.
///
/// # Errors
/// When it cannot be written.
pub fn begin(tx: &mut WriteTx<'_>, family: &Family, token_hash: &[u8; 32]) -> Result<(), StorageError> {
    let now = At(tx.cx().now);
    let ended: Vec<Id<FamilyId>> =
        on!(tx, c => families::table.filter(families::expires_at.le(now)).select(families::id).load(c))?;
    remove(tx, &ended)?;
    let row = Row {
        id: Id(family.id),
        person_id: Id(family.grant.person),
        session_id: Id(family.grant.session),
        grant: Json(family.grant.clone()),
        expires_at: At(family.grant.expires),
    };
    on!(tx, c => diesel::insert_into(families::table).values(&row).execute(c))?;
    add(tx, family.id, token_hash)
}

/// The family of a token, and when the token was used, if it was. Writes are serial: who finds one that was not is the only one until his transaction
/// ends.
///
/// # Errors
/// When it cannot be read.
pub fn find(tx: &mut WriteTx<'_>, token_hash: &[u8; 32]) -> Result<Option<(Family, Option<Instant>)>, StorageError> {
    let found: Option<(Row, Option<At>)> = on!(tx, c => tokens::table
        .find(token_hash.to_vec())
        .inner_join(families::table)
        .select((Row::as_select(), tokens::used_at))
        .first(c)
        .optional())?;
    Ok(found.map(|(row, used)| (row.into(), used.map(|used| used.0))))
}

/// Notes that a token was used now, and keeps its successor.
///
/// # Errors
/// When it cannot be written.
pub fn follow(tx: &mut WriteTx<'_>, family: FamilyId, used: &[u8; 32], successor: &[u8; 32]) -> Result<(), StorageError> {
    let now = Some(At(tx.cx().now));
    on!(tx, c => diesel::update(tokens::table.find(used.to_vec())).set(tokens::used_at.eq(now)).execute(c))?;
    add(tx, family, successor)
}

/// A family that lasts at a moment.
///
/// # Errors
/// When it cannot be read.
pub fn by_id(tx: &mut ReadTx<'_>, id: FamilyId, now: Instant) -> Result<Option<Family>, StorageError> {
    let row: Option<Row> = on!(tx, c => families::table
        .find(Id(id))
        .filter(families::expires_at.gt(At(now)))
        .select(Row::as_select())
        .first(c)
        .optional())?;
    Ok(row.map(Family::from))
}

/// The families of a person that last at a moment, the oldest first.
///
/// # Errors
/// When they cannot be read.
pub fn of_person(tx: &mut ReadTx<'_>, person: PersonId, now: Instant) -> Result<Vec<Family>, StorageError> {
    let own = families::table.filter(families::person_id.eq(Id(person))).filter(families::expires_at.gt(At(now)));
    let rows: Vec<Row> = on!(tx, c => own.order(families::id).select(Row::as_select()).load(c))?;
    Ok(rows.into_iter().map(Family::from).collect())
}

/// Ends a family, with every token of it; whether there was one.
///
/// # Errors
/// When it cannot be written.
pub fn end(tx: &mut WriteTx<'_>, id: FamilyId) -> Result<bool, StorageError> {
    remove(tx, &[Id(id)])
}

/// Ends the families of a session; whose they were, when there were any.
///
/// # Errors
/// When they cannot be read or written.
pub fn end_of_session(tx: &mut WriteTx<'_>, session: SessionId) -> Result<Option<PersonId>, StorageError> {
    let of_session = families::table.filter(families::session_id.eq(Id(session)));
    let rows: Vec<Row> = on!(tx, c => of_session.select(Row::as_select()).load(c))?;
    remove(tx, &rows.iter().map(|row| row.id).collect::<Vec<_>>())?;
    Ok(rows.first().map(|row| row.person_id.0))
}

/// Ends the families of a person, but for those of a session that he may keep, and answers of which sessions they were.
///
/// # Errors
/// When they cannot be read or written.
pub fn end_of_person(tx: &mut WriteTx<'_>, person: PersonId, keep: Option<SessionId>) -> Result<Vec<SessionId>, StorageError> {
    let of_person = families::table.filter(families::person_id.eq(Id(person)));
    let rows: Vec<Row> = on!(tx, c => of_person.order(families::id).select(Row::as_select()).load(c))?;
    let ended = rows.iter().filter(|row| Some(row.session_id.0) != keep);
    let (ids, mut sessions): (Vec<_>, Vec<_>) = ended.map(|row| (row.id, row.session_id.0)).unzip();
    remove(tx, &ids)?;
    sessions.dedup();
    Ok(sessions)
}

fn add(tx: &mut WriteTx<'_>, family: FamilyId, token_hash: &[u8; 32]) -> Result<(), StorageError> {
    let row = (tokens::token_hash.eq(token_hash.to_vec()), tokens::family_id.eq(Id(family)));
    on!(tx, c => diesel::insert_into(tokens::table).values(&row).execute(c))?;
    Ok(())
}

fn remove(tx: &mut WriteTx<'_>, ids: &[Id<FamilyId>]) -> Result<bool, StorageError> {
    if ids.is_empty() {
        return Ok(false);
    }
    on!(tx, c => diesel::delete(tokens::table.filter(tokens::family_id.eq_any(ids.to_vec()))).execute(c))?;
    let removed = on!(tx, c => diesel::delete(families::table.filter(families::id.eq_any(ids.to_vec()))).execute(c))?;
    Ok(removed > 0)
}
