use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::walk::{contents, each_schema, members, operations};
use super::{document, examples};

/// Every schema of the document with the name of its component or operation.
fn every_schema(mut act: impl FnMut(&str, &Map<String, Value>)) {
    let mut document = document().clone();
    for (name, schema) in members(&mut document["components"]["schemas"]) {
        each_schema(schema, &mut |schema| act(name, schema));
    }
    for (method, path, operation) in operations(&mut document) {
        let name = format!("{method} {path}");
        for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
            parameter.get_mut("schema").into_iter().for_each(|schema| each_schema(schema, &mut |schema| act(&name, schema)));
        }
    }
}

#[test]
fn every_value_has_its_bounds() {
    let mut unbounded = BTreeSet::new();
    every_schema(|name, schema| {
        let has = |keys: &[&str]| keys.iter().any(|key| schema.contains_key(*key));
        let kind = schema.get("type").map(|kind| kind.as_str().or_else(|| kind[0].as_str()).unwrap_or_default());
        let bounded = match kind {
            Some("string") => has(&["enum", "const"]) || (has(&["maxLength"]) && has(&["pattern", "format"])),
            Some("array") => has(&["maxItems"]),
            Some("integer" | "number") => has(&["minimum"]) && has(&["maximum"]),
            _ => true,
        };
        if !bounded {
            unbounded.insert(format!("{name}: {}", Value::Object(schema.clone())));
        }
    });
    assert!(unbounded.is_empty(), "give these a type of schema.rs, or bounds:\n{}", Vec::from_iter(unbounded).join("\n"));
}

#[test]
fn every_body_has_an_example_and_every_operation_its_words() {
    let mut document = document().clone();
    let mut lacking = Vec::new();
    for (method, path, operation) in operations(&mut document) {
        for key in ["summary", "description", "operationId"] {
            if operation[key].as_str().is_none_or(str::is_empty) {
                lacking.push(format!("{method} {path}: {key}"));
            }
        }
        let bodies = operation["responses"].as_object_mut().into_iter().flat_map(|all| all.values_mut());
        for (_, content) in bodies.flat_map(contents) {
            if content.get("example").is_none() && content.get("examples").is_none() {
                lacking.push(format!("{method} {path}: an example of an answer"));
            }
        }
        for (_, content) in operation.get_mut("requestBody").into_iter().flat_map(contents) {
            if content.get("example").is_none() {
                lacking.push(format!("{method} {path}: an example of the body"));
            }
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

#[test]
fn a_body_is_closed_and_an_answer_never_null() {
    let document = document();
    let schema = |name: &str| &document["components"]["schemas"][name];
    assert_eq!(schema("NewOrganisation")["additionalProperties"], false);
    assert_eq!(schema("Period")["additionalProperties"], false);
    assert_eq!(schema("Organisation")["additionalProperties"], Value::Null);
    assert!(!schema("Organisation").to_string().contains("null"));
}

#[test]
fn an_operation_says_which_rules_refuse() {
    let types = |path: &str, status: &str| {
        let response = &document()["paths"][path]["post"]["responses"][status]["$ref"];
        let response = document().pointer(response.as_str().unwrap().trim_start_matches('#')).unwrap();
        response["content"]["application/problem+json"]["schema"]["allOf"][1]["properties"]["type"]["enum"].clone()
    };
    assert!(types("/v1/mandates", "422").as_array().unwrap().contains(&"urn:problem-type:poort:mandateDomain".into()));
    assert!(types("/v1/persons", "409").as_array().unwrap().contains(&"urn:problem-type:poort:idempotencyKeyReused".into()));
    assert!(document()["paths"]["/v1/persons/query"]["post"]["responses"].get("409").is_none());
}

#[test]
fn examples_are_put_together_from_their_members() {
    let schema = serde_json::json!({ "type": "object", "required": ["a"], "properties": {
        "a": { "type": "array", "items": { "type": "string", "examples": ["x"] } },
        "b": { "oneOf": [{ "type": "null" }, { "enum": ["y", "z"] }] },
        "c": { "type": "string" },
    }});
    assert_eq!(examples::of(&Value::Null, &schema, 0).unwrap(), serde_json::json!({ "a": ["x"], "b": "y" }));
    let unknown = serde_json::json!({ "type": "object", "required": ["a"], "properties": { "a": { "type": "string" } } });
    assert_eq!(examples::of(&Value::Null, &unknown, 0), None);
}
