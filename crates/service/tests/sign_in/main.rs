//! From a session to a token and back, through the use cases, on both databases.

#![cfg(test)]

mod claims;
mod codes;
mod lifetimes;
mod scene;
mod sessions;
#[expect(dead_code, reason = "the stories use all of it")]
#[path = "../world/mod.rs"]
mod world;
