//! The issuer: where it is, what it publishes, what it says of a token.

mod address;
mod discovery;
mod fetch;
mod introspection;
mod key_cache;

pub(crate) use address::parse as parse_address;
pub(crate) use discovery::{Issuer, Published};
pub(crate) use introspection::{Introspection, Verdict};
pub(crate) use key_cache::{Bounds, KeyCache};
