use serde_json::{Map, Value};
use tokens::json::parse_object;

use super::error::Refusal;

/// What a `claims` parameter asks that does not follow from the scopes (OpenID Connect Core 1.0 section 5.5): that the ID token says how the person
/// proved who he is. A request for another claim is met by its scope, or not at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct AskedClaims {
    /// The ID token is to have an `acr`.
    pub(super) acr: bool,
    /// One of these, or stronger, when it is essential (section 5.5.1.1).
    pub(super) acr_values: Vec<String>,
    /// For whom alone the answer may be, by his name at the client (section 5.5.1).
    pub(super) sub: Option<String>,
}

impl AskedClaims {
    pub(super) fn parse(text: &str) -> Result<Self, Refusal> {
        let asked = parse_object(text.as_bytes()).map_err(|_| malformed())?;
        for (name, part) in &asked {
            let known = matches!(name.as_str(), "id_token" | "userinfo");
            if known && !part.is_object() {
                return Err(malformed());
            }
        }
        let sub = asked.values().filter_map(Value::as_object).find_map(|part| part.get("sub")?.get("value"));
        let sub = sub.map(|sub| sub.as_str().map(str::to_owned).ok_or_else(malformed)).transpose()?;
        let acr = asked.get("id_token").and_then(Value::as_object).and_then(|part| part.get("acr"));
        match acr {
            None => Ok(Self { sub, ..Self::default() }),
            Some(Value::Null) => Ok(Self { acr: true, acr_values: Vec::new(), sub }),
            Some(Value::Object(wish)) => Ok(Self { acr: true, acr_values: essential(wish)?, sub }),
            Some(_) => Err(malformed()),
        }
    }
}

/// The values of an essential claim; those of a voluntary one bind nobody.
fn essential(wish: &Map<String, Value>) -> Result<Vec<String>, Refusal> {
    if wish.get("essential") != Some(&Value::Bool(true)) {
        return Ok(Vec::new());
    }
    let one = wish.get("value").map(|value| vec![value.clone()]);
    let values = one.or_else(|| wish.get("values").and_then(Value::as_array).cloned()).unwrap_or_default();
    values.iter().map(|value| value.as_str().map(str::to_owned).ok_or_else(malformed)).collect()
}

fn malformed() -> Refusal {
    Refusal::request("claims must be a JSON object as in OpenID Connect Core 1.0 section 5.5")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Option<(bool, usize)> {
        AskedClaims::parse(text).ok().map(|asked| (asked.acr, asked.acr_values.len()))
    }

    #[test]
    fn only_an_essential_acr_binds() {
        assert_eq!(read(r#"{"id_token":{"acr":{"essential":true,"values":["a","b"]}}}"#), Some((true, 2)));
        assert_eq!(read(r#"{"id_token":{"acr":{"essential":true,"value":"a"}}}"#), Some((true, 1)));
        assert_eq!(read(r#"{"id_token":{"acr":{"values":["a"]}}}"#), Some((true, 0)));
        assert_eq!(read(r#"{"id_token":{"acr":null,"auth_time":{"essential":true}}}"#), Some((true, 0)));
        assert_eq!(read(r#"{"userinfo":{"given_name":null},"id_token":{}}"#), Some((false, 0)));
        assert_eq!(read(r#"{"userinfo":{"acr":{"essential":true,"value":"a"}},"x":1}"#), Some((false, 0)));
    }

    #[test]
    fn it_may_name_the_one_person_for_whom_the_answer_is() {
        let sub = |text: &str| AskedClaims::parse(text).ok().and_then(|asked| asked.sub);
        assert_eq!(sub(r#"{"id_token":{"sub":{"value":"an"}}}"#).as_deref(), Some("an"));
        assert_eq!(sub(r#"{"userinfo":{"sub":{"value":"an"}},"id_token":{"acr":null}}"#).as_deref(), Some("an"));
        assert_eq!(sub(r#"{"id_token":{"sub":null}}"#), None);
        assert!(AskedClaims::parse(r#"{"id_token":{"sub":{"value":1}}}"#).is_err());
    }

    #[test]
    fn what_is_no_such_object_is_refused() {
        for text in ["", "x", "[]", "null", r#"{"id_token":1}"#, r#"{"id_token":null}"#, r#"{"id_token":{"acr":1}}"#] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(r#"{"id_token":{"acr":{"essential":true,"values":[1]}}}"#), None);
        assert_eq!(read(r#"{"id_token":{},"id_token":{"acr":null}}"#), None, "a member that comes twice");
    }

    proptest! {
        #[test]
        fn reading_never_panics(text: String) {
            let _ = AskedClaims::parse(&text);
        }
    }
}
