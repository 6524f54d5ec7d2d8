//! Where requests to the outside may go.

use outgoing::{Origin, Settings};
use toml::Value;

use super::{Mistakes, section::Section};

const EXPECTED: &str = "a list of origins, like https://idp.intern.example or http://127.0.0.1:3000";

pub(super) fn read(mut section: Section, m: &mut Mistakes) -> Option<Settings> {
    let (key, list) = section.value("allow");
    let allow = origins(&key, list, m);
    let total = section.millis("total_milliseconds", m);
    section.finish(m);
    Some(Settings { allow: allow?, total: total? })
}

fn origins(key: &str, list: Option<Value>, m: &mut Mistakes) -> Option<Vec<Origin>> {
    let Some(Value::Array(items)) = list else { return m.refuse(key, EXPECTED, "something else") };
    let read = |item: &Value| item.as_str().and_then(|text| text.parse().ok());
    let origins: Option<Vec<Origin>> = items.iter().map(read).collect();
    origins.or_else(|| m.refuse(key, EXPECTED, "an entry that is none"))
}
