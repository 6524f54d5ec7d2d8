//! What follows for an operation from its method, its path and what its handler says.

use serde_json::{Value, json};

use super::walk::{members, operations};
use super::{headers, problems};

/// What an operation is, as far as its problems depend on it.
pub(super) struct Traits {
    /// It wants an access token.
    pub(super) secured: bool,
    /// It has a body.
    pub(super) body: bool,
    /// It changes something.
    pub(super) writes: bool,
    /// It names something that may not be there, in its path or its body.
    pub(super) names: bool,
    /// It reads a query string or header fields.
    pub(super) parameters: bool,
    /// It wants `If-Match`.
    pub(super) precondition: bool,
    /// How often it may be tried is bounded; its handler says so.
    pub(super) throttled: bool,
    /// Its first tag.
    pub(super) tag: String,
}

/// Completes all operations, and adds the responses that they refer to.
pub(super) fn complete(document: &mut Value) {
    let mut responses = Vec::new();
    for (method, path, operation) in operations(document) {
        let traits = traits(&method, &path, operation);
        parameters(operation, &traits);
        fields(operation);
        for (status, name, response) in problems::of(&traits) {
            operation["responses"][status] = json!({ "$ref": format!("#/components/responses/{name}") });
            responses.push((name, response));
        }
        sort(&mut operation["responses"]);
    }
    responses.sort_by(|one, other| one.0.cmp(&other.0));
    document["components"]["responses"] = responses.into_iter().collect();
}

/// `POST …/query` asks and changes nothing.
fn traits(method: &str, path: &str, operation: &Value) -> Traits {
    let has = |place: &str, name: Option<&str>| {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        parameters.into_iter().any(|one| one["in"] == place && name.is_none_or(|name| one["name"] == name))
    };
    let secured = operation["security"].is_array();
    let body = operation["requestBody"].is_object();
    let writes = secured && method != "get" && !path.ends_with("/query");
    Traits {
        secured,
        body,
        writes,
        names: path.contains('{') || (writes && body) || (secured && asks(operation)),
        parameters: has("query", None),
        precondition: has("header", Some("If-Match")),
        throttled: operation["responses"].get("429").is_some(),
        tag: operation["tags"][0].as_str().unwrap_or_default().to_owned(),
    }
}

/// A parameter in the query string that must be given names something too.
fn asks(operation: &Value) -> bool {
    let parameters = operation["parameters"].as_array();
    parameters.into_iter().flatten().any(|one| one["in"] == "query" && one["required"] == true)
}

fn parameters(operation: &mut Value, traits: &Traits) {
    let given = operation["parameters"].as_array_mut().map(std::mem::take).unwrap_or_default();
    let mut all: Vec<_> = given.into_iter().filter(|one| one["in"] != "header").collect();
    let shared = [("IfMatch", traits.precondition), ("IdempotencyKey", traits.writes && traits.body)];
    let shared = shared.into_iter().filter(|(_, wanted)| *wanted);
    all.extend(shared.map(|(name, _)| json!({ "$ref": format!("#/components/parameters/{name}") })));
    if let Some(operation) = operation.as_object_mut() {
        operation.remove("parameters");
        if !all.is_empty() {
            operation.insert("parameters".into(), all.into());
        }
    }
}

/// Header fields of the successful answers get their meaning.
fn fields(operation: &mut Value) {
    for (_, response) in members(&mut operation["responses"]) {
        let fields = response.get_mut("headers").into_iter().flat_map(members);
        fields.for_each(|(name, field)| *field = headers::field(name).unwrap_or_else(|| field.take()));
    }
}

fn sort(responses: &mut Value) {
    let mut all: Vec<_> = members(responses).map(|(status, response)| (status.clone(), response.take())).collect();
    all.sort_by(|one, other| one.0.cmp(&other.0));
    *responses = all.into_iter().collect();
}
