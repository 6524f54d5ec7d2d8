use std::{fmt::Debug, io::Write as _};

use diesel::{
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    pg::{Pg, PgValue},
    serialize::{self, IsNull, Output, ToSql},
    sql_types::Text,
    sqlite::{Sqlite, SqliteValue},
};
use serde::{
    Serialize,
    de::{DeserializeOwned, IntoDeserializer as _, value::Error},
};

use super::unreadable;

/// A text column that holds a code, a name, an actor, a state: any type of the domain whose serde form is one string. It is that form on
/// purpose, not `Display`: a type that masks itself when printed has no serde form, and so cannot be stored masked (or in clear) by mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Code<T: Debug>(pub T);

impl<T: Serialize + Debug> ToSql<Text, Pg> for Code<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(text(&self.0)?.as_bytes())?;
        Ok(IsNull::No)
    }
}

impl<T: Serialize + Debug> ToSql<Text, Sqlite> for Code<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(text(&self.0)?);
        Ok(IsNull::No)
    }
}

impl<T: DeserializeOwned + Debug> FromSql<Text, Pg> for Code<T> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        read(std::str::from_utf8(value.as_bytes()).map_err(|_| unreadable("text"))?)
    }
}

impl<T: DeserializeOwned + Debug> FromSql<Text, Sqlite> for Code<T> {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        read(value.read_text())
    }
}

fn text<T: Serialize>(value: &T) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    match serde_json::to_value(value)? {
        serde_json::Value::String(text) => Ok(text),
        _ => Err(unreadable("one-string form")),
    }
}

/// serde's own message may quote the value, so only the type is named.
fn read<T: DeserializeOwned + Debug>(text: &str) -> deserialize::Result<Code<T>> {
    T::deserialize(text.into_deserializer()).map(Code).map_err(|_: Error| {
        let name = std::any::type_name::<T>();
        unreadable(name.rsplit("::").next().unwrap_or(name))
    })
}
