//! Every code with which the domain refuses stands in the OpenAPI document: a caller can look up what he meets.

#![cfg(test)]

use std::path::Path;

/// Where the refusals are whose code is a problem type or the `code` of one.
const REFUSALS: [&str; 6] = [
    "crates/persons/src/error.rs",
    "crates/organisations/src/error.rs",
    "crates/werkrelaties/src/error.rs",
    "crates/gebruikersrechten/src/refusal.rs",
    "crates/gebruikersrechten/src/definition.rs",
    "crates/mandates/src/give.rs",
];

/// The texts on the right of `Self::… => "…",`.
fn codes(source: &str) -> impl Iterator<Item = &str> {
    let arms = source.lines().map(str::trim).filter(|line| line.starts_with("Self::"));
    arms.filter_map(|line| line.split_once("=> \"")?.1.strip_suffix("\","))
}

#[test]
fn every_refusal_is_a_documented_problem_type() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let read = |path: &str| std::fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let document = read("openapi/poort.json");
    let mut missing = Vec::new();
    for path in REFUSALS {
        let source = read(path);
        let found: Vec<_> = codes(&source).collect();
        assert!(!found.is_empty(), "{path} has no codes");
        let documented = |code: &&str| document.contains(&format!("\"urn:problem-type:poort:{code}\""));
        missing.extend(found.into_iter().filter(|code| !documented(code)).map(|code| format!("{code} of {path}")));
    }
    assert!(missing.is_empty(), "put these in crates/http/src/openapi/rules.rs: {}", missing.join(", "));
}
