use std::time::Duration;

use toml::{Table, Value};

use super::Mistakes;

/// A table that is read key by key; what nobody asked for is unknown.
pub(super) struct Section {
    path: String,
    table: Table,
    asked: Vec<String>,
}

impl Section {
    /// The whole configuration.
    pub(super) fn root(table: Table) -> Self {
        Self { path: String::new(), table, asked: Vec::new() }
    }

    /// A table within; empty when it is left out.
    pub(super) fn section(&mut self, key: &str, m: &mut Mistakes) -> Self {
        let path = self.path(key);
        let table = match self.take(key) {
            Some(Value::Table(table)) => table,
            Some(other) => {
                m.note(&path, "a section", kind(&other));
                Table::new()
            }
            None => Table::new(),
        };
        Self { path, table, asked: Vec::new() }
    }

    /// An entry of a list of tables.
    pub(super) fn entry(path: &str, value: Value, m: &mut Mistakes) -> Option<Self> {
        match value {
            Value::Table(table) => Some(Self { path: path.to_owned(), table, asked: Vec::new() }),
            other => m.refuse(path, "a section", kind(&other)),
        }
    }

    /// Whether a key is there; it may be left out.
    pub(super) fn has(&mut self, key: &str) -> bool {
        self.asked.push(key.to_owned());
        self.table.contains_key(key)
    }

    /// Any value, for who reads it with its own rules, and its whole key.
    pub(super) fn value(&mut self, key: &str) -> (String, Option<Value>) {
        (self.path(key), self.take(key))
    }

    /// A text that may be left out.
    pub(super) fn optional(&mut self, key: &str, m: &mut Mistakes) -> Option<String> {
        match self.take(key)? {
            Value::String(text) if !text.is_empty() => Some(text),
            other => m.refuse(&self.path(key), "a text that is not empty", kind(&other)),
        }
    }

    /// A text that must be there.
    pub(super) fn required(&mut self, key: &str, expected: &str, m: &mut Mistakes) -> Option<String> {
        if !self.table.contains_key(key) {
            self.asked.push(key.to_owned());
            return m.refuse(&self.path(key), expected, "nothing");
        }
        self.optional(key, m)
    }

    /// A text of a certain form.
    pub(super) fn parsed<T>(
        &mut self,
        key: &str,
        expected: &str,
        parse: impl FnOnce(&str) -> Option<T>,
        m: &mut Mistakes,
    ) -> Option<T> {
        let text = self.required(key, expected, m)?;
        parse(&text).or_else(|| m.refuse(&self.path(key), expected, format!("`{text}`")))
    }

    /// A whole number between two others, both included.
    pub(super) fn number<T: TryFrom<i64>>(&mut self, key: &str, least: i64, most: i64, m: &mut Mistakes) -> Option<T> {
        let expected = format!("a whole number from {least} to {most}");
        let found = match self.take(key) {
            Some(Value::Integer(number)) if (least..=most).contains(&number) => return T::try_from(number).ok(),
            Some(Value::Integer(number)) => number.to_string(),
            Some(other) => kind(&other).to_owned(),
            None => "nothing".to_owned(),
        };
        m.refuse(&self.path(key), expected, found)
    }

    /// The same, when it may be left out.
    pub(super) fn optional_number<T: TryFrom<i64>>(&mut self, key: &str, least: i64, most: i64, m: &mut Mistakes) -> Option<T> {
        if self.table.contains_key(key) {
            return self.number(key, least, most, m);
        }
        self.asked.push(key.to_owned());
        None
    }

    /// A number of seconds, at least one.
    pub(super) fn seconds(&mut self, key: &str, most: i64, m: &mut Mistakes) -> Option<Duration> {
        self.number(key, 1, most, m).map(Duration::from_secs)
    }

    /// A number of milliseconds, at most a minute.
    pub(super) fn millis(&mut self, key: &str, m: &mut Mistakes) -> Option<Duration> {
        self.number(key, 1, 60_000, m).map(Duration::from_millis)
    }

    /// Refuses what nobody asked for.
    pub(super) fn finish(self, m: &mut Mistakes) {
        let known: Vec<_> = self.asked.iter().map(|key| format!("`{key}`")).collect();
        let expected = format!("one of {}", known.join(", "));
        for key in self.table.keys() {
            m.note(&self.path(key), expected.clone(), "an unknown key");
        }
    }

    fn take(&mut self, key: &str) -> Option<Value> {
        self.asked.push(key.to_owned());
        self.table.remove(key)
    }

    fn path(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}

/// What a value is; not the value, which may be secret.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::String(text) if text.is_empty() => "an empty text",
        Value::String(_) => "a text",
        Value::Integer(_) => "a whole number",
        Value::Float(_) => "a fraction",
        Value::Boolean(_) => "true or false",
        Value::Datetime(_) => "a date",
        Value::Array(_) => "a list",
        Value::Table(_) => "a section",
    }
}
