//! The policies have their forms in the crates of their nouns; here they are only read, one mistake for each.

use serde::de::DeserializeOwned;
use service::Policies;
use toml::{Table, Value};

use super::{Mistakes, section::Section};

pub(super) fn read(mut section: Section, m: &mut Mistakes) -> Option<Policies> {
    let catalogue = one(&mut section, "catalogue", m);
    let werkrelaties = one(&mut section, "werkrelaties", m);
    let mandates = one(&mut section, "mandates", m);
    let refusals = one(&mut section, "refusals", m);
    let sign_in = one(&mut section, "sign_in", m);
    section.finish(m);
    Some(Policies {
        catalogue: catalogue?,
        werkrelaties: werkrelaties?,
        mandates: mandates?,
        refusals: refusals?,
        sign_in: sign_in?,
    })
}

/// A value that has its form in another place.
pub(super) fn one<T: DeserializeOwned>(section: &mut Section, key: &str, m: &mut Mistakes) -> Option<T> {
    let (path, value) = section.value(key);
    let value = value.unwrap_or_else(|| Value::Table(Table::new()));
    serde_path_to_error::deserialize(value)
        .map_err(|error| {
            let inner = error.path().to_string();
            let at = if inner == "." { path } else { format!("{path}.{inner}") };
            m.note(&at, "what config/default.toml documents", error.inner().message());
        })
        .ok()
}
