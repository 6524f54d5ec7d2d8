//! The pages in a real browser: accessible, in each language, in the dark, on a phone (`tests/pages`).

use std::path::PathBuf;
use std::process::Command;

use crate::demo::Demo;
use crate::{Failure, npm, packages, process};

/// As Debian, Fedora and Google call it.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Looks at every page of a demo of its own. Without a browser there is nothing to look with: that is said, and no failure.
///
/// # Errors
/// When a page has something wrong with it, or Node.js is missing.
pub(crate) fn run() -> Result<(), Failure> {
    let Some(browser) = browser() else {
        println!("SKIP no browser of the Chromium family is on this machine: the pages were not looked at");
        return Ok(());
    };
    let target = process::target()?;
    let (source, directory) = (process::root().join("tests/pages"), target.join("pages"));
    npm::install(&source, &npm::files(&source)?, &directory)?;
    let (mut demo, program) = (Demo::start(&target)?, target.join("debug/poort"));
    process::run(Command::new("node").arg(directory.join("check.mjs")).arg(demo.description()).arg(browser).arg(program))?;
    demo.verify_unharmed()
}

/// The first one that is there; as root on Debian it is installed.
fn browser() -> Option<PathBuf> {
    let find = || BROWSERS.iter().find_map(process::find);
    find().or_else(|| packages::install("Chromium", &["chromium"]).ok().and_then(|()| find()))
}
