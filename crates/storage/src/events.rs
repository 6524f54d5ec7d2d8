//! What happened: appended in the transaction of the change, numbered without gaps, never touched again.

use audit::{Action, Event, NewEvent};
use diesel::prelude::*;
use types::{Actor, ApplicationCode, ClientId, MandateId, OrganisationId, PersonId, RightCode, ToekenningId, WerkrelatieId};

use crate::engine::{ReadTx, WriteTx, on};
use crate::page::{Page, Paged};
use crate::schema::events as table;
use crate::{At, Code, Id, Json, StorageError};

#[derive(Insertable)]
#[diesel(table_name = table, treat_none_as_default_value = false)]
struct Row {
    revision: i64,
    at: At,
    actor: Code<Actor>,
    action: &'static str,
    person_id: Option<Id<PersonId>>,
    organisation_id: Option<Id<OrganisationId>>,
    werkrelatie_id: Option<Id<WerkrelatieId>>,
    toekenning_id: Option<Id<ToekenningId>>,
    mandate_id: Option<Id<MandateId>>,
    application: Option<Code<ApplicationCode>>,
    event: Json<Event>,
    right_code: Option<Code<RightCode>>,
    client_id: Option<Code<ClientId>>,
}

impl Row {
    fn of(event: Event) -> Self {
        let about = event.what.about.clone();
        Self {
            revision: event.revision,
            at: At(event.at),
            actor: Code(event.what.actor.clone()),
            action: event.what.action.as_str(),
            person_id: about.person.map(Id),
            organisation_id: about.organisation.map(Id),
            werkrelatie_id: about.werkrelatie.map(Id),
            toekenning_id: about.toekenning.map(Id),
            mandate_id: about.mandate.map(Id),
            application: about.application.map(Code),
            right_code: about.right.map(Code),
            client_id: about.client.map(Code),
            event: Json(event),
        }
    }
}

/// Rows of one statement: within the number of values that either database takes.
const TOGETHER: usize = 500;

/// Records what this transaction did, under the next revision. It is there after the commit; within the transaction it is not read.
///
/// # Errors
/// When no database could hold it; the change it belongs to is undone with it.
pub fn append(tx: &mut WriteTx<'_>, event: NewEvent) -> Result<(), StorageError> {
    tx.record(event)
}

/// Whether an event can be written, so that it does not fail those of others with it: `jsonb` knows no character 0.
pub(crate) fn check(event: &Event) -> Result<(), StorageError> {
    let fits = serde_json::to_string(event).is_ok_and(|text| !has_zero(&text));
    fits.then_some(()).ok_or_else(|| StorageError::Database { what: "an event that cannot be written".to_owned() })
}

fn has_zero(mut json: &str) -> bool {
    while let Some((_, escape)) = json.split_once('\\') {
        if escape.starts_with("u0000") {
            return true;
        }
        json = escape.get(1..).unwrap_or_default();
    }
    false
}

/// Writes events.
pub(crate) fn insert(tx: &mut ReadTx<'_>, events: Vec<Event>) -> Result<(), StorageError> {
    let rows: Vec<Row> = events.into_iter().map(Row::of).collect();
    if let [row] = rows.as_slice() {
        on!(tx, c => diesel::insert_into(table::table).values(row).execute(c))?;
        return Ok(());
    }
    for rows in rows.chunks(TOGETHER) {
        on!(tx, c => diesel::insert_into(table::table).values(rows).execute(c))?;
    }
    Ok(())
}

/// Whose history is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Of {
    /// All that happened.
    Everything,
    /// All that happened to a person.
    Person(PersonId),
    /// All that happened at an organisation.
    Organisation(OrganisationId),
    /// All that happened to a werkrelatie.
    Werkrelatie(WerkrelatieId),
    /// All that happened to a grant.
    Toekenning(ToekenningId),
    /// All that happened to a mandate.
    Mandate(MandateId),
    /// All that happened to the definition of an application and its rights.
    Application(ApplicationCode),
    /// All that happened to the definition of a right.
    Right(RightCode),
    /// All that happened to a client.
    Client(ClientId),
}

/// What of a history is not for everybody who may read it.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// Without what happened at other organisations than these, or to applications: a person's history is not everybody's who administers
    /// him somewhere. All of it when `None`.
    pub among: Option<Vec<OrganisationId>>,
    /// Without these.
    pub without: &'static [Action],
}

/// A history, the latest first.
///
/// # Errors
/// When it cannot be read.
pub fn history(tx: &mut ReadTx<'_>, of: &Of, part: &Part, page: Page) -> Result<Paged<Event>, StorageError> {
    let rows: Vec<Json<Event>> = on!(tx, c => {
        let select = table::table.select(table::event).into_boxed();
        let select = match of {
            Of::Everything => select,
            Of::Person(id) => select.filter(table::person_id.eq(Id(*id))),
            Of::Organisation(id) => select.filter(table::organisation_id.eq(Id(*id))),
            Of::Werkrelatie(id) => select.filter(table::werkrelatie_id.eq(Id(*id))),
            Of::Toekenning(id) => select.filter(table::toekenning_id.eq(Id(*id))),
            Of::Mandate(id) => select.filter(table::mandate_id.eq(Id(*id))),
            Of::Application(code) => select.filter(table::application.eq(Code(code.clone()))),
            Of::Right(code) => select.filter(table::right_code.eq(Code(code.clone()))),
            Of::Client(id) => select.filter(table::client_id.eq(Code(id.clone()))),
        };
        let select = match of {
            // What an application is, not who got power over it or a client of it: those have histories of their own.
            Of::Application(_) | Of::Right(_) => select
                .filter(table::person_id.is_null())
                .filter(table::mandate_id.is_null())
                .filter(table::client_id.is_null()),
            _ => select,
        };
        let select = select.filter(table::action.ne_all(part.without.iter().map(|action| action.as_str()).collect::<Vec<_>>()));
        let select = match &part.among {
            None => select,
            Some(among) => {
                let among: Vec<_> = among.iter().copied().map(Id).collect();
                let nowhere = table::organisation_id.is_null().and(table::application.is_null());
                select.filter(nowhere.or(table::organisation_id.eq_any(among).assume_not_null()))
            }
        };
        select.order(table::revision.desc()).offset(page.offset()).limit(page.limit()).load(c)
    })?;
    Ok(page.cut(rows.into_iter().map(|row| row.0).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_0_is_not_a_text_about_it() {
        assert!(has_zero(&serde_json::json!("a\\\0").to_string()));
        assert!(!has_zero(&serde_json::json!("\\u0000 \" \\").to_string()));
    }
}
