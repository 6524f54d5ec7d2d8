//! `cargo xtask check`: everything that is not a test.

mod dependencies;
mod openapi;
mod spdx;

use clap::{Args, ValueEnum};

use crate::stages::Stages;
use crate::{Failure, process};

#[derive(Args)]
pub(crate) struct CheckArguments {
    /// Run only these; can be repeated. Left out: all of them.
    #[arg(long)]
    only: Vec<Step>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Step {
    /// The format of the code.
    Format,
    /// The lints of clippy; warnings count.
    Clippy,
    /// The documentation of the code; warnings count.
    Docs,
    /// openapi/poort.json is what the code says.
    Openapi,
    /// openapi/poort.json follows the rules of the Belgian REST guide; warnings count.
    OpenapiLint,
    /// Licences, banned crates and sources of all dependencies.
    Dependencies,
}

type Work = fn() -> Result<(), Failure>;

const STEPS: [(Step, &str, Work); 6] = [
    (Step::Format, "format", format),
    (Step::Clippy, "clippy", clippy),
    (Step::Docs, "documentation", docs),
    (Step::Openapi, "OpenAPI drift", openapi::drift),
    (Step::OpenapiLint, "OpenAPI lint", openapi::lint),
    (Step::Dependencies, "dependencies", dependencies::check),
];

/// Runs the wanted steps, all of them by default.
///
/// # Errors
/// Names the steps that failed, after all have run.
pub(crate) fn run(arguments: &CheckArguments) -> Result<(), Failure> {
    let mut stages = Stages::default();
    for (step, name, work) in STEPS {
        if wanted(&arguments.only, step) {
            stages.run(name, work);
        }
    }
    stages.finish()
}

fn wanted(only: &[Step], step: Step) -> bool {
    only.is_empty() || only.contains(&step)
}

fn format() -> Result<(), Failure> {
    process::run(process::cargo().args(["fmt", "--all", "--check"]))
}

fn clippy() -> Result<(), Failure> {
    process::run(process::cargo().args(["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

fn docs() -> Result<(), Failure> {
    let mut command = process::cargo();
    command.args(["doc", "--quiet", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings");
    process::run(&mut command)
}
