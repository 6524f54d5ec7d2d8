//! Whole examples of bodies, put together from the examples of their members.

use serde_json::{Map, Value};

use super::walk::{contents, members, named, operations};

/// Deeper than any body goes; a schema that contains itself stops here.
const DEEPEST: u8 = 12;

/// Gives each JSON body an example, unless its handler gave one.
pub(super) fn add(document: &mut Value) {
    let whole = document.clone();
    for (_, _, operation) in operations(document) {
        operation.get_mut("requestBody").into_iter().flat_map(contents).for_each(|(_, content)| show(&whole, content));
        let responses = members(&mut operation["responses"]).map(|(_, response)| response);
        responses.flat_map(contents).for_each(|(_, content)| show(&whole, content));
    }
}

fn show(document: &Value, content: &mut Value) {
    let Some(content) = content.as_object_mut() else { return };
    if content.contains_key("example") || content.contains_key("examples") {
        return;
    }
    if let Some(example) = content.get("schema").and_then(|schema| of(document, schema, 0)) {
        content.insert("example".into(), example);
    }
}

/// An example of a schema; nothing when it cannot be known.
pub(super) fn of(document: &Value, schema: &Value, depth: u8) -> Option<Value> {
    if depth > DEEPEST {
        return None;
    }
    let given = schema["examples"].get(0).or_else(|| schema.get("const")).or_else(|| schema["enum"].get(0));
    if let Some(given) = given.or_else(|| schema.get("default")) {
        return Some(given.clone());
    }
    if let Some((_, schema)) = schema["$ref"].as_str().and_then(|reference| named(document, reference)) {
        return of(document, schema, depth + 1);
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let parts: Option<Vec<Value>> = parts.iter().map(|part| of(document, part, depth + 1)).collect();
        return Some(parts?.into_iter().filter_map(|part| part.as_object().cloned()).flatten().collect::<Map<_, _>>().into());
    }
    if let Some(choices) = schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array()) {
        return choices.iter().filter(|choice| choice["type"] != "null").find_map(|choice| of(document, choice, depth + 1));
    }
    of_type(document, schema, depth)
}

fn of_type(document: &Value, schema: &Value, depth: u8) -> Option<Value> {
    let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str())?;
    match kind {
        "boolean" => Some(false.into()),
        "integer" | "number" => Some(schema.get("minimum").cloned().unwrap_or_else(|| 1.into())),
        "array" => of(document, &schema["items"], depth + 1).map(|item| [item].into_iter().collect()),
        "object" => {
            let mut example = Map::new();
            for (name, member) in schema["properties"].as_object().into_iter().flatten() {
                match of(document, member, depth + 1) {
                    Some(value) => drop(example.insert(name.clone(), value)),
                    None if schema["required"].as_array().is_some_and(|all| all.iter().any(|one| one == name)) => return None,
                    None => {}
                }
            }
            Some(example.into())
        }
        _ => None,
    }
}
