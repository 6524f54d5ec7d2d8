use thiserror::Error;
use types::Secret;

use super::{Metadata, Provider};
use crate::Params;

/// Why the answer of a provider gives no code. Nothing of what it says is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AnswerError {
    /// It was given by somebody else, or by nobody who says so.
    #[error("the answer is not that of this provider")]
    Issuer,
    /// Neither a code nor an error, or a parameter twice.
    #[error("the answer cannot be read")]
    Malformed,
    /// The provider, or the person there, refuses.
    #[error("the provider refuses")]
    Refused,
}

impl AnswerError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Issuer => "upstreamIssuer",
            Self::Malformed => "upstreamAnswer",
            Self::Refused => "upstreamRefused",
        }
    }
}

/// The code in the answer of a provider. Who gave it is looked at first: an `iss` must be that of the provider to which the browser was sent, and
/// must be there when that announces it (RFC 9207 section 2.4).
///
/// # Errors
/// [`AnswerError`].
pub fn code(params: &Params, provider: &Provider, metadata: &Metadata) -> Result<Secret, AnswerError> {
    if params.has_duplicates() {
        return Err(AnswerError::Malformed);
    }
    match params.get("iss").map_err(|_| AnswerError::Issuer)? {
        Some(iss) if iss == provider.issuer => {}
        None if !metadata.names_itself => {}
        _ => return Err(AnswerError::Issuer),
    }
    if params.get("error") != Ok(None) {
        return Err(AnswerError::Refused);
    }
    match params.get("code") {
        Ok(Some(code)) => Ok(Secret::new(code)),
        _ => Err(AnswerError::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relying::testing::{metadata, provider};
    use crate::testing::params;

    fn answered(pairs: &[(&str, &str)], names_itself: bool) -> Result<String, AnswerError> {
        let metadata = Metadata { names_itself, ..metadata() };
        code(&params(pairs), &provider(), &metadata).map(|code| code.expose().to_owned())
    }

    #[test]
    fn an_answer_is_that_of_the_provider_that_was_asked() {
        let (own, other) = (("iss", "https://idp.example/v2"), ("iss", "https://evil.example"));
        assert_eq!(answered(&[("code", "c"), own], true).as_deref(), Ok("c"));
        assert_eq!(answered(&[("code", "c"), own], false).as_deref(), Ok("c"));
        assert_eq!(answered(&[("code", "c")], false).as_deref(), Ok("c"));
        assert_eq!(answered(&[("code", "c")], true), Err(AnswerError::Issuer));
        assert_eq!(answered(&[("code", "c"), other], false), Err(AnswerError::Issuer));
        assert_eq!(answered(&[("error", "access_denied"), other], false), Err(AnswerError::Issuer));
    }

    #[test]
    fn it_has_one_code_or_an_error() {
        assert_eq!(answered(&[("error", "access_denied"), ("code", "c")], false), Err(AnswerError::Refused));
        assert_eq!(answered(&[("state", "s")], false), Err(AnswerError::Malformed));
        assert_eq!(answered(&[("code", "c"), ("code", "d")], false), Err(AnswerError::Malformed));
    }
}
