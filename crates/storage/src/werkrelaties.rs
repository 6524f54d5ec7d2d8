//! Werkrelaties, every version.

mod search;

use diesel::prelude::*;
use types::{Category, Contact, Doelgroep, Instant, OrganisationId, Period, PersonId, WerkrelatieId};
use werkrelaties::{Pause, Werkrelatie};

use crate::engine::{ReadTx, WriteTx, on};
use crate::schema::werkrelaties as table;
use crate::{At, Code, Id, Json, Known, On, StorageError};

pub use search::{By, Query, search};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = table, treat_none_as_default_value = false)]
#[diesel(check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Row {
    person_id: Id<PersonId>,
    id: Id<WerkrelatieId>,
    version: i64,
    recorded_from: At,
    recorded_to: At,
    organisation_id: Id<OrganisationId>,
    doelgroep: Code<Doelgroep>,
    category: Code<Category>,
    begin_day: On,
    end_day: On,
    contact: Json<Contact>,
    pause: Option<Json<Pause>>,
    removed: bool,
}

impl Row {
    fn of(werkrelatie: &Werkrelatie, now: Instant) -> Self {
        Self {
            person_id: Id(werkrelatie.person),
            id: Id(werkrelatie.id),
            version: werkrelatie.version,
            recorded_from: At(now),
            recorded_to: At(Instant::FOREVER),
            organisation_id: Id(werkrelatie.organisation),
            doelgroep: Code(werkrelatie.doelgroep.clone()),
            category: Code(werkrelatie.category.clone()),
            begin_day: On(werkrelatie.period.begin()),
            end_day: On(werkrelatie.period.end()),
            contact: Json(werkrelatie.contact.clone()),
            pause: werkrelatie.pause.clone().map(Json),
            removed: werkrelatie.removed,
        }
    }

    fn werkrelatie(self) -> Result<Werkrelatie, StorageError> {
        let Self {
            person_id,
            id,
            version,
            recorded_from: _,
            recorded_to: _,
            organisation_id,
            doelgroep,
            category,
            begin_day,
            end_day,
            contact,
            pause,
            removed,
        } = self;
        Ok(Werkrelatie {
            id: id.0,
            person: person_id.0,
            organisation: organisation_id.0,
            doelgroep: doelgroep.0,
            category: category.0,
            period: Period::new(begin_day.0, end_day.0).map_err(|_| StorageError::corrupt("werkrelaties.end_day"))?,
            contact: contact.0,
            pause: pause.map(|pause| pause.0),
            removed,
            version,
        })
    }
}

/// Adds a version: the first, or the next after the one before it was superseded.
///
/// # Errors
/// [`StorageError::Conflict`] when that version exists.
pub fn insert(tx: &mut WriteTx<'_>, werkrelatie: &Werkrelatie) -> Result<(), StorageError> {
    let row = Row::of(werkrelatie, tx.cx().now);
    on!(tx, c => diesel::insert_into(table::table).values(&row).execute(c))?;
    Ok(())
}

/// Supersedes the current version by this one, whose number is one higher.
///
/// # Errors
/// As [`insert`].
pub fn replace(tx: &mut WriteTx<'_>, werkrelatie: &Werkrelatie) -> Result<(), StorageError> {
    let now = At(tx.cx().now);
    let current = table::table
        .filter(table::person_id.eq(Id(werkrelatie.person)))
        .filter(table::id.eq(Id(werkrelatie.id)))
        .filter(table::recorded_to.eq(At(Instant::FOREVER)));
    on!(tx, c => diesel::update(current).set(table::recorded_to.eq(now)).execute(c))?;
    insert(tx, werkrelatie)
}

/// The werkrelatie with this id.
///
/// # Errors
/// When it cannot be read.
pub fn by_id(tx: &mut ReadTx<'_>, id: WerkrelatieId, known: Known) -> Result<Option<Werkrelatie>, StorageError> {
    let moment = known.moment();
    let row: Option<Row> = on!(tx, c => table::table
        .filter(table::id.eq(Id(id)))
        .filter(table::recorded_from.le(moment).and(table::recorded_to.gt(moment)))
        .select(Row::as_select())
        .first(c)
        .optional())?;
    row.map(Row::werkrelatie).transpose()
}

/// All werkrelaties of a person, also those that ended or were removed.
///
/// # Errors
/// When they cannot be read.
pub fn of_person(tx: &mut ReadTx<'_>, person: PersonId, known: Known) -> Result<Vec<Werkrelatie>, StorageError> {
    let moment = known.moment();
    let rows: Vec<Row> = on!(tx, c => table::table
        .filter(table::person_id.eq(Id(person)))
        .filter(table::recorded_from.le(moment).and(table::recorded_to.gt(moment)))
        .order(table::id)
        .select(Row::as_select())
        .load(c))?;
    rows.into_iter().map(Row::werkrelatie).collect()
}
