//! The binary `poort`: command line, configuration, start.
//!
//! **Owns**: the commands ([`cli`]), what an environment can configure ([`config`]), what must hold before anything runs ([`startup`]), the log
//! and the real clock.
//!
//! **Rules**: every mistake in a configuration is told at once; a secret comes from a file, never from the command line, and is in no message;
//! a wrong master key is noticed before anything is written.
//!
//! Architecture invariant: only this crate reads the environment and the clock. It has no rules of the domain: commands call the same use cases
//! as HTTP does.

pub mod cli;
mod commands;
pub mod config;
mod error;
mod logging;
mod outside;
mod serving;
pub mod startup;

pub use cli::run;
pub use error::Error;
pub use logging::start as start_log;
pub use outside::{SystemClock, real as real_outside};
