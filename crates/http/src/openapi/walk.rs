//! Ways through a document.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// The methods that an operation can have in a path.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// Where the schemas of a document are.
const SCHEMAS: &str = "#/components/schemas/";

/// The members of an object.
pub(super) fn members(value: &mut Value) -> impl Iterator<Item = (&String, &mut Value)> {
    value.as_object_mut().into_iter().flatten()
}

/// Each operation with its method and path.
pub(super) fn operations(document: &mut Value) -> impl Iterator<Item = (String, String, &mut Value)> {
    members(&mut document["paths"]).flat_map(|(path, item)| {
        members(item)
            .filter(|(method, _)| METHODS.contains(&method.as_str()))
            .map(move |(method, operation)| (method.clone(), path.clone(), operation))
    })
}

/// Each media type object of a request body or response.
pub(super) fn contents(body: &mut Value) -> impl Iterator<Item = (&String, &mut Value)> {
    body.get_mut("content").into_iter().flat_map(members)
}

/// Does something with a schema and all schemas within it, references not followed.
pub(super) fn each_schema(schema: &mut Value, act: &mut impl FnMut(&mut Map<String, Value>)) {
    let Some(map) = schema.as_object_mut() else { return };
    act(map);
    for (key, value) in map {
        match (key.as_str(), value) {
            ("properties", Value::Object(members)) => members.values_mut().for_each(|member| each_schema(member, act)),
            ("oneOf" | "anyOf" | "allOf", Value::Array(members)) => members.iter_mut().for_each(|one| each_schema(one, act)),
            ("items" | "additionalProperties", value) => each_schema(value, act),
            _ => {}
        }
    }
}

/// The schema that a reference names.
pub(super) fn named<'a>(document: &'a Value, reference: &str) -> Option<(&'a str, &'a Value)> {
    let schemas = document.get("components")?.get("schemas")?.as_object()?;
    schemas.get_key_value(reference.strip_prefix(SCHEMAS)?).map(|(name, schema)| (name.as_str(), schema))
}

/// The names of all schemas that a part of the document leads to.
pub(super) fn reachable(document: &Value, from: &Value, found: &mut BTreeSet<String>) {
    match from {
        Value::Object(map) => {
            if let Some((name, schema)) = map.get("$ref").and_then(Value::as_str).and_then(|one| named(document, one))
                && found.insert(name.to_owned())
            {
                reachable(document, schema, found);
            }
            map.values().for_each(|value| reachable(document, value, found));
        }
        Value::Array(list) => list.iter().for_each(|value| reachable(document, value, found)),
        _ => {}
    }
}
