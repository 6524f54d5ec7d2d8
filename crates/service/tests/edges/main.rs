//! The use cases at their edges, on both databases.

#![cfg(test)]

mod oneself;
mod persons;
mod power;
#[path = "../world/mod.rs"]
mod world;
