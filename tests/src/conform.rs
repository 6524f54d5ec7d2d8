//! Every answer that a test gets is held against the OpenAPI document: an operation answers nothing that it does not say.

use reqwest::StatusCode;
use serde_json::Value;

use crate::Answer;

/// What every path can answer, whatever its operations say.
const ANYWHERE: [StatusCode; 3] =
    [StatusCode::METHOD_NOT_ALLOWED, StatusCode::URI_TOO_LONG, StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE];

/// Does nothing for what is no operation of the API.
///
/// # Panics
/// When the status, or the type of the problem, is not documented.
pub(crate) fn check(method: &str, path: &str, answer: &Answer) {
    let document = http::document();
    let Some(responses) = operation(document, method, path).map(|operation| &operation["responses"]) else { return };
    // Too many at once: the frame's answer, before there is an operation.
    if ANYWHERE.contains(&answer.status) || (answer.status == 503 && responses.get("503").is_none()) {
        return;
    }
    let response = &responses[answer.status.as_str()];
    assert!(!response.is_null(), "{method} {path} answers {}, which is not documented: {}", answer.status, answer.text);
    let shared = response["$ref"].as_str().and_then(|one| document.pointer(one.trim_start_matches('#')));
    let Some(shared) = shared else { return };
    let types = shared.pointer("/content/application~1problem+json/schema/allOf/1/properties/type/enum");
    // The answer to HEAD has no body.
    let documented = answer.text.is_empty() || listed(types, answer.body.get("type"));
    assert!(documented, "{method} {path} answers a problem that is not documented: {}", answer.text);
}

fn listed(types: Option<&Value>, one: Option<&Value>) -> bool {
    types.and_then(Value::as_array).is_some_and(|types| types.iter().any(|known| Some(known) == one))
}

/// The operation of a path; a path without a parameter goes before one with.
fn operation<'a>(document: &'a Value, method: &str, path: &str) -> Option<&'a Value> {
    let path = path.split('?').next().unwrap_or(path);
    let paths = document["paths"].as_object()?;
    let fitting = paths.iter().filter(|(template, _)| fits(template, path));
    let (_, item) = fitting.min_by_key(|(template, _)| template.contains('{'))?;
    item.get(if method == "HEAD" { "get".to_owned() } else { method.to_lowercase() })
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len() && template.iter().zip(&path).all(|(one, other)| one.starts_with('{') || one == other)
}
