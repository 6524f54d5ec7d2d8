//! Who persons are at other providers that know no national number. The provider's own name for somebody is not kept, only a keyed hash of it.

use diesel::prelude::*;
use oidc::relying::ProviderId;
use types::{Instant, PersonId};

use crate::engine::{ReadTx, WriteTx, on};
use crate::schema::upstream_links as table;
use crate::{At, Code, Id, StorageError};

/// A person and who he is at a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpstreamLink {
    /// The keyed hash of the issuer and its name for him.
    pub subject_hash: Vec<u8>,
    /// Whose.
    pub person: PersonId,
    /// At which provider.
    pub provider: ProviderId,
    /// Since when.
    pub linked_at: Instant,
    /// When he last signed in by it.
    pub used_at: Option<Instant>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = table, treat_none_as_default_value = false, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Row {
    subject_hash: Vec<u8>,
    person_id: Id<PersonId>,
    provider: Code<ProviderId>,
    linked_at: At,
    used_at: Option<At>,
}

impl From<Row> for UpstreamLink {
    fn from(Row { subject_hash, person_id, provider, linked_at, used_at }: Row) -> Self {
        let used_at = used_at.map(|at| at.0);
        Self { subject_hash, person: person_id.0, provider: provider.0, linked_at: linked_at.0, used_at }
    }
}

/// Keeps who a person is at a provider, from now on.
///
/// # Errors
/// [`StorageError::Conflict`] when somebody is that already.
pub fn insert(tx: &mut WriteTx<'_>, subject: &[u8; 32], person: PersonId, provider: &ProviderId) -> Result<(), StorageError> {
    let (subject_hash, linked_at) = (subject.to_vec(), At(tx.cx().now));
    let row = Row { subject_hash, person_id: Id(person), provider: Code(provider.clone()), linked_at, used_at: None };
    on!(tx, c => diesel::insert_into(table::table).values(&row).execute(c))?;
    Ok(())
}

/// Who somebody of a provider is here.
///
/// # Errors
/// When it cannot be read.
pub fn find(tx: &mut ReadTx<'_>, subject: &[u8; 32]) -> Result<Option<UpstreamLink>, StorageError> {
    let row: Option<Row> = on!(tx, c => table::table.find(subject.to_vec()).select(Row::as_select()).first(c).optional())?;
    Ok(row.map(UpstreamLink::from))
}

/// Notes that somebody signed in by it.
///
/// # Errors
/// When it cannot be written.
pub fn used(tx: &mut WriteTx<'_>, subject: &[u8; 32]) -> Result<(), StorageError> {
    let now = Some(At(tx.cx().now));
    on!(tx, c => diesel::update(table::table.find(subject.to_vec())).set(table::used_at.eq(now)).execute(c))?;
    Ok(())
}

/// Those of a person, the oldest first.
///
/// # Errors
/// When they cannot be read.
pub fn of_person(tx: &mut ReadTx<'_>, person: PersonId) -> Result<Vec<UpstreamLink>, StorageError> {
    let own = table::table.filter(table::person_id.eq(Id(person))).order((table::linked_at, table::subject_hash));
    let rows: Vec<Row> = on!(tx, c => own.select(Row::as_select()).load(c))?;
    Ok(rows.into_iter().map(UpstreamLink::from).collect())
}

/// Takes one of a person away; at which provider it was, if he had it.
///
/// # Errors
/// When it cannot be written.
pub fn delete(tx: &mut WriteTx<'_>, person: PersonId, subject: &[u8]) -> Result<Option<ProviderId>, StorageError> {
    let own = table::table.find(subject.to_vec()).filter(table::person_id.eq(Id(person)));
    let row: Option<Row> = on!(tx, c => own.select(Row::as_select()).first(c).optional())?;
    on!(tx, c => diesel::delete(table::table.find(subject.to_vec()).filter(table::person_id.eq(Id(person)))).execute(c))?;
    Ok(row.map(|row| row.provider.0))
}

/// Takes all of a person away; how many there were.
///
/// # Errors
/// When it cannot be written.
pub fn delete_of(tx: &mut WriteTx<'_>, person: PersonId) -> Result<usize, StorageError> {
    Ok(on!(tx, c => diesel::delete(table::table.filter(table::person_id.eq(Id(person)))).execute(c))?)
}
