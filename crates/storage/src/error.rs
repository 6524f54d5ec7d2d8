//! What can go wrong in storage, and how a database's own words are mapped to it.

use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error as Diesel};

/// Why storage could not do what was asked. No variant ever carries a value of a row: messages and logs stay free of personal data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StorageError {
    /// The database cannot be reached, is shutting down or did not answer in time. Try again later (503). After a commit that was cut
    /// off, the work may or may not have been kept, as with any database.
    #[error("the database is not available: {why}")]
    Unavailable {
        /// What was noticed, for the log.
        why: String,
    },
    /// More work is waiting than the configured queue holds. Try again later (503).
    #[error("too much work is waiting for the database")]
    Overloaded,
    /// The disk under the database is full; nothing of the work was kept.
    #[error("the disk of the database is full")]
    Full,
    /// The database holds something that cannot be read: a damaged file, or a row that breaks a rule of its type.
    #[error("the database holds something unreadable: {what}")]
    Corrupt {
        /// Where, in names of columns and types.
        what: String,
    },
    /// A unique key or a reference forbids the change.
    #[error("the change conflicts with {constraint}")]
    Conflict {
        /// Name of the constraint (PostgreSQL) or of its columns (SQLite).
        constraint: String,
    },
    /// The schema of the database is older than this program.
    #[error("the database lacks {} migration(s), first `{}`: run `poort migrate`", names.len(), names.first().map_or("", String::as_str))]
    SchemaBehind {
        /// The missing migrations, oldest first.
        names: Vec<String>,
    },
    /// The schema of the database has migrations that this program does not know: it was written by a newer version.
    #[error("the database was migrated by a newer version of Poort (it has `{name}`)")]
    SchemaAhead {
        /// The first migration that this program does not know.
        name: String,
    },
    /// The database refused a statement: a mistake of this program.
    #[error("the database refused a statement: {what}")]
    Database {
        /// The refusal, without values.
        what: String,
    },
    /// The closure panicked; its work was undone.
    #[error("the work stopped unexpectedly and was undone")]
    Panicked,
}

impl StorageError {
    /// The stable code of this error, for logs and metrics.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unavailable { .. } => "storage.unavailable",
            Self::Overloaded => "storage.overloaded",
            Self::Full => "storage.full",
            Self::Corrupt { .. } => "storage.corrupt",
            Self::Conflict { .. } => "storage.conflict",
            Self::SchemaBehind { .. } => "storage.schemaBehind",
            Self::SchemaAhead { .. } => "storage.schemaAhead",
            Self::Database { .. } => "storage.database",
            Self::Panicked => "storage.panicked",
        }
    }

    /// Whether the same request may succeed later without anybody changing anything (HTTP 503 rather than 500).
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::Unavailable { .. } | Self::Overloaded | Self::Full)
    }

    /// The database is out of reach, for this reason.
    pub(crate) fn unavailable(why: impl Into<String>) -> Self {
        Self::Unavailable { why: why.into() }
    }

    /// Something stored is unreadable.
    pub(crate) fn corrupt(what: impl Into<String>) -> Self {
        Self::Corrupt { what: what.into() }
    }
}

impl From<Diesel> for StorageError {
    fn from(error: Diesel) -> Self {
        match error {
            Diesel::DatabaseError(kind, information) => of_database(&kind, information.as_ref()),
            Diesel::DeserializationError(cause) => Self::corrupt(innermost(cause.as_ref())),
            Diesel::NotFound => Self::Database { what: "a row that must exist is missing".to_owned() },
            Diesel::SerializationError(_) => Self::Database { what: "a value cannot be written".to_owned() },
            Diesel::QueryBuilderError(cause) => match cause.downcast::<Self>() {
                Ok(meaning) => *meaning,
                Err(cause) => Self::Database { what: without_values(&cause.to_string()) },
            },
            Diesel::BrokenTransactionManager => Self::unavailable("the transaction broke"),
            other => Self::Database { what: without_values(&other.to_string()) },
        }
    }
}

/// Of SQLite: a refusal of PostgreSQL comes with its meaning (`postgresql/sqlstate.rs`).
fn of_database(kind: &DatabaseErrorKind, information: &dyn DatabaseErrorInformation) -> StorageError {
    match kind {
        DatabaseErrorKind::UniqueViolation | DatabaseErrorKind::ForeignKeyViolation => {
            StorageError::Conflict { constraint: constraint(information.message()) }
        }
        _ => of_message(information.message()),
    }
}

