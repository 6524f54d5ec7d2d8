//! Licences, banned crates and sources of everything that is built in, by the rules of `deny.toml`.
//!
//! `cargo deny` does this when it is installed. It takes minutes to build, so without it the same rules are applied
//! here to `cargo metadata`. The difference: this reads the licence that a package declares, `cargo deny` also reads
//! the licence files of packages that declare none (here these are refused).

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{Metadata, MetadataCommand, Package};
use toml::{Table, Value};

use super::spdx;
use crate::{Failure, process};

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Applies `deny.toml`.
///
/// # Errors
/// Names each package that breaks a rule, and the rule.
pub(super) fn check() -> Result<(), Failure> {
    if process::find("cargo-deny").is_some() {
        return process::run(process::cargo().args(["deny", "--workspace", "check", "licenses", "bans", "sources"]));
    }
    println!("    cargo-deny is not installed; applying deny.toml to `cargo metadata`");
    let rules = Rules::read(&std::fs::read_to_string(process::root().join("deny.toml"))?)?;
    let metadata = MetadataCommand::new().current_dir(process::root()).exec()?;
    let packages = built_in(&metadata);
    println!("    {} packages; in more than one version: {}", packages.len(), duplicates(&packages));
    let broken: Vec<_> = packages.iter().filter_map(|package| rules.broken_by(package)).collect();
    if broken.is_empty() { Ok(()) } else { Err(broken.join("\n    ").into()) }
}

struct Rules {
    licences: BTreeSet<String>,
    /// What one crate may have beside those.
    exceptions: BTreeMap<String, BTreeSet<String>>,
    banned: BTreeSet<String>,
}

impl Rules {
    fn read(text: &str) -> Result<Self, Failure> {
        let table: Table = text.parse()?;
        let licences = names(list(&table, "licenses", "allow")?);
        let exceptions = list(&table, "licenses", "exceptions")?.iter().map(exception).collect::<Option<_>>();
        let exceptions = exceptions.ok_or("deny.toml: an entry of licenses.exceptions names no crate or allows nothing")?;
        let banned = list(&table, "bans", "deny")?.iter().map(banned_crate).collect::<Option<_>>();
        Ok(Self { licences, exceptions, banned: banned.ok_or("deny.toml: an entry of bans.deny names no crate")? })
    }

    fn allowed(&self, package: &Package) -> BTreeSet<String> {
        let own = self.exceptions.get(package.name.as_str()).into_iter().flatten();
        self.licences.iter().chain(own).cloned().collect()
    }

    fn broken_by(&self, package: &Package) -> Option<String> {
        let name = format!("{} {}", package.name, package.version);
        let Some(source) = &package.source else { return None };
        if source.repr != CRATES_IO {
            return Some(format!("{name} does not come from crates.io"));
        }
        if self.banned.contains(package.name.as_str()) {
            return Some(format!("{name} is banned"));
        }
        match &package.license {
            None => Some(format!("{name} declares no licence")),
            Some(licence) if spdx::is_allowed(licence, &self.allowed(package)) => None,
            Some(licence) => Some(format!("{name} has a licence that is not allowed: {licence}")),
        }
    }
}

fn names(list: &[Value]) -> BTreeSet<String> {
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn exception(entry: &Value) -> Option<(String, BTreeSet<String>)> {
    let name = entry.get("crate")?.as_str()?.to_owned();
    Some((name, names(entry.get("allow")?.as_array()?)))
}

fn list<'a>(table: &'a Table, section: &str, key: &str) -> Result<&'a Vec<Value>, Failure> {
    let value = table.get(section).and_then(|section| section.get(key)).and_then(Value::as_array);
    value.ok_or_else(|| format!("deny.toml has no list {section}.{key}").into())
}

fn banned_crate(entry: &Value) -> Option<String> {
    entry.get("crate").or(Some(entry)).and_then(Value::as_str).map(str::to_owned)
}

/// The packages in the resolved graph: without optional dependencies that nobody switched on.
fn built_in(metadata: &Metadata) -> Vec<&Package> {
    let nodes = metadata.resolve.iter().flat_map(|resolve| &resolve.nodes);
    let used: BTreeSet<_> = nodes.map(|node| &node.id).collect();
    metadata.packages.iter().filter(|package| used.contains(&package.id)).collect()
}

fn duplicates(packages: &[&Package]) -> String {
    let mut versions: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for package in packages {
        versions.entry(package.name.as_str()).or_default().push(package.version.to_string());
    }
    let several = versions.iter().filter(|(_, versions)| versions.len() > 1);
    several.map(|(name, versions)| format!("{name} {}", versions.join(" + "))).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_of_this_repository_can_be_read() {
        let rules = Rules::read(include_str!("../../../deny.toml")).unwrap();
        assert!(rules.licences.contains("MIT"));
        for name in ["openssl-sys", "native-tls", "pq-sys"] {
            assert!(rules.banned.contains(name), "{name}");
        }
    }

    #[test]
    fn rules_without_a_list_are_refused() {
        assert!(Rules::read("[licenses]\nallow = []").is_err());
        assert!(Rules::read("[licenses]\nallow = []\nexceptions = []\n[bans]\ndeny = [{ name = \"x\" }]").is_err());
    }

    #[test]
    fn a_package_is_judged_by_source_name_and_licence() {
        let rules = Rules::read("[licenses]\nallow = ['MIT']\nexceptions = [{ allow = ['MPL-2.0'], crate = 'named' }]\n[bans]\ndeny = [{ crate = 'bad' }]").unwrap();
        let judged = |name, licence| rules.broken_by(&package(name, licence, CRATES_IO));
        assert_eq!(judged("good", Some("MIT OR GPL-3.0")), None);
        assert_eq!(judged("bad", Some("MIT")).unwrap(), "bad 1.0.0 is banned");
        assert_eq!(judged("good", None).unwrap(), "good 1.0.0 declares no licence");
        assert_eq!(judged("named", Some("MPL-2.0")), None);
        assert!(judged("good", Some("MPL-2.0")).is_some());
        assert!(judged("good", Some("GPL-3.0")).unwrap().contains("not allowed: GPL-3.0"));
        let foreign = package("good", Some("MIT"), "git+https://example.org/good");
        assert_eq!(rules.broken_by(&foreign).unwrap(), "good 1.0.0 does not come from crates.io");
    }

    fn package(name: &str, licence: Option<&str>, source: &str) -> Package {
        let value = serde_json::json!({
            "name": name, "version": "1.0.0", "id": name, "source": source, "license": licence,
            "dependencies": [], "targets": [], "features": {}, "manifest_path": "/Cargo.toml",
        });
        serde_json::from_value(value).unwrap()
    }
}
