//! What reads input from strangers, fed with anything at all. A target is a function of bytes that panics when a promise is broken.
//!
//! `cargo test` replays the stored corpus and changes it a little, the same way each time (`tests/replay.rs`). `cargo xtask fuzz` looks
//! further, with a nightly compiler and `cargo-fuzz`; what it finds becomes a file in `corpus/<target>/`.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a promise that is broken has to be loud")]

mod assertion;
mod authorize;
mod certificate;
mod data_file;
mod fixed;
mod jwe;
mod jwt;
mod numbers;
mod redirect;

pub use assertion::assertion;
pub use authorize::authorize;
pub use certificate::certificate;
pub use data_file::data_file;
pub use jwe::jwe;
pub use jwt::jwt;
pub use numbers::numbers;
pub use redirect::redirect;

/// A target: nothing it is given makes it panic.
pub type Target = fn(&[u8]);

/// All of them, by the name of their corpus.
pub const TARGETS: [(&str, Target); 8] = [
    ("assertion", assertion),
    ("authorize", authorize),
    ("certificate", certificate),
    ("data_file", data_file),
    ("jwe", jwe),
    ("jwt", jwt),
    ("numbers", numbers),
    ("redirect", redirect),
];
