//! Where the PostgreSQL server programs are.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Failure, packages};

/// What a cluster needs; a client-only installation has none of them.
const PROGRAMS: [&str; 3] = ["initdb", "pg_ctl", "postgres"];

/// Below these, every version of a distribution (or of Homebrew) has its own directory.
const VERSIONED: [&str; 5] =
    ["/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt", "/Applications/Postgres.app/Contents/Versions"];

/// The directory with the server programs: from the PATH, `pg_config`, or the usual places (newest first);
/// otherwise installed from the distribution.
///
/// # Errors
/// When it has to be installed and we cannot: says how.
pub(crate) fn find_or_install() -> Result<PathBuf, Failure> {
    if let Some(directory) = find() {
        return Ok(directory);
    }
    packages::install("the PostgreSQL server", &["postgresql"])?;
    find().ok_or_else(|| "PostgreSQL is installed, but initdb, pg_ctl and postgres are nowhere to be found".into())
}

fn find() -> Option<PathBuf> {
    on_path().into_iter().chain(from_pg_config()).chain(versioned()).find(|directory| is_complete(directory))
}

fn is_complete(directory: &Path) -> bool {
    PROGRAMS.iter().all(|program| directory.join(program).is_file())
}

fn on_path() -> Vec<PathBuf> {
    std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default()
}

fn from_pg_config() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").output().ok()?;
    Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()))
}

fn versioned() -> Vec<PathBuf> {
    let entries = VERSIONED.iter().filter_map(|parent| std::fs::read_dir(parent).ok()).flatten().flatten();
    let mut directories: Vec<_> = entries.map(|entry| entry.path()).filter(|path| is_complete(&path.join("bin"))).collect();
    directories.sort_by_key(|path| std::cmp::Reverse(version(path)));
    directories.into_iter().map(|path| path.join("bin")).collect()
}

/// The number in a directory's name: 17 for `/usr/lib/postgresql/17` and for `postgresql@17`; 0 when it has none.
fn version(path: &Path) -> u32 {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_a_number_not_a_text() {
        assert!(version(Path::new("/usr/lib/postgresql/17")) > version(Path::new("/usr/lib/postgresql/9")));
        assert_eq!(version(Path::new("/opt/homebrew/opt/postgresql@16")), 16);
        assert_eq!(version(Path::new("/opt/homebrew/opt/postgresql")), 0);
    }

    #[test]
    fn a_directory_without_the_server_does_not_count() {
        assert!(!is_complete(Path::new(env!("CARGO_MANIFEST_DIR"))));
    }
}
