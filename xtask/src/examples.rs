//! The examples stage: what is shown to users is done, against a demo of its own.

use std::path::Path;
use std::process::Command;

use crate::demo::Demo;
use crate::{Failure, process};

/// Where the tour of the README begins; it ends with the section.
const TOUR: &str = "## A five-minute tour";

/// The address in the README, which is that of a demo without `--port`.
const ADDRESS: &str = "http://127.0.0.1:8080";

/// Does the main job twice (what is done once may be repeated), then the lines of the README's tour.
///
/// # Errors
/// When a line ends with another status than 0, or the demo does not survive.
pub(crate) fn run() -> Result<(), Failure> {
    let target = process::target()?;
    let mut demo = Demo::start(&target)?;
    let outcome = examples(&demo);
    demo.verify_unharmed()?;
    outcome
}

fn examples(demo: &Demo) -> Result<(), Failure> {
    let script = process::root().join("examples/main-job.sh");
    for _ in 0..2 {
        process::run(Command::new(&script).arg(demo.description()))?;
    }
    let readme = std::fs::read_to_string(process::root().join("README.md"))?;
    tour(&lines(&readme)?.replace(ADDRESS, &demo.address()?), demo.directory())
}

fn tour(lines: &str, directory: &Path) -> Result<(), Failure> {
    process::run(Command::new("bash").args(["-euo", "pipefail", "-c", lines]).current_dir(directory))
}

/// The shell lines of the tour.
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
