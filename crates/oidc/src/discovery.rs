//! Discovery: where everything is and what it can do (OpenID Connect Discovery 1.0 section 3).

use serde::Serialize;
use tokens::keys::Algorithm;

use crate::response::ResponseMode;
use crate::{Client, GrantType, Issuer, SubjectType, paths};

/// The discovery document. `scopes_supported` is left out, as ACM/IDM does: scopes are given per client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the members are those of the specification, to the letter")]
pub struct Discovery {
    pub issuer: String,
    pub authorization_endpoint: String,
    pub pushed_authorization_request_endpoint: String,
    pub token_endpoint: String,
    pub device_authorization_endpoint: String,
    pub userinfo_endpoint: String,
    pub jwks_uri: String,
    pub introspection_endpoint: String,
    pub revocation_endpoint: String,
    pub end_session_endpoint: String,
    pub response_types_supported: [&'static str; 1],
    pub response_modes_supported: [&'static str; 3],
    pub grant_types_supported: [&'static str; 5],
    pub subject_types_supported: [&'static str; 2],
    pub id_token_signing_alg_values_supported: [&'static str; 3],
    pub userinfo_signing_alg_values_supported: [&'static str; 3],
    pub introspection_signing_alg_values_supported: [&'static str; 3],
    pub token_endpoint_auth_methods_supported: [&'static str; 4],
    pub token_endpoint_auth_signing_alg_values_supported: [&'static str; 4],
    pub introspection_endpoint_auth_methods_supported: [&'static str; 3],
    pub introspection_endpoint_auth_signing_alg_values_supported: [&'static str; 4],
    pub revocation_endpoint_auth_methods_supported: [&'static str; 4],
    pub revocation_endpoint_auth_signing_alg_values_supported: [&'static str; 4],
    pub code_challenge_methods_supported: [&'static str; 1],
    pub dpop_signing_alg_values_supported: [&'static str; 4],
    pub prompt_values_supported: [&'static str; 4],
    pub claims_supported: Vec<&'static str>,
    pub ui_locales_supported: [&'static str; 4],
    pub claims_parameter_supported: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub require_pushed_authorization_requests: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub require_signed_request_object: bool,
    pub request_parameter_supported: bool,
    pub request_object_signing_alg_values_supported: [&'static str; 4],
    // An address of somebody else, which is never fetched. Absent means true (OpenID Connect Discovery 1.0 section 3), so it must be said.
    pub request_uri_parameter_supported: bool,
    pub backchannel_logout_supported: bool,
    pub backchannel_logout_session_supported: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub authorization_response_iss_parameter_supported: bool,
}

/// How a client proves who it is; a public one does not.
const PROVEN: [&str; 3] = ["client_secret_basic", "client_secret_post", "private_key_jwt"];
const METHODS: [&str; 4] = [PROVEN[0], PROVEN[1], PROVEN[2], "none"];

/// The claims that clients may meet, beside the role claims, whose names are configuration.
const CLAIMS: [&str; 19] = [
    "iss",
    "sub",
    "aud",
    "azp",
    "exp",
    "iat",
    "nonce",
    "at_hash",
    "auth_time",
    "acr",
    "amr",
    "given_name",
    "family_name",
    "vo_id",
    "vo_doelgroepcode",
    "vo_doelgroepnaam",
    "vo_orgcode",
    "vo_orgnaam",
    "vo_email",
];

impl Discovery {
    /// The document of an issuer, as it is for a client that says who it is: whether answers to it name the issuer (RFC 9207; some real consumers break on
    /// hearing it, so it is left out for all others), and whether it must push or sign its requests.
    #[must_use]
    pub fn new(issuer: &Issuer, client: Option<&Client>) -> Self {
        let is = |set: fn(&Client) -> bool| client.is_some_and(set);
        let signed = Algorithm::ACCEPTED.map(Algorithm::as_str);
        Self {
            issuer: issuer.as_str().to_owned(),
            authorization_endpoint: issuer.endpoint(paths::AUTHORIZATION),
            pushed_authorization_request_endpoint: issuer.endpoint(paths::PAR),
            token_endpoint: issuer.endpoint(paths::TOKEN),
            device_authorization_endpoint: issuer.endpoint(paths::DEVICE),
            userinfo_endpoint: issuer.endpoint(paths::USERINFO),
            jwks_uri: issuer.endpoint(paths::KEYS),
            introspection_endpoint: issuer.endpoint(paths::INTROSPECTION),
            revocation_endpoint: issuer.endpoint(paths::REVOCATION),
            end_session_endpoint: issuer.endpoint(paths::LOGOUT),
            response_types_supported: ["code"],
            response_modes_supported: ResponseMode::ALL.map(ResponseMode::as_str),
            grant_types_supported: GrantType::ALL.map(GrantType::as_str),
            subject_types_supported: SubjectType::NAMES,
            id_token_signing_alg_values_supported: Algorithm::ALL.map(Algorithm::as_str),
            userinfo_signing_alg_values_supported: Algorithm::ALL.map(Algorithm::as_str),
            introspection_signing_alg_values_supported: Algorithm::ALL.map(Algorithm::as_str),
            token_endpoint_auth_methods_supported: METHODS,
            token_endpoint_auth_signing_alg_values_supported: signed,
            introspection_endpoint_auth_methods_supported: PROVEN,
            introspection_endpoint_auth_signing_alg_values_supported: signed,
            revocation_endpoint_auth_methods_supported: METHODS,
            revocation_endpoint_auth_signing_alg_values_supported: signed,
            code_challenge_methods_supported: ["S256"],
            dpop_signing_alg_values_supported: signed,
            prompt_values_supported: ["none", "login", "select_account", "consent"],
            claims_supported: CLAIMS.to_vec(),
            ui_locales_supported: ["nl", "en", "fr", "de"],
            claims_parameter_supported: true,
            require_pushed_authorization_requests: is(|client| client.require_pushed_requests),
            require_signed_request_object: is(|client| client.require_signed_requests),
            request_parameter_supported: true,
            request_object_signing_alg_values_supported: signed,
            request_uri_parameter_supported: false,
            backchannel_logout_supported: true,
            backchannel_logout_session_supported: true,
            authorization_response_iss_parameter_supported: is(|client| client.response_iss),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_is_that_of_acm_idm() {
        let issuer = Issuer::parse("https://poort.example/op").unwrap();
        let quiet = serde_json::to_value(Discovery::new(&issuer, None)).unwrap();
        assert_eq!(quiet["issuer"], "https://poort.example/op");
        assert_eq!(quiet["end_session_endpoint"], "https://poort.example/op/v1/logout");
        assert_eq!(quiet["jwks_uri"], "https://poort.example/op/v1/keys");
        // RS256 must be among them (OpenID Connect Discovery 1.0 section 3).
        assert!(quiet["id_token_signing_alg_values_supported"].as_array().unwrap().contains(&"RS256".into()));
        assert_eq!(quiet["request_uri_parameter_supported"], false);
        assert!(quiet.get("scopes_supported").is_none());
        assert!(quiet.get("authorization_response_iss_parameter_supported").is_none());
        let loud = serde_json::to_value(Discovery::new(&issuer, Some(&crate::testing::portal()))).unwrap();
        assert_eq!(loud["authorization_response_iss_parameter_supported"], true);
    }
}
