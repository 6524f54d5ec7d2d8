use std::io::Write as _;

use ::time::{Date, Duration, OffsetDateTime, UtcOffset, format_description::BorrowedFormatItem, macros};
use diesel::{
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    pg::{Pg, PgValue},
    serialize::{self, IsNull, Output, ToSql},
    sqlite::{Sqlite, SqliteValue},
};
use types::{Day, Instant};

use super::unreadable;
use crate::sql_types::{CalendarDay, Moment};

/// A column that holds an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Moment)]
pub struct At(pub Instant);

/// A column that holds a calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = CalendarDay)]
pub struct On(pub Day);

/// Where PostgreSQL's binary forms count from.
const EPOCH: OffsetDateTime = macros::datetime!(2000-01-01 00:00:00 UTC);

/// Fixed width, so that the order of the texts is the order of the instants.
const TEXT: &[BorrowedFormatItem<'_>] =
    macros::format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:6]Z");

impl ToSql<Moment, Pg> for At {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let micros = (self.0.to_offset_date_time() - EPOCH).whole_microseconds();
        out.write_all(&i64::try_from(micros)?.to_be_bytes())?;
        Ok(IsNull::No)
    }
}

impl FromSql<Moment, Pg> for At {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let bytes = value.as_bytes().try_into().map_err(|_| unreadable("instant"))?;
        let since = Duration::microseconds(i64::from_be_bytes(bytes));
        EPOCH.checked_add(since).map(|moment| Self(Instant::new(moment))).ok_or_else(|| unreadable("instant"))
    }
}

impl ToSql<Moment, Sqlite> for At {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.to_offset_date_time().to_offset(UtcOffset::UTC).format(TEXT)?);
        Ok(IsNull::No)
    }
}

impl FromSql<Moment, Sqlite> for At {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        let moment = ::time::PrimitiveDateTime::parse(value.read_text(), TEXT).map_err(|_| unreadable("instant"))?;
        Ok(Self(Instant::new(moment.assume_utc())))
    }
}

impl ToSql<CalendarDay, Pg> for On {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let days = self.0.to_date().to_julian_day() - EPOCH.date().to_julian_day();
        out.write_all(&days.to_be_bytes())?;
        Ok(IsNull::No)
    }
}

impl FromSql<CalendarDay, Pg> for On {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let bytes = value.as_bytes().try_into().map_err(|_| unreadable("day"))?;
        let julian = i32::from_be_bytes(bytes).checked_add(EPOCH.date().to_julian_day());
        let date = julian.and_then(|julian| Date::from_julian_day(julian).ok()).ok_or_else(|| unreadable("day"))?;
        Ok(Self(Day::from_date(date)))
    }
}

impl ToSql<CalendarDay, Sqlite> for On {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.to_string());
        Ok(IsNull::No)
    }
}

impl FromSql<CalendarDay, Sqlite> for On {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Day::parse(value.read_text()).map(Self).map_err(|_| unreadable("day"))
    }
}
