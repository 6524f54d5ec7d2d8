use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use register::Mistakes;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use serde_path_to_error::Segment;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};
use types::{Day, Secret};

use crate::{
    ClientEntry, Data, Located,
    check::{Found, check},
    kinds::{KINDS, Kind},
    notes::{Notes, did_you_mean, shown},
    prepare::{Known, identify, json, member},
};

/// Members whose values are never repeated in a message.
const SECRET: [&str; 4] = ["insz", "password", "replaces", "secret"];

/// Reads a data file. `today` is what its relative dates count from.
///
/// # Errors
/// [`Mistakes`]: all of them, by line.
pub fn parse(text: &str, today: Day) -> Result<Data, Mistakes> {
    let mut notes = Notes::new(text);
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        notes.note(&error.span().unwrap_or_default(), "", error.message());
    }
    if !notes.is_empty() {
        return Err(notes.finish());
    }
    let mut reader = Reader { known: Known::default(), today, notes };
    let data = reader.read(document.get_ref());
    if reader.notes.is_empty() { Ok(data) } else { Err(reader.notes.finish()) }
}

struct Reader {
    known: Known,
    today: Day,
    notes: Notes,
}

type Table<'f> = (&'static Kind, &'f Spanned<DeValue<'f>>);

impl Reader {
    fn read(&mut self, document: &DeTable<'_>) -> Data {
        let mut tables: Vec<Table<'_>> = Vec::new();
        for (key, value) in document {
            let names = || KINDS.iter().map(|kind| kind.name);
            let Some(kind) = KINDS.iter().find(|kind| kind.name == key.get_ref()) else {
                let name = shown(key.get_ref());
                let expected =
                    format!("unknown key{}; expected: {}", did_you_mean(name, names()), names().collect::<Vec<_>>().join(", "));
                self.notes.note(&key.span(), name, expected);
                continue;
            };
            match value.get_ref() {
                DeValue::Array(items) if items.iter().all(|item| item.get_ref().is_table()) => {
                    tables.extend(items.iter().map(|item| (kind, item)));
                }
                _ => self.notes.note(&value.span(), kind.name, format!("[[{}]], once for each, expected", kind.name)),
            }
        }
        for (kind, table) in &tables {
            self.known.learn(kind, table, &mut self.notes);
        }
        let mut data = Data::default();
        tables.iter().for_each(|table| self.keep(*table, &mut data));
        check(&data).into_iter().for_each(|found| self.tell(&tables, found));
        data
    }

    /// At the member where there is one, else at its table.
    fn tell(&mut self, tables: &[Table<'_>], Found { line, what, member: name, text }: Found) {
        let at = tables.iter().find(|(_, table)| self.notes.line(&table.span()) == line);
        match at.filter(|_| !name.is_empty()) {
            Some(table) => self.note(*table, name, &text),
            None => self.notes.note_line(line, what, text),
        }
    }

    fn keep(&mut self, table: Table<'_>, data: &mut Data) {
        match table.0.name {
            "organisation" => data.organisations.extend(self.entry(table)),
            "person" => data.persons.extend(self.entry(table)),
            "application" => data.applications.extend(self.entry(table)),
            "right" => data.rights.extend(self.entry(table)),
            "werkrelatie" => data.werkrelaties.extend(self.entry(table)),
            "toekenning" => data.toekenningen.extend(self.entry(table)),
            "mandate" => data.mandates.extend(self.entry(table)),
            "account" => data.accounts.extend(self.entry(table)),
            _ => data.clients.extend(self.client(table)),
        }
    }

    fn entry<T: DeserializeOwned>(&mut self, table: Table<'_>) -> Option<Located<T>> {
        let object = self.prepared(table)?;
        let what = what(table.0, &object);
        let (value, _) = self.typed(table, object)?;
        Some(Located { line: self.notes.line(&table.1.span()), what, value })
    }

    fn client(&mut self, table: Table<'_>) -> Option<Located<ClientEntry>> {
        let mut object = self.prepared(table)?;
        let what = what(table.0, &object);
        let secret = match object.shift_remove("secret") {
            None => None,
            Some(Value::String(secret)) => Some(Secret::new(secret)),
            Some(_) => {
                self.note(table, "secret", "a text in quotes expected");
                None
            }
        };
        let api_example = object.shift_remove("api_example").is_some_and(|value| {
            value.as_bool().unwrap_or_else(|| {
                self.note(table, "api_example", "true or false expected");
                false
            })
        });
        let mut object = object.into_iter().map(|(key, value)| (camel(&key), value)).collect();
        oidc::Profile::complete(&mut object);
        let (client, told) = self.typed::<oidc::Client>(table, object)?;
        for mistake in client.validate().into_iter().filter(|mistake| !told.contains(mistake.member)) {
            self.note(table, &snake(mistake.member), &format!("expected: {}", mistake.expected));
        }
        Some(Located { line: self.notes.line(&table.1.span()), what, value: ClientEntry { client, secret, api_example } })
    }

    /// A table as JSON in which days, identifiers and references stand for what they mean.
    fn prepared(&mut self, (kind, table): Table<'_>) -> Option<Map<String, Value>> {
        let mut object = json(table.get_ref().as_table()?, kind.name, self.today, &mut self.notes);
        identify(kind, &mut object);
        for required in kind.required.iter().filter(|name| member(table, name).is_none()) {
            self.note((kind, table), required, "is missing");
        }
        for (name, target) in kind.references {
            let Some(value) = object.get_mut(*name) else { continue };
            if let Err(error) = self.known.refer(target, value) {
                object.shift_remove(*name);
                self.note((kind, table), name, &error);
            }
        }
        Some(object)
    }

    /// The typed value, and the members of it that were wrong. What is wrong is noted and taken out, of a list only the item, until all is noted.
    fn typed<T: DeserializeOwned>(&mut self, table: Table<'_>, mut object: Map<String, Value>) -> Option<(T, BTreeSet<String>)> {
        let mut told_of = BTreeSet::new();
        let mut items: HashMap<String, Vec<usize>> = HashMap::new();
        loop {
            let error = match serde_path_to_error::deserialize::<_, T>(Value::Object(object.clone())) {
                Ok(value) => return Some((value, told_of)),
                Err(error) => error,
            };
            let message = error.inner().to_string();
            let mut path: Vec<Segment> = error.path().iter().cloned().collect();
            let unknown = between(&message, "unknown field `");
            let first = path.first().and_then(name).or_else(|| unknown.map(str::to_owned));
            let Some(first) = first.filter(|first| take(&mut object, first, path.get_mut(1), &mut items)) else {
                // A member is missing: told before when it is required, and when it was wrong itself.
                if self.notes.is_empty() {
                    self.notes.note(&table.1.span(), table.0.name, message);
                }
                return None;
            };
            let key = snake(&first);
            let (at, trail) = place(table.1, &path, unknown, &key);
            self.notes.note(&at, format!("{}.{trail}", table.0.name), told(&message, &key, unknown));
            told_of.insert(first);
        }
    }

    fn note(&mut self, (kind, table): Table<'_>, name: &str, text: &str) {
        let at = member(table, name).map_or_else(|| table.span(), Spanned::span);
        self.notes.note(&at, format!("{}.{name}", kind.name), text);
    }
}

fn what(kind: &Kind, object: &Map<String, Value>) -> String {
    let key = kind.key.or(Some("werkrelatie")).and_then(|name| object.get(name)?.as_str()).unwrap_or_default();
    format!("{} {key}", kind.name).trim_end().to_owned()
}

fn name(segment: &Segment) -> Option<String> {
    if let Segment::Map { key } = segment { Some(key.clone()) } else { None }
}

/// Takes a member out, or only the item of it that is wrong; `item` says then where that stands in the file.
fn take(
    object: &mut Map<String, Value>,
    member: &str,
    item: Option<&mut Segment>,
    items: &mut HashMap<String, Vec<usize>>,
) -> bool {
    if let (Some(Value::Array(list)), Some(Segment::Seq { index })) = (object.get_mut(member), item) {
        let left = items.entry(member.to_owned()).or_insert_with(|| (0..list.len()).collect());
        if *index < list.len() && *index < left.len() {
            list.remove(*index);
            *index = left.remove(*index);
            return true;
        }
    }
    object.shift_remove(member).is_some()
}

fn between<'m>(message: &'m str, before: &str) -> Option<&'m str> {
    message.split_once(before)?.1.split('`').next()
}

