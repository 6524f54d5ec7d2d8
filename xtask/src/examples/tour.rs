//! The shell lines of the README's tour.

use std::process::Command;

use super::Site;
use crate::{Failure, process};

/// Where the tour begins; it ends with the section.
const TOUR: &str = "## A five-minute tour";

/// The address in the README, which is that of a demo without `--port`.
const ADDRESS: &str = "http://127.0.0.1:8080";

/// Runs them, in the directory where the demo was started.
///
/// # Errors
/// When a line ends with another status than 0.
pub(super) fn run(site: &Site) -> Result<(), Failure> {
    let readme = std::fs::read_to_string(process::root().join("README.md"))?;
    let lines = lines(&readme)?.replace(ADDRESS, &site.demo.address()?);
    process::run(Command::new("bash").args(["-euo", "pipefail", "-c", &lines]).current_dir(site.demo.directory()))
}

fn lines(readme: &str) -> Result<String, Failure> {
    let (_, tour) = readme.split_once(TOUR).ok_or("the README has no tour")?;
    let tour = tour.split("\n## ").next().unwrap_or(tour);
    let blocks: Vec<_> = tour.split("```sh\n").skip(1).filter_map(|block| block.split("```").next()).collect();
    if blocks.is_empty() { Err("the tour of the README has no lines".into()) } else { Ok(blocks.concat()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_lines_of_the_tour_are_run() {
        let readme = format!("```sh\nno\n```\n{TOUR}\ntext\n```sh\none\n```\ntext\n```sh\ntwo\n```\n## Next\n```sh\nno\n```\n");
        assert_eq!(lines(&readme).unwrap(), "one\ntwo\n");
        assert!(lines("nothing").is_err() && lines(TOUR).is_err());
    }
}
