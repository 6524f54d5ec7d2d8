//! The header of a token that came in.

use serde_json::{Map, Value};

use super::VerifyError;
use crate::json;
use crate::keys::Algorithm;

/// What a header decides.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) algorithm: Algorithm,
    pub(super) kid: Option<String>,
    pub(super) typ: Option<String>,
}

/// Extensions of which we know none (`crit`, `b64`; RFC 7515 section 4.1.11, RFC 7797), and members by which a token
/// brings along the key to trust (RFC 8725 section 3.10).
const REFUSED: [&str; 6] = ["crit", "b64", "jwk", "jku", "x5u", "x5c"];

impl Header {
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, VerifyError> {
        Self::of(&json::parse_object(bytes).map_err(|_| VerifyError::Malformed)?)
    }

    /// The header of a proof, whose one purpose is to bring its key along (RFC 9449 section 4.2).
    pub(super) fn parse_with_key(bytes: &[u8]) -> Result<(Self, Map<String, Value>), VerifyError> {
        let mut members = json::parse_object(bytes).map_err(|_| VerifyError::Malformed)?;
        let Some(Value::Object(key)) = members.remove("jwk") else { return Err(VerifyError::Malformed) };
        Ok((Self::of(&members)?, key))
    }

    fn of(members: &Map<String, Value>) -> Result<Self, VerifyError> {
        if REFUSED.iter().any(|name| members.contains_key(*name)) {
            return Err(VerifyError::Malformed);
        }
        let algorithm = text(members, "alg")?.ok_or(VerifyError::Malformed)?;
        Ok(Self {
            algorithm: Algorithm::accepted(algorithm).ok_or(VerifyError::WrongAlgorithm)?,
            kid: text(members, "kid")?.map(str::to_owned),
            typ: text(members, "typ")?.map(str::to_owned),
        })
    }
}

fn text<'a>(members: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, VerifyError> {
    match members.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(VerifyError::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> Option<VerifyError> {
        Header::parse(text.as_bytes()).err()
    }

    #[test]
    fn three_members_count_and_harmless_others_are_ignored() {
        let header = Header::parse(br#"{"alg":"ES256","typ":"JWT","kid":"a/../b","cty":"x","x5t":"y"}"#).unwrap();
        assert_eq!(
            (header.algorithm, header.kid.as_deref(), header.typ.as_deref()),
            (Algorithm::ES256, Some("a/../b"), Some("JWT"))
        );
    }

    #[test]
    fn what_brings_its_own_key_or_rules_is_refused() {
        for member in [
            r#""crit":["exp"]"#,
            r#""crit":[]"#,
            r#""b64":false"#,
            r#""b64":true"#,
            r#""jwk":{}"#,
            r#""jku":"https://x""#,
            r#""x5u":"https://x""#,
            r#""x5c":[]"#,
            r#""alg":"ES256""#,
            r#""kid":1"#,
            r#""typ":null"#,
        ] {
            let header = format!(r#"{{"alg":"ES256",{member}}}"#);
            assert_eq!(error(&header), Some(VerifyError::Malformed), "{header}");
        }
        for (header, expected) in [
            ("{}", VerifyError::Malformed),
            (r#"{"alg":null}"#, VerifyError::Malformed),
            (r#"{"alg":["ES256"]}"#, VerifyError::Malformed),
            (r#"{"alg":"none"}"#, VerifyError::WrongAlgorithm),
            (r#"{"alg":"HS256"}"#, VerifyError::WrongAlgorithm),
            (r#"{"alg":"nOnE"}"#, VerifyError::WrongAlgorithm),
        ] {
            assert_eq!(error(header), Some(expected), "{header}");
        }
    }
}
