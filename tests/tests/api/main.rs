//! The REST API.

#![cfg(test)]

mod authorisation;
mod persons;
mod sign_in;
mod toekenningen;
mod werkrelaties;
