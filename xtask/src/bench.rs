//! `cargo xtask bench`: builds the measuring program with the profile `bench` and runs it beside a PostgreSQL that waits for its disk.

use clap::{Args, ValueEnum};

use crate::postgresql::{Cluster, Durability};
use crate::{Failure, process};

#[derive(Args)]
pub(crate) struct BenchArguments {
    /// Measure only this; may be given more than once.
    #[arg(long)]
    only: Vec<Part>,
    /// How many rounds; the figures are the median, the least and the most of them.
    #[arg(long, default_value_t = 5)]
    rounds: u32,
    /// How long a round takes, in milliseconds.
    #[arg(long, default_value_t = 1000)]
    milliseconds: u32,
}

#[derive(Clone, Copy, ValueEnum)]
enum Part {
    /// The store alone: changes and reads.
    Store,
    /// Token issuance: client_credentials, the code flow.
    Tokens,
    /// A read and a change over HTTP.
    Rest,
    /// The access question.
    Access,
}

pub(crate) fn run(arguments: &BenchArguments) -> Result<(), Failure> {
    process::run(process::cargo().args(["build", "--profile", "bench", "--package", "poort-tests", "--bin", "bench"]))?;
    let cluster = Cluster::start(Durability::Full)?;
    println!("    {} core(s)", std::thread::available_parallelism()?);
    let mut command = process::cargo();
    command.args(["run", "--quiet", "--profile", "bench", "--package", "poort-tests", "--bin", "bench", "--"]);
    command.args([arguments.rounds.to_string(), arguments.milliseconds.to_string()]);
    command.args(arguments.only.iter().filter_map(|part| Some(part.to_possible_value()?.get_name().to_owned())));
    process::run(cluster.environment(&mut command))?;
    println!("\nAgain: {}", arguments.command());
    Ok(())
}

impl BenchArguments {
    fn command(&self) -> String {
        let parts = self.only.iter().filter_map(clap::ValueEnum::to_possible_value);
        let only: String = parts.map(|part| format!(" --only {}", part.get_name())).collect();
        format!("cargo xtask bench{only} --rounds {} --milliseconds {}", self.rounds, self.milliseconds)
    }
}
