//! `cargo xtask fuzz`: feeds the targets of `tests/fuzz` with what libFuzzer makes up. The tests replay what is stored; this looks further.

use std::path::Path;
use std::process::Command;

use clap::Args;

use crate::{Failure, process};

#[derive(Args)]
pub(crate) struct FuzzArguments {
    /// How long each target runs, in seconds.
    #[arg(long, default_value_t = 120)]
    seconds: u32,
    /// Which targets; without a name all of them.
    targets: Vec<String>,
}

/// Runs each target with its stored corpus. What it learns stays below the target directory, so that the corpus is what somebody put there.
///
/// # Errors
/// Names the targets that broke a promise, or that do not build.
pub(crate) fn run(arguments: &FuzzArguments) -> Result<(), Failure> {
    let (stored, built) = (process::root().join("tests/fuzz/corpus"), process::target()?.join("fuzz"));
    let targets = if arguments.targets.is_empty() { names(&stored)? } else { arguments.targets.clone() };
    let mut failed = Vec::new();
    for target in targets {
        println!("==> {target}");
        let learned = built.join("learned").join(&target);
        std::fs::create_dir_all(&learned)?;
        let outcome = process::run(driven(&target, &built).args([learned, stored.join(&target)]).args([
            "--",
            "-print_final_stats=1",
            "-max_len=8192",
            &format!("-max_total_time={}", arguments.seconds),
        ]));
        failed.extend(outcome.err().map(|failure| format!("{target}: {failure}")));
    }
    if failed.is_empty() { Ok(()) } else { Err(failed.join("\n    ").into()) }
}

/// By way of rustup, which knows the nightly compiler. No code here is unsafe: a sanitizer would only make it slower.
fn driven(target: &str, built: &Path) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(process::root());
    command.args(["+nightly", "fuzz", "run", "--fuzz-dir", "tests/fuzz", "--features", "libfuzzer", "--sanitizer", "none"]);
    command.arg("--target-dir").arg(built).arg(target);
    command
}

/// Every target has a folder in the corpus.
fn names(stored: &Path) -> Result<Vec<String>, Failure> {
    let entries = std::fs::read_dir(stored)?.collect::<Result<Vec<_>, _>>()?;
    let mut names: Vec<String> = entries.iter().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort_unstable();
    Ok(names)
}
