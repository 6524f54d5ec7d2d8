use std::fmt::Debug;
use std::io::Write as _;

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sqlite::{Sqlite, SqliteValue};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::unreadable;
use crate::sql_types::Document;

/// A column that holds a JSON document. For what is read whole and never filtered on.
#[derive(Debug, Clone, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Document)]
pub struct Json<T: Debug>(pub T);

/// The binary form of `jsonb` is this version number and the text.
const VERSION: u8 = 1;

impl<T: Serialize + Debug> ToSql<Document, Pg> for Json<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(&[VERSION])?;
        serde_json::to_writer(out, &self.0)?;
        Ok(IsNull::No)
    }
}

impl<T: Serialize + Debug> ToSql<Document, Sqlite> for Json<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(serde_json::to_string(&self.0)?);
        Ok(IsNull::No)
    }
}

impl<T: DeserializeOwned + Debug> FromSql<Document, Pg> for Json<T> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        match value.as_bytes() {
            [VERSION, text @ ..] => read(text),
            _ => Err(unreadable("jsonb version")),
        }
    }
}

impl<T: DeserializeOwned + Debug> FromSql<Document, Sqlite> for Json<T> {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        read(value.read_text().as_bytes())
    }
}

/// serde's own message may quote the value, so only its place is passed on.
fn read<T: DeserializeOwned + Debug>(text: &[u8]) -> deserialize::Result<Json<T>> {
    serde_json::from_slice(text)
        .map(Json)
        .map_err(|error| unreadable(&format!("JSON document, at line {} column {}", error.line(), error.column())))
}
