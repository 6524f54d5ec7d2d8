//! Every problem that an operation can meet: which, with which types, and how it looks.

use serde_json::{Map, Value, json};
use utoipa::openapi::OpenApi;
use utoipa::{PartialSchema, ToSchema};

use super::operations::Traits;
use super::{headers, rules};
use crate::problem::ProblemDocument;

/// One problem type under a status. Where the type does not say all, `code` does.
pub(super) struct Kind {
    /// Names it among the examples.
    pub(super) name: &'static str,
    /// The type.
    pub(super) kind: String,
    /// What this time was the matter.
    pub(super) detail: &'static str,
    /// More members of its document.
    pub(super) more: Value,
}

/// A status with its problems.
struct Status {
    status: &'static str,
    name: String,
    title: &'static str,
    text: &'static str,
    fields: &'static [&'static str],
    kinds: Vec<Kind>,
}

/// Adds the schema of a problem.
pub(super) fn declare(document: &mut OpenApi) {
    let components = document.components.get_or_insert_default();
    let mut schemas = vec![(ProblemDocument::name().into_owned(), ProblemDocument::schema())];
    ProblemDocument::schemas(&mut schemas);
    components.schemas.extend(schemas);
}

/// The problems of an operation: status, name among the components, response.
pub(super) fn of(traits: &Traits) -> Vec<(&'static str, String, Value)> {
    let met = |status: &str| match status {
        "400" => traits.body || traits.parameters,
        "401" | "403" | "503" => traits.secured,
        "404" => traits.names,
        "409" | "422" => traits.writes && traits.body,
        "408" | "413" | "415" => traits.body,
        "412" | "428" => traits.precondition,
        "429" => traits.throttled,
        _ => true,
    };
    let all = common().into_iter().chain([refused(&traits.tag)]);
    all.filter(|one| met(one.status) && !one.kinds.is_empty()).map(|one| (one.status, one.name.clone(), response(&one))).collect()
}

fn common() -> Vec<Status> {
    let one = |status, name: &str, title, text, kinds| Status { status, name: name.into(), title, text, fields: &[], kinds };
    vec![
        one(
            "400",
            "BadRequest",
            "Bad Request",
            "The input does not have the expected form; `issues` says what is wrong where.",
            bad(),
        ),
        Status {
            fields: &["WWW-Authenticate"],
            ..one(
                "401",
                "Unauthorized",
                "Invalid Access Token",
                "No access token, or one that is not valid (any more) for this API.",
                tokens(),
            )
        },
        one(
            "403",
            "Forbidden",
            "Missing Permission",
            "The access token lacks the scope, or the mandates of the caller do not reach so far.",
            forbidden(),
        ),
        one(
            "404",
            "NotFound",
            "Resource Not Found",
            "There is no such thing, or the caller may not know of it.",
            vec![belgif("resourceNotFound", "")],
        ),
        one(
            "408",
            "RequestTimeout",
            "Request Timeout",
            "The body did not come in time.",
            vec![own("requestTimeout", "the body did not come in time")],
        ),
        one(
            "409",
            "Conflict",
            "Conflict",
            "Another one has this number or code already, somebody changed it while the register was asked, or the Idempotency-Key came before with another request.",
            conflicts(),
        ),
        one(
            "412",
            "PreconditionFailed",
            "Precondition Failed",
            "It was changed since the caller read it.",
            vec![own("stale", "changed by somebody else: it is at version 4 now")],
        ),
        one(
            "413",
            "PayloadTooLarge",
            "Payload Too Large",
            "The body is larger than is read.",
            vec![belgif("payloadTooLarge", "at most 65536 bytes are read")],
        ),
        one(
            "415",
            "UnsupportedMediaType",
            "Unsupported Media Type",
            "The body is not JSON.",
            vec![own("unsupportedMediaType", "application/json expected")],
        ),
        one(
            "428",
            "PreconditionRequired",
            "Precondition Required",
            "If-Match is missing.",
            vec![own("preconditionRequired", "send the ETag that you read in If-Match")],
        ),
        Status {
            fields: &["Retry-After"],
            ..one(
                "429",
                "TooManyRequests",
                "Too Many Requests",
                "Too many tries; `Retry-After` says in how many seconds there is another one.",
                vec![belgif("tooManyRequests", "too many tries of a password")],
            )
        },
        one(
            "500",
            "InternalServerError",
            "Internal Server Error",
            "A mistake of Poort; the trace id leads to its log.",
            vec![belgif("internalServerError", "")],
        ),
        Status {
            fields: &["Retry-After"],
            ..one(
                "503",
                "ServiceUnavailable",
                "Service Unavailable",
                "The database or the person register does not answer, or too many ask at once; try again later.",
                vec![belgif("serviceUnavailable", "")],
            )
        },
    ]
}

