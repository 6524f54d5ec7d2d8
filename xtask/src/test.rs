//! `cargo xtask test`: every test, on both backends.

use clap::{Args, ValueEnum};

use crate::postgresql::Cluster;
use crate::stages::Stages;
use crate::{Failure, api, process};

#[derive(Args)]
pub(crate) struct TestArguments {
    /// Run only this part.
    #[arg(long)]
    only: Option<Part>,
    /// What `cargo test` gets after its own arguments, such as the name of a test; the API stage is then left out.
    #[arg(last = true)]
    filter: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// The Rust tests: units, documentation, end to end.
    Rust,
    /// Generated requests, good and bad, to every operation of a running demo.
    Api,
}

pub(crate) fn run(arguments: &TestArguments) -> Result<(), Failure> {
    let wanted = |part| arguments.only.is_none_or(|only| only == part);
    let mut stages = Stages::default();
    if wanted(Part::Rust) {
        stages.run("cargo test", || rust(&arguments.filter));
    }
    if wanted(Part::Api) && arguments.filter.is_empty() {
        stages.run("API", api::run);
    }
    stages.finish()
}

fn rust(filter: &[String]) -> Result<(), Failure> {
    let cluster = Cluster::start()?;
    let mut command = process::cargo();
    command.args(["test", "--workspace", "--no-fail-fast"]).args(filter);
    process::run(cluster.environment(&mut command))
}
