use serde_json::Value;
use thiserror::Error;

use crate::RedirectUri;

/// What is used of a provider's discovery document (OpenID Connect Discovery 1.0 section 3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata {
    /// Where browsers go.
    pub authorization_endpoint: RedirectUri,
    /// Where codes are redeemed.
    pub token_endpoint: String,
    /// Where its keys are.
    pub jwks_uri: String,
    /// Where it says more of a person, if anywhere.
    pub userinfo_endpoint: Option<String>,
    /// Whether claims can be asked by name (OpenID Connect Core 1.0 section 5.5).
    pub takes_claims: bool,
    /// Whether its answers name it (RFC 9207).
    pub names_itself: bool,
}

/// The document is not that of this provider, or lacks what is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the discovery document is not one of this issuer, or lacks an endpoint")]
pub struct UnsoundMetadata;

impl UnsoundMetadata {
    /// A stable code for callers.
    #[must_use]
    pub fn code(self) -> &'static str {
        "upstreamMetadata"
    }
}

/// Where the discovery document of an issuer is (OpenID Connect Discovery 1.0 section 4).
#[must_use]
pub fn discovery_of(issuer: &str) -> String {
    format!("{}/.well-known/openid-configuration", issuer.strip_suffix('/').unwrap_or(issuer))
}

impl Metadata {
    /// Reads a document, which must name the issuer from whom it was fetched to the letter (OpenID Connect Discovery 1.0 section 4.3).
    ///
    /// # Errors
    /// [`UnsoundMetadata`].
    pub fn read(document: &Value, issuer: &str) -> Result<Self, UnsoundMetadata> {
        let text = |name: &str| document.get(name).and_then(Value::as_str).ok_or(UnsoundMetadata);
        if text("issuer")? != issuer {
            return Err(UnsoundMetadata);
        }
        let says = |name: &str| document.get(name) == Some(&Value::Bool(true));
        Ok(Self {
            authorization_endpoint: RedirectUri::parse(text("authorization_endpoint")?).map_err(|_| UnsoundMetadata)?,
            token_endpoint: text("token_endpoint")?.to_owned(),
            jwks_uri: text("jwks_uri")?.to_owned(),
            userinfo_endpoint: text("userinfo_endpoint").ok().map(str::to_owned),
            takes_claims: says("claims_parameter_supported"),
            names_itself: says("authorization_response_iss_parameter_supported"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_document_is_that_of_its_issuer_and_complete() {
        let whole = json!({
            "issuer": "https://idp.example/v2", "authorization_endpoint": "https://idp.example/auth",
            "token_endpoint": "https://idp.example/token", "jwks_uri": "https://idp.example/keys",
        });
        let read = Metadata::read(&whole, "https://idp.example/v2").unwrap();
        assert!(!read.names_itself && !read.takes_claims && read.token_endpoint == "https://idp.example/token");
        let mut more = whole.clone();
        more["userinfo_endpoint"] = json!("https://idp.example/userinfo");
        more["claims_parameter_supported"] = json!(true);
        let more = Metadata::read(&more, "https://idp.example/v2").unwrap();
        assert!(more.takes_claims && more.userinfo_endpoint.as_deref() == Some("https://idp.example/userinfo"));
        assert_eq!(read.userinfo_endpoint, None);
        for issuer in ["https://idp.example", "https://idp.example/v2/", "https://IDP.example/v2"] {
            assert_eq!(Metadata::read(&whole, issuer), Err(UnsoundMetadata));
        }
        for (member, value) in [
            ("authorization_endpoint", json!("javascript:alert(1)")),
            ("authorization_endpoint", json!("http://idp.example/auth")),
            ("token_endpoint", json!(null)),
            ("jwks_uri", json!(["https://idp.example/keys"])),
        ] {
            let mut broken = whole.clone();
            broken[member] = value;
            assert_eq!(Metadata::read(&broken, "https://idp.example/v2"), Err(UnsoundMetadata), "{broken}");
        }
    }

    #[test]
    fn discovery_is_below_the_issuer() {
        for issuer in ["https://idp.example/v2", "https://idp.example/v2/"] {
            assert_eq!(discovery_of(issuer), "https://idp.example/v2/.well-known/openid-configuration");
        }
    }
}
