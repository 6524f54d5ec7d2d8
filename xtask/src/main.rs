//! `cargo xtask`: the tests, the checks and the helpers of this repository, as one program.
//!
//! It owns what a shell script would otherwise do: find or install PostgreSQL, Python and Node.js, start
//! throw-away servers, run the stages, say how long each took. It knows nothing of the product's crates; it
//! talks to them through `cargo`, the `poort` binary and HTTP.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool talks to its user")]

mod api;
mod bench;
mod check;
mod demo;
mod examples;
mod fuzz;
mod npm;
mod packages;
mod pages;
mod postgresql;
mod process;
mod python;
mod stages;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What went wrong, in words for the developer at the terminal.
type Failure = Box<dyn std::error::Error>;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The tests, checks and helpers of Poort")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run every test on both backends.
    Test(test::TestArguments),
    /// Everything that is not a test: format, lints, documentation, OpenAPI, licences.
    Check(check::CheckArguments),
    /// Measure: storage, tokens, REST, the access question, each beside a floor of the same run. Not a test.
    Bench(bench::BenchArguments),
    /// Look for input that breaks a promise, with a nightly compiler and `cargo-fuzz`. Not a test.
    Fuzz(fuzz::FuzzArguments),
    /// Run a command with a throw-away PostgreSQL cluster; its address is in POORT_TEST_POSTGRESQL_URL.
    Postgres {
        /// The command and its arguments, after `--`.
        #[arg(trailing_var_arg = true, required = true, allow_hyphen_values = true)]
        command: Vec<String>,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Test(arguments) => test::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Fuzz(arguments) => fuzz::run(&arguments),
        Command::Postgres { command } => postgresql::run(&command),
    }
}
