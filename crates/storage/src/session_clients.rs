//! The clients that take part in sessions and want to be told of their end: first who they are, then, from that end on, whom to tell when.

use diesel::prelude::*;
use types::{ClientId, Instant, PersonId, SessionId};

use crate::engine::{ReadTx, WriteTx, on};
use crate::schema::session_clients as table;
use crate::{At, Code, Id, StorageError};

/// A client that is to be told of the end of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The session that ended.
    pub session: SessionId,
    /// Whom to tell.
    pub client: ClientId,
    /// Whose session it was.
    pub person: PersonId,
    /// How often that was tried, this time included.
    pub tries: i64,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = table, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Row {
    session_id: Id<SessionId>,
    client_id: Code<ClientId>,
    person_id: Id<PersonId>,
    tries: i64,
}

impl From<Row> for Due {
    fn from(Row { session_id, client_id, person_id, tries }: Row) -> Self {
        Self { session: session_id.0, client: client_id.0, person: person_id.0, tries }
    }
}

/// Notes that a client takes part in a session, until a moment, and forgets those of earlier.
///
/// # Errors
/// When it cannot be written.
pub fn note(
    tx: &mut WriteTx<'_>,
    session: SessionId,
    client: &ClientId,
    person: PersonId,
    until: Instant,
) -> Result<(), StorageError> {
    let forgotten = table::table.filter(table::expires_at.le(At(tx.cx().now)));
    on!(tx, c => diesel::delete(forgotten).execute(c))?;
    let own = table::table.find((Id(session), Code(client.clone())));
    let known: Option<At> = on!(tx, c => own.clone().select(table::expires_at).first(c).optional())?;
    let Some(known) = known else {
        let row = (
            table::session_id.eq(Id(session)),
            table::client_id.eq(Code(client.clone())),
            table::person_id.eq(Id(person)),
            table::expires_at.eq(At(until)),
            table::tries.eq(0_i64),
        );
        on!(tx, c => diesel::insert_into(table::table).values(&row).execute(c))?;
        return Ok(());
    };
    let later = table::expires_at.eq(At(known.0.max(until)));
    on!(tx, c => diesel::update(own.clone()).set(later).execute(c))?;
    Ok(())
}

/// Notes that a session ended: its clients are to be told from now on, and until a moment.
///
/// # Errors
/// When it cannot be written.
pub fn ended(tx: &mut WriteTx<'_>, session: SessionId, until: Instant) -> Result<(), StorageError> {
    let told = (table::due_at.eq(Some(At(tx.cx().now))), table::expires_at.eq(At(until)));
    let waiting = table::table.filter(table::session_id.eq(Id(session)).and(table::due_at.is_null()));
    on!(tx, c => diesel::update(waiting).set(told).execute(c))?;
    Ok(())
}

/// Whether anybody is to be told of anything at a moment.
///
/// # Errors
/// When it cannot be read.
pub fn any_due(tx: &mut ReadTx<'_>, now: Instant) -> Result<bool, StorageError> {
    let due = table::table.filter(table::due_at.le(At(now))).select(table::tries);
    let found: Option<i64> = on!(tx, c => due.first(c).optional())?;
    Ok(found.is_some())
}

/// Takes some of those that are to be told now, so that nobody else takes them until a moment.
///
/// # Errors
/// When it cannot be written.
pub fn take(tx: &mut WriteTx<'_>, most: i64, until: Instant) -> Result<Vec<Due>, StorageError> {
    let now = At(tx.cx().now);
    let due = table::table.filter(table::due_at.le(now)).order((table::due_at, table::session_id, table::client_id)).limit(most);
    let rows: Vec<Row> = on!(tx, c => due.select(Row::as_select()).load(c))?;
    let taken: Vec<Due> = rows.into_iter().map(|row| Row { tries: row.tries + 1, ..row }.into()).collect();
    for one in &taken {
        let own = table::table.find((Id(one.session), Code(one.client.clone())));
        let set = (table::due_at.eq(Some(At(until))), table::tries.eq(one.tries));
        on!(tx, c => diesel::update(own.clone()).set(set).execute(c))?;
    }
    Ok(taken)
}

/// Notes that a client is to be told again at a moment.
///
/// # Errors
/// When it cannot be written.
pub fn postpone(tx: &mut WriteTx<'_>, due: &Due, at: Instant) -> Result<(), StorageError> {
    let own = table::table.find((Id(due.session), Code(due.client.clone())));
    on!(tx, c => diesel::update(own.clone()).set(table::due_at.eq(Some(At(at)))).execute(c))?;
    Ok(())
}

/// Forgets one: the client was told, or is not to be told any more.
///
/// # Errors
/// When it cannot be written.
pub fn forget(tx: &mut WriteTx<'_>, due: &Due) -> Result<(), StorageError> {
    let own = table::table.find((Id(due.session), Code(due.client.clone())));
    on!(tx, c => diesel::delete(own.clone()).execute(c))?;
    Ok(())
}
