//! Proves over `cargo metadata` that the crates point the way that `ARCHITECTURE.md` says.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests; a panic fails the test")]

mod house;

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId};
use house::{DOMAIN, HOUSE, INPUT_AND_OUTPUT, RESERVED, Room};

#[test]
fn every_package_has_its_room() {
    let metadata = metadata();
    let packages: BTreeSet<_> = metadata.workspace_packages().into_iter().map(|package| package.name.as_str()).collect();
    let rooms: BTreeSet<_> = HOUSE.iter().map(|room| room.name).collect();
    assert_eq!(packages, rooms, "the workspace on the left, house.rs on the right");
}

#[test]
fn the_arrows_of_the_house_have_no_circle() {
    let mut above = BTreeSet::new();
    for room in HOUSE {
        let unknown: Vec<_> = may_name(room).filter(|name| !above.contains(name)).collect();
        assert!(unknown.is_empty(), "{} names what does not stand above it: {unknown:?}", room.name);
        above.insert(room.name);
    }
}

#[test]
fn packages_name_only_what_the_house_allows() {
    let metadata = metadata();
    for room in HOUSE {
        let ours = named(package(&metadata, room.name), &[DependencyKind::Normal, DependencyKind::Build]);
        let wrong: Vec<_> =
            ours.into_iter().filter(|name| is_ours(name) && !may_name(room).any(|allowed| allowed == *name)).collect();
        assert!(wrong.is_empty(), "{} may not name {wrong:?}", room.name);
    }
}

/// A test may also use the crates that stand above its own in the house, and its own (to switch a feature on), never one below: that would be
/// a circle.
#[test]
fn tests_name_only_what_stands_above_their_crate() {
    let metadata = metadata();
    for (index, room) in HOUSE.iter().enumerate() {
        let above: BTreeSet<_> = HOUSE[..=index].iter().map(|room| room.name).collect();
        let ours = named(package(&metadata, room.name), &[DependencyKind::Development]);
        let wrong: Vec<_> = ours.into_iter().filter(|name| is_ours(name) && !above.contains(name)).collect();
        assert!(wrong.is_empty(), "the tests of {} may not name {wrong:?}", room.name);
    }
}

#[test]
fn reserved_crates_are_named_by_those_they_are_reserved_for() {
    let metadata = metadata();
    for package in metadata.workspace_packages() {
        for reserved in RESERVED.iter().filter(|reserved| !reserved.for_packages.contains(&package.name.as_str())) {
            let names = named(package, &[DependencyKind::Normal, DependencyKind::Build, DependencyKind::Development]);
            let is_reserved = |name: &&str| reserved.prefixes.iter().any(|prefix| name.starts_with(prefix));
            let wrong: Vec<_> = names.into_iter().filter(is_reserved).collect();
            assert!(wrong.is_empty(), "{} may not name {wrong:?}: {:?} may", package.name, reserved.for_packages);
        }
    }
}

#[test]
fn domain_crates_reach_no_input_or_output() {
    let metadata = metadata();
    for name in DOMAIN {
        let wrong: Vec<_> = reached(&metadata, &package(&metadata, name).id)
            .into_iter()
            .filter(|reached| INPUT_AND_OUTPUT.contains(reached))
            .collect();
        assert!(wrong.is_empty(), "{name} reaches {wrong:?}");
    }
}

#[test]
fn every_package_obeys_the_lints_of_the_workspace() {
    for package in metadata().workspace_packages() {
        let manifest: toml::Table = std::fs::read_to_string(&package.manifest_path).unwrap().parse().unwrap();
        let inherits = manifest.get("lints").and_then(|lints| lints.get("workspace")).and_then(toml::Value::as_bool);
        assert_eq!(inherits, Some(true), "{} needs `[lints] workspace = true`", package.name);
    }
}

fn metadata() -> Metadata {
    MetadataCommand::new().manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml")).exec().unwrap()
}

fn package<'a>(metadata: &'a Metadata, name: &str) -> &'a Package {
    metadata.workspace_packages().into_iter().find(|package| package.name == name).unwrap()
}

fn may_name(room: &Room) -> impl Iterator<Item = &'static str> {
    room.may_name.iter().flat_map(|group| group.iter().copied())
}

fn is_ours(name: &str) -> bool {
    HOUSE.iter().any(|room| room.name == name)
}

fn named<'a>(package: &'a Package, kinds: &[DependencyKind]) -> BTreeSet<&'a str> {
    let of_kind = package.dependencies.iter().filter(|dependency| kinds.contains(&dependency.kind));
    of_kind.map(|dependency| dependency.name.as_str()).collect()
}

/// The names of all packages that are built into this one.
fn reached<'a>(metadata: &'a Metadata, from: &'a PackageId) -> BTreeSet<&'a str> {
    let nodes: BTreeMap<_, _> = metadata.resolve.as_ref().unwrap().nodes.iter().map(|node| (&node.id, node)).collect();
    let (mut seen, mut todo) = (BTreeSet::new(), vec![from]);
    while let Some(id) = todo.pop() {
        let built_in = nodes[id].deps.iter().filter(|dep| dep.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal));
        todo.extend(built_in.map(|dep| &dep.pkg).filter(|id| seen.insert(*id)));
    }
    seen.into_iter().map(|id| metadata[id].name.as_str()).collect()
}
