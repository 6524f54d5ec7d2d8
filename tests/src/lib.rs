//! Poort as its users meet it: end-to-end tests over real HTTP, each on both backends. The tests stand in `tests/`, one file per resource.

mod app;
mod demo;
mod fixtures;
mod screen;

pub use app::{API, Answer, ISSUER, TestApp};
pub use screen::Screen;
