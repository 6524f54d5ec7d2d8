use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Map;
use storage::Page;

use super::{gather, query};
use crate::paging::{Here, Paging};
use crate::problem::{Place, Problem};

/// A list as it is asked for in the query string.
pub(crate) struct List<T> {
    /// Which things.
    pub(crate) of: T,
    /// Which page of them.
    pub(crate) page: Page,
    /// For the links of the answer.
    pub(crate) here: Here,
}

/// All things that there are.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Everything {}

impl<T: DeserializeOwned> FromRequest for List<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse(request))
    }
}

fn parse<T: DeserializeOwned>(request: &HttpRequest) -> Result<List<T>, Problem> {
    let mut of = query::members(request.query_string()).map_err(Problem::input)?;
    let paging: Map<_, _> = Paging::NAMES.iter().filter_map(|name| of.shift_remove_entry(*name)).collect();
    match (gather::read(Place::Query, of.into()), gather::read::<Paging>(Place::Query, paging.into())) {
        (Ok(of), Ok(paging)) => {
            let page = paging.page()?;
            Ok(List { of, page, here: Here::new(request, &paging) })
        }
        (of, paging) => Err(Problem::input([of.err(), paging.err()].into_iter().flatten().flatten().collect())),
    }
}
