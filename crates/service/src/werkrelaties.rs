//! Werkrelaties: created, edited, extended, paused, resumed, ended, removed; what happens to them happens to the grants on them, all or nothing.

mod create;
mod edit;
mod find;
mod lifetime;
mod managed;
mod outcome;
mod pausing;

pub use create::{NewWerkrelatie, Who, create};
pub use edit::edit;
pub use find::{read, search};
pub use lifetime::{Extend, end, extend, remove};
pub use outcome::Outcome;
pub use pausing::{pause, resume};
