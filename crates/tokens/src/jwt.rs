//! JWTs: signed (RFC 7515, RFC 7519) and verified after the advice of RFC 8725.
//!
//! Signing goes straight to the parsed key. Verifying uses `jsonwebtoken`'s signature verification behind a reader of our
//! own, because that crate accepts what we must refuse: it lets the last of two equal members win, ignores `crit`,
//! reads its own clock.

mod error;
mod expected;
mod header;
mod proof;
mod sign;
mod token_type;
mod verify;
#[cfg(test)]
mod verify_tests;

pub use error::{SignError, VerifyError};
pub use expected::{AudienceRule, Expected};
pub use proof::{Proof, verify_proof};
pub use sign::sign;
pub use token_type::TokenType;
pub use verify::{claimed_issuer, claimed_key, verify};

/// The longest token that is signed or looked at, in bytes: what web servers still take as a header.
pub const MAX_TOKEN_BYTES: usize = 16 * 1024;
