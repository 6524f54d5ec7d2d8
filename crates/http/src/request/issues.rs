//! What serde says, without the values that it likes to repeat: a body may hold an INSZ.

use std::fmt::Display;

use serde_path_to_error::{Error, Path};

use crate::problem::{Issue, IssueKind, Place};

/// What is wrong, and where.
pub(crate) fn of<E: Display>(place: Place, error: &Error<E>) -> Issue {
    let message = error.inner().to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    let path = named(error.path());
    if message.starts_with("unknown field ") {
        return Issue::new(IssueKind::UnknownInput, place, within(path, quoted(message)), "nothing of this name is expected");
    }
    if message.starts_with("missing field ") {
        return Issue::new(IssueKind::SchemaViolation, place, within(path, quoted(message)), "this is mandatory");
    }
    let kind = if echoes(message) { IssueKind::SchemaViolation } else { IssueKind::InvalidInput };
    Issue::new(kind, place, path, harmless(message))
}

/// A name that was sent, when it looks like one.
pub(crate) fn shown(name: &str) -> Option<String> {
    let letters = name.starts_with(|first: char| first.is_ascii_alphabetic()) && name.len() <= 40;
    (letters && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')).then(|| name.to_owned())
}

fn named(path: &Path) -> Option<String> {
    let text = path.to_string();
    (text != "." && text.split('.').all(|part| shown(part.split('[').next().unwrap_or("")).is_some())).then_some(text)
}

fn within(path: Option<String>, name: Option<String>) -> Option<String> {
    match (path, name) {
        (Some(path), Some(name)) if path == name || path.ends_with(&format!(".{name}")) => Some(path),
        (Some(path), Some(name)) => Some(format!("{path}.{name}")),
        (path, name) => name.or(path),
    }
}

fn quoted(message: &str) -> Option<String> {
    message.split('`').nth(1).and_then(shown)
}

/// Serde's own messages begin with what came.
fn echoes(message: &str) -> bool {
    ["invalid type", "invalid value", "invalid length", "unknown variant", "duplicate field"]
        .iter()
        .any(|start| message.starts_with(start))
}

fn harmless(message: &str) -> String {
    if message.starts_with("duplicate field") {
        return "the member comes twice".into();
    }
    if !echoes(message) {
        return message.to_owned();
    }
    message
        .rsplit_once(", expected ")
        .map_or_else(|| "another value expected".into(), |(_, expected)| format!("expected {}", plain(expected)))
}

/// Without Rust's names of things.
fn plain(expected: &str) -> &str {
    match expected {
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" | "usize" => "an integer",
        _ if expected.starts_with("struct ") => "an object",
        _ if expected.contains("::") => "another value",
        _ => expected,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[expect(dead_code, reason = "only parsed")]
        number: u8,
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[expect(dead_code, reason = "only parsed")]
        inner: Inner,
    }

    fn issue(json: &str) -> serde_json::Value {
        let error = serde_path_to_error::deserialize::<_, Outer>(&mut serde_json::Deserializer::from_str(json)).unwrap_err();
        serde_json::to_value(of(Place::Body, &error)).unwrap()
    }

    #[test]
    fn a_value_that_was_sent_is_never_repeated() {
        for json in [
            r#"{"inner": {"number": "85073100130"}}"#,
            r#"{"inner": "85073100130"}"#,
            r#"{"inner": {"number": 1}, "85073100130": 1}"#,
            r#"{"85073100130": 1}"#,
        ] {
            assert!(!issue(json).to_string().contains("85073100130"), "{json}: {}", issue(json));
        }
    }

    #[test]
    fn an_issue_speaks_json_and_not_rust() {
        assert_eq!(issue(r#"{"inner": {"number": "x"}}"#)["detail"], "expected an integer");
        assert_eq!(issue(r#"{"inner": 1}"#)["detail"], "expected an object");
    }

    #[test]
    fn an_issue_says_where() {
        assert_eq!(issue(r#"{"inner": {"number": "x"}}"#)["name"], "inner.number");
        assert_eq!(issue(r#"{"inner": {}}"#)["name"], "inner.number");
        assert_eq!(issue(r#"{"inner": {"number": 1, "other": 2}}"#)["name"], "inner.other");
        assert_eq!(
            issue(r#"{"inner": {"number": 1}, "other": 2}"#)["type"],
            "urn:problem-type:belgif:input-validation:unknownInput"
        );
    }
}
