//! `cargo xtask test`: every test, on both backends; with `--only api`, generated requests to a running demo.

use clap::{Args, ValueEnum};

use crate::postgresql::{Cluster, Durability};
use crate::stages::Stages;
use crate::{Failure, api, process};

#[derive(Args)]
pub(crate) struct TestArguments {
    /// Run only this part.
    #[arg(long)]
    only: Option<Part>,
    /// What `cargo test` gets after its own arguments, such as the name of a test.
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
    let mut stages = Stages::default();
    if arguments.only != Some(Part::Api) {
        stages.run("cargo test", || rust(&arguments.filter));
    }
    // Not by default yet: it needs `poort demo`, which is being built.
    if arguments.only == Some(Part::Api) {
        stages.run("API", api::run);
    }
    stages.finish()
}

fn rust(filter: &[String]) -> Result<(), Failure> {
    let cluster = Cluster::start(Durability::None)?;
    let mut command = process::cargo();
    command.args(["test", "--workspace", "--no-fail-fast"]).args(filter);
    process::run(cluster.environment(&mut command))
}
