//! Mandates, every version.

use diesel::prelude::*;
use mandates::{Domain, Holder, Mandate};
use types::{Actor, ApplicationCode, Instant, MandateId, OrganisationId};

use crate::engine::{ReadTx, WriteTx, on};
use crate::page::{Page, Paged};
use crate::schema::mandates as table;
use crate::versions::versioned;
use crate::{At, Code, Id, Json, Known, StorageError};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = table, treat_none_as_default_value = false)]
#[diesel(check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Row {
    holder: Code<Actor>,
    id: Id<MandateId>,
    version: i64,
    recorded_from: At,
    recorded_to: At,
    organisation_id: Option<Id<OrganisationId>>,
    application: Option<Code<ApplicationCode>>,
    mandate: Json<Mandate>,
}

impl Row {
    fn of(mandate: &Mandate, now: Instant) -> Self {
        let (organisation, application) = match &mandate.domain {
            Domain::Organisation { organisation, .. } => (Some(*organisation), None),
            Domain::Application { application } => (None, Some(application.clone())),
            Domain::Platform => (None, None),
        };
        Self {
            holder: Code(actor(&mandate.holder)),
            id: Id(mandate.id),
            version: mandate.version,
            recorded_from: At(now),
            recorded_to: At(Instant::FOREVER),
            organisation_id: organisation.map(Id),
            application: application.map(Code),
            mandate: Json(mandate.clone()),
        }
    }

    fn read(self) -> Result<Mandate, StorageError> {
        Ok(self.mandate.0)
    }
}

/// As whom a holder acts: the text by which he is found.
fn actor(holder: &Holder) -> Actor {
    match holder {
        Holder::Person(id) => Actor::Person(*id),
        Holder::Client(id) => Actor::Client(id.clone()),
    }
}

versioned! {
    Mandate, MandateId;
    /// All mandates of a holder, also those that ended: what every request of an administrator reads.
    of_holder(holder: &Holder) under holder = Code(actor(holder))
}

/// Which mandates are asked; every part that is given must hold.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Over one of these; `None` for all.
    pub organisations: Option<Vec<OrganisationId>>,
    /// Over this application.
    pub application: Option<ApplicationCode>,
    /// Of this holder.
    pub holder: Option<Holder>,
}

/// Mandates in the order in which they were given.
///
/// # Errors
/// When they cannot be read.
pub fn search(tx: &mut ReadTx<'_>, query: &Query, page: Page) -> Result<Paged<Mandate>, StorageError> {
    let rows: Vec<Row> = on!(tx, c => {
        let mut select =
            table::table.filter(table::recorded_to.eq(At(Instant::FOREVER))).select(Row::as_select()).into_boxed();
        if let Some(organisations) = &query.organisations {
            select = select.filter(table::organisation_id.eq_any(organisations.iter().copied().map(Id).collect::<Vec<_>>()));
        }
        if let Some(application) = &query.application {
            select = select.filter(table::application.eq(Code(application.clone())));
        }
        if let Some(holder) = &query.holder {
            select = select.filter(table::holder.eq(Code(actor(holder))));
        }
        select.order(table::id).offset(page.offset()).limit(page.limit()).load(c)
    })?;
    Ok(page.cut(rows.into_iter().map(|row| row.mandate.0).collect()))
}
