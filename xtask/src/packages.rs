//! Packages of the distribution: installed, or only laid down where nothing but a check sees them.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Failure;
use crate::process::{find, is_root, output, run};

/// Installs distribution packages on Debian and Ubuntu, when we are root. What is already there keeps its version:
/// running the tests is no reason to upgrade somebody's machine.
///
/// # Errors
/// Everywhere else: the command that the reader has to run himself.
pub(crate) fn install(what: &str, packages: &[&str]) -> Result<(), Failure> {
    if !is_root() || find("apt-get").is_none() {
        return Err(instruction(what, packages).into());
    }
    println!("    installing {what}: apt-get install --no-upgrade {}", packages.join(" "));
    run(apt_get().args(["update", "-qq"]))?;
    run(apt_get().args(["install", "-y", "-qq", "--no-install-recommends", "--no-upgrade"]).args(packages))
}

/// Lays packages of Debian or Ubuntu, with what they need that this machine lacks, below a directory: servers that a check runs itself, as whoever it
/// is, while the machine gets no service. Packages that it has are not among them. Elsewhere than on Debian nothing happens.
///
/// # Errors
/// When apt does not know a package, or cannot fetch it.
pub(crate) fn lay_down(packages: &[&str], directory: &Path) -> Result<(), Failure> {
    let stamp = directory.join("packages");
    if find("apt-get").is_none() || std::fs::read_to_string(&stamp).is_ok_and(|there| there == packages.join(" ")) {
        return Ok(());
    }
    println!("    packages of the distribution into {}: {}", directory.display(), packages.join(" "));
    if is_root() {
        run(apt_get().args(["update", "-qq"]))?;
    }
    let archives = directory.join("archives");
    std::fs::create_dir_all(&archives)?;
    let lacking = lacking(packages)?;
    if !lacking.is_empty() {
        // Who is root need not become another, who may not write here.
        run(apt_get().args(["download", "-qq", "-o", "APT::Sandbox::User=root"]).args(lacking).current_dir(&archives))?;
    }
    for archive in std::fs::read_dir(&archives)? {
        run(Command::new("dpkg-deb").arg("--extract").arg(archive?.path()).arg(directory))?;
    }
    std::fs::remove_dir_all(archives)?;
    Ok(std::fs::write(stamp, packages.join(" "))?)
}

/// Where the programs of packages that were laid down find their libraries: for `LD_LIBRARY_PATH`.
pub(crate) fn libraries(directory: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(directory.join("usr/lib")).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.to_string_lossy().contains("-linux-gnu")).collect()
}

/// What apt would install.
fn lacking(packages: &[&str]) -> Result<Vec<String>, Failure> {
    let mut simulate = Command::new("apt-get");
    simulate.args(["install", "--simulate", "--no-install-recommends", "--no-upgrade"]).args(packages).env("LC_ALL", "C");
    Ok(planned(&output(&mut simulate)?))
}

fn planned(plan: &str) -> Vec<String> {
    plan.lines().filter_map(|line| line.strip_prefix("Inst ")?.split(' ').next()).map(str::to_owned).collect()
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null());
    command
}

fn instruction(what: &str, packages: &[&str]) -> String {
    let install = if find("apt-get").is_some() {
        format!("sudo apt-get install {}", packages.join(" "))
    } else if find("brew").is_some() {
        format!("brew install {}", homebrew(packages))
    } else {
        format!("the packages that hold {what} (on Debian: {})", packages.join(" "))
    };
    format!("{what} is not on this machine. Install it and run this again: {install}")
}

fn homebrew(packages: &[&str]) -> String {
    let names: Vec<_> = packages.iter().filter_map(|package| homebrew_name(package)).collect();
    names.join(" ")
}

fn homebrew_name(package: &str) -> Option<&str> {
    match package {
        "python3" => Some("python"),
        "nodejs" => Some("node"),
        // Homebrew's python and node bring these along.
        "python3-venv" | "npm" => None,
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_apt_would_install_is_what_lacks() {
        let plan = "The following NEW packages will be installed:\n  nginx nginx-common\nInst nginx-common (1.22.1 Debian:12 [all])\n\
                    Inst nginx (1.22.1 Debian:12 [amd64])\nConf nginx-common (1.22.1 Debian:12 [all])\n";
        assert_eq!(planned(plan), ["nginx-common", "nginx"]);
        assert!(planned("nginx is already the newest version.\n").is_empty());
    }
}
