//! The Python tools of the tests, pinned in `tests/requirements.txt`, in a virtual environment of their own.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::{Failure, process};

/// A program of the virtual environment; the environment is made, or renewed, when the pinned versions changed.
///
/// # Errors
/// When Python is not there and cannot be installed (says how), or the packages cannot be fetched.
pub(crate) fn tool(name: &str, target: &Path) -> Result<PathBuf, Failure> {
    let environment = target.join("venv");
    let requirements = process::root().join("tests/requirements.txt");
    let wanted = std::fs::read_to_string(&requirements)?;
    let stamp = environment.join("requirements.txt");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(environment.join("bin").join(name));
    }
    require_python()?;
    println!("    Python tools into {}", environment.display());
    process::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment))?;
    let mut pip = Command::new(environment.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--requirement"]).arg(&requirements);
    process::run(&mut pip)?;
    std::fs::write(stamp, wanted)?;
    Ok(environment.join("bin").join(name))
}

fn require_python() -> Result<(), Failure> {
    if can_make_environments() {
        return Ok(());
    }
    process::install("Python (3.10 or newer, with venv)", &["python3", "python3-venv"])?;
    if can_make_environments() { Ok(()) } else { Err("python3 is older than 3.10, or has no venv module".into()) }
}

fn can_make_environments() -> bool {
    let program = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";
    let mut command = Command::new("python3");
    command.args(["-c", program]).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
