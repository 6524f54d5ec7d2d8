//! Codes that were mailed to persons: keyed hashes, kept for half an hour, spent or not, so that it can be counted how many there were.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use types::{EmailAddress, Instant, MailId, PersonId, Seconds};

use crate::engine::{ReadTx, WriteTx, on};
use crate::schema::mailed_codes as table;
use crate::{At, Id, Json, StorageError};

/// For how long codes are counted: as long as one may be good.
const COUNTED: Seconds = Seconds(1800);

/// How many codes were mailed lately.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mailed {
    /// To a person, wherever.
    pub by_person: i64,
    /// To an address, whoever's it is.
    pub by_address: i64,
    /// To this person at this address.
    pub by_both: i64,
}

/// What a code is good for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Purpose {
    /// Another password.
    Password {},
    /// To confirm an address.
    Address {
        /// Where it was mailed to.
        address: EmailAddress,
    },
}

/// A code that was mailed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailedCode {
    /// By which mail.
    pub mail: MailId,
    /// To whom.
    pub person: PersonId,
    /// The keyed hash of the address.
    pub recipient: [u8; 32],
    /// For what.
    pub purpose: Purpose,
    /// Until when it is good.
    pub expires_at: Instant,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = table, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Row {
    code_hash: Vec<u8>,
    mail_id: Id<MailId>,
    person_id: Id<PersonId>,
    recipient: Vec<u8>,
    purpose: Json<Purpose>,
    made_at: At,
    expires_at: At,
}

/// Keeps a code in the place of the one that the same mail had before, and forgets those that need not be counted any more.
///
/// # Errors
/// When it cannot be written.
pub fn insert(tx: &mut WriteTx<'_>, code_hash: &[u8; 32], code: &MailedCode) -> Result<(), StorageError> {
    let now = tx.cx().now;
    on!(tx, c => diesel::delete(table::table.filter(table::made_at.le(At(now.plus(Seconds(-COUNTED.0)))))).execute(c))?;
    on!(tx, c => diesel::delete(table::table.filter(table::mail_id.eq(Id(code.mail)))).execute(c))?;
    let row = Row {
        code_hash: code_hash.to_vec(),
        mail_id: Id(code.mail),
        person_id: Id(code.person),
        recipient: code.recipient.to_vec(),
        purpose: Json(code.purpose.clone()),
        made_at: At(now),
        expires_at: At(code.expires_at),
    };
    on!(tx, c => diesel::insert_into(table::table).values(&row).execute(c))?;
    Ok(())
}

/// How many codes other mails than this one brought within the half hour.
///
/// # Errors
/// When they cannot be read.
pub fn count(
    tx: &mut ReadTx<'_>,
    but: MailId,
    person: PersonId,
    recipient: &[u8; 32],
    now: Instant,
) -> Result<Mailed, StorageError> {
    let recent = table::table.filter(table::made_at.gt(At(now.plus(Seconds(-COUNTED.0)))).and(table::mail_id.ne(Id(but))));
    let (to_person, to_address) = (table::person_id.eq(Id(person)), table::recipient.eq(recipient.to_vec()));
    let by_both = on!(tx, c => recent.filter(to_person).filter(to_address.clone()).count().get_result(c))?;
    let by_person = on!(tx, c => recent.filter(to_person).count().get_result(c))?;
    let by_address = on!(tx, c => recent.filter(to_address.clone()).count().get_result(c))?;
    Ok(Mailed { by_person, by_address, by_both })
}

/// Whose code this is and for what, while it is good.
///
/// # Errors
/// When it cannot be read.
pub fn find(tx: &mut ReadTx<'_>, code_hash: &[u8; 32], now: Instant) -> Result<Option<(PersonId, Purpose)>, StorageError> {
    let good = table::table.find(code_hash.to_vec()).filter(table::expires_at.gt(At(now)));
    let row: Option<Row> = on!(tx, c => good.select(Row::as_select()).first(c).optional())?;
    Ok(row.map(|row| (row.person_id.0, row.purpose.0)))
}

/// All codes of a person are good for nothing from now on; they still count.
///
/// # Errors
/// When it cannot be written.
pub fn end_of_person(tx: &mut WriteTx<'_>, person: PersonId) -> Result<(), StorageError> {
    let now = At(tx.cx().now);
    let good = table::table.filter(table::person_id.eq(Id(person)).and(table::expires_at.gt(now)));
    on!(tx, c => diesel::update(good).set(table::expires_at.eq(now)).execute(c))?;
    Ok(())
}
