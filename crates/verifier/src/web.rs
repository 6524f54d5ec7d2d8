//! The answer over HTTP to a token that is not accepted, whatever the web framework (RFC 6750 section 3, RFC 9449 section 7.1).

#[cfg(feature = "actix")]
mod actix;
mod certificate;
mod incoming;
#[cfg(feature = "tower")]
mod layer;

use std::fmt;

use serde_json::json;

use crate::claims::Denied;
use crate::error::VerifyError;
use crate::jwt::Algorithm;

pub use incoming::Incoming;
#[cfg(feature = "tower")]
pub use layer::{VerifyLayer, VerifyService};

/// What the body of a refusal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Answers {
    /// `application/problem+json` (RFC 9457) with the types of Belgif.
    #[default]
    Problem,
    /// Nothing: status and headers say it all.
    Empty,
}

/// The answer: a status, its headers and perhaps a body. Says nothing of the token.
#[derive(Debug, Clone)]
pub struct Refusal {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Option<String>,
    code: &'static str,
}

/// How a token was presented.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    Bearer,
    Dpop,
}

impl Refusal {
    /// The status: 400, 401, 403, 500 or 503.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The headers: `WWW-Authenticate`, `DPoP-Nonce`, `Retry-After`, `Content-Type`, `Cache-Control`; a name may stand there twice.
    #[must_use]
    pub fn headers(&self) -> &[(&'static str, String)] {
        &self.headers
    }

    /// The body, if there is one.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.body.as_deref()
    }

