//! The REST API.

#![cfg(test)]

mod authorisation;
mod persons;
