//! Header fields that many operations have.

use serde_json::{Value, json};

/// Fields of answers: name, pattern, longest, example, meaning.
const FIELDS: [(&str, &str, u32, &str, &str); 4] = [
    ("ETag", r#"^"[0-9]+"$"#, 24, "\"3\"", "The version of what is in the body, for `If-Match`."),
    ("Location", "^/.*$", 2048, "/v1/persons/01938f6e-0000-7000-8000-000000000001", "Where the new thing is."),
    ("Retry-After", "^[0-9]+$", 10, "1", "After how many seconds a repetition makes sense."),
    (
        "WWW-Authenticate",
        "^Bearer .*$",
        500,
        r#"Bearer realm="poort", error="invalid_token""#,
        "What is wrong with the access token (RFC 6750 section 3).",
    ),
];

/// Adds what operations refer to.
pub(super) fn declare(document: &mut Value) {
    let fields = FIELDS.map(|(name, pattern, longest, example, text)| {
        let schema = json!({ "type": "string", "pattern": pattern, "maxLength": longest, "examples": [example] });
        (name.to_owned(), json!({ "description": text, "schema": schema }))
    });
    document["components"]["headers"] = fields.into_iter().collect();
    let key = json!({
        "name": "Idempotency-Key", "in": "header", "required": false,
        "description": "Names this request: a repetition with the same body gets the same answer and does nothing.",
        "schema": { "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$", "examples": ["2026-11-23-0001"] },
    });
    let version = json!({
        "name": "If-Match", "in": "header", "required": true,
        "description": "The `ETag` that was read: when the thing was changed since, nothing is done.",
        "schema": { "type": "string", "minLength": 3, "maxLength": 24, "pattern": r#"^"[0-9]{1,18}"$"#, "examples": ["\"1\""] },
    });
    document["components"]["parameters"] = json!({ "IdempotencyKey": key, "IfMatch": version });
}

/// A reference to a field of answers.
pub(super) fn field(name: &str) -> Option<Value> {
    FIELDS.iter().any(|field| field.0 == name).then(|| json!({ "$ref": format!("#/components/headers/{name}") }))
}
