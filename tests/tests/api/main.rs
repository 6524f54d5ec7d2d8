//! The REST API.

mod authorisation;
mod persons;
