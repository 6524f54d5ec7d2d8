//! Both backends have the same migrations. (That these lead to the same tables is a test of `storage`.)

#![expect(clippy::unwrap_used, reason = "helpers of tests; a panic fails the test")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const BACKENDS: [&str; 2] = ["sqlite", "postgresql"];

#[test]
fn both_backends_have_the_same_migrations() {
    let [sqlite, postgresql] = BACKENDS.map(names);
    assert_eq!(sqlite, postgresql, "SQLite on the left, PostgreSQL on the right");
    assert!(!sqlite.is_empty(), "there are no migrations");
}

#[test]
fn every_migration_goes_up_and_down() {
    for (backend, name) in BACKENDS.iter().flat_map(|backend| names(backend).into_iter().map(move |name| (backend, name))) {
        for file in ["up.sql", "down.sql"] {
            let path = directory(backend).join(&name).join(file);
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(!text.trim().is_empty(), "{} is missing or empty", path.display());
        }
    }
}

#[test]
fn migrations_are_named_by_instant_and_purpose() {
    for name in BACKENDS.iter().flat_map(|backend| names(backend)) {
        let (instant, purpose) = name.split_once('_').unwrap_or_default();
        let well_named = instant.len() == 14
            && instant.bytes().all(|byte| byte.is_ascii_digit())
            && purpose.contains('_')
            && purpose.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        assert!(well_named, "{name} is not YYYYMMDDHHMMSS_verb_noun");
    }
}

fn directory(backend: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations").join(backend)
}

fn names(backend: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(directory(backend)).unwrap().map(|entry| entry.unwrap());
    entries.filter(|entry| entry.path().is_dir()).map(|entry| entry.file_name().into_string().unwrap()).collect()
}
