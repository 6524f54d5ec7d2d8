#![doc = include_str!("../README.md")]
//!
//! # For whoever changes this crate
//!
//! **Owns**: everything between the `Authorization` header and the question whether somebody may do something: the issuer's keys
//! (`issuer`), the form of tokens (`jwt`, `strict`), proof of possession (`binding`), claims and rights (`claims`), answers (`web`).
//!
//! **Rules**: RFC 7515, 7517, 7519, 8725 (JWT), 9068 (access tokens), OpenID Connect Core and Discovery 1.0, RFC 6750, 9449, 8705, 7662. What cannot be
//! read in one way is refused; what cannot be known is refused; nothing that a token says makes this crate open a connection to somewhere else.
//!
//! **Must never know**: the crates of the server (it would share their mistakes), a database, the environment. No error, log line or `Debug` shows a token,
//! a secret or anything of a person.
#![forbid(unsafe_code)]

mod binding;
mod builder;
mod claims;
mod clock;
mod error;
mod id_token;
mod issuer;
mod jwt;
mod strict;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod verifier;
mod web;

pub use binding::{DpopProof, Presented};
pub use builder::Builder;
pub use claims::{Claims, Denied, Right, RoleClaims};
pub use error::{FetchError, ProofFault, SetupError, VerifyError};
pub use id_token::SignIn;
pub use verifier::Verifier;
pub use web::{Answers, Incoming, Refusal};
#[cfg(feature = "tower")]
pub use web::{VerifyLayer, VerifyService};
