//! The applications behind Poort: each has a check that signs in at a running demo and prints pass or fail.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::Site;
use crate::{Failure, npm, process, python};

/// The portal in Rust, held against the same check as the one in JavaScript.
///
/// # Errors
/// When it does not build, or a check fails.
pub(super) fn portal(site: &Site) -> Result<(), Failure> {
    process::run(process::cargo().args(["build", "--quiet", "--package", "example-portal"]))?;
    let check = installed(site)?.join("check.mjs");
    process::run(node(&check, site).arg(site.target.join("debug/example-portal")))
}

/// The portal with openid-client, and a complete flow with oauth4webapi; both again over TLS.
///
/// # Errors
/// When a check fails, or Node.js is missing or too old.
pub(super) fn node_portal(site: &Site) -> Result<(), Failure> {
    let directory = installed(site)?;
    for check in ["check.mjs", "strict.mjs", "registered.mjs", "guarded.mjs"] {
        process::run(&mut node(&directory.join(check), site))?;
    }
    process::run(Command::new("node").arg(directory.join("tls.mjs")).arg(site.target.join("debug/poort")))
}

/// Signing in at Poort by way of another provider, with Poort as its client.
///
/// # Errors
/// When a check fails, or Node.js is missing or too old.
pub(super) fn oidc_provider(site: &Site) -> Result<(), Failure> {
    // The browser that its check uses is there.
    installed(site)?;
    let (source, directory) = (process::root().join("examples/oidc-provider"), site.target.join("examples/oidc-provider"));
    npm::install(&source, &npm::files(&source)?, &directory)?;
    process::run(Command::new("node").arg(directory.join("check.mjs")).arg(site.target.join("debug/poort")))
}

/// Sign-ins with the crate `openidconnect`, which is built by itself: its dependencies are not Poort's; again over TLS.
///
/// # Errors
/// When it does not build, or a check fails.
pub(super) fn openidconnect(site: &Site) -> Result<(), Failure> {
    let (source, built) = (process::root().join("examples/openidconnect"), site.target.join("examples/openidconnect"));
    let mut build = process::cargo();
    build.args(["build", "--quiet", "--locked", "--target-dir"]).arg(&built).current_dir(&source);
    process::run(&mut build)?;
    let (check, program) = (source.join("check.mjs"), built.join("debug/example-openidconnect"));
    process::run(node(&check, site).arg(&program))?;
    let (tls, poort) = (installed(site)?.join("tls.mjs"), site.target.join("debug/poort"));
    process::run(Command::new("node").arg(tls).arg(poort).arg(check).arg(program))
}

/// The API with Authlib.
///
/// # Errors
/// When a check fails, or Python is missing.
pub(super) fn python(site: &Site) -> Result<(), Failure> {
    let example = process::root().join("examples/python-api");
    let programs = python::environment(&example.join("requirements.txt"), &site.target.join("examples/python-api"))?;
    let mut command = Command::new(programs.join("python"));
    command.arg(example.join("check.py")).arg(site.demo.description()).env("PYTHONDONTWRITEBYTECODE", "1");
    process::run(&mut command)
}

/// A check in JavaScript, told of the demo.
pub(super) fn node(script: &Path, site: &Site) -> Command {
    let mut command = Command::new("node");
    command.arg(script).arg(site.demo.description());
    command
}

/// Where the portal with its packages is.
fn installed(site: &Site) -> Result<PathBuf, Failure> {
    let (source, directory) = (process::root().join("examples/node-portal"), site.target.join("examples/node-portal"));
    npm::install(&source, &npm::files(&source)?, &directory)?;
    let current = Command::new("node").args(["--eval", "process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)"]).status()?;
    if current.success() {
        Ok(directory)
    } else {
        Err("Node.js on this machine is older than 20, which openid-client 6 needs".into())
    }
}
