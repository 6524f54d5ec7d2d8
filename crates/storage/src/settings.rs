//! What the database knows about itself: who made it (`demo` or `serve`), how to check the master key.

use diesel::prelude::*;

use crate::engine::{ReadTx, WriteTx, on};
use crate::schema::settings;
use crate::{Code, StorageError};

/// The settings there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Setting {
    /// Which command created the data: `demo` or `serve`.
    Origin,
    /// A value that only the right master key can confirm.
    MasterKeyCheck,
    /// What a demo was filled with: the day from which relative days count, a line break, the file.
    DemoData,
}

/// The value of a setting.
///
/// # Errors
///
/// When it cannot be read.
pub fn get(tx: &mut ReadTx<'_>, setting: Setting) -> Result<Option<String>, StorageError> {
    on!(tx, c => settings::table
        .find(Code(setting))
        .select(settings::value)
        .first(c)
        .optional())
}

/// Sets or replaces a setting.
///
/// # Errors
///
/// When it cannot be written.
pub fn set(tx: &mut WriteTx<'_>, setting: Setting, value: &str) -> Result<(), StorageError> {
    on!(tx, c => diesel::insert_into(settings::table)
        .values((settings::key.eq(Code(setting)), settings::value.eq(value)))
        .on_conflict(settings::key)
        .do_update()
        .set(settings::value.eq(value))
        .execute(c))?;
    Ok(())
}
