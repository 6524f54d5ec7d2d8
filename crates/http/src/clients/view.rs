use serde::Deserialize;
use types::ApplicationCode;
use utoipa::{IntoParams, ToSchema};

use crate::schema;

/// Which clients.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Listed {
    /// Of this application.
    #[param(value_type = Option<schema::Code>)]
    pub(crate) application: Option<ApplicationCode>,
}

/// Another secret.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = SecretRotation)]
pub(crate) struct Rotation {
    /// How long the former secret goes on working, in seconds: at most 30 days.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 2592000, example = 86400)]
    pub(crate) overlap_seconds: i64,
}

/// An OAuth client. Parsed and written as `oidc::Client`.
#[derive(ToSchema)]
#[schema(as = Client, rename_all = "camelCase")]
#[expect(dead_code, reason = "documentation")]
pub(crate) struct ClientView {
    /// The name that it sends; never changes.
    #[schema(value_type = schema::Code, example = "ovam-portaal")]
    client_id: (),
    /// For people.
    #[schema(value_type = schema::Name, example = "Portaal OVAM")]
    name: (),
    /// The application whose roles its tokens carry.
    #[schema(value_type = Option<schema::Code>, example = "ovam")]
    application: (),
    /// For a machine client: the organisation on whose behalf it acts.
    #[schema(value_type = Option<schema::Uuid>)]
    organisation: (),
    /// `confidential` or `public`: whether it can keep a secret (RFC 6749 section 2.1).
    #[schema(value_type = schema::ClientKind)]
    kind: (),
    /// What its settings are when nobody says them: `acm-idm`, `default` or `strict`, which refuses what is weaker. Another profile brings its defaults for what stood at those
    /// of the former.
    #[schema(value_type = schema::Profile, required = false)]
    profile: (),
    /// Where a browser may be sent after login; compared exactly.
    #[schema(value_type = Vec<schema::Address>, required = false, max_items = 100, example = json!(["https://portaal.example/callback"]))]
    redirect_uris: (),
    /// Where a browser may be sent after logout; compared exactly.
    #[schema(value_type = Vec<schema::Address>, required = false, max_items = 100)]
    post_logout_redirect_uris: (),
    /// What it may ask at the token endpoint; `refresh_token` with the scope `offline_access` only.
    #[schema(value_type = Vec<schema::GrantType>, max_items = 10)]
    grant_types: (),
    /// All scopes that it may ask.
    #[schema(value_type = Vec<schema::Code>, max_items = 100, example = json!(["openid", "profile", "vo", "ovam_cnr"]))]
    scopes: (),
    /// `ES256`, `EdDSA` or `RS256`.
    #[schema(value_type = schema::SigningAlgorithm, required = false)]
    id_token_alg: (),
    /// `ES256`, `EdDSA` or `RS256`.
    #[schema(value_type = schema::SigningAlgorithm, required = false)]
    access_token_alg: (),
    /// `organisation`: tokens are about the one that is chosen at login; `doelgroep`: about all of the person's.
    #[schema(value_type = schema::ClientLevel, required = false)]
    level: (),
    /// What it knows a person by: `pairwise`, a name of its own for each sector, or `public`, his `vo_id` (OpenID Connect Core 1.0 section 8).
    #[schema(value_type = schema::SubjectType, required = false)]
    subject_type: (),
    /// The host for which the clients of one sector know a person by one name; when left out that of its own addresses.
    #[schema(value_type = Option<schema::Host>, example = "portaal.example")]
    sector_identifier: (),
    /// Whether it must send a code challenge (RFC 7636): `required` or `optional`.
    #[schema(value_type = schema::Pkce, required = false)]
    pkce: (),
    /// Whether it must push its authorization requests (RFC 9126); not for a public client.
    #[schema(value_type = bool, required = false, example = false)]
    require_pushed_requests: (),
    /// Whether it must sign them (RFC 9101), with one of its `jwks`.
    #[schema(value_type = bool, required = false, example = false)]
    require_signed_requests: (),
    /// `ES256`, `EdDSA` or `RS256`: userinfo is a JWT then (OpenID Connect Core 1.0 section 5.3.2); when left out it is JSON.
    #[schema(value_type = Option<schema::SigningAlgorithm>)]
    userinfo_signed_response_alg: (),
    /// Whether a person is asked before it gets what it asks about him: `never`, since who administers it decides that with its scopes; `once`, when he did not agree to these scopes
    /// before; `always`. `prompt=consent` asks whatever this says.
    #[schema(value_type = schema::ConsentRule, required = false)]
    consent: (),
    /// Whether the answer names the issuer (RFC 9207).
    #[schema(value_type = bool, required = false)]
    response_iss: (),
    /// By which law it may learn the rijksregisternummer; needed for the scope `rrn`.
    #[schema(value_type = Option<schema::Text>)]
    legal_basis: (),
    /// The weakest way to sign in that is strong enough for it, whatever a request asks: a level of ACM/IDM.
    #[schema(value_type = Option<schema::Acr>)]
    minimum_acr: (),
    /// Whom its access tokens are for, beside itself.
    #[schema(value_type = Vec<schema::Audience>, required = false, max_items = 20)]
    audiences: (),
    /// Whom it may exchange a person's token for (RFC 8693): the APIs that it calls for him; with the grant type token-exchange.
    #[schema(value_type = Vec<schema::Audience>, required = false, max_items = 20)]
    exchange_audiences: (),
    /// How long an access token lives.
    #[schema(value_type = i64, required = false, minimum = 1, maximum = 86400, example = 3600)]
    access_token_seconds: (),
    /// For how long it may refresh what a person gave it at a sign-in.
    #[schema(value_type = i64, required = false, minimum = 1, maximum = 2592000, example = 28800)]
    refresh_token_seconds: (),
    /// How long an authorization code lives.
    #[schema(value_type = i64, required = false, minimum = 1, maximum = 600, example = 30)]
    code_seconds: (),
    /// Whether it gets no access token but one that is bound to its key with DPoP (RFC 9449); without this it chooses itself.
    #[schema(value_type = bool, required = false)]
    dpop_bound_access_tokens: (),
    /// Whether it gets no access token but one that is bound to the certificate of its connection (RFC 8705 section 3.4).
    #[schema(value_type = bool, required = false)]
    tls_client_certificate_bound_access_tokens: (),
    /// By which certificate it proves who it is, by the subject, as RFC 4514 writes it; one of the three at most (RFC 8705 section 2.1.2).
    #[schema(value_type = Option<schema::Text>, example = "CN=portaal,O=OVAM,C=BE")]
    tls_client_auth_subject_dn: (),
    /// The same by a host in its `subjectAltName`.
    #[schema(value_type = Option<schema::Host>, example = "portaal.example")]
    tls_client_auth_san_dns: (),
    /// The same by an address there.
    #[schema(value_type = Option<schema::Text>, example = "urn:portaal:ovam")]
    tls_client_auth_san_uri: (),
    /// Its public keys: a JWK Set (RFC 7517 section 5).
    #[schema(value_type = Option<Object>)]
    jwks: (),
    /// Where it publishes them itself, instead: fetched when they are needed, and kept for five minutes.
    #[schema(value_type = Option<schema::Address>, example = "https://portaal.example/jwks")]
    jwks_uri: (),
    /// Where it is told that a session ended in which it took part (OpenID Connect Back-Channel Logout 1.0).
    #[schema(value_type = Option<schema::Address>, example = "https://portaal.example/afgemeld")]
    backchannel_logout_uri: (),
    /// Whether it is switched on.
    #[schema(value_type = bool, required = false)]
    enabled: (),
    /// From its first to its last day; without one it is always active.
    #[schema(value_type = Option<schema::Period>)]
    period: (),
}

/// A client, with the secret that was made for it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "documentation")]
pub(crate) struct IssuedClient {
    /// The client.
    #[schema(value_type = ClientView, inline = false)]
    #[serde(flatten)]
    client: (),
    /// Told this once. Left out for a public client and one with keys or a certificate of its own.
    #[schema(value_type = schema::ClientSecret, required = false, rename = "clientSecret")]
    secret: (),
}

crate::patch::patch_of!(ClientEdit, ClientView, oidc::Client);
