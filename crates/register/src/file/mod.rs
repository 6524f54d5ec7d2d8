//! A register in a file.

mod entry;
mod fields;
mod mistakes;

use std::{collections::HashMap, path::Path};

use persons::{LookUp, PersonRegister, RegisterRecord};
use thiserror::Error;
use toml::de::{DeTable, DeValue};
use types::{Day, Insz};

use mistakes::Notes;
pub use mistakes::{FileError, Mistake, Mistakes};

/// A register of fictional persons, held in memory. As TOML:
///
/// ```toml
/// [[person]]
/// insz = "85.07.31-001.30"        # the rijksregisternummer or BIS number
/// given = "Jan"                   # may be left out
/// family = "Janssens"
/// birth = "1985-07-31"            # also 1985-07 or 1985; left out: what the number says
/// sex = "male"                    # or female; left out: what the number says
/// deceased = 2026-10-01           # or struck = ..., the day on which he was struck from the register
/// replaces = ["72452503473"]      # numbers that he had before: asked for one of them, the register answers with this person
/// ```
#[derive(Clone, Debug, Default)]
pub struct FileRegister {
    records: Vec<RegisterRecord>,
    numbers: HashMap<Insz, usize>,
}

/// One person of a register in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What the register answers.
    pub record: RegisterRecord,
    /// Earlier numbers that find the same person.
    pub replaces: Vec<Insz>,
}

/// Two persons share a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the number {0} belongs to two persons")]
pub struct DuplicateNumber(pub Insz);

impl FileRegister {
    /// A register of persons that were read elsewhere.
    ///
    /// # Errors
    /// [`DuplicateNumber`], which prints masked.
    pub fn from_entries(entries: impl IntoIterator<Item = Entry>) -> Result<Self, DuplicateNumber> {
        let mut register = Self::default();
        for Entry { record, replaces } in entries {
            for number in std::iter::once(&record.insz).chain(&replaces) {
                if register.numbers.insert(*number, register.records.len()).is_some() {
                    return Err(DuplicateNumber(*number));
                }
            }
            register.records.push(RegisterRecord { replaces, ..record });
        }
        Ok(register)
    }

    /// Reads a TOML text. `today` is for the rule that nobody is born in the future.
    ///
    /// # Errors
    /// [`Mistakes`]: all of them, by line.
    pub fn parse(text: &str, today: Day) -> Result<Self, Mistakes> {
        let mut notes = Notes::new(text, today);
        let (document, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            notes.note(error.span().unwrap_or_default(), "", error.message());
        }
        if !notes.is_empty() {
            return Err(notes.finish());
        }
        let entries = read(document.get_ref(), &mut notes);
        match (notes.is_empty(), Self::from_entries(entries)) {
            (true, Ok(register)) => Ok(register),
            _ => Err(notes.finish()),
        }
    }

    /// Reads a TOML file.
    ///
    /// # Errors
    /// [`FileError`]: the file cannot be read, or holds mistakes.
    pub fn read(path: &Path, today: Day) -> Result<Self, FileError> {
        let text = std::fs::read_to_string(path).map_err(|error| FileError::Read(path.to_owned(), error.kind()))?;
        Self::parse(&text, today).map_err(|mistakes| FileError::Mistakes(path.to_owned(), mistakes))
    }

    /// How many persons it knows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether it knows nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }
}

impl PersonRegister for FileRegister {
    fn look_up(&self, insz: Insz) -> LookUp<'_> {
        let record = self.numbers.get(&insz).and_then(|index| self.records.get(*index)).cloned();
        Box::pin(std::future::ready(Ok(record)))
    }
}

fn read(document: &DeTable<'_>, notes: &mut Notes<'_>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (key, value) in document {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("person", DeValue::Array(persons)) => entries.extend(persons.iter().filter_map(|person| entry::read(person, notes))),
            ("person", _) => notes.note(value.span(), "person", "[[person]], once for each person, expected"),
            (other, _) => notes.unknown_key(key.span(), "", other, &["person"]),
        }
    }
    entries
}

#[cfg(test)]
mod tests;
