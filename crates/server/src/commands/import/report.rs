//! What is told while rows are imported, and in the end.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};
use service::organisations::Imported;

use crate::Error;

/// Counts, mistakes and progress.
pub(super) struct Report {
    /// Draws nothing when standard error is no terminal.
    bar: ProgressBar,
    errors: Option<BufWriter<File>>,
    created: u64,
    changed: u64,
    unchanged: u64,
    refused: u64,
}

impl Report {
    /// Mistakes go to a file where one is named, else to standard error.
    pub(super) fn new(bytes: u64, errors: Option<&Path>) -> Result<Self, Error> {
        let create = |path: &Path| File::create(path).map_err(|error| Error::File { path: path.to_owned(), error });
        let errors = errors.map(create).transpose()?.map(BufWriter::new);
        let bar = ProgressBar::new(bytes);
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {percent:>3} %  {elapsed} / {duration}  {msg}") {
            bar.set_style(style);
        }
        Ok(Self { bar, errors, created: 0, changed: 0, unchanged: 0, refused: 0 })
    }

    /// How far the file was read.
    pub(super) fn progress(&self, bytes: u64) {
        self.bar.set_position(bytes);
        self.bar.set_message(self.counts());
    }

    pub(super) fn done(&mut self, outcome: Imported) {
        match outcome {
            Imported::Created => self.created += 1,
            Imported::Changed => self.changed += 1,
            Imported::Unchanged => self.unchanged += 1,
        }
    }

    /// Tells what is wrong with a row.
    pub(super) fn refused(&mut self, file: &str, line: u64, text: &str) -> Result<(), Error> {
        self.refused += 1;
        let told = match &mut self.errors {
            Some(errors) => writeln!(errors, "{file}:{line}: {text}"),
            None => self.bar.suspend(|| writeln!(std::io::stderr(), "{file}:{line}: {text}")),
        };
        Ok(told?)
    }

    /// Tells the counts.
    ///
    /// # Errors
    /// [`Error::ImportRefused`] when some rows were.
    pub(super) fn finish(mut self, out: &mut impl Write) -> Result<(), Error> {
        self.bar.finish_and_clear();
        writeln!(out, "{}", self.counts())?;
        if let Some(errors) = &mut self.errors {
            errors.flush()?;
        }
        if self.refused == 0 { Ok(()) } else { Err(Error::ImportRefused(self.refused)) }
    }

    fn counts(&self) -> String {
        let Self { created, changed, unchanged, refused, .. } = self;
        format!("created {created}, changed {changed}, unchanged {unchanged}, refused {refused}")
    }
}
