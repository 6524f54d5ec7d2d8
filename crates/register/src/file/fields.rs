use std::{fmt::Display, ops::Range};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};
use types::Insz;

use super::Notes;

/// The members of one `[[person]]`. What is wrong is noted and read as absent: a file with notes gives no register.
pub(super) struct Fields<'f> {
    table: &'f DeTable<'f>,
    at: Range<usize>,
}

const PREFIX: &str = "person.";

impl<'f> Fields<'f> {
    pub(super) fn of(value: &'f Spanned<DeValue<'f>>, known: &[&str], notes: &mut Notes<'_>) -> Option<Self> {
        let at = value.span();
        let DeValue::Table(table) = value.get_ref() else {
            notes.note(at, "person", "[[person]], once for each person, expected");
            return None;
        };
        for (key, _) in table.iter().filter(|(key, _)| !known.contains(&key.get_ref().as_ref())) {
            notes.unknown_key(key.span(), PREFIX, key.get_ref(), known);
        }
        Some(Self { table, at })
    }

    /// The value of a key that may be absent.
    pub(super) fn value(&self, key: &str) -> Option<&'f Spanned<DeValue<'f>>> {
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    pub(super) fn optional<T, E: Display>(
        &self,
        key: &str,
        notes: &mut Notes<'_>,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let value = self.value(key)?;
        let parsed = text(value.get_ref()).and_then(|text| parse(&text).map_err(|error| error.to_string()));
        kept(parsed, value.span(), key, notes)
    }

    pub(super) fn required<T, E: Display>(
        &self,
        key: &str,
        notes: &mut Notes<'_>,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        if self.value(key).is_none() {
            notes.note(self.at.clone(), format!("{PREFIX}{key}"), "is missing");
        }
        self.optional(key, notes, parse)
    }

    pub(super) fn number(&self, key: &str, notes: &mut Notes<'_>) -> Option<Insz> {
        let text = self.required(key, notes, |text| Ok::<_, String>(text.to_owned()))?;
        let number = notes.number(&text);
        kept(number, self.value(key)?.span(), key, notes)
    }

    pub(super) fn numbers(&self, key: &str, notes: &mut Notes<'_>) -> Vec<Insz> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            notes.note(value.span(), format!("{PREFIX}{key}"), "a list of numbers in quotes expected");
            return Vec::new();
        };
        let number = |item: &Spanned<DeValue<'_>>| {
            let number = text(item.get_ref()).and_then(|text| notes.number(&text));
            kept(number, item.span(), key, notes)
        };
        items.iter().filter_map(number).collect()
    }

    /// Notes that something is wrong with a key.
    pub(super) fn note(&self, key: &str, notes: &mut Notes<'_>, text: &str) {
        let at = self.value(key).map_or(self.at.clone(), Spanned::span);
        notes.note(at, format!("{PREFIX}{key}"), text);
    }
}

fn kept<T>(parsed: Result<T, String>, at: Range<usize>, key: &str, notes: &mut Notes<'_>) -> Option<T> {
    parsed.map_err(|error| notes.note(at, format!("{PREFIX}{key}"), error)).ok()
}

/// A text, or a date of TOML's own, which needs no quotes.
fn text(value: &DeValue<'_>) -> Result<String, String> {
    match value {
        DeValue::String(text) => Ok(text.clone().into_owned()),
        DeValue::Datetime(date) => Ok(date.to_string()),
        _ => Err("a text in quotes expected".to_owned()),
    }
}
