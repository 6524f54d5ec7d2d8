//! A CSV file, row by row: columns found by name, a broken row is told and skipped.

use std::fs::File;
use std::path::{Path, PathBuf};

use csv::{ErrorKind, Reader, StringRecord};

use crate::Error;

/// A file that is being read.
pub(super) struct Table<const N: usize> {
    path: PathBuf,
    reader: Reader<File>,
    columns: [usize; N],
    record: StringRecord,
}

/// One row: its line, counted from 1, and its values, or what is wrong with it.
pub(super) struct Row<const N: usize> {
    pub(super) line: u64,
    pub(super) values: Result<[String; N], String>,
}

impl<const N: usize> Table<N> {
    /// Opens a file that has these columns, in any order and among others.
    pub(super) fn open(path: &Path, names: [&str; N]) -> Result<Self, Error> {
        let broken = |error| Error::File { path: path.to_owned(), error };
        let mut reader = Reader::from_reader(File::open(path).map_err(broken)?);
        let header = reader.headers().map_err(|error| broken(error.into()))?;
        let place = |name: &str| header.iter().position(|column| column.trim_start_matches('\u{feff}') == name);
        let missing: Vec<_> = names.iter().copied().filter(|name| place(name).is_none()).collect();
        if !missing.is_empty() {
            let text = format!("its first line does not name {}", missing.join(", "));
            return Err(broken(std::io::Error::new(std::io::ErrorKind::InvalidData, text)));
        }
        let columns = names.map(|name| place(name).unwrap_or_default());
        Ok(Self { path: path.to_owned(), reader, columns, record: StringRecord::new() })
    }

    /// The next row; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Row<N>>, Error> {
        let before = self.reader.position().line();
        match self.reader.read_record(&mut self.record) {
            Ok(false) => Ok(None),
            Ok(true) => {
                let line = self.record.position().map_or(before, csv::Position::line);
                let values = self.columns.map(|column| self.record.get(column).unwrap_or_default().trim().to_owned());
                Ok(Some(Row { line, values: Ok(values) }))
            }
            Err(error) => {
                let line = error.position().map_or(before, csv::Position::line);
                match error.into_kind() {
                    ErrorKind::Io(error) => Err(Error::File { path: self.path.clone(), error }),
                    kind => Ok(Some(Row { line, values: Err(told(&kind)) })),
                }
            }
        }
    }

    /// How many bytes were read.
    pub(super) fn position(&self) -> u64 {
        self.reader.position().byte()
    }

    /// How many there are.
    pub(super) fn length(&self) -> u64 {
        std::fs::metadata(&self.path).map_or(0, |file| file.len())
    }

    /// As it stands before the line of a mistake.
    pub(super) fn name(&self) -> String {
        self.path.file_name().unwrap_or(self.path.as_os_str()).to_string_lossy().into_owned()
    }
}

fn told(kind: &ErrorKind) -> String {
    match kind {
        ErrorKind::Utf8 { .. } => "is no UTF-8".to_owned(),
        ErrorKind::UnequalLengths { expected_len, len, .. } => format!("has {len} values, {expected_len} expected"),
        _ => "is no CSV".to_owned(),
    }
}
