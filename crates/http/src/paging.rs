//! Pages of a list: `items`, `self`, and `next` and `prev` where there is one.

use actix_web::HttpRequest;
use actix_web::web;
use serde::{Deserialize, Deserializer, Serialize};
use storage::{Page, Paged};
use utoipa::{IntoParams, ToSchema};

use crate::problem::{Issue, IssueKind, Place, Problem};

/// Rows of a page when the caller does not say.
const USUAL: u32 = 20;

/// Which page of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Paging {
    /// Which page, from 1.
    #[serde(default = "first", deserialize_with = "number")]
    #[param(minimum = 1, maximum = 10000, required = false)]
    page: u32,
    /// The most items of a page.
    #[serde(default = "usual", deserialize_with = "number")]
    #[param(minimum = 1, maximum = 200, required = false)]
    page_size: u32,
}

impl Paging {
    /// The names of its parameters.
    pub(crate) const NAMES: [&str; 2] = ["page", "pageSize"];

    /// The page that is asked; 400 when it lies outside the bounds.
    pub(crate) fn page(&self) -> Result<Page, Problem> {
        Page::new(self.page, self.page_size).ok_or_else(|| {
            let name = if (1..=Page::LARGEST).contains(&self.page_size) { "page" } else { "pageSize" };
            let detail = format!("page is 1 to {}, pageSize is 1 to {}", Page::DEEPEST, Page::LARGEST);
            Problem::input(vec![Issue::new(IssueKind::InvalidInput, Place::Query, Some(name.into()), detail)])
        })
    }
}

fn first() -> u32 {
    1
}

fn usual() -> u32 {
    USUAL
}

/// Where a page stands in its list, and the address of the list with what else was asked.
#[derive(Debug)]
pub(crate) struct Here {
    page: u32,
    page_size: u32,
    list: String,
}

impl Here {
    /// Of a request for a page.
    pub(crate) fn new(request: &HttpRequest, paging: &Paging) -> Self {
        let pairs = web::Query::<Vec<(String, String)>>::from_query(request.query_string());
        let mut list = format!("{}?", request.path());
        for (name, value) in pairs.map(web::Query::into_inner).unwrap_or_default() {
            if !Paging::NAMES.contains(&name.as_str()) {
                list.push_str(&format!("{}={}&", encoded(&name), encoded(&value)));
            }
        }
        Self { page: paging.page, page_size: paging.page_size, list }
    }

    /// Of a request whose answer is one page.
    pub(crate) fn only(request: &HttpRequest) -> Self {
        Self { page: first(), page_size: usual(), list: format!("{}?", request.path()) }
    }

    fn link(&self, page: u32) -> String {
        format!("{}page={page}&pageSize={}", self.list, self.page_size)
    }
}

/// One page of a list.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PageView<T> {
    /// What is on this page.
    #[schema(max_items = 200)]
    items: Vec<T>,
    /// 1-based.
    #[schema(minimum = 1, maximum = 10000, example = 1)]
    page: u32,
    /// The most items of a page.
    #[schema(minimum = 1, maximum = 200, example = 20)]
    page_size: u32,
    /// The address of this page.
    #[serde(rename = "self")]
    #[schema(value_type = crate::schema::Link)]
    here: String,
    /// The next page, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<crate::schema::Link>)]
    next: Option<String>,
    /// The page before, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<crate::schema::Link>)]
    prev: Option<String>,
}

impl<T> PageView<T> {
    /// From what was found.
    pub(crate) fn new(here: &Here, found: Paged<T>) -> Self {
        let Here { page, page_size, .. } = *here;
        let next = found.more.then(|| here.link(page + 1)).filter(|_| page < Page::DEEPEST);
        let prev = (page > 1).then(|| here.link(page - 1));
        Self { items: found.items, page, page_size, here: here.link(page), next, prev }
    }
}

/// Percent-encoding of all but the unreserved characters (RFC 3986 section 2.3).
fn encoded(text: &str) -> String {
    let mut result = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => result.push(char::from(byte)),
            other => result.push_str(&format!("%{other:02X}")),
        }
    }
    result
}

/// A number of days in a query string: at most ten years.
pub(crate) fn days<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let days = text.parse().ok().filter(|days| *days <= 3660);
    days.map(Some).ok_or_else(|| serde::de::Error::custom("a whole number from 0 to 3660 expected"))
}

/// A number in a query string, where everything is text.
fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(|_| serde::de::Error::custom("a whole number expected"))
}
