use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{PartialSchema, ToSchema};

use crate::problem::ProblemDocument;

/// Status, name among the components, meaning.
const PROBLEMS: [(&str, &str, &str); 11] = [
    ("400", "BadRequest", "The input does not have the expected form; `issues` says what is wrong where."),
    ("401", "Unauthorized", "No access token, or one that is not valid (any more) for this API."),
    ("403", "Forbidden", "The access token lacks the scope, or the mandates of the caller do not reach so far."),
    ("404", "NotFound", "There is no such thing, or the caller may not know of it."),
    ("409", "Conflict", "Another one has this number or code already, or the Idempotency-Key came before with another request."),
    ("412", "PreconditionFailed", "It was changed since the caller read it."),
    ("413", "PayloadTooLarge", "The body is larger than 64 KiB."),
    ("415", "UnsupportedMediaType", "The body is not JSON."),
    ("422", "RefusedByRule", "A rule refuses; the type names it, and what it looked at (limit, holders, ...) stands beside it."),
    ("428", "PreconditionRequired", "If-Match is missing."),
    ("500", "InternalServerError", "A mistake of Poort; the trace id leads to its log."),
];
const UNAVAILABLE: (&str, &str, &str) =
    ("503", "ServiceUnavailable", "The database or the person register does not answer; try again later.");

/// Documents for each operation the problems that it can meet.
pub(crate) fn add(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        for operation in [&mut item.get, &mut item.post, &mut item.patch, &mut item.put, &mut item.delete].into_iter().flatten() {
            describe(operation);
        }
    }
    let components = document.components.get_or_insert_default();
    let mut schemas = vec![(ProblemDocument::name().into_owned(), ProblemDocument::schema())];
    ProblemDocument::schemas(&mut schemas);
    components.schemas.extend(schemas);
    components.responses.extend(all().map(|(_, name, text)| (name.to_owned(), RefOr::T(response(text)))));
}

fn all() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    PROBLEMS.into_iter().chain([UNAVAILABLE])
}

fn describe(operation: &mut Operation) {
    let parameter = |place: &ParameterIn, name: &str| {
        operation.parameters.iter().flatten().any(|one| match one {
            RefOr::T(one) => one.parameter_in == *place && (name.is_empty() || one.name == name),
            RefOr::Ref(_) => false,
        })
    };
    let secured = operation.security.is_some();
    let body = operation.request_body.is_some();
    let precondition = parameter(&ParameterIn::Header, "If-Match");
    let path = parameter(&ParameterIn::Path, "");
    for (status, name, _) in all() {
        let met = match status {
            "400" => secured,
            "401" | "403" | "503" => secured,
            "404" => path,
            "409" | "413" | "415" | "422" => body,
            "412" | "428" => precondition,
            _ => true,
        };
        if met {
            operation.responses.responses.insert(status.into(), RefOr::Ref(Ref::from_response_name(name)));
        }
    }
}

fn response(text: &str) -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(ProblemDocument::name()))).build();
    ResponseBuilder::new().description(text).content("application/problem+json", content).build()
}
