use diesel::prelude::*;
use gebruikersrechten::{State, Toekenning};
use types::{ApplicationCode, ContextCode, Day, Instant, OrganisationId, Parsed as _, PersonId, RightCode, WerkrelatieId};

use super::{Row, table};
use crate::engine::{ReadTx, on};
use crate::page::{Page, Paged, anywhere, ordered};
use crate::schema::{organisations, persons};
use crate::{At, Code, Id, Known, On, Sort, StorageError};

/// Which grants are asked; every part that is given must hold.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// As far as a caller sees; everything when `None`.
    pub seen: Option<Seen>,
    /// At one of these; `None` for all organisations.
    pub organisations: Option<Vec<OrganisationId>>,
    /// Of this application.
    pub application: Option<ApplicationCode>,
    /// Of this person.
    pub person: Option<PersonId>,
    /// Of a person with this in his name.
    pub name: Option<String>,
    /// On this werkrelatie.
    pub werkrelatie: Option<WerkrelatieId>,
    /// Of this right.
    pub right: Option<RightCode>,
    /// With this context.
    pub context: Option<ContextCode>,
    /// In this state at this moment.
    pub state: Option<(State, Instant)>,
    /// In its period and not revoked at some moment of this day.
    pub valid_on: Option<Day>,
    /// Over after the first moment, and not later than the second.
    pub ends: Option<(Instant, Instant)>,
    /// As known when.
    pub known: Known,
    /// In this order.
    pub sort: Sort<By>,
}

/// What a caller sees: the grants at these organisations, and those of these applications wherever they are.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// These organisations.
    pub organisations: Vec<OrganisationId>,
    /// These applications.
    pub applications: Vec<ApplicationCode>,
}

/// What grants can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum By {
    /// Family name, then given name.
    Person,
    /// Name of the organisation.
    Organisation,
    /// Code of the right.
    Right,
    /// First day.
    Begin,
    /// When it is over, by its last day or its revocation.
    #[default]
    End,
}

/// Grants.
///
/// # Errors
/// When they cannot be read.
pub fn search(tx: &mut ReadTx<'_>, query: &Query, page: Page) -> Result<Paged<Toekenning>, StorageError> {
    let moment = query.known.moment();
    let rows: Vec<Row> = on!(tx, c => {
        let mut select = table::table
            .inner_join(persons::table.on(persons::id.eq(table::person_id)))
            .inner_join(organisations::table.on(organisations::id.eq(table::organisation_id)))
            .filter(table::recorded_from.le(moment).and(table::recorded_to.gt(moment)))
            .select(Row::as_select())
            .into_boxed();
        if let Some(seen) = &query.seen {
            let there = table::organisation_id.eq_any(seen.organisations.iter().copied().map(Id).collect::<Vec<_>>());
            let managed = table::application.eq_any(seen.applications.iter().cloned().map(Code).collect::<Vec<_>>());
            select = select.filter(there.or(managed));
        }
        if let Some(organisations) = &query.organisations {
            select = select.filter(table::organisation_id.eq_any(organisations.iter().copied().map(Id).collect::<Vec<_>>()));
        }
        if let Some(application) = &query.application {
            select = select.filter(table::application.eq(Code(application.clone())));
        }
        if let Some(person) = query.person {
            select = select.filter(table::person_id.eq(Id(person)));
        }
        if let Some(name) = &query.name {
            select = select.filter(persons::sort_name.like(anywhere(name)).escape('\\'));
        }
        if let Some(werkrelatie) = query.werkrelatie {
            select = select.filter(table::werkrelatie_id.eq(Id(werkrelatie)));
        }
        if let Some(right) = &query.right {
            select = select.filter(table::right_code.eq(Code(right.clone())));
        }
        if let Some(context) = &query.context {
            select = select.filter(table::contexts.like(format!("% {} %", context.as_str().replace('_', "\\_"))).escape('\\'));
        }
        if let Some(day) = query.valid_on {
            select = select.filter(table::begin_day.le(On(day)).and(table::end_day.ge(On(day))).and(table::ends_at.gt(At(day.start()))));
        }
        if let Some((after, until)) = query.ends {
            select = select.filter(table::ends_at.gt(At(after)).and(table::ends_at.le(At(until))));
        }
        if let Some((state, at)) = query.state {
            let (lives, begun) = (table::ends_at.gt(At(at)), table::begin_day.le(On(at.day())));
            let over = table::ends_at.le(At(at));
            select = match state {
                State::Planned => select.filter(lives).filter(table::begin_day.gt(On(at.day()))),
                State::Active => select.filter(lives).filter(begun),
                State::Ended => select.filter(over).filter(table::cut_short.eq(false)),
                State::Revoked => select.filter(over).filter(table::cut_short.eq(true)),
            };
        }
        let descending = query.sort.descending;
        let select = match query.sort.by {
            By::Person => ordered!(select, descending, persons::sort_name),
            By::Organisation => ordered!(select, descending, organisations::sort_name),
            By::Right => ordered!(select, descending, table::right_code),
            By::Begin => ordered!(select, descending, table::begin_day),
            By::End => ordered!(select, descending, table::ends_at),
        };
        select.then_order_by(table::id).offset(page.offset()).limit(page.limit()).load(c)
    })?;
    let grants: Result<Vec<Toekenning>, StorageError> = rows.into_iter().map(Row::read).collect();
    Ok(page.cut(grants?))
}
