//! Discovery: where everything is and what it can do (OpenID Connect Discovery 1.0 section 3).

use serde::Serialize;
use tokens::keys::Algorithm;

use crate::mtls::Offer;
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
    pub token_endpoint_auth_methods_supported: Vec<&'static str>,
    pub token_endpoint_auth_signing_alg_values_supported: [&'static str; 4],
    pub introspection_endpoint_auth_methods_supported: Vec<&'static str>,
    pub introspection_endpoint_auth_signing_alg_values_supported: [&'static str; 4],
    pub revocation_endpoint_auth_methods_supported: Vec<&'static str>,
    pub revocation_endpoint_auth_signing_alg_values_supported: [&'static str; 4],
    pub code_challenge_methods_supported: [&'static str; 1],
    pub dpop_signing_alg_values_supported: [&'static str; 4],
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub tls_client_certificate_bound_access_tokens: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mtls_endpoint_aliases: Option<Aliases>,
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

/// The endpoints where certificates are asked for (RFC 8705 section 5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the members are those of the specification, to the letter")]
pub struct Aliases {
    pub token_endpoint: String,
    pub revocation_endpoint: String,
    pub introspection_endpoint: String,
    pub pushed_authorization_request_endpoint: String,
    pub device_authorization_endpoint: String,
    pub userinfo_endpoint: String,
}

/// How a client proves who it is.
const PROVEN: [&str; 3] = ["client_secret_basic", "client_secret_post", "private_key_jwt"];

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
    pub fn new(issuer: &Issuer, client: Option<&Client>, mtls: &Offer) -> Self {
        let proven: Vec<_> = PROVEN.into_iter().chain(mtls.methods()).collect();
        // A public one does not.
        let methods: Vec<_> = proven.iter().copied().chain(["none"]).collect();
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
            token_endpoint_auth_methods_supported: methods.clone(),
            token_endpoint_auth_signing_alg_values_supported: signed,
            introspection_endpoint_auth_methods_supported: proven,
            introspection_endpoint_auth_signing_alg_values_supported: signed,
            revocation_endpoint_auth_methods_supported: methods,
            revocation_endpoint_auth_signing_alg_values_supported: signed,
            code_challenge_methods_supported: ["S256"],
            dpop_signing_alg_values_supported: signed,
            tls_client_certificate_bound_access_tokens: mtls.binds(),
            mtls_endpoint_aliases: mtls.address.as_deref().filter(|_| mtls.binds()).map(Aliases::at),
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

impl Aliases {
    fn at(address: &str) -> Self {
        let at = |path: &str| format!("{address}{path}");
        Self {
            token_endpoint: at(paths::TOKEN),
            revocation_endpoint: at(paths::REVOCATION),
            introspection_endpoint: at(paths::INTROSPECTION),
            pushed_authorization_request_endpoint: at(paths::PAR),
            device_authorization_endpoint: at(paths::DEVICE),
            userinfo_endpoint: at(paths::USERINFO),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_is_that_of_acm_idm() {
        let issuer = Issuer::parse("https://poort.example/op").unwrap();
        let quiet = serde_json::to_value(Discovery::new(&issuer, None, &Offer::default())).unwrap();
        assert_eq!(quiet["issuer"], "https://poort.example/op");
        assert_eq!(quiet["end_session_endpoint"], "https://poort.example/op/v1/logout");
        assert_eq!(quiet["jwks_uri"], "https://poort.example/op/v1/keys");
        // RS256 must be among them (OpenID Connect Discovery 1.0 section 3).
        assert!(quiet["id_token_signing_alg_values_supported"].as_array().unwrap().contains(&"RS256".into()));
        assert_eq!(quiet["request_uri_parameter_supported"], false);
        assert!(quiet.get("scopes_supported").is_none());
        assert!(quiet.get("authorization_response_iss_parameter_supported").is_none());
        let loud = serde_json::to_value(Discovery::new(&issuer, Some(&crate::testing::portal()), &Offer::default())).unwrap();
        assert_eq!(loud["authorization_response_iss_parameter_supported"], true);
    }
    #[test]
    fn certificates_are_told_of_where_they_come() {
        let issuer = Issuer::parse("https://poort.example/op").unwrap();
        let told = |offer: &Offer| serde_json::to_value(Discovery::new(&issuer, None, offer)).unwrap();
        let without = told(&Offer { address: Some("https://mtls.example".to_owned()), ..Offer::default() });
        assert!(without.get("mtls_endpoint_aliases").is_none());
        assert!(without.get("tls_client_certificate_bound_access_tokens").is_none());
        assert!(!without["token_endpoint_auth_methods_supported"].to_string().contains("tls"));
        let verified = told(&Offer { verified: true, ..Offer::default() });
        assert_eq!(verified["tls_client_certificate_bound_access_tokens"], true);
        assert!(verified["token_endpoint_auth_methods_supported"].as_array().unwrap().contains(&"tls_client_auth".into()));
        assert!(!verified.to_string().contains("self_signed") && !verified.to_string().contains("aliases"));
        let all = told(&Offer { verified: true, self_signed: true, address: Some("https://mtls.example".to_owned()) });
        assert!(
            all["introspection_endpoint_auth_methods_supported"]
                .as_array()
                .unwrap()
                .contains(&"self_signed_tls_client_auth".into())
        );
        assert_eq!(all["mtls_endpoint_aliases"]["token_endpoint"], "https://mtls.example/op/v1/token");
    }
}
