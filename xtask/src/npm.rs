//! Packages of npm, pinned by a lockfile, installed below the target directory: nothing is written among the sources.

use std::path::Path;
use std::process::Command;

use crate::{Failure, packages, process};

/// Copies files of a directory (its `package.json`, `package-lock.json` and `.npmrc` among them) and installs beside the copies what the lockfile pins;
/// the latter only when that changed.
///
/// # Errors
/// When Node.js is not there and cannot be installed (says how), or the packages cannot be fetched.
pub(crate) fn install(source: &Path, files: &[String], directory: &Path) -> Result<(), Failure> {
    require_node()?;
    std::fs::create_dir_all(directory)?;
    for file in files {
        std::fs::copy(source.join(file), directory.join(file)).map_err(|error| format!("{file}: {error}"))?;
    }
    let lock = std::fs::read_to_string(source.join("package-lock.json"))?;
    let stamp = directory.join("installed.json");
    if directory.join("node_modules").exists() && std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    println!("    npm packages into {}", directory.display());
    process::run(Command::new("npm").args(["ci", "--silent"]).current_dir(directory))?;
    Ok(std::fs::write(stamp, lock)?)
}

/// The names of the files of a directory, without what somebody installed there.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn files(directory: &Path) -> Result<Vec<String>, Failure> {
    let entries = std::fs::read_dir(directory)?.collect::<Result<Vec<_>, _>>()?;
    Ok(entries.iter().filter(|entry| entry.path().is_file()).filter_map(|entry| entry.file_name().into_string().ok()).collect())
}

fn require_node() -> Result<(), Failure> {
    if process::find("node").is_some() && process::find("npm").is_some() {
        return Ok(());
    }
    packages::install("Node.js (20 or newer) with npm", &["nodejs", "npm"])
}
