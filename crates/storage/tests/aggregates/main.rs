//! What the aggregates keep, on both databases.

#![cfg(test)]

mod accounts;
mod organisations;
mod persons;
mod powers;
mod whole;
mod world;
