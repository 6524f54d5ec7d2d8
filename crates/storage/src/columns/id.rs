use std::io::Write as _;

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sqlite::{Sqlite, SqliteValue};
use types::TypedId;
use uuid::Uuid;

use super::unreadable;
use crate::sql_types::Identifier;

/// A column that holds an identifier of the domain (`PersonId`, `WerkrelatieId`, …).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Identifier)]
pub struct Id<T: std::fmt::Debug>(pub T);

impl<T: TypedId + std::fmt::Debug> ToSql<Identifier, Pg> for Id<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(self.0.uuid().as_bytes())?;
        Ok(IsNull::No)
    }
}

impl<T: TypedId + std::fmt::Debug> ToSql<Identifier, Sqlite> for Id<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.uuid().as_bytes().to_vec());
        Ok(IsNull::No)
    }
}

impl<T: TypedId + std::fmt::Debug> FromSql<Identifier, Pg> for Id<T> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        read(value.as_bytes())
    }
}

impl<T: TypedId + std::fmt::Debug> FromSql<Identifier, Sqlite> for Id<T> {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        read(value.read_blob())
    }
}

fn read<T: TypedId + std::fmt::Debug>(bytes: &[u8]) -> deserialize::Result<Id<T>> {
    let uuid = Uuid::from_slice(bytes).map_err(|_| unreadable("identifier"))?;
    Ok(Id(T::from_uuid(uuid)))
}
