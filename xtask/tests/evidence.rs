//! What docs/security.md names as evidence exists: a defence whose test was renamed or taken out is a defence that nobody holds.

#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The Rust sources below a folder, without what was built.
fn sources(folder: &Path, found: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() && !matches!(name, "target" | "node_modules" | ".venv") {
            sources(&path, found);
        } else if name.ends_with(".rs") {
            found.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

/// A test is named like a sentence, after its module.
fn is_test(name: &str) -> bool {
    name.contains("::") && name.rsplit("::").next().is_some_and(|last| last.matches('_').count() >= 3)
}

#[test]
fn every_test_and_file_that_the_threat_model_names_exists() {
    let document = fs::read_to_string(root().join("docs/security.md")).unwrap();
    let mut code = String::new();
    ["crates", "tests", "xtask", "examples"].iter().for_each(|folder| sources(&root().join(folder), &mut code));
    let named: Vec<&str> = document.split('`').skip(1).step_by(2).collect();
    let tests: Vec<&str> = named.iter().copied().filter(|name| is_test(name)).collect();
    assert!(tests.len() >= 40, "{} tests are named", tests.len());
    let there = |name: &str| code.contains(&format!("fn {}(", name.rsplit("::").next().unwrap()));
    let file =
        |name: &str| root().join(name).exists() || root().join(format!("crates/{}", name.replacen('/', "/src/", 1))).exists();
    let missing: Vec<&str> = tests.into_iter().filter(|name| !there(name)).collect();
    let lost: Vec<&str> = named.into_iter().filter(|name| name.ends_with(".rs") && !file(name)).collect();
    assert!(missing.is_empty() && lost.is_empty(), "no such test: {missing:#?}; no such file: {lost:#?}");
}
