//! What all schemas have in common.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use utoipa::openapi::OpenApi;

use super::walk::{each_schema, members, named, operations, reachable};
use crate::schema;

/// Of a parameter, utoipa refers to the type and does not declare it; what nobody refers to goes again in `tidy`.
pub(super) fn declare(document: &mut OpenApi) {
    let declared = document.components.get_or_insert_default();
    for (name, schema) in schema::every() {
        declared.schemas.entry(name).or_insert(schema);
    }
}

/// `PageView_Person`, as utoipa names a generic, is a `PersonPage`, and refers to what it is a page of.
pub(super) fn rename_pages(document: &mut Value) {
    let text = document.to_string();
    let mut pieces = text.split("PageView_");
    let mut renamed = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once('"').unwrap_or((piece, ""));
        renamed.push_str(&format!("{name}Page\"{rest}"));
    }
    *document = serde_json::from_str(&renamed).unwrap_or_default();
    for (name, schema) in members(&mut document["components"]["schemas"]) {
        if let Some(of) = name.strip_suffix("Page") {
            schema["properties"]["items"]["items"] = json!({ "$ref": format!("#/components/schemas/{of}") });
        }
    }
}

/// Bodies of requests are closed; answers leave `null` out; examples are those of JSON Schema.
pub(super) fn tidy(document: &mut Value) {
    join(document);
    let asked = asked(document);
    for (name, schema) in members(&mut document["components"]["schemas"]) {
        let asked = asked.contains(name);
        each_schema(schema, &mut |schema| {
            modern(schema);
            if asked { close(schema) } else { present(schema) }
        });
    }
    together(document);
    parameters(document);
    unused(document);
}

/// What members of a body must be together, which no member says by itself.
fn together(document: &mut Value) {
    let schemas = &mut document["components"]["schemas"];
    schemas["ToekenningEdit"]["minProperties"] = 2.into();
    schemas["NewWerkrelatie"]["oneOf"] = json!([{ "required": ["person"] }, { "required": ["insz"] }]);
}

/// What is put together from others (`allOf`) becomes one object: beside a closed part no other member could stand.
fn join(document: &mut Value) {
    let whole = document.clone();
    for (_, schema) in members(&mut document["components"]["schemas"]) {
        let Some(parts) = schema["allOf"].as_array().cloned() else { continue };
        let (mut properties, mut required) = (Map::new(), Vec::new());
        for part in &parts {
            let part = part["$ref"].as_str().and_then(|one| named(&whole, one)).map_or(part, |(_, part)| part);
            properties.extend(part["properties"].as_object().cloned().unwrap_or_default());
            required.extend(part["required"].as_array().cloned().unwrap_or_default());
        }
        let description = schema["description"].take();
        *schema = json!({ "type": "object", "description": description, "required": required, "properties": properties });
    }
}

/// A parameter is never `null`.
fn parameters(document: &mut Value) {
    for (_, _, operation) in operations(document) {
        let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten();
        let schemas = parameters.filter_map(|parameter| parameter.get_mut("schema"));
        schemas.for_each(|schema| {
            each_schema(schema, &mut |schema| {
                modern(schema);
                present(schema);
            });
        });
    }
}

/// Takes away what nothing refers to.
fn unused(document: &mut Value) {
    let (paths, responses) = (document["paths"].clone(), document["components"]["responses"].clone());
    let mut used = BTreeSet::new();
    for part in [&paths, &responses] {
        reachable(document, part, &mut used);
    }
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        schemas.retain(|name, _| used.contains(name));
    }
}

/// The schemas that bodies of requests lead to.
fn asked(document: &mut Value) -> BTreeSet<String> {
    let bodies: Vec<Value> = operations(document).map(|(_, _, operation)| operation["requestBody"].clone()).collect();
    let mut names = BTreeSet::new();
    bodies.iter().for_each(|body| reachable(document, body, &mut names));
    names
}

fn close(schema: &mut Map<String, Value>) {
    if schema.contains_key("properties") && !schema.contains_key("additionalProperties") {
        schema.insert("additionalProperties".into(), false.into());
    }
}

/// Takes the possibility of `null` away.
fn present(schema: &mut Map<String, Value>) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|one| one != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".into(), only);
        }
    }
    let Some(Value::Array(choices)) = schema.get_mut("oneOf") else { return };
    choices.retain(|choice| choice["type"] != "null");
    if let [Value::Object(only)] = choices.as_slice() {
        let only = only.clone();
        schema.remove("oneOf");
        schema.extend(only);
    }
}

/// `example` is of OpenAPI 3.0.
fn modern(schema: &mut Map<String, Value>) {
    if schema.contains_key("examples") {
        schema.remove("example");
    } else if let Some(example) = schema.remove("example") {
        schema.insert("examples".into(), [example].into_iter().collect());
    }
}