    /// The stable code of what was wrong, for logs and metrics.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// `nonce` is there when nonces are demanded; `accepts_dpop` when proofs can be checked.
    pub(crate) fn of(error: VerifyError, scheme: Scheme, accepts_dpop: bool, nonce: Option<String>, answers: Answers) -> Self {
        let (status, oauth, kind, title) = meaning(error);
        let detail = error.to_string();
        let mut refusal = Self::new(status, error.code(), kind, title, &detail, answers);
        let challenge = |name: &str, used: bool| {
            let error = oauth.filter(|_| used).map(|oauth| format!(r#"error="{oauth}", error_description="{detail}""#));
            let algorithms = (name == "DPoP").then(|| format!(r#"algs="{}""#, Algorithm::ALL.map(Algorithm::name).join(" ")));
            let parameters: Vec<_> = error.into_iter().chain(algorithms).collect();
            format!("{name} {}", parameters.join(", ")).trim_end().to_owned()
        };
        if status == 401 || status == 400 {
            refusal.put("www-authenticate", challenge("Bearer", scheme == Scheme::Bearer));
            if accepts_dpop {
                refusal.put("www-authenticate", challenge("DPoP", scheme == Scheme::Dpop));
            }
        }
        if let (VerifyError::NonceNeeded, Some(nonce)) = (error, nonce) {
            refusal.put("dpop-nonce", nonce);
        }
        if error.is_temporary() {
            refusal.put("retry-after", "5".to_owned());
        }
        refusal
    }

    /// A token that is right but does not allow this.
    #[must_use]
    pub fn denied(denied: &Denied, answers: Answers) -> Self {
        let detail = denied.to_string();
        match denied {
            Denied::Scope(scope) => {
                let mut refusal = Self::new(403, "missingScope", "missingScope", "Missing scope", &detail, answers);
                // RFC 6749 section 3.3 allows no quote in a scope.
                let scope: String = scope.chars().filter(|c| c.is_ascii_graphic() && !matches!(c, '"' | '\\')).collect();
                refusal.put("www-authenticate", format!(r#"Bearer error="insufficient_scope", scope="{scope}""#));
                refusal
            }
            Denied::Right => Self::new(403, "missingPermission", "missingPermission", "Missing permission", &detail, answers),
        }
    }

    /// The application forgot to give its framework the verifier.
    #[cfg(feature = "actix")]
    pub(crate) fn not_configured() -> Self {
        Self::new(
            500,
            "verifierMissing",
            "internalServerError",
            "Internal server error",
            "no verifier is configured",
            Answers::Problem,
        )
    }

    fn new(status: u16, code: &'static str, kind: &str, title: &str, detail: &str, answers: Answers) -> Self {
        let mut refusal = Self { status, headers: Vec::new(), body: None, code };
        refusal.put("cache-control", "no-store".to_owned());
        if answers == Answers::Problem {
            refusal.put("content-type", "application/problem+json".to_owned());
            let kind = format!("urn:problem-type:belgif:{kind}");
            refusal.body = Some(json!({ "type": kind, "title": title, "status": status, "detail": detail }).to_string());
        }
        refusal
    }

    fn put(&mut self, name: &'static str, value: String) {
        self.headers.push((name, value));
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.status, self.code)
    }
}

impl std::error::Error for Refusal {}

/// Status, error code of OAuth, Belgif type and its title.
fn meaning(error: VerifyError) -> (u16, Option<&'static str>, &'static str, &'static str) {
    match error {
        VerifyError::Missing => (401, None, "noAccessToken", "No access token"),
        VerifyError::Unclear => (400, Some("invalid_request"), "badRequest", "Bad request"),
        VerifyError::Expired => (401, Some("invalid_token"), "expiredAccessToken", "Expired access token"),
        VerifyError::ProofInvalid(_) => (401, Some("invalid_dpop_proof"), "invalidAccessToken", "Invalid access token"),
        VerifyError::NonceNeeded => (401, Some("use_dpop_nonce"), "invalidAccessToken", "Invalid access token"),
        // Not the caller's fault: another token would not help.
        VerifyError::RightsElsewhere => (500, None, "internalServerError", "Internal server error"),
        error if error.is_temporary() => (503, None, "serviceUnavailable", "Service unavailable"),
        _ => (401, Some("invalid_token"), "invalidAccessToken", "Invalid access token"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{FetchError, ProofFault};

    fn challenges(refusal: &Refusal) -> Vec<&str> {
        refusal.headers().iter().filter(|(name, _)| *name == "www-authenticate").map(|(_, value)| value.as_str()).collect()
    }

    fn bearer(error: VerifyError) -> Refusal {
        Refusal::of(error, Scheme::Bearer, false, None, Answers::Problem)
    }

    #[test]
    fn who_gave_no_token_is_asked_for_one_without_an_error() {
        let refusal = bearer(VerifyError::Missing);
        assert_eq!((refusal.status(), challenges(&refusal)), (401, vec!["Bearer"]));
        assert!(refusal.body().unwrap().contains("urn:problem-type:belgif:noAccessToken"));
    }

    #[test]
    fn a_wrong_token_is_named_so() {
        let refusal = bearer(VerifyError::Expired);
        let challenge = r#"Bearer error="invalid_token", error_description="the token has expired""#;
        assert_eq!((refusal.status(), challenges(&refusal)), (401, vec![challenge]));
        assert!(refusal.body().unwrap().contains("belgif:expiredAccessToken"));
        assert_eq!(bearer(VerifyError::Unclear).status(), 400);
    }

    #[test]
    fn an_issuer_that_does_not_answer_is_not_the_clients_fault() {
        let refusal = bearer(VerifyError::IssuerUnavailable(FetchError::Timeout));
        assert_eq!((refusal.status(), challenges(&refusal)), (503, vec![]));
        assert!(refusal.headers().contains(&("retry-after", "5".to_owned())));
    }

    #[test]
    fn dpop_is_challenged_where_it_can_be_checked() {
        let of = |error| Refusal::of(error, Scheme::Dpop, true, Some("n1".to_owned()), Answers::Empty);
        let refusal = of(VerifyError::NonceNeeded);
        let challenges = challenges(&refusal);
        assert_eq!(challenges[0], "Bearer");
        assert!(
            challenges[1].starts_with(r#"DPoP error="use_dpop_nonce""#)
                && challenges[1].ends_with(r#"algs="ES256 EdDSA PS256 RS256""#)
        );
        assert!(refusal.headers().contains(&("dpop-nonce", "n1".to_owned())));
        assert!(refusal.body().is_none() && refusal.headers().iter().all(|(name, _)| *name != "content-type"));
        let invalid = of(VerifyError::ProofInvalid(ProofFault::Replayed));
        assert!(invalid.headers().iter().any(|(_, value)| value.contains("invalid_dpop_proof")));
        assert!(invalid.headers().iter().all(|(name, _)| *name != "dpop-nonce"));
    }

    #[test]
    fn what_is_denied_is_403() {
        let scope = Refusal::denied(&Denied::Scope("ovam\"\r\nx".to_owned()), Answers::Problem);
        assert_eq!((scope.status(), challenges(&scope)), (403, vec![r#"Bearer error="insufficient_scope", scope="ovamx""#]));
        let right = Refusal::denied(&Denied::Right, Answers::Problem);
        assert_eq!((right.status(), right.code(), challenges(&right)), (403, "missingPermission", vec![]));
    }
}
