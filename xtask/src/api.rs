//! The API stage: schemathesis sends generated requests, good and bad, to every operation of a running demo.

use std::path::Path;
use std::process::Command;

use crate::demo::Demo;
use crate::{Failure, process, python};

/// Fuzzes a fresh demo; what is checked and how long is in `tests/schemathesis.toml`, how it signs in and what it
/// leaves alone in `tests/schemathesis_hooks.py`.
///
/// # Errors
/// When a check fails (schemathesis has printed each with a curl line), or the demo does not survive.
pub(crate) fn run() -> Result<(), Failure> {
    let target = process::target()?;
    let schemathesis = python::tool("schemathesis", &target)?;
    let mut demo = Demo::start(&target)?;
    let outcome = fuzz(&schemathesis, &demo, &target.join("schemathesis"));
    demo.verify_unharmed()?;
    outcome
}

fn fuzz(schemathesis: &Path, demo: &Demo, directory: &Path) -> Result<(), Failure> {
    // What the last run remembers would change this one.
    if directory.exists() {
        std::fs::remove_dir_all(directory)?;
    }
    std::fs::create_dir_all(directory)?;
    let tests = process::root().join("tests");
    let mut command = Command::new(schemathesis);
    command.arg("--config-file").arg(tests.join("schemathesis.toml"));
    command.arg("run").arg(format!("{}/openapi.json", demo.address()?));
    command.env("SCHEMATHESIS_HOOKS", "schemathesis_hooks").env("PYTHONPATH", tests);
    command.env("POORT_DEMO", demo.description()).env("PYTHONDONTWRITEBYTECODE", "1");
    process::run(command.current_dir(directory))
}