/// SQLite says `UNIQUE constraint failed: table.column, table.column`.
fn constraint(message: &str) -> String {
    message.split_once("failed: ").map_or("a reference", |(_, columns)| columns).to_owned()
}

type Meaning = fn(String) -> StorageError;

/// diesel does not pass SQLite's result code on; its messages are the same everywhere.
const MEANINGS: [(&str, Meaning); 10] = [
    ("database or disk is full", |_| StorageError::Full),
    ("disk image is malformed", StorageError::damaged),
    ("file is not a database", StorageError::damaged),
    ("database is locked", StorageError::away),
    ("database table is locked", StorageError::away),
    ("database schema is locked", StorageError::away),
    ("unable to open database file", StorageError::away),
    ("disk I/O error", StorageError::away),
    ("out of memory", StorageError::away),
    ("interrupted", StorageError::away),
];

impl StorageError {
    fn away(message: String) -> Self {
        Self::unavailable(message)
    }

    fn damaged(message: String) -> Self {
        Self::corrupt(message)
    }
}

fn of_message(message: &str) -> StorageError {
    let what = without_values(message);
    MEANINGS
        .iter()
        .find(|(words, _)| message.contains(words))
        .map_or_else(|| StorageError::Database { what: what.clone() }, |(_, of)| of(what.clone()))
}

fn innermost(error: &(dyn std::error::Error + 'static)) -> String {
    let outer = error.to_string();
    match error.source() {
        Some(source) if !outer.contains(&source.to_string()) => {
            format!("{outer}: {}", innermost(source))
        }
        _ => outer,
    }
}

/// Words before a quotation that announce a name of the schema; any other quotation in a message may be somebody's data.
const NAMES: [&str; 9] = ["relation", "column", "constraint", "table", "type", "function", "index", "role", "database"];

/// The message with every quoted value and every number longer than five digits taken out.
pub(crate) fn without_values(message: &str) -> String {
    let mut clean = String::with_capacity(message.len());
    for (number, part) in message.split('"').enumerate() {
        let quoted = number % 2 == 1;
        let named = || NAMES.iter().any(|name| clean.trim_end_matches('"').trim_end().ends_with(name));
        match (quoted, quoted && named()) {
            (false, _) => clean.push_str(part),
            (true, true) => clean.extend(["\"", part, "\""]),
            (true, false) => clean.push('…'),
        }
    }
    without_numbers(&clean)
}

fn without_numbers(message: &str) -> String {
    let mut clean = String::with_capacity(message.len());
    let mut digits = String::new();
    for character in message.chars().chain(['\0']) {
        if character.is_ascii_digit() {
            digits.push(character);
            continue;
        }
        clean.push_str(if digits.len() > 5 { "…" } else { &digits });
        digits.clear();
        clean.push(character);
    }
    clean.pop();
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(kind: DatabaseErrorKind, message: &str) -> StorageError {
        Diesel::DatabaseError(kind, Box::new(message.to_owned())).into()
    }

    #[test]
    fn a_message_loses_its_values_and_keeps_its_names() {
        assert_eq!(without_values(r#"invalid input syntax for uuid: "85073100130""#), "invalid input syntax for uuid: …");
        assert_eq!(without_values(r#"relation "person" does not exist"#), r#"relation "person" does not exist"#);
        assert_eq!(without_values("value 85073100130 at 1234"), "value … at 1234");
    }

    #[test]
    fn full_disks_locks_and_damage_are_told_apart() {
        let of = |message| refused(DatabaseErrorKind::Unknown, message);
        assert_eq!(of("database or disk is full"), StorageError::Full);
        assert_eq!(of("database is locked").code(), "storage.unavailable");
        assert_eq!(of("file is not a database").code(), "storage.corrupt");
        assert_eq!(of("syntax error at or near").code(), "storage.database");
    }

    #[test]
    fn a_conflict_names_its_constraint() {
        assert_eq!(
            refused(DatabaseErrorKind::UniqueViolation, "UNIQUE constraint failed: person.id"),
            StorageError::Conflict { constraint: "person.id".to_owned() }
        );
        assert_eq!(
            refused(DatabaseErrorKind::ForeignKeyViolation, "FOREIGN KEY constraint failed"),
            StorageError::Conflict { constraint: "a reference".to_owned() }
        );
    }
}