/// The rules of the nouns that operations of a tag change.
fn refused(tag: &str) -> Status {
    let kinds = rules::of(tag).map(|(code, detail)| own(code, detail)).collect();
    let text = "A rule refuses; the type names it.";
    Status { status: "422", name: format!("RefusedByRuleOf{tag}"), title: "Refused By A Rule", text, fields: &[], kinds }
}

fn bad() -> Vec<Kind> {
    let issue = |name: &'static str, title: &str, detail: &str, member: &str| Kind {
        more: json!({ "issues": [{
            "type": format!("urn:problem-type:belgif:input-validation:{name}"), "title": title, "detail": detail, "in": "body", "name": member,
        }] }),
        name,
        ..belgif("badRequest", "the input does not have the expected form")
    };
    vec![
        issue("schemaViolation", "Input does not have the expected form", "this is mandatory", "reason"),
        issue("invalidInput", "Input is not valid", "the end date 2026-01-01 lies before the begin date 2026-11-23", "period"),
        issue("referencedResourceNotFound", "Referenced resource not found", "there is no such thing", "organisation"),
        issue("unknownInput", "Unknown input", "nothing of this name is expected", "colour"),
    ]
}

fn tokens() -> Vec<Kind> {
    vec![
        belgif("noAccessToken", ""),
        belgif("invalidAccessToken", "the signature is not valid"),
        belgif("expiredAccessToken", "the token has expired"),
    ]
}

fn forbidden() -> Vec<Kind> {
    let beyond = json!({ "code": "mandateReadsOnly" });
    vec![
        belgif("missingScope", "the access token lacks the scope that the operation names"),
        Kind { more: beyond, ..belgif("missingPermission", "a monitor's mandate only reads") },
    ]
}

fn conflicts() -> Vec<Kind> {
    vec![
        own("exists", "another one has this number or code already"),
        own("overtaken", "changed by somebody else while the register was asked"),
        own("idempotencyKeyReused", "this Idempotency-Key came before with another request"),
    ]
}

fn belgif(name: &'static str, detail: &'static str) -> Kind {
    Kind { name, kind: format!("urn:problem-type:belgif:{name}"), detail, more: Value::Null }
}

fn own(name: &'static str, detail: &'static str) -> Kind {
    Kind { name, kind: format!("urn:problem-type:poort:{name}"), detail, more: json!({ "code": name }) }
}

/// The schema of a problem, narrowed to the types that can come under the status.
fn response(status: &Status) -> Value {
    let number: u16 = status.status.parse().unwrap_or_default();
    let mut types: Vec<&str> = status.kinds.iter().map(|kind| kind.kind.as_str()).collect();
    types.dedup();
    let narrowed =
        json!({ "type": "object", "properties": { "type": { "type": "string", "enum": types }, "status": { "const": number } } });
    let problem = json!({ "$ref": format!("#/components/schemas/{}", ProblemDocument::name()) });
    let examples: Map<String, Value> = status.kinds.iter().map(|kind| (kind.name.to_owned(), example(status, kind))).collect();
    let content = json!({ "application/problem+json": { "schema": { "allOf": [problem, narrowed] }, "examples": examples } });
    let mut response = json!({ "description": status.text, "content": content });
    for name in status.fields {
        response["headers"][*name] = headers::field(name).unwrap_or_default();
    }
    response
}

fn example(status: &Status, kind: &Kind) -> Value {
    let number: u16 = status.status.parse().unwrap_or_default();
    let mut value = json!({ "type": kind.kind, "title": status.title, "status": number });
    if !kind.detail.is_empty() {
        value["detail"] = kind.detail.into();
    }
    for (name, member) in kind.more.as_object().into_iter().flatten() {
        value[name.as_str()] = member.clone();
    }
    value["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736".into();
    json!({ "summary": kind.detail, "value": value })
}
