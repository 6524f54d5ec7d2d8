//! Werkrelaties, every version.

mod search;

use diesel::prelude::*;
use types::{Category, Contact, Doelgroep, Instant, OrganisationId, Period, PersonId, WerkrelatieId};
use werkrelaties::{Pause, Werkrelatie};

use crate::engine::{ReadTx, WriteTx, on};
use crate::schema::werkrelaties as table;
use crate::versions::versioned;
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
    pauses: Json<Vec<Pause>>,
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
            pauses: Json(werkrelatie.pauses.clone()),
            removed: werkrelatie.removed,
        }
    }

    fn read(self) -> Result<Werkrelatie, StorageError> {
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
            pauses,
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
            pauses: pauses.0,
            removed,
            version,
        })
    }
}

versioned! {
    Werkrelatie, WerkrelatieId;
    /// All werkrelaties of a person, also those that ended or were removed.
    of_person(person: PersonId) under person_id = Id(person)
}
