//! `cargo xtask test`: every test on both backends, the examples that users are shown, the pages in a browser, and generated requests.

use clap::{Args, ValueEnum};

use crate::postgresql::{Cluster, Durability};
use crate::stages::Stages;
use crate::{Failure, api, examples, pages, process};

#[derive(Args)]
pub(crate) struct TestArguments {
    /// Run only this part.
    #[arg(long)]
    only: Option<Part>,
    /// What `cargo test` gets after its own arguments, such as the name of a test; the other parts are left out then.
    #[arg(last = true)]
    filter: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// The Rust tests: units, documentation, end to end.
    Rust,
    /// Generated requests, good and bad, to every operation of a running demo.
    Api,
    /// The main job and the tour of the README, against a running demo.
    Examples,
    /// The pages in a real browser.
    Pages,
}

pub(crate) fn run(arguments: &TestArguments) -> Result<(), Failure> {
    let wanted = |part| match arguments.only {
        Some(only) => only == part,
        None => part == Part::Rust || arguments.filter.is_empty(),
    };
    let mut stages = Stages::default();
    if wanted(Part::Rust) {
        stages.run("cargo test", || rust(&arguments.filter));
    }
    if wanted(Part::Examples) {
        stages.run("examples", examples::run);
    }
    if wanted(Part::Pages) {
        stages.run("pages", pages::run);
    }
    if wanted(Part::Api) {
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
