//! The defaults, the file over them, the environment over both.

use toml::{Table, Value};

use super::{DEFAULT, Environment, Mistakes};

/// The whole configuration as one table; `None` when the file is no TOML.
pub(super) fn merge(text: &str, environment: &Environment, m: &mut Mistakes) -> Option<Table> {
    let mut whole = parse(DEFAULT, m)?;
    // Types come from the defaults: a variable is text, `readers = "4"` is not a number.
    let defaults = whole.clone();
    let file = parse(text, m)?;
    lay(&mut whole, file, "");
    for (path, name, text) in environment.keys() {
        let value = typed(&defaults, &path, text);
        if !put(&mut whole, &path, value) {
            m.note(name, "the name of a key, `__` between section and key", "a name below a key that is no section");
        }
    }
    Some(whole)
}

fn parse(text: &str, m: &mut Mistakes) -> Option<Table> {
    match text.parse::<Table>() {
        Ok(table) => Some(table),
        Err(error) => {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            // Without the line itself: it may hold a password.
            m.refuse(&format!("line {}", before.matches('\n').count() + 1), "TOML", error.message())
        }
    }
}

/// A map of the environment's own codes replaces the default as a whole; otherwise nothing could be left out.
const WHOLE: &str = "policies.werkrelaties.doelgroepen";

fn lay(below: &mut Table, above: Table, path: &str) {
    for (key, value) in above {
        let here = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        match (below.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(above)) if here != WHOLE => lay(below, above, &here),
            (_, value) => drop(below.insert(key, value)),
        }
    }
}

/// Text stays text where the default is text or there is none; elsewhere it is read as TOML.
fn typed(defaults: &Table, path: &[String], text: &str) -> Value {
    let as_text = || Value::String(text.to_owned());
    let Some((first, rest)) = path.split_first() else { return as_text() };
    match (defaults.get(first), rest.is_empty()) {
        (Some(Value::Table(table)), false) => typed(table, rest, text),
        (None | Some(Value::String(_)), _) if first != "readers" => as_text(),
        _ => format!("value = {text}").parse::<Table>().ok().and_then(|mut one| one.remove("value")).unwrap_or_else(as_text),
    }
}

fn put(table: &mut Table, path: &[String], value: Value) -> bool {
    match path {
        [] => false,
        [last] => {
            table.insert(last.clone(), value);
            true
        }
        [first, rest @ ..] => match table.entry(first.clone()).or_insert_with(|| Value::Table(Table::new())) {
            Value::Table(table) => put(table, rest, value),
            _ => false,
        },
    }
}
