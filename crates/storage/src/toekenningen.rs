//! Toekenningen, every version.

mod search;

use std::collections::BTreeSet;

use diesel::prelude::*;
use gebruikersrechten::{Revocation, Span, Toekenning, cut_short, effective};
use types::{
    Actor, ApplicationCode, ContextCode, Instant, OrganisationId, Parsed as _, Period, PersonId, Reason, RightCode, ToekenningId,
    WerkrelatieId,
};

use crate::engine::{ReadTx, WriteTx, on};
use crate::schema::toekenningen as table;
use crate::versions::versioned;
use crate::{At, Code, Id, Json, Known, On, StorageError};

pub use search::{By, Query, Seen, search};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = table, treat_none_as_default_value = false)]
#[diesel(check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Row {
    person_id: Id<PersonId>,
    id: Id<ToekenningId>,
    version: i64,
    recorded_from: At,
    recorded_to: At,
    werkrelatie_id: Id<WerkrelatieId>,
    organisation_id: Id<OrganisationId>,
    application: Code<ApplicationCode>,
    right_code: Code<RightCode>,
    contexts: String,
    begin_day: On,
    end_day: On,
    reason: Code<Reason>,
    granted_by: Code<Actor>,
    revocation: Option<Json<Revocation>>,
    ends_at: At,
    cut_short: bool,
}

impl Row {
    fn of(grant: &Toekenning, now: Instant) -> Self {
        // What never gives anything is over from the moment on at which that is known.
        let ends_at = effective(grant).map_or(now, Span::until);
        Self {
            person_id: Id(grant.person),
            id: Id(grant.id),
            version: grant.version,
            recorded_from: At(now),
            recorded_to: At(Instant::FOREVER),
            werkrelatie_id: Id(grant.werkrelatie),
            organisation_id: Id(grant.organisation),
            application: Code(grant.application.clone()),
            right_code: Code(grant.right.clone()),
            contexts: list(&grant.contexts),
            begin_day: On(grant.period.begin()),
            end_day: On(grant.period.end()),
            reason: Code(grant.reason.clone()),
            granted_by: Code(grant.granted_by.clone()),
            revocation: grant.revoked.clone().map(Json),
            ends_at: At(ends_at),
            cut_short: cut_short(grant),
        }
    }

    fn read(self) -> Result<Toekenning, StorageError> {
        let Self {
            person_id,
            id,
            version,
            recorded_from: _,
            recorded_to: _,
            werkrelatie_id,
            organisation_id,
            application,
            right_code,
            contexts,
            begin_day,
            end_day,
            reason,
            granted_by,
            revocation,
            ends_at: _,
            cut_short: _,
        } = self;
        Ok(Toekenning {
            id: id.0,
            person: person_id.0,
            werkrelatie: werkrelatie_id.0,
            organisation: organisation_id.0,
            application: application.0,
            right: right_code.0,
            contexts: contexts.split_whitespace().map(context).collect::<Result<_, _>>()?,
            period: Period::new(begin_day.0, end_day.0).map_err(|_| StorageError::corrupt("toekenningen.end_day"))?,
            reason: reason.0,
            granted_by: granted_by.0,
            revoked: revocation.map(|revocation| revocation.0),
            version,
        })
    }
}

/// Codes between spaces, so that ` a ` finds one and no other.
fn list(contexts: &BTreeSet<ContextCode>) -> String {
    let mut text = String::from(" ");
    for context in contexts {
        text.push_str(context.as_str());
        text.push(' ');
    }
    text
}

fn context(text: &str) -> Result<ContextCode, StorageError> {
    ContextCode::parse(text).map_err(|_| StorageError::corrupt("toekenningen.contexts"))
}

versioned! {
    Toekenning, ToekenningId;
    /// All grants of a person, also those that ended: what the access question reads.
    of_person(person: PersonId) under person_id = Id(person)
}

/// The grants of an application at an organisation that end after a moment: what the constraints count.
///
/// # Errors
/// When they cannot be read.
pub fn at_organisation(
    tx: &mut ReadTx<'_>,
    organisation: OrganisationId,
    application: &ApplicationCode,
    ending_after: Instant,
) -> Result<Vec<Toekenning>, StorageError> {
    let rows: Vec<Row> = on!(tx, c => table::table
        .filter(table::organisation_id.eq(Id(organisation)))
        .filter(table::application.eq(Code(application.clone())))
        .filter(table::recorded_to.eq(At(Instant::FOREVER)))
        .filter(table::ends_at.gt(At(ending_after)))
        .order(table::id)
        .select(Row::as_select())
        .load(c))?;
    rows.into_iter().map(Row::read).collect()
}
