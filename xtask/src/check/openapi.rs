//! The checked-in OpenAPI document: that it is the code's, and that it follows the rules.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Failure, npm, process};

const DOCUMENT: &str = "openapi/poort.json";

/// What npm needs to install the linter; kept in `openapi/`, installed below the target directory.
const LINTER: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];

/// Compares `poort openapi` with the checked-in document.
///
/// # Errors
/// Shows the first line that differs and how to renew the document.
pub(super) fn drift() -> Result<(), Failure> {
    let code = process::output(process::cargo().args(["run", "--quiet", "--package", "poort", "--", "openapi"]))?;
    let file = std::fs::read_to_string(process::root().join(DOCUMENT)).map_err(|error| format!("{DOCUMENT}: {error}"))?;
    match first_difference(&file, &code) {
        None => Ok(()),
        Some(difference) => {
            Err(format!("{DOCUMENT} is not what the code says; renew it with `just openapi`\n{difference}").into())
        }
    }
}

/// Lints the document with Spectral and the rules of `.spectral.yaml`.
///
/// # Errors
/// When a rule is broken, also one that only warns; or when Node.js is not there (says how to install it).
pub(super) fn lint() -> Result<(), Failure> {
    let spectral = spectral(&process::target()?.join("openapi-lint"))?;
    let mut command = Command::new(spectral);
    command.args(["lint", DOCUMENT, "--ruleset", ".spectral.yaml", "--fail-severity", "warn"]);
    process::run(command.current_dir(process::root()))
}

fn spectral(directory: &Path) -> Result<PathBuf, Failure> {
    npm::install(&process::root().join("openapi"), &LINTER.map(str::to_owned), directory)?;
    Ok(directory.join("node_modules/.bin/spectral"))
}

fn first_difference(file: &str, code: &str) -> Option<String> {
    let mut lines = file.lines().zip(code.lines()).enumerate();
    let described =
        |number: usize, file: &str, code: &str| format!("line {number}\n  file: {}\n  code: {}", file.trim(), code.trim());
    if let Some((index, (file, code))) = lines.find(|(_, (file, code))| file != code) {
        return Some(described(index + 1, file, code));
    }
    let (in_file, in_code) = (file.lines().count(), code.lines().count());
    (in_file != in_code).then(|| format!("the file has {in_file} lines, the code says {in_code}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_documents_do_not_differ() {
        assert_eq!(first_difference("{\n}\n", "{\n}\n"), None);
    }

    #[test]
    fn a_difference_is_named_by_its_line() {
        let difference = first_difference("{\n  \"a\": 1\n}", "{\n  \"a\": 2\n}").unwrap();
        assert_eq!(difference, "line 2\n  file: \"a\": 1\n  code: \"a\": 2");
    }

    #[test]
    fn a_shorter_document_differs() {
        assert_eq!(first_difference("{", "{\n}").unwrap(), "the file has 1 lines, the code says 2");
    }
}
