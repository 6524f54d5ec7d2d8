//! Pages of a list: `items`, `self`, and `next` and `prev` where there is one.

use actix_web::HttpRequest;
use actix_web::web;
use serde::{Deserialize, Deserializer, Serialize};
use storage::{Page, Paged};
use utoipa::ToSchema;

use crate::problem::{Issue, IssueKind, Place, Problem};

/// Rows of a page when the caller does not say.
const USUAL: u32 = 20;

/// Where a page stands in its list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    pub(crate) page: Option<u32>,
    pub(crate) page_size: Option<u32>,
}

impl Asked {
    /// The page that is asked; 400 when it lies outside the bounds.
    pub(crate) fn page(self) -> Result<Page, Problem> {
        let (number, size) = self.numbers();
        Page::new(number, size).ok_or_else(|| {
            let name = if (1..=Page::LARGEST).contains(&size) { "page" } else { "pageSize" };
            let detail = format!("page is 1 to {}, pageSize is 1 to {}", Page::DEEPEST, Page::LARGEST);
            Problem::input(vec![Issue::new(IssueKind::InvalidInput, Place::Query, Some(name.into()), detail)])
        })
    }

    fn numbers(self) -> (u32, u32) {
        (self.page.unwrap_or(1), self.page_size.unwrap_or(USUAL))
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
    /// From what was found; the links keep what else was asked.
    pub(crate) fn new(request: &HttpRequest, asked: Asked, found: Paged<T>) -> Self {
        let (page, page_size) = asked.numbers();
        let link = |page: u32| link(request, page, page_size);
        let next = found.more.then(|| link(page + 1)).filter(|_| page < Page::DEEPEST);
        Self { items: found.items, page, page_size, here: link(page), next, prev: (page > 1).then(|| link(page - 1)) }
    }
}

fn link(request: &HttpRequest, page: u32, page_size: u32) -> String {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(request.query_string());
    let mut kept = pairs.map(web::Query::into_inner).unwrap_or_default();
    kept.retain(|(name, _)| name != "page" && name != "pageSize");
    let mut query = String::new();
    for (name, value) in kept {
        query.push_str(&format!("{}={}&", encoded(&name), encoded(&value)));
    }
    format!("{}?{query}page={page}&pageSize={page_size}", request.path())
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
pub(crate) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map(Some).map_err(|_| serde::de::Error::custom("a whole number expected"))
}
