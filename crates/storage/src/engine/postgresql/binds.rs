//! The values of a query, in PostgreSQL's binary form.

use std::error::Error;

use diesel::pg::{FailedToLookupTypeError, Pg, PgMetadataCacheKey, PgMetadataLookup, PgTypeMetadata};
use diesel::query_builder::{QueryFragment, bind_collector::RawBytesBindCollector};
use diesel::{QueryResult, result::Error as Diesel};
use tokio_postgres::types::{IsNull, ToSql, Type, private::BytesMut};

/// A value; none is null.
#[derive(Debug)]
pub(super) struct Bind(Option<Vec<u8>>);

/// What diesel knows of the types, the types, and the values.
pub(super) fn of(query: &dyn QueryFragment<Pg>) -> QueryResult<(Vec<PgTypeMetadata>, Vec<Type>, Vec<Bind>)> {
    let mut collector = RawBytesBindCollector::new();
    query.collect_binds(&mut collector, &mut BuiltIn, &Pg)?;
    let types = collector.metadata.iter().map(type_of).collect::<QueryResult<_>>()?;
    Ok((collector.metadata, types, collector.binds.into_iter().map(Bind).collect()))
}

fn type_of(metadata: &PgTypeMetadata) -> QueryResult<Type> {
    let oid = metadata.oid().map_err(|error| Diesel::SerializationError(Box::new(error)))?;
    Type::from_oid(oid).ok_or_else(|| Diesel::SerializationError("a type that is not built in".into()))
}

/// The schema has built-in types only, so no type is looked up.
struct BuiltIn;

impl PgMetadataLookup for BuiltIn {
    fn lookup_type(&mut self, name: &str, _: Option<&str>) -> PgTypeMetadata {
        let key = PgMetadataCacheKey::new(None, name.to_owned().into());
        PgTypeMetadata::from_result(Err(FailedToLookupTypeError::new(key)))
    }
}

impl ToSql for Bind {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        let Some(bytes) = &self.0 else { return Ok(IsNull::Yes) };
        out.extend_from_slice(bytes);
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    tokio_postgres::types::to_sql_checked!();
}
