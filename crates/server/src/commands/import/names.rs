//! The names of enterprises, read along with the enterprises: both files are in the order of the numbers.

use std::path::Path;

use types::{KboNumber, Parsed};

use super::report::Report;
use super::table::Table;
use crate::Error;

/// In which language a name is taken: Dutch, unknown, French, English, German.
const LANGUAGES: [&str; 5] = ["2", "0", "1", "4", "3"];

/// The official name; 002 is an abbreviation, 003 a commercial name, 004 that of a branch.
const OFFICIAL: &str = "001";

/// `denomination.csv`.
pub(super) struct Names {
    table: Table<4>,
    /// The row that was read too far.
    ahead: Option<Name>,
    /// The highest number that was read.
    highest: String,
}

struct Name {
    number: String,
    /// The lower, the better.
    rank: usize,
    text: String,
}

impl Names {
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let columns = ["EntityNumber", "Language", "TypeOfDenomination", "Denomination"];
        Ok(Self { table: Table::open(path, columns)?, ahead: None, highest: String::new() })
    }

    /// The name of an enterprise. Numbers must be asked in their order.
    pub(super) fn of(&mut self, number: &KboNumber, report: &mut Report) -> Result<Option<String>, Error> {
        let mut best: Option<Name> = None;
        while let Some(name) = self.next(report)? {
            if name.number.as_str() > number.as_str() {
                self.ahead = Some(name);
                break;
            }
            if name.number == number.as_str() && best.as_ref().is_none_or(|best| name.rank < best.rank) {
                best = Some(name);
            }
        }
        Ok(best.map(|name| name.text))
    }

    /// The next official name.
    fn next(&mut self, report: &mut Report) -> Result<Option<Name>, Error> {
        if let Some(ahead) = self.ahead.take() {
            return Ok(Some(ahead));
        }
        while let Some(row) = self.table.next()? {
            let [number, language, kind, text] = match row.values {
                Ok(values) => values,
                Err(error) => {
                    report.refused(&self.table.name(), row.line, &error)?;
                    continue;
                }
            };
            let number: String = number.chars().filter(char::is_ascii_digit).collect();
            if number < self.highest {
                report.refused(
                    &self.table.name(),
                    row.line,
                    "EntityNumber: is lower than the one before it; the rows must be in the order of the numbers",
                )?;
                continue;
            }
            self.highest.clone_from(&number);
            if kind == OFFICIAL {
                let rank = LANGUAGES.iter().position(|known| *known == language).unwrap_or(LANGUAGES.len());
                return Ok(Some(Name { number, rank, text }));
            }
        }
        Ok(None)
    }
}
