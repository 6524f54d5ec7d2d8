use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, LOCATION};
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use service::Error;
use storage::{Paged, StorageError};

use crate::paging::{Here, PageView};
use crate::problem::Problem;
use crate::request::document::{Document, shown};

/// An answer, in a form that can be kept for a repetition of the request.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Answer {
    status: u16,
    location: Option<String>,
    version: Option<i64>,
    body: Value,
}

impl Answer {
    /// 200 with something that has no version.
    pub(crate) fn ok(view: &impl Serialize) -> Result<Self, Error> {
        let body = serde_json::to_value(view).map_err(|_| unreadable())?;
        Ok(Self { status: 200, location: None, version: None, body })
    }

    /// 200 with something whose version is its `ETag`.
    pub(crate) fn versioned(version: i64, view: &impl Serialize) -> Result<Self, Error> {
        Ok(Self { version: Some(version), ..Self::ok(view)? })
    }

    /// 204: it is gone, and there is nothing to say of it.
    pub(crate) fn gone() -> Self {
        Self { status: 204, location: None, version: None, body: Value::Null }
    }

    /// 201 with where it is.
    pub(crate) fn created(location: String, version: i64, view: &impl Serialize) -> Result<Self, Error> {
        Ok(Self { status: 201, location: Some(location), ..Self::versioned(version, view)? })
    }

    /// 201 with where it is, for something that has no version.
    pub(crate) fn made(location: String, view: &impl Serialize) -> Result<Self, Error> {
        Ok(Self { status: 201, location: Some(location), ..Self::ok(view)? })
    }

    /// 200 with a resource as the domain writes it.
    pub(crate) fn document<T: Document>(one: &T) -> Result<Self, Error> {
        Self::versioned(one.version(), &shown(one)?)
    }

    /// 201 with such a resource.
    pub(crate) fn created_document<T: Document>(location: String, one: &T) -> Result<Self, Error> {
        Self::created(location, one.version(), &shown(one)?)
    }

    /// A page of a list.
    pub(crate) fn page(here: &Here, found: Paged<impl Serialize>) -> Result<Self, Problem> {
        Ok(Self::ok(&PageView::new(here, found))?)
    }

    /// A page of a list of such resources.
    pub(crate) fn documents<T: Document>(here: &Here, found: Paged<T>) -> Result<Self, Problem> {
        let items = found.items.iter().map(shown).collect::<Result<Vec<_>, _>>()?;
        Self::page(here, Paged { items, more: found.more })
    }

    pub(crate) fn to_json(&self) -> Result<Value, Error> {
        serde_json::to_value(self).map_err(|_| unreadable())
    }

    pub(crate) fn from_json(json: Value) -> Result<Self, Error> {
        serde_json::from_value(json).map_err(|_| unreadable())
    }
}

impl Responder for Answer {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut response = HttpResponse::build(StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK));
        if let Some(location) = self.location {
            response.insert_header((LOCATION, location));
        }
        if let Some(version) = self.version {
            response.insert_header((ETAG, format!("\"{version}\"")));
        }
        if self.status == 204 { response.finish() } else { response.json(self.body) }
    }
}

fn unreadable() -> Error {
    Error::Storage(StorageError::Corrupt { what: "an answer".into() })
}
