//! Poort as its users meet it: end-to-end tests over real HTTP, each on both backends. The tests stand in `tests/`, one file per resource.

mod app;
mod demo;
mod fixtures;
mod screen;

pub use app::{API, Answer, ISSUER, TestApp};
pub use screen::Screen;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// What a JWT says, unverified.
///
/// # Panics
/// When it is none.
#[must_use]
#[expect(clippy::unwrap_used, reason = "a test whose token is none has failed")]
pub fn claims(jwt: &str) -> serde_json::Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(jwt.split('.').nth(1).unwrap()).unwrap()).unwrap()
}
