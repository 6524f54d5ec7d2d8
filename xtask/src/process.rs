//! Other programs: finding them, running them.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Failure;

/// The `cargo` that runs this program.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// The directory of the workspace.
pub(crate) fn root() -> &'static Path {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest)
}

/// The directory of what is built.
///
/// # Errors
/// When `cargo metadata` fails.
pub(crate) fn target() -> Result<PathBuf, Failure> {
    let metadata = cargo_metadata::MetadataCommand::new().current_dir(root()).no_deps().exec()?;
    Ok(metadata.target_directory.into_std_path_buf())
}

/// Runs a command with this terminal's output and waits for it.
///
/// # Errors
/// When the program cannot start, or ends with another status than 0.
pub(crate) fn run(command: &mut Command) -> Result<(), Failure> {
    let program = name(command);
    let status = command.status().map_err(|error| format!("cannot start {program}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{program}: {status}").into()) }
}

/// What a command prints on its standard output; its errors go to this terminal.
///
/// # Errors
/// When the program cannot start, ends with another status than 0, or does not print UTF-8.
pub(crate) fn output(command: &mut Command) -> Result<String, Failure> {
    let program = name(command);
    let output =
        command.stderr(std::process::Stdio::inherit()).output().map_err(|error| format!("cannot start {program}: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8(output.stdout)?)
    } else {
        Err(format!("{program}: {}", output.status).into())
    }
}

fn name(command: &Command) -> String {
    let program = Path::new(command.get_program());
    program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned()
}

/// Where a program is, when it is on the PATH.
pub(crate) fn find(program: impl AsRef<OsStr>) -> Option<PathBuf> {
    let program = program.as_ref();
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|directory| directory.join(program)).find(|file| file.is_file())
}

/// Whether this process may install packages and change users.
pub(crate) fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
