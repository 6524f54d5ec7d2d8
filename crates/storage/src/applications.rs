//! Applications and the rights that they define: few, read whole, kept as documents.

use diesel::prelude::*;
use gebruikersrechten::{Application, Gebruikersrecht};
use types::{ApplicationCode, OrganisationId, RightCode};

use crate::engine::{ReadTx, WriteTx, on};
use crate::schema::{applications, gebruikersrechten as rights};
use crate::{Code, Id, Json, StorageError};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = applications, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct ApplicationRow {
    code: Code<ApplicationCode>,
    owner_id: Id<OrganisationId>,
    definition: Json<Application>,
    version: i64,
}

impl ApplicationRow {
    fn of(application: &Application) -> Self {
        Self {
            code: Code(application.code.clone()),
            owner_id: Id(application.owner),
            definition: Json(application.clone()),
            version: application.version,
        }
    }
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = rights, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct RightRow {
    code: Code<RightCode>,
    application: Code<ApplicationCode>,
    definition: Json<Gebruikersrecht>,
    version: i64,
}

impl RightRow {
    fn of(right: &Gebruikersrecht) -> Self {
        Self {
            code: Code(right.code.clone()),
            application: Code(right.application.clone()),
            definition: Json(right.clone()),
            version: right.version,
        }
    }
}

/// Adds an application.
///
/// # Errors
/// [`StorageError::Conflict`] when its code is taken or its owner is unknown.
pub fn insert(tx: &mut WriteTx<'_>, application: &Application) -> Result<(), StorageError> {
    on!(tx, c => diesel::insert_into(applications::table).values(ApplicationRow::of(application)).execute(c))?;
    Ok(())
}

/// Writes an application over what is there.
///
/// # Errors
/// When it cannot be written.
pub fn update(tx: &mut WriteTx<'_>, application: &Application) -> Result<(), StorageError> {
    let row = applications::table.find(Code(application.code.clone()));
    on!(tx, c => diesel::update(row).set(ApplicationRow::of(application)).execute(c))?;
    Ok(())
}

/// The application with this code.
///
/// # Errors
/// When it cannot be read.
pub fn by_code(tx: &mut ReadTx<'_>, code: &ApplicationCode) -> Result<Option<Application>, StorageError> {
    let row: Option<ApplicationRow> =
        on!(tx, c => applications::table.find(Code(code.clone())).select(ApplicationRow::as_select()).first(c).optional())?;
    Ok(row.map(|row| row.definition.0))
}

/// All applications, by code.
///
/// # Errors
/// When they cannot be read.
pub fn all(tx: &mut ReadTx<'_>) -> Result<Vec<Application>, StorageError> {
    let rows: Vec<ApplicationRow> =
        on!(tx, c => applications::table.order(applications::code).select(ApplicationRow::as_select()).load(c))?;
    Ok(rows.into_iter().map(|row| row.definition.0).collect())
}

/// Adds a right.
///
/// # Errors
/// [`StorageError::Conflict`] when its code is taken or its application is unknown.
pub fn insert_right(tx: &mut WriteTx<'_>, right: &Gebruikersrecht) -> Result<(), StorageError> {
    on!(tx, c => diesel::insert_into(rights::table).values(RightRow::of(right)).execute(c))?;
    Ok(())
}

/// Writes a right over what is there.
///
/// # Errors
/// When it cannot be written.
pub fn update_right(tx: &mut WriteTx<'_>, right: &Gebruikersrecht) -> Result<(), StorageError> {
    on!(tx, c => diesel::update(rights::table.find(Code(right.code.clone()))).set(RightRow::of(right)).execute(c))?;
    Ok(())
}

/// The right with this code.
///
/// # Errors
/// When it cannot be read.
pub fn right_by_code(tx: &mut ReadTx<'_>, code: &RightCode) -> Result<Option<Gebruikersrecht>, StorageError> {
    let row: Option<RightRow> =
        on!(tx, c => rights::table.find(Code(code.clone())).select(RightRow::as_select()).first(c).optional())?;
    Ok(row.map(|row| row.definition.0))
}

/// The rights with these codes.
///
/// # Errors
/// When they cannot be read.
pub fn rights_by_codes(tx: &mut ReadTx<'_>, codes: &[RightCode]) -> Result<Vec<Gebruikersrecht>, StorageError> {
    let codes: Vec<_> = codes.iter().cloned().map(Code).collect();
    let rows: Vec<RightRow> =
        on!(tx, c => rights::table.filter(rights::code.eq_any(codes)).select(RightRow::as_select()).load(c))?;
    Ok(rows.into_iter().map(|row| row.definition.0).collect())
}

/// The rights of an application, or of all, by code.
///
/// # Errors
/// When they cannot be read.
pub fn rights_of(tx: &mut ReadTx<'_>, application: Option<&ApplicationCode>) -> Result<Vec<Gebruikersrecht>, StorageError> {
    let rows: Vec<RightRow> = on!(tx, c => {
        let mut select = rights::table.select(RightRow::as_select()).into_boxed();
        if let Some(code) = application {
            select = select.filter(rights::application.eq(Code(code.clone())));
        }
        select.order(rights::code).load(c)
    })?;
    Ok(rows.into_iter().map(|row| row.definition.0).collect())
}
