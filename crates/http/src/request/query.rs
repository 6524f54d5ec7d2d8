use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{gather, issues};
use crate::problem::{Issue, IssueKind, Place, Problem};

/// The query string; a parameter that is unknown or comes twice is refused.
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let read = members(request.query_string()).and_then(|members| gather::read(Place::Query, members.into()));
        ready(read.map(Self).map_err(Problem::input))
    }
}

/// The parameters by name.
pub(super) fn members(text: &str) -> Result<Map<String, Value>, Vec<Issue>> {
    let wrong = |name: Option<String>, detail: &str| Issue::new(IssueKind::SchemaViolation, Place::Query, name, detail);
    let mut members = Map::new();
    let mut found = Vec::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        match (decoded(name), decoded(value)) {
            (Some(name), Some(value)) => {
                let shown = issues::shown(&name);
                if members.insert(name, Value::String(value)).is_some() {
                    found.push(wrong(shown, "the parameter comes twice"));
                }
            }
            (name, _) => found.push(wrong(name.as_deref().and_then(issues::shown), "percent-encoded UTF-8 without NUL expected")),
        }
    }
    if found.is_empty() { Ok(members) } else { Err(found) }
}

/// Form decoding (URL Standard section 5.1) that refuses what that one repairs.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [rest.next()?, rest.next()?].map(|digit| char::from(digit).to_digit(16));
                let [Some(high), Some(low)] = digits else { return None };
                u8::try_from(high * 16 + low).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_decoded_is_refused() {
        assert_eq!(decoded("a%20b+c%C3%A9").as_deref(), Some("a b cé"));
        for bad in ["%", "%4", "%zz", "%ff", "a%00"] {
            assert_eq!(decoded(bad), None, "{bad}");
        }
    }
}
