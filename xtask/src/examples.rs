//! The examples stage: what is shown to users is done, against a demo of its own.

mod downstream;
mod servers;
mod tour;

use std::path::PathBuf;
use std::process::Command;

use crate::demo::Demo;
use crate::{Failure, process};

/// Where the examples run.
struct Site {
    demo: Demo,
    /// What cargo built.
    target: PathBuf,
}

type Example = fn(&Site) -> Result<(), Failure>;

const EXAMPLES: [(&str, Example); 9] = [
    ("main-job.sh", main_job),
    ("the tour of the README", tour::run),
    ("portal", downstream::portal),
    ("node-portal", downstream::node_portal),
    ("oidc-provider", downstream::oidc_provider),
    ("openidconnect", downstream::openidconnect),
    ("python-api", downstream::python),
    ("apache", servers::apache),
    ("reverse-proxy", servers::reverse_proxy),
];

/// Runs every example; one that fails does not stop the next.
///
/// # Errors
/// Names the examples that failed, with why, or says that the demo did not survive.
pub(crate) fn run() -> Result<(), Failure> {
    let target = process::target()?;
    let mut site = Site { demo: Demo::start(&target)?, target };
    let mut failed = Vec::new();
    for (name, example) in EXAMPLES {
        println!("--> {name}");
        if let Err(failure) = example(&site) {
            failed.push(format!("{name}: {failure}"));
        }
    }
    site.demo.verify_unharmed()?;
    if failed.is_empty() { Ok(()) } else { Err(failed.join("\n    ").into()) }
}

/// Twice: what is done once may be repeated.
fn main_job(site: &Site) -> Result<(), Failure> {
    let script = process::root().join("examples/main-job.sh");
    for _ in 0..2 {
        process::run(Command::new(&script).arg(site.demo.description()))?;
    }
    Ok(())
}
