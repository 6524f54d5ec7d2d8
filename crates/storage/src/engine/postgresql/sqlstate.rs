//! What a server's refusal means, by its SQLSTATE (PostgreSQL documentation, appendix A): the text of a message depends on the language of the
//! server.

use tokio_postgres::Error;
use tokio_postgres::error::{DbError, SqlState};

use crate::StorageError;
use crate::error::without_values;

/// An error without a code came from the network.
pub(super) fn meaning(error: &Error) -> StorageError {
    match error.as_db_error() {
        Some(refusal) => of_code(refusal.code(), refusal),
        None => StorageError::unavailable(error.to_string()),
    }
}

fn of_code(code: &SqlState, refusal: &DbError) -> StorageError {
    let what = || words(code, refusal.message());
    match *code {
        SqlState::UNIQUE_VIOLATION
        | SqlState::FOREIGN_KEY_VIOLATION
        | SqlState::EXCLUSION_VIOLATION
        | SqlState::RESTRICT_VIOLATION => {
            StorageError::Conflict { constraint: refusal.constraint().unwrap_or("a reference").to_owned() }
        }
        SqlState::DISK_FULL => StorageError::Full,
        SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => StorageError::corrupt(what()),
        SqlState::LOCK_NOT_AVAILABLE | SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT | SqlState::READ_ONLY_SQL_TRANSACTION => {
            StorageError::unavailable(what())
        }
        _ if TEMPORARY.iter().any(|class| code.code().starts_with(class)) => StorageError::unavailable(what()),
        _ => StorageError::Database { what: what() },
    }
}

/// Connection, rollback (serialization, deadlock), resources, intervention of an operator (also a time limit), the system beneath the server.
const TEMPORARY: [&str; 5] = ["08", "40", "53", "57", "58"];

/// A message in another script or with other quotation marks is left out: what it quotes could not be told from what it says.
fn words(code: &SqlState, message: &str) -> String {
    let message = if message.is_ascii() { format!(": {}", without_values(message)) } else { String::new() };
    format!("SQLSTATE {}{message}", code.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_do_not_come_along() {
        let code = SqlState::UNDEFINED_TABLE;
        assert_eq!(words(&code, r#"relation "person" does not exist"#), r#"SQLSTATE 42P01: relation "person" does not exist"#);
        assert_eq!(
            words(&code, r#"invalid input syntax for uuid: "85073100130""#),
            "SQLSTATE 42P01: invalid input syntax for uuid: …"
        );
        assert_eq!(words(&code, "ungültige Eingabesyntax für Typ uuid: »Jan«"), "SQLSTATE 42P01");
    }
}
