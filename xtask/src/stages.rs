//! Stages: named pieces of work that are timed, and summed up at the end.

use std::time::{Duration, Instant};

use crate::Failure;

/// Runs stages one after the other and remembers how each went; a stage that fails does not stop the next.
#[derive(Default)]
pub(crate) struct Stages {
    done: Vec<Stage>,
}

struct Stage {
    name: &'static str,
    took: Duration,
    outcome: Result<(), String>,
}

impl Stages {
    /// Runs one stage, prints its name before and its time after.
    pub(crate) fn run(&mut self, name: &'static str, work: impl FnOnce() -> Result<(), Failure>) {
        println!("==> {name}");
        let begin = Instant::now();
        let outcome = work().map_err(|failure| failure.to_string());
        let stage = Stage { name, took: begin.elapsed(), outcome };
        println!("    {}", stage.line());
        self.done.push(stage);
    }

    /// Prints the summary.
    ///
    /// # Errors
    /// Names the stages that failed.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        println!("==> summary");
        for stage in &self.done {
            println!("    {:<24} {}", stage.name, stage.line());
        }
        let failed: Vec<_> = self.done.iter().filter(|stage| stage.outcome.is_err()).map(|stage| stage.name).collect();
        if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", ")).into()) }
    }
}

impl Stage {
    fn line(&self) -> String {
        let seconds = self.took.as_secs_f64();
        match &self.outcome {
            Ok(()) => format!("ok, {seconds:.1} s"),
            Err(failure) => format!("FAILED after {seconds:.1} s: {failure}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_runs_and_the_failed_ones_are_named() {
        let mut stages = Stages::default();
        let mut ran = 0;
        stages.run("first", || Err("no".into()));
        stages.run("second", || {
            ran += 1;
            Ok(())
        });
        assert_eq!(stages.finish().unwrap_err().to_string(), "failed: first");
        assert_eq!(ran, 1);
    }
}
