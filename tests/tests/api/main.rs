//! The REST API.

#![cfg(test)]

mod access;
mod accounts;
mod applications;
mod attacks;
mod authorisation;
mod bad_input;
mod clients;
mod gebruikersrechten;
mod log;
mod mandates;
mod me;
mod people;
mod persons;
mod refusals;
mod sign_in;
mod toekenningen;
mod walk;
mod werkrelaties;
