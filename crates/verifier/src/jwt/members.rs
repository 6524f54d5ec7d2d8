//! The members of a JSON object, each of the type that it must have.

use serde_json::{Map, Value};

use crate::error::VerifyError;

/// Header or claims.
#[derive(Clone)]
pub(crate) struct Members(pub(crate) Map<String, Value>);

/// 9999-12-31T23:59:59Z.
const LAST: i64 = 253_402_300_799;

impl Members {
    /// A text, if there is one. `null` is not a text.
    pub(crate) fn text(&self, name: &str) -> Result<Option<&str>, VerifyError> {
        self.0.get(name).map(|value| value.as_str().ok_or(VerifyError::Malformed)).transpose()
    }

    pub(crate) fn needed_text(&self, name: &str) -> Result<&str, VerifyError> {
        self.text(name)?.ok_or(VerifyError::Malformed)
    }

    /// Whole seconds since 1970 (RFC 7519 section 2, 'NumericDate'), up to the year 9999. A fraction is dropped; a string is an error.
    pub(crate) fn seconds(&self, name: &str) -> Result<Option<i64>, VerifyError> {
        self.0.get(name).map(|value| seconds(value).ok_or(VerifyError::Malformed)).transpose()
    }

    pub(crate) fn needed_seconds(&self, name: &str) -> Result<i64, VerifyError> {
        self.seconds(name)?.ok_or(VerifyError::Malformed)
    }

    /// An array of texts, if there is one.
    pub(crate) fn texts(&self, name: &str) -> Result<Option<Vec<&str>>, VerifyError> {
        let Some(value) = self.0.get(name) else { return Ok(None) };
        let items = value.as_array().ok_or(VerifyError::Malformed)?;
        items.iter().map(|item| item.as_str().ok_or(VerifyError::Malformed)).collect::<Result<_, _>>().map(Some)
    }

    /// `aud`: one text, or an array of at least one (RFC 7519 section 4.1.3).
    pub(crate) fn audience(&self) -> Result<Vec<&str>, VerifyError> {
        if let Some(Value::String(one)) = self.0.get("aud") {
            return Ok(vec![one]);
        }
        self.texts("aud")?.filter(|names| !names.is_empty()).ok_or(VerifyError::Malformed)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a cast from a float saturates, and the range is checked")]
fn seconds(value: &Value) -> Option<i64> {
    let number = value.as_number()?;
    let whole = number.as_i64().or_else(|| number.as_f64().map(|fraction| fraction.floor() as i64))?;
    (0..=LAST).contains(&whole).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn members(value: Value) -> Members {
        Members(value.as_object().unwrap().clone())
    }

    #[test]
    fn a_moment_is_a_number_and_nothing_else() {
        let read = |value: Value| members(json!({ "exp": value })).needed_seconds("exp").ok();
        assert_eq!(read(json!(1_795_514_400)), Some(1_795_514_400));
        assert_eq!(read(json!(1_795_514_400.97)), Some(1_795_514_400));
        assert_eq!((read(json!(0)), read(json!(LAST))), (Some(0), Some(LAST)));
        for value in [
            json!("1795514400"),
            json!(-1),
            json!(-0.5),
            json!(LAST + 1),
            json!(1e300),
            json!(u64::MAX),
            json!(null),
            json!(true),
            json!([1]),
        ] {
            assert_eq!(read(value.clone()), None, "{value}");
        }
        assert_eq!(members(json!({})).seconds("exp"), Ok(None));
        assert_eq!(members(json!({})).needed_seconds("exp"), Err(VerifyError::Malformed));
    }

    #[test]
    fn an_audience_is_a_text_or_texts() {
        let read = |value: Value| members(json!({ "aud": value })).audience().ok().map(|names| names.join(" "));
        assert_eq!(read(json!("a")).as_deref(), Some("a"));
        assert_eq!(read(json!(["a", "b"])).as_deref(), Some("a b"));
        for value in [json!([]), json!(1), json!(null), json!({ "a": true }), json!(["a", 1]), json!([["a"]])] {
            assert_eq!(read(value.clone()), None, "{value}");
        }
        assert!(members(json!({})).audience().is_err());
    }
}
