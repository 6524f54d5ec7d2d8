//! Attempts that were refused. Bounded by age and by number: who is refused all day fills no disk.

use audit::Refused;
use diesel::dsl::max;
use diesel::prelude::*;
use types::{Actor, OrganisationId, Seconds};

use crate::engine::{ReadTx, WriteTx, on};
use crate::page::{Page, Paged};
use crate::schema::refused_attempts as table;
use crate::{At, Code, Id, Json, StorageError};

#[derive(Insertable)]
#[diesel(table_name = table, treat_none_as_default_value = false)]
struct Row {
    number: i64,
    at: At,
    actor: Option<Code<Actor>>,
    organisation_id: Option<Id<OrganisationId>>,
    refused: Json<Refused>,
}

/// How much is kept; what is beyond goes with the next attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// The greatest age.
    pub age: Seconds,
    /// The greatest number.
    pub rows: i64,
}

/// Keeps an attempt, and lets the oldest go.
///
/// # Errors
/// When it cannot be written.
pub fn append(tx: &mut WriteTx<'_>, refused: &Refused, bound: Bound) -> Result<(), StorageError> {
    let last: Option<i64> = on!(tx, c => table::table.select(max(table::number)).first(c))?;
    let number = last.unwrap_or(0) + 1;
    let oldest = At(tx.cx().now.plus(Seconds(-bound.age.0)));
    let old = table::table.filter(table::number.le(number - bound.rows).or(table::at.le(oldest)));
    on!(tx, c => diesel::delete(old).execute(c))?;
    let row = Row {
        number,
        at: At(refused.at),
        actor: refused.actor.clone().map(Code),
        organisation_id: refused.organisation.map(Id),
        refused: Json(refused.clone()),
    };
    on!(tx, c => diesel::insert_into(table::table).values(&row).execute(c))?;
    Ok(())
}

/// Which attempts are asked; every part that is given must hold.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Of this actor.
    pub actor: Option<Actor>,
    /// At this organisation.
    pub organisation: Option<OrganisationId>,
}

/// Attempts, the latest first.
///
/// # Errors
/// When they cannot be read.
pub fn search(tx: &mut ReadTx<'_>, query: &Query, page: Page) -> Result<Paged<Refused>, StorageError> {
    let rows: Vec<Json<Refused>> = on!(tx, c => {
        let mut select = table::table.select(table::refused).into_boxed();
        if let Some(actor) = &query.actor {
            select = select.filter(table::actor.eq(Code(actor.clone())));
        }
        if let Some(organisation) = query.organisation {
            select = select.filter(table::organisation_id.eq(Id(organisation)));
        }
        select.order(table::number.desc()).offset(page.offset()).limit(page.limit()).load(c)
    })?;
    Ok(page.cut(rows.into_iter().map(|row| row.0).collect()))
}
