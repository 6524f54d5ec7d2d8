//! Mails that are to be sent: put down in the transaction that wants them, sent afterwards by one process at a time.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use types::{EmailAddress, Instant, MailId, PersonId, Username};

use crate::engine::{ReadTx, WriteTx, on};
use crate::schema::mails as table;
use crate::{At, Id, Json, StorageError};

/// How many may wait before what strangers ask for is not heard any more. Far more than honest people ask within a second.
const MOST: i64 = 10_000;

/// What a mail is about. Codes are made when it is sent, and are nowhere before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Errand {
    /// Somebody forgot his password: whether there is such an account is looked at when nobody waits for the answer.
    Forgotten {
        /// What he says that he is called.
        username: Username,
    },
    /// An address is to be confirmed by who reads its mail.
    Confirm {
        /// Whose it would be.
        person: PersonId,
        /// The address.
        address: EmailAddress,
    },
    /// Codes no longer go to this address.
    AddressChanged {
        /// The address.
        address: EmailAddress,
    },
    /// The password was replaced by who had a code.
    Recovered {
        /// The address to which that was mailed.
        address: EmailAddress,
    },
}

/// A mail that is to be sent now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Which.
    pub id: MailId,
    /// What it is about.
    pub errand: Errand,
    /// The code of the language that its reader is thought to read.
    pub language: String,
    /// How often that was tried, this time included.
    pub tries: i64,
    /// When it is not worth while any more.
    pub expires_at: Instant,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = table, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Row {
    id: Id<MailId>,
    errand: Json<Errand>,
    language: String,
    due_at: At,
    tries: i64,
    expires_at: At,
}

impl From<Row> for Due {
    fn from(Row { id, errand, language, due_at: _, tries, expires_at }: Row) -> Self {
        Self { id: id.0, errand: errand.0, language, tries, expires_at: expires_at.0 }
    }
}

/// Puts down that a mail is to be sent from now on, and until a moment; not one for who forgot his password, which anybody may ask, when too many wait.
///
/// # Errors
/// When it cannot be written.
pub fn insert(tx: &mut WriteTx<'_>, errand: Errand, language: &str, until: Instant) -> Result<(), StorageError> {
    if matches!(errand, Errand::Forgotten { .. }) {
        let waiting: i64 = on!(tx, c => table::table.count().get_result(c))?;
        if waiting >= MOST {
            return Ok(());
        }
    }
    let (id, due_at, expires_at) = (Id(tx.cx().new_id()), At(tx.cx().now), At(until));
    let row = Row { id, errand: Json(errand), language: language.to_owned(), due_at, tries: 0, expires_at };
    on!(tx, c => diesel::insert_into(table::table).values(&row).execute(c))?;
    Ok(())
}

/// Whether any is to be sent at a moment.
///
/// # Errors
/// When it cannot be read.
pub fn any_due(tx: &mut ReadTx<'_>, now: Instant) -> Result<bool, StorageError> {
    let due = table::table.filter(table::due_at.le(At(now))).select(table::tries);
    let found: Option<i64> = on!(tx, c => due.first(c).optional())?;
    Ok(found.is_some())
}

/// Takes some of those that are to be sent now, so that nobody else takes them until a moment; forgets those that come too late.
///
/// # Errors
/// When it cannot be written.
pub fn take(tx: &mut WriteTx<'_>, most: i64, until: Instant) -> Result<Vec<Due>, StorageError> {
    let now = At(tx.cx().now);
    on!(tx, c => diesel::delete(table::table.filter(table::expires_at.le(now))).execute(c))?;
    let due = table::table.filter(table::due_at.le(now)).order((table::due_at, table::id)).limit(most);
    let rows: Vec<Row> = on!(tx, c => due.select(Row::as_select()).load(c))?;
    let taken: Vec<Due> = rows.into_iter().map(|row| Row { tries: row.tries + 1, ..row }.into()).collect();
    for one in &taken {
        let set = (table::due_at.eq(At(until)), table::tries.eq(one.tries));
        on!(tx, c => diesel::update(table::table.find(Id(one.id))).set(set).execute(c))?;
    }
    Ok(taken)
}

/// Notes that a mail is to be sent again at a moment.
///
/// # Errors
/// When it cannot be written.
pub fn postpone(tx: &mut WriteTx<'_>, id: MailId, at: Instant) -> Result<(), StorageError> {
    on!(tx, c => diesel::update(table::table.find(Id(id))).set(table::due_at.eq(At(at))).execute(c))?;
    Ok(())
}

/// Forgets one: it was sent, or is not to be sent any more.
///
/// # Errors
/// When it cannot be written.
pub fn forget(tx: &mut WriteTx<'_>, id: MailId) -> Result<(), StorageError> {
    on!(tx, c => diesel::delete(table::table.find(Id(id))).execute(c))?;
    Ok(())
}
