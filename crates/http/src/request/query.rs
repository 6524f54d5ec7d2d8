use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::issues;
use crate::problem::{Issue, IssueKind, Place, Problem};

/// The query string; a parameter that is unknown or comes twice is refused.
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse(request.query_string()).map(Self).map_err(|issue| Problem::input(vec![issue])))
    }
}

fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Issue> {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(text)
        .map_err(|_| Issue::new(IssueKind::SchemaViolation, Place::Query, None, "name=value pairs expected"))?;
    let mut members = Map::new();
    for (name, value) in pairs.into_inner() {
        let shown = issues::shown(&name);
        if members.insert(name, Value::String(value)).is_some() {
            return Err(Issue::new(IssueKind::SchemaViolation, Place::Query, shown, "the parameter comes twice"));
        }
    }
    serde_path_to_error::deserialize(Value::Object(members)).map_err(|error| issues::of(Place::Query, &error))
}
