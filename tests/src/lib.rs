//! Poort as its users meet it: end-to-end tests over real HTTP, each on both backends. The tests stand in `tests/`, one file per resource.

mod app;
mod browser;
mod certificate;
mod conform;
mod demo;
mod encrypted;
mod fixtures;
mod journey;
mod log;
mod mailbox;
mod provider;
mod receiver;
mod screen;

pub use app::{API, Answer, ISSUER, ORIGIN, TestApp};
pub use browser::{Browser, Form};
pub use certificate::{COMMON_NAME, COUNTRY, SERIAL_NUMBER, TestCertificate};
pub use encrypted::{decryption_key, encrypted};
pub use journey::{CALLBACK, CHALLENGE, Tokens, VERIFIER};
pub use log::logged;
pub use mailbox::Mailbox;
pub use provider::{FakeProvider, Script, at_provider};
pub use receiver::Receiver;
pub use screen::Screen;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// What a JWT says, unverified.
#[must_use]
pub fn claims(jwt: &str) -> serde_json::Value {
    part(jwt, 1)
}

/// The header of a JWT.
#[must_use]
pub fn header(jwt: &str) -> serde_json::Value {
    part(jwt, 0)
}

#[expect(clippy::unwrap_used, reason = "a test whose token is none has failed")]
fn part(jwt: &str, number: usize) -> serde_json::Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(jwt.split('.').nth(number).unwrap()).unwrap()).unwrap()
}
