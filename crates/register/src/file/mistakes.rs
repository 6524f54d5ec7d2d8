use std::{collections::HashSet, fmt, io, ops::Range, path::PathBuf};

use thiserror::Error;
use types::{Day, Insz};

/// Something wrong in a file. It repeats nothing that the file says, because that may be a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Counted from 1.
    pub line: usize,
    /// As `person.birth`; empty where the file is no TOML.
    pub key: String,
    /// What is wrong, or what was expected.
    pub text: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let separator = if self.key.is_empty() { "" } else { ": " };
        write!(f, "line {}: {}{separator}{}", self.line, self.key, self.text)
    }
}

/// Everything wrong in a file, by line; printed one to a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistakes(pub Vec<Mistake>);

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for Mistakes {}

/// Why a file gives no register.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FileError {
    /// It cannot be read, or is no UTF-8.
    #[error("{path}: {kind}", path = .0.display(), kind = .1)]
    Read(PathBuf, io::ErrorKind),
    /// It can, and is wrong.
    #[error("{path}:\n{mistakes}", path = .0.display(), mistakes = .1)]
    Mistakes(PathBuf, Mistakes),
}

impl FileError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Read(..) => "registerFileUnreadable",
            Self::Mistakes(..) => "registerFileMistakes",
        }
    }
}

/// What is noticed while a file is read.
pub(super) struct Notes<'t> {
    text: &'t str,
    today: Day,
    mistakes: Vec<Mistake>,
    seen: HashSet<Insz>,
}

impl<'t> Notes<'t> {
    pub(super) fn new(text: &'t str, today: Day) -> Self {
        Self { text, today, mistakes: Vec::new(), seen: HashSet::new() }
    }

    pub(super) fn note(&mut self, at: Range<usize>, key: impl Into<String>, text: impl Into<String>) {
        let before = self.text.as_bytes().iter().take(at.start);
        let line = before.filter(|byte| **byte == b'\n').count() + 1;
        self.mistakes.push(Mistake { line, key: key.into(), text: text.into() });
    }

    /// A key is repeated only when it looks like one: somebody may have written a number there.
    pub(super) fn unknown_key(&mut self, at: Range<usize>, table: &str, key: &str, known: &[&str]) {
        let harmless = key.len() <= 40 && key.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-'));
        let shown = format!("{table}{}", if harmless { key } else { "[...]" });
        self.note(at, shown, format!("unknown key; expected: {}", known.join(", ")));
    }

    /// Parses a number that no other person of the file has.
    pub(super) fn number(&mut self, text: &str) -> Result<Insz, String> {
        let number = Insz::parse(text, self.today).map_err(|error| error.to_string())?;
        if self.seen.insert(number) { Ok(number) } else { Err("this number stands in the file twice".to_owned()) }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.mistakes.is_empty()
    }

    pub(super) fn finish(mut self) -> Mistakes {
        self.mistakes.sort_by_key(|mistake| mistake.line);
        Mistakes(self.mistakes)
    }
}
