//! Authorization codes: kept under their hash from the answer of the authorization endpoint until the token that they gave has ended.

use diesel::prelude::*;
use oidc::token::CodeGrant;
use types::Instant;

use crate::engine::{WriteTx, on};
use crate::schema::codes as table;
use crate::{At, Json, StorageError};

/// What a code stands for, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What it stands for.
    pub grant: CodeGrant,
    /// The `jti` of the access token that it gave, once it was redeemed.
    pub redeemed_as: Option<String>,
    /// When it is forgotten: at its own end, or at that of its access token.
    pub expires_at: Instant,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = table, treat_none_as_default_value = false, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Row {
    code_hash: Vec<u8>,
    grant: Json<CodeGrant>,
    expires_at: At,
    redeemed_as: Option<String>,
}

impl From<Row> for Kept {
    fn from(Row { code_hash: _, grant, expires_at, redeemed_as }: Row) -> Self {
        Self { grant: grant.0, redeemed_as, expires_at: expires_at.0 }
    }
}

/// Keeps what a code stands for, and forgets the codes that expired.
///
/// # Errors
/// When it cannot be written.
pub fn insert(tx: &mut WriteTx<'_>, code_hash: &[u8; 32], grant: &CodeGrant) -> Result<(), StorageError> {
    let expired = table::table.filter(table::expires_at.le(At(tx.cx().now)));
    on!(tx, c => diesel::delete(expired).execute(c))?;
    let (code_hash, expires_at) = (code_hash.to_vec(), At(grant.expires));
    let row = Row { code_hash, grant: Json(grant.clone()), expires_at, redeemed_as: None };
    on!(tx, c => diesel::insert_into(table::table).values(&row).execute(c))?;
    Ok(())
}

/// What is kept under a hash. Writes are serial: who finds a code that was not redeemed is the only one until his transaction ends.
///
/// # Errors
/// When it cannot be read.
pub fn find(tx: &mut WriteTx<'_>, code_hash: &[u8; 32]) -> Result<Option<Kept>, StorageError> {
    let row: Option<Row> = on!(tx, c => table::table.find(code_hash.to_vec()).select(Row::as_select()).first(c).optional())?;
    Ok(row.map(Kept::from))
}

/// Notes which access token a code gave, and keeps it until that ends.
///
/// # Errors
/// When it cannot be written.
pub fn redeemed(tx: &mut WriteTx<'_>, code_hash: &[u8; 32], jti: &str, until: Instant) -> Result<(), StorageError> {
    let noted = (table::redeemed_as.eq(Some(jti.to_owned())), table::expires_at.eq(At(until)));
    on!(tx, c => diesel::update(table::table.find(code_hash.to_vec())).set(noted).execute(c))?;
    Ok(())
}
