use std::{collections::HashMap, ops::Range};

use serde_json::{Map, Value};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};
use types::{Day, Insz, TypedId};
use uuid::Uuid;

use crate::{
    date,
    kinds::{IDENTIFIED, Kind},
    notes::{Notes, did_you_mean, shown},
};

/// The name space of the identifiers of the demo's data: UUID version 5 of the kind and the key, so that documented addresses stay the same.
const NAMESPACE: Uuid = Uuid::from_u128(0x9f1c_6f0e_4d0a_5b7e_8a51_2d6b_7c3e_9a10);

/// Members that are days, whatever table they stand in.
const DAYS: [&str; 6] = ["begin", "end", "deceased", "struck", "paused_until", "until"];

/// Members that are national numbers, or lists of them.
const NUMBERS: [&str; 2] = ["insz", "replaces"];

/// The identifier of an organisation or person that names none itself.
pub(crate) fn identifier(kind: &str, key: &str) -> Uuid {
    Uuid::new_v5(&NAMESPACE, format!("{kind}:{key}").as_bytes())
}

/// The keys of each kind, with the text that a reference becomes.
#[derive(Default)]
pub(crate) struct Known(HashMap<&'static str, HashMap<String, String>>);

impl Known {
    /// Learns one table's key; told when it is taken.
    pub(crate) fn learn(&mut self, kind: &Kind, table: &Spanned<DeValue<'_>>, notes: &mut Notes) {
        let Some((name, value)) = kind.key.and_then(|name| Some((name, member(table, name)?))) else { return };
        let DeValue::String(key) = value.get_ref() else { return };
        let named = member(table, "id").and_then(|id| id.get_ref().as_str()).map(str::to_owned);
        let text = match named {
            Some(id) if IDENTIFIED.contains(&kind.name) => id,
            _ if IDENTIFIED.contains(&kind.name) => identifier(kind.name, key).to_string(),
            _ => key.to_string(),
        };
        if self.0.entry(kind.name).or_default().insert(key.to_string(), text).is_some() {
            notes.note(&value.span(), format!("{}.{name}", kind.name), format!("`{}` stands in the file twice", shown(key)));
        }
    }

    fn resolve(&self, kind: &str, key: &str) -> Result<String, String> {
        let keys = self.0.get(kind);
        keys.and_then(|keys| keys.get(key)).cloned().ok_or_else(|| {
            let near = did_you_mean(key, keys.into_iter().flat_map(HashMap::keys).map(String::as_str));
            format!("there is no {kind} `{}`{near}", shown(key))
        })
    }

    /// Puts what is meant in the place of the key, in a member that is a key or a list of keys. `None` when something is not there.
    pub(crate) fn refer(&self, kind: &str, value: &mut Value) -> Result<(), String> {
        match value {
            Value::String(key) => *key = self.resolve(kind, key)?,
            Value::Array(items) => items.iter_mut().try_for_each(|item| self.refer(kind, item))?,
            _ => {}
        }
        Ok(())
    }
}

/// The value of a member.
pub(crate) fn member<'f>(value: &'f Spanned<DeValue<'f>>, name: &str) -> Option<&'f Spanned<DeValue<'f>>> {
    let table = value.get_ref().as_table()?;
    table.iter().find(|(key, _)| key.get_ref() == name).map(|(_, value)| value)
}

/// A table as JSON, with its days resolved; one that is no day is noted and left out.
pub(crate) fn json(table: &DeTable<'_>, prefix: &str, today: Day, notes: &mut Notes) -> Map<String, Value> {
    let mut object = Map::new();
    for (key, value) in table {
        let name: &str = key.get_ref();
        if let Some(converted) = member_json(name, value, &format!("{prefix}.{}", shown(name)), today, notes) {
            object.insert(name.to_owned(), converted);
        }
    }
    in_order(table, &object, prefix, notes);
    object
}

fn member_json(name: &str, value: &Spanned<DeValue<'_>>, at: &str, today: Day, notes: &mut Notes) -> Option<Value> {
    Some(match value.get_ref() {
        DeValue::String(text) if DAYS.contains(&name) => return day(text, value.span(), at, today, notes),
        DeValue::String(text) if NUMBERS.contains(&name) => return number(text, &value.span(), at, today, notes),
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(number) => number.to_string().parse::<i64>().map_or(Value::Null, Value::from),
        DeValue::Float(number) => number.to_string().parse::<f64>().map_or(Value::Null, Value::from),
        DeValue::Boolean(truth) => Value::Bool(*truth),
        DeValue::Datetime(moment) => Value::String(moment.to_string()),
        DeValue::Array(items) => {
            let inner = if NUMBERS.contains(&name) { name } else { "" };
            items.iter().filter_map(|item| member_json(inner, item, at, today, notes)).collect()
        }
        DeValue::Table(table) => Value::Object(json(table, at, today, notes)),
    })
}

fn day(text: &str, at: Range<usize>, key: &str, today: Day, notes: &mut Notes) -> Option<Value> {
    let day = date::day(text, today).map_err(|error| notes.note(&at, key, error)).ok()?;
    Some(Value::String(day.to_string()))
}

fn number(text: &str, at: &Range<usize>, key: &str, today: Day, notes: &mut Notes) -> Option<Value> {
    let number = Insz::parse(text, today).map_err(|error| notes.note(at, key, error.to_string())).ok()?;
    Some(Value::String(number.expose()))
}

fn in_order(table: &DeTable<'_>, object: &Map<String, Value>, prefix: &str, notes: &mut Notes) {
    let of = |name: &str| Day::parse(object.get(name)?.as_str()?).ok();
    if let (Some(begin), Some(end)) = (of("begin"), of("end"))
        && end < begin
    {
        let at = table.iter().find(|(key, _)| key.get_ref() == "end").map(|(_, value)| value.span()).unwrap_or_default();
        notes.note(&at, format!("{prefix}.end"), format!("{end} lies before the begin, {begin}"));
    }
}

/// Gives an organisation or person the identifier that it does not name.
pub(crate) fn identify(kind: &Kind, object: &mut Map<String, Value>) {
    let key = kind.key.and_then(|name| object.get(name)?.as_str()).map(|key| identifier(kind.name, key));
    if let (true, Some(id)) = (IDENTIFIED.contains(&kind.name) && !object.contains_key("id"), key) {
        object.insert("id".to_owned(), Value::String(types::OrganisationId::from_uuid(id).to_string()));
    }
}
