//! JWTs in compact form (RFC 7515, RFC 7519), read after the advice of RFC 8725.

mod algorithm;
mod jwk;
mod key_set;
mod members;

use serde_json::{Map, Value};

use crate::error::VerifyError;
use crate::strict;

pub(crate) use algorithm::Algorithm;
pub(crate) use jwk::{Jwk, VerifyingKey};
pub(crate) use key_set::{Found, KeySet};
pub(crate) use members::Members;

/// The longest token that is looked at, in bytes: what web servers take as a header.
pub(crate) const MAX_TOKEN_BYTES: usize = 16 * 1024;

/// A token whose form is right and of which nothing is verified.
pub(crate) struct Jwt<'a> {
    pub(crate) header: Header,
    /// Header and claims with the dot between: what is signed.
    pub(crate) signed: &'a str,
    pub(crate) signature: Vec<u8>,
    claims: &'a str,
}

/// What counts of a header. The members by which a token would bring along the key to trust (`jku`, `x5u`, `x5c`; `jwk` but for DPoP
/// proofs) are not read (RFC 8725 section 3.10).
pub(crate) struct Header {
    pub(crate) algorithm: Algorithm,
    pub(crate) kid: Option<String>,
    typ: Option<String>,
    /// For DPoP proofs only, which bring the key whose possession they prove.
    pub(crate) jwk: Option<Map<String, Value>>,
}

impl<'a> Jwt<'a> {
    pub(crate) fn parse(token: &'a str) -> Result<Self, VerifyError> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(VerifyError::Malformed);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(VerifyError::Malformed)?;
        let (header, claims) = signed.split_once('.').ok_or(VerifyError::Malformed)?;
        Ok(Self { header: Header::parse(&decoded(header)?)?, signed, signature: decoded(signature)?, claims })
    }

    /// To be called on a token whose signature is right.
    pub(crate) fn claims(&self) -> Result<Members, VerifyError> {
        strict::parse_object(&decoded(self.claims)?).map(Members).ok_or(VerifyError::Malformed)
    }
}

impl Header {
    fn parse(bytes: &[u8]) -> Result<Self, VerifyError> {
        let members = strict::parse_object(bytes).map(Members).ok_or(VerifyError::Malformed)?;
        // Extensions of which we know none (RFC 7515 section 4.1.11, RFC 7797).
        if members.0.contains_key("crit") || members.0.contains_key("b64") {
            return Err(VerifyError::Malformed);
        }
        let algorithm = members.text("alg")?.ok_or(VerifyError::Malformed)?;
        Ok(Self {
            algorithm: Algorithm::named(algorithm).ok_or(VerifyError::WrongAlgorithm)?,
            kid: members.text("kid")?.map(str::to_owned),
            typ: members.text("typ")?.map(str::to_owned),
            jwk: members.0.get("jwk").and_then(Value::as_object).cloned(),
        })
    }

    /// Whether `typ` says this kind. Media types have no case and may leave out `application/` (RFC 7515 section 4.1.9).
    pub(crate) fn is(&self, kind: &str) -> bool {
        self.typ.as_ref().is_some_and(|typ| {
            let typ = typ.to_ascii_lowercase();
            typ.strip_prefix("application/").unwrap_or(&typ) == kind
        })
    }

    pub(crate) fn has_type(&self) -> bool {
        self.typ.is_some()
    }
}

fn decoded(part: &str) -> Result<Vec<u8>, VerifyError> {
    strict::base64url(part).ok_or(VerifyError::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(text: &str) -> Result<Header, VerifyError> {
        Header::parse(text.as_bytes())
    }

    #[test]
    fn a_header_that_demands_an_extension_is_refused_and_one_that_brings_a_key_is_not_believed() {
        for member in [
            r#""crit":["exp"]"#,
            r#""crit":[]"#,
            r#""b64":false"#,
            r#""b64":true"#,
            r#""alg":"ES256""#,
            r#""kid":1"#,
            r#""typ":null"#,
        ] {
            let text = format!(r#"{{"alg":"ES256",{member}}}"#);
            assert_eq!(header(&text).err(), Some(VerifyError::Malformed), "{text}");
        }
        let harmless =
            header(r#"{"alg":"ES256","kid":"../a","jku":"https://evil.example","x5u":"https://evil.example","x5c":[]}"#).unwrap();
        assert_eq!((harmless.algorithm, harmless.kid.as_deref()), (Algorithm::Es256, Some("../a")));
    }

    #[test]
    fn only_asymmetric_algorithms_by_their_exact_names_are_known() {
        for text in [r#"{"alg":"none"}"#, r#"{"alg":"nOnE"}"#, r#"{"alg":"HS256"}"#, r#"{"alg":"es256"}"#, r#"{"alg":""}"#] {
            assert_eq!(header(text).err(), Some(VerifyError::WrongAlgorithm), "{text}");
        }
        for text in ["{}", r#"{"alg":null}"#, r#"{"alg":["ES256"]}"#] {
            assert_eq!(header(text).err(), Some(VerifyError::Malformed), "{text}");
        }
    }

    #[test]
    fn a_type_has_no_case_and_no_other_prefix() {
        let is = |typ: &str| header(&format!(r#"{{"alg":"ES256","typ":"{typ}"}}"#)).unwrap().is("at+jwt");
        assert!(is("at+jwt") && is("AT+JWT") && is("application/at+jwt"));
        assert!(!is("JWT") && !is("") && !is("at+jwt ") && !is("application/application/at+jwt") && !is("logout+jwt"));
        assert!(!header(r#"{"alg":"ES256"}"#).unwrap().is("at+jwt"));
    }

    #[test]
    fn only_strict_compact_form_is_read() {
        let head = strict::to_base64url(r#"{"alg":"ES256"}"#);
        assert!(Jwt::parse(&format!("{head}.e30.AA")).unwrap().claims().is_ok());
        for token in [
            String::new(),
            "..".to_owned(),
            head.clone(),
            format!("{head}.e30"),
            format!("{head}=.e30.AA"),
            format!(" {head}.e30.AA"),
            format!("{head}.e30.AA="),
            format!("{head}.e30.AA\n"),
            format!("{head}.e30.AB"),
            "A".repeat(MAX_TOKEN_BYTES + 1),
        ] {
            assert_eq!(Jwt::parse(&token).err(), Some(VerifyError::Malformed), "{token}");
        }
        for token in [format!("{head}.e30=.AA"), format!("{head}..AA"), format!("{head}.e30.e30.AA"), format!("{head}.W10.AA")] {
            assert_eq!(Jwt::parse(&token).unwrap().claims().err(), Some(VerifyError::Malformed), "{token}");
        }
    }

    #[test]
    fn a_token_has_a_longest_length() {
        let head = strict::to_base64url(r#"{"alg":"ES256"}"#);
        let filled = |length: usize| format!("{head}.{}.AA", "A".repeat(length - head.len() - 4));
        assert!(Jwt::parse(&filled(MAX_TOKEN_BYTES)).is_ok());
        assert_eq!(Jwt::parse(&filled(MAX_TOKEN_BYTES + 1)).err(), Some(VerifyError::Malformed));
    }
}