/// Where a path of the typed value leads in the file, as far as it leads anywhere.
fn place(table: &Spanned<DeValue<'_>>, path: &[Segment], unknown: Option<&str>, first: &str) -> (Range<usize>, String) {
    let mut at = member(table, first).map_or_else(|| table.span(), Spanned::span);
    let mut trail = shown(first).to_owned();
    let mut here = member(table, first);
    let keys = path.iter().skip(1);
    for segment in keys {
        let next = match (segment, here.map(Spanned::get_ref)) {
            (Segment::Seq { index }, Some(DeValue::Array(items))) => {
                trail.push_str(&format!("[{index}]"));
                items.get(*index)
            }
            (Segment::Map { key }, Some(DeValue::Table(_))) => {
                trail.push('.');
                trail.push_str(shown(key));
                here.and_then(|value| member(value, key))
            }
            _ => None,
        };
        let Some(next) = next else { break };
        (at, here) = (next.span(), Some(next));
    }
    if let Some(found) = unknown.filter(|name| !trail.ends_with(*name)).and_then(|name| member(here?, name)) {
        at = found.span();
        trail.push('.');
        trail.push_str(shown(unknown.unwrap_or_default()));
    }
    (at, trail)
}

/// The message of the parser, without what must not be repeated.
fn told(message: &str, key: &str, unknown: Option<&str>) -> String {
    if let Some(unknown) = unknown {
        let expected = message.split_once("expected ").map_or("", |(_, list)| list);
        let names: Vec<String> = expected.split('`').skip(1).step_by(2).map(snake).collect();
        let near = did_you_mean(unknown, names.iter().map(String::as_str));
        return format!("unknown key{near}; expected: {}", names.join(", "));
    }
    if SECRET.contains(&key) {
        return "a text in quotes expected".to_owned();
    }
    shown_message(message)
}

/// In words of the file, not of Rust; and a number that was written somewhere else may be somebody's.
fn shown_message(message: &str) -> String {
    let digits = message.bytes().filter(u8::is_ascii_digit).count();
    match message.split_once(", expected ") {
        Some((found, expected)) if found.starts_with("invalid ") => match expected {
            "u8" | "u16" | "u32" | "u64" | "i64" => "a whole number, 0 or more, expected".to_owned(),
            "a sequence" => "a list in [ ] expected".to_owned(),
            "a boolean" => "true or false expected".to_owned(),
            _ if digits >= 9 => format!("{expected} expected"),
            _ => message.to_owned(),
        },
        _ => message.to_owned(),
    }
}

fn camel(key: &str) -> String {
    let mut parts = key.split('_');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut letters = part.chars();
        text.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        text.push_str(letters.as_str());
    }
    text
}

fn snake(key: &str) -> String {
    let mut text = String::new();
    for letter in key.chars() {
        if letter.is_ascii_uppercase() {
            text.push('_');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}
