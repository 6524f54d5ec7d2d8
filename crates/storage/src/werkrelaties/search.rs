use diesel::dsl::{not, sql};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use types::{Category, Day, Doelgroep, OrganisationId, PersonId};
use werkrelaties::{State, Werkrelatie};

use super::{Row, table};
use crate::engine::{ReadTx, Words, on};
use crate::page::{Page, Paged, anywhere, ordered};
use crate::schema::{organisations, persons};
use crate::{Code, Id, Known, On, Sort, StorageError};

/// Whether a day lies in the period.
macro_rules! within {
    ($day:expr) => {
        table::begin_day.le(On($day)).and(table::end_day.ge(On($day)))
    };
}

/// A pause of the werkrelatie, whose first day ...
const A_PAUSE: Words = Words {
    sqlite: "EXISTS (SELECT 1 FROM json_each(werkrelaties.pauses) AS pause WHERE pause.value->'period'->>'begin' <= ",
    postgresql: "EXISTS (SELECT 1 FROM jsonb_array_elements(werkrelaties.pauses) AS pause(value) WHERE pause.value->'period'->>'begin' <= ",
};

/// Whether a pause has a day. A day as text sorts as the day.
macro_rules! paused {
    ($a_pause:expr, $day:expr) => {
        sql::<Bool>($a_pause)
            .bind::<Text, _>($day.to_string())
            .sql(" AND coalesce(pause.value->'period'->>'end', '9999-12-31') >= ")
            .bind::<Text, _>($day.to_string())
            .sql(")")
    };
}

/// Which werkrelaties are asked; every part that is given must hold.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// At one of these; `None` for all organisations.
    pub organisations: Option<Vec<OrganisationId>>,
    /// Of this person.
    pub person: Option<PersonId>,
    /// Of a person with this in his name.
    pub name: Option<String>,
    /// In this doelgroep.
    pub doelgroep: Option<Doelgroep>,
    /// In this category.
    pub category: Option<Category>,
    /// In this state on this day.
    pub state: Option<(State, Day)>,
    /// In its period on this day (a pause does not matter).
    pub valid_on: Option<Day>,
    /// As known when.
    pub known: Known,
    /// In this order.
    pub sort: Sort<By>,
}

/// What werkrelaties can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum By {
    /// Family name, then given name.
    Person,
    /// Name of the organisation.
    Organisation,
    /// First day.
    Begin,
    /// Last day.
    #[default]
    End,
}

/// Werkrelaties; those that were removed only when that state is asked.
///
/// # Errors
/// When they cannot be read.
pub fn search(tx: &mut ReadTx<'_>, query: &Query, page: Page) -> Result<Paged<Werkrelatie>, StorageError> {
    let moment = query.known.moment();
    let a_pause = tx.connection().choose(&A_PAUSE);
    let removed = matches!(query.state, Some((State::Removed, _)));
    let rows: Vec<Row> = on!(tx, c => {
        let mut select = table::table
            .inner_join(persons::table.on(persons::id.eq(table::person_id)))
            .inner_join(organisations::table.on(organisations::id.eq(table::organisation_id)))
            .filter(table::recorded_from.le(moment).and(table::recorded_to.gt(moment)))
            .filter(table::removed.eq(removed))
            .select(Row::as_select())
            .into_boxed();
        if let Some(organisations) = &query.organisations {
            select = select.filter(table::organisation_id.eq_any(organisations.iter().copied().map(Id).collect::<Vec<_>>()));
        }
        if let Some(person) = query.person {
            select = select.filter(table::person_id.eq(Id(person)));
        }
        if let Some(name) = &query.name {
            select = select.filter(persons::sort_name.like(anywhere(name)).escape('\\'));
        }
        if let Some(doelgroep) = &query.doelgroep {
            select = select.filter(table::doelgroep.eq(Code(doelgroep.clone())));
        }
        if let Some(category) = &query.category {
            select = select.filter(table::category.eq(Code(category.clone())));
        }
        if let Some(day) = query.valid_on {
            select = select.filter(within!(day));
        }
        select = match query.state {
            None | Some((State::Removed, _)) => select,
            Some((State::Planned, day)) => select.filter(table::begin_day.gt(On(day))),
            Some((State::Ended, day)) => select.filter(table::end_day.lt(On(day))),
            Some((State::Paused, day)) => select.filter(within!(day)).filter(paused!(a_pause, day)),
            Some((State::Active, day)) => select.filter(within!(day)).filter(not(paused!(a_pause, day))),
        };
        let descending = query.sort.descending;
        let select = match query.sort.by {
            By::Person => ordered!(select, descending, persons::sort_name),
            By::Organisation => ordered!(select, descending, organisations::sort_name),
            By::Begin => ordered!(select, descending, table::begin_day),
            By::End => ordered!(select, descending, table::end_day),
        };
        select.then_order_by(table::id).offset(page.offset()).limit(page.limit()).load(c)
    })?;
    let werkrelaties: Result<Vec<Werkrelatie>, StorageError> = rows.into_iter().map(Row::read).collect();
    Ok(page.cut(werkrelaties?))
}
