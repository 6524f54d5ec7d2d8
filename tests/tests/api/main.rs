//! The REST API.

#![cfg(test)]

mod access;
mod accounts;
mod applications;
mod authorisation;
mod clients;
mod gebruikersrechten;
mod me;
mod people;
mod persons;
mod sign_in;
mod toekenningen;
mod werkrelaties;
