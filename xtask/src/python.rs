//! Python packages, pinned by a file, in virtual environments below the target directory.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::{Failure, packages, process};

/// A program of the virtual environment of the tests.
///
/// # Errors
/// As [`environment`].
pub(crate) fn tool(name: &str, target: &Path) -> Result<PathBuf, Failure> {
    Ok(environment(&process::root().join("tests/requirements.txt"), &target.join("venv"))?.join(name))
}

/// Where the programs of a virtual environment are; it is made, or renewed, when the pinned versions changed.
///
/// # Errors
/// When Python is not there and cannot be installed (says how), or the packages cannot be fetched.
pub(crate) fn environment(requirements: &Path, directory: &Path) -> Result<PathBuf, Failure> {
    let wanted = std::fs::read_to_string(requirements)?;
    let (programs, stamp) = (directory.join("bin"), directory.join("requirements.txt"));
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(programs);
    }
    require_python()?;
    println!("    Python packages into {}", directory.display());
    process::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(directory))?;
    let mut pip = Command::new(programs.join("pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--requirement"]).arg(requirements);
    process::run(&mut pip)?;
    std::fs::write(stamp, wanted)?;
    Ok(programs)
}

fn require_python() -> Result<(), Failure> {
    if can_make_environments() {
        return Ok(());
    }
    packages::install("Python (3.10 or newer, with venv)", &["python3", "python3-venv"])?;
    if can_make_environments() { Ok(()) } else { Err("python3 is older than 3.10, or has no venv module".into()) }
}

fn can_make_environments() -> bool {
    let program = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";
    let mut command = Command::new("python3");
    command.args(["-c", program]).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
