//! The examples with Apache and nginx: of this machine, or the packages of Debian and Ubuntu, laid down below the target directory.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use super::Site;
use super::downstream::node;
use crate::{Failure, packages, process};

const PACKAGES: [&str; 3] = ["apache2-bin", "libapache2-mod-auth-openidc", "nginx"];

/// What the checks are told of what was laid down.
const PLACES: [(&str, &str); 3] =
    [("APACHE", "usr/sbin/apache2"), ("APACHE_MODULES", "usr/lib/apache2/modules"), ("NGINX_PROGRAM", "usr/sbin/nginx")];

/// Apache in front of a legacy application. Where it is not and cannot be had, the check says what to install, and skips.
///
/// # Errors
/// When a check fails.
pub(super) fn apache(site: &Site) -> Result<(), Failure> {
    with_servers(node(&process::root().join("examples/apache/check.mjs"), site), site)
}

/// Poort itself behind nginx and behind Apache. One that is not and cannot be had is skipped.
///
/// # Errors
/// As [`apache`].
pub(super) fn reverse_proxy(site: &Site) -> Result<(), Failure> {
    let mut check = Command::new("node");
    check.arg(process::root().join("examples/reverse-proxy/check.mjs")).arg(site.target.join("debug/poort"));
    with_servers(check, site)
}

fn with_servers(mut check: Command, site: &Site) -> Result<(), Failure> {
    let directory = site.target.join("examples/servers");
    // Without a way to the archive of the distribution, or without root to ask it what there is now, the check says what to install, and skips.
    if let Err(failure) = packages::lay_down(&PACKAGES, &directory) {
        println!("    not to be had from the distribution now: {failure}");
    }
    for (name, place) in PLACES {
        let path = directory.join(place);
        if std::env::var_os(name).is_none() && path.exists() {
            check.env(name, path);
        }
    }
    process::run(check.env("LD_LIBRARY_PATH", library_path(&directory)?))
}

/// Those that this process was given come first.
fn library_path(directory: &Path) -> Result<OsString, Failure> {
    let given = std::env::var_os("LD_LIBRARY_PATH").unwrap_or_default();
    let given = std::env::split_paths(&given).filter(|path| !path.as_os_str().is_empty());
    Ok(std::env::join_paths(given.chain(packages::libraries(directory)))?)
}
