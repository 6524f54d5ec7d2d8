use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use validator::{Validate, ValidationError, ValidationErrors, ValidationErrorsKind};

use super::Body;
use crate::problem::{Issue, IssueKind, Place, Problem};

/// A JSON body whose type says what must hold between its members (`validator`).
pub(crate) struct Valid<T>(pub(crate) Body<T>);

impl<T: DeserializeOwned + Validate + 'static> FromRequest for Valid<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = Body::<T>::from_request(request, payload);
        Box::pin(async move {
            let body = body.await?;
            body.value.validate().map_err(|errors| Problem::input(issues(&errors)))?;
            Ok(Self(body))
        })
    }
}

/// What is wrong, in a fixed order and without the values that `validator` keeps in its errors: a body may hold an INSZ.
fn issues(errors: &ValidationErrors) -> Vec<Issue> {
    let mut found = Vec::new();
    collect(errors, "", &mut found);
    found.sort_by(|one, other| one.name().cmp(&other.name()));
    found
}

fn collect(errors: &ValidationErrors, within: &str, found: &mut Vec<Issue>) {
    for (field, kind) in errors.errors() {
        let name = match (field.as_ref(), within) {
            ("__all__", within) => within.to_owned(),
            (field, "") => camel(field),
            (field, within) => format!("{within}.{}", camel(field)),
        };
        match kind {
            ValidationErrorsKind::Field(errors) => found.extend(errors.iter().map(|error| issue(&name, error))),
            ValidationErrorsKind::Struct(errors) => collect(errors, &name, found),
            ValidationErrorsKind::List(list) => {
                list.iter().for_each(|(index, errors)| collect(errors, &format!("{name}[{index}]"), found));
            }
        }
    }
}

fn issue(name: &str, error: &ValidationError) -> Issue {
    let name = (!name.is_empty()).then(|| name.to_owned());
    Issue::new(IssueKind::InvalidInput, Place::Body, name, detail(error))
}

/// The rule and its bounds. Every other parameter may be what was sent.
fn detail(error: &ValidationError) -> String {
    if let Some(message) = &error.message {
        return message.to_string();
    }
    let bound = |name: &str| error.params.get(name).filter(|value| value.is_number()).map(ToString::to_string);
    match (error.code.as_ref(), bound("min"), bound("max")) {
        ("length", None, Some(most)) => format!("at most {most} items expected"),
        ("length", Some(least), None) => format!("at least {least} items expected"),
        ("length", Some(least), Some(most)) => format!("{least} to {most} items expected"),
        ("range", Some(least), Some(most)) => format!("{least} to {most} expected"),
        (code, ..) => format!("the rule {code} does not hold"),
    }
}

/// Members of the API are lowerCamelCase.
fn camel(field: &str) -> String {
    let mut words = field.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let mut letters = word.chars();
        name + &letters.next().map_or(String::new(), |letter| letter.to_uppercase().collect()) + letters.as_str()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Validate)]
    #[validate(schema(function = "one_of_both", skip_on_field_errors = false))]
    struct Asked {
        #[validate(length(max = 3))]
        insz_numbers: Vec<String>,
        #[validate(range(min = 1, max = 12))]
        maximum_months: u32,
        #[validate(custom(function = "never"))]
        secret: String,
        #[validate(nested)]
        parts: Vec<Part>,
    }

    #[derive(Validate)]
    struct Part {
        #[validate(length(min = 1, max = 2, message = "one or two"))]
        codes: Vec<String>,
    }

    fn never(_: &str) -> Result<(), ValidationError> {
        Err(ValidationError::new("never"))
    }

    fn one_of_both(_: &Asked) -> Result<(), ValidationError> {
        Err(ValidationError::new("oneOfBoth").with_message("one of both expected".into()))
    }

    #[test]
    fn all_is_told_at_once_and_no_value_with_it() {
        let number = || "85073100130".to_owned();
        let parts = vec![Part { codes: vec![number()] }, Part { codes: Vec::new() }];
        let asked = Asked { insz_numbers: vec![number(); 4], maximum_months: 85, secret: number(), parts };
        let errors = asked.validate().unwrap_err();
        assert!(format!("{errors:?}").contains("85073100130"), "validator keeps the value");
        let told = serde_json::to_string(&issues(&errors)).unwrap();
        assert!(!told.contains("8507") && !told.contains("\"85"), "{told}");
        let told: Vec<_> =
            issues(&errors).iter().map(|issue| format!("{}: {}", issue.name().unwrap_or_default(), issue.detail())).collect();
        let expected = [
            ": one of both expected",
            "inszNumbers: at most 3 items expected",
            "maximumMonths: 1 to 12 expected",
            "parts[1].codes: one or two",
            "secret: the rule never does not hold",
        ];
        assert_eq!(told, expected);
    }
}
