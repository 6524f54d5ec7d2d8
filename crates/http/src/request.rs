//! What a request brings, parsed before a handler runs.

mod body;
pub(crate) mod document;
mod gather;
mod headers;
mod issues;
mod list;
mod objects;
mod path;
mod query;
mod strict;
mod valid;

pub(crate) use body::Body;
pub(crate) use headers::{IfMatch, Repeat};
pub(crate) use list::{Everything, List};
pub(crate) use path::Id;
pub(crate) use query::Query;
pub(crate) use valid::Valid;
